/// A value of a dashboard's JSON.
///
/// Dashboards of ten years differ in what they have and in the types of it, so that nothing is taken for
/// granted: what is not there, or is of another type, reads as `nil` or as empty.
enum GrafanaNode: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case list([GrafanaNode])
  case object([String: GrafanaNode])

  /// A value by a chain of names through objects.
  subscript(names: String...) -> GrafanaNode {
    var node = self
    for name in names {
      guard case .object(let members) = node else { return .null }
      node = members[name] ?? .null
    }
    return node
  }

  /// The text.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The text, or a number or word as it would be written; old dashboards have either.
  var word: String? {
    switch self {
    case .text(let text): text
    case .number(let number):
      number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    case .boolean(let flag): flag ? "true" : "false"
    case .null, .list, .object: nil
    }
  }

  /// The number, also where it is written as a text.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text)
    default: nil
    }
  }

  /// Whether it is `true`.
  var isTrue: Bool { self == .boolean(true) }

  /// The values of a list.
  var items: [GrafanaNode] { if case .list(let items) = self { items } else { [] } }

  /// The members of an object, in no order.
  var members: [String: GrafanaNode] {
    if case .object(let members) = self { members } else { [:] }
  }
}

extension GrafanaNode: Decodable {
  init(from decoder: any Decoder) throws {
    if let values = try? decoder.singleValueContainer() {
      if values.decodeNil() {
        self = .null
        return
      }
      if let text = try? values.decode(String.self) {
        self = .text(text)
        return
      }
      if let number = try? values.decode(Double.self) {
        self = .number(number)
        return
      }
      if let flag = try? values.decode(Bool.self) {
        self = .boolean(flag)
        return
      }
    }
    if var items = try? decoder.unkeyedContainer() {
      var list: [GrafanaNode] = []
      while !items.isAtEnd { list.append(try items.decode(GrafanaNode.self)) }
      self = .list(list)
      return
    }
    let container = try decoder.container(keyedBy: Name.self)
    var members: [String: GrafanaNode] = [:]
    for name in container.allKeys {
      members[name.stringValue] = try container.decode(GrafanaNode.self, forKey: name)
    }
    self = .object(members)
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
