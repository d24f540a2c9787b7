import Telemetry

/// All that a line says, read when it is drawn.
///
/// Every text is as hostile as the line and is drawn through `Screen` alone.
package struct LogFields: Hashable, Sendable {
  /// What a field holds.
  package enum Value: Hashable, Sendable {
    /// A text without quotes and escapes.
    case text(String)
    /// A number as it is written, whatever its size; valid JSON, as is what is nested.
    case number(String)
    /// `true` or `false`.
    case flag(Bool)
    /// `null`.
    case null
    /// The JSON of an array, of an empty object, or of one that lies very deep.
    case nested(String)

    /// The value as text; `null` is `null`.
    package var text: String {
      switch self {
      case .text(let text), .number(let text), .nested(let text): text
      case .flag(let flag): flag ? "true" : "false"
      case .null: "null"
      }
    }
  }

  /// A field of the line.
  package struct Field: Hashable, Sendable {
    /// The name with dots between what is nested.
    package var name: String
    /// What it holds.
    package var value: Value
    /// What it means; `nil` for all that the table does not know, and for the less telling ones
    /// where several fields mean the same.
    package var role: LogFieldTable.Role?
  }

  /// How the line is written; `plain` for broken JSON.
  package let form: LineFacts.Form
  /// The fields of the line in its order, repeated names with their last value at the first place.
  package let fields: [Field]
  /// What happened: the message field, or all of the line where it has none.
  package let message: String
  /// Which program wrote it; `nil` where neither the line nor a label says so.
  package let service: String?
  /// What tells its request apart, of the line, else of what the server keeps beside it.
  package let correlation: String?

  /// The fields that are left when time, level, message, service and correlation ID have been
  /// shown; what a plain line holds is in its message, and so is all of a line that has none.
  package let others: [Field]

  /// What a query has parsed and what the server keeps beside the line; of what the line says itself
  /// it has no roles.
  private let beside: [Field]
  /// The lines of a stack trace that belong to the entry, without colours; mostly none.
  package let following: [String]

  private let entry: LogEntry
  private let roles: RoleNames
  /// The bytes of the line without what carried it, and without the time and level before words.
  let text: [UInt8]

  /// Reads an entry.
  package init(_ entry: LogEntry, table: LogFieldTable = .standard) {
    self.entry = entry
    var visitor = TextVisitor()
    let (head, behind) = entry.headAndFollowing
    let body = LineText(head, entry.timestamp, &visitor)
    form = body.form
    let escaped = body.form == .plain ? SyslogEscapes.lines(body.text) : nil
    text = escaped?.first ?? body.text
    following =
      escaped.map { $0.dropFirst().map { String(decoding: $0, as: UTF8.self) } + behind } ?? behind
    var fields = visitor.fields
    let roles = table.roleNames
    roles.assign(&fields)
    self.fields = fields
    var beside = Self.beside(entry)
    if !beside.isEmpty { roles.assign(&beside, besides: fields) }
    self.roles = roles
    self.beside = beside
    let correlation = entry.correlation(roles)
    self.correlation = correlation
    service =
      Self.value(.service, fields) ?? body.service ?? Self.value(.service, beside)
      ?? Self.serviceLabels.lazy.compactMap { entry.stream[$0] }.first
    let message = Self.message(fields, form)
    let others =
      form == .plain
      ? [] : Self.others(fields, roles, said: [message, correlation].compactMap(\.self))
    if form == .json, message == nil, !others.isEmpty {
      self.message = others.prefix(Self.mostInMessage).map { "\($0.name)=\($0.value.text)" }
        .joined(separator: " ")
      self.others = []
    } else {
      self.message = message ?? Self.words(text) ?? String(decoding: head, as: UTF8.self)
      self.others = others
    }
  }

  private static let serviceLabels = ["service_name", "service", "app", "job"]

  /// So many fields stand for the message of a line that has none.
  private static let mostInMessage = 40

  /// All IDs of the line and of what is kept beside it, the one of the request first.
  package var ids: [String] {
    [correlation].compactMap(\.self) + roles.ids(fields + beside).filter { $0 != correlation }
  }

  /// The value of what a field means, in the line or beside it; `nil` where there is none.
  package subscript(role: LogFieldTable.Role) -> Value? { field(role)?.value }

  /// The field that means something, in the line or beside it; `nil` where there is none.
  package func field(_ role: LogFieldTable.Role) -> Field? {
    fields.first { $0.role == role } ?? beside.first { $0.role == role }
  }

  /// The value of a name: of what Loki has parsed, of the metadata, of the line, of the labels.
  ///
  /// A dotted name is found under what Loki makes of it too: `user.id` as `user_id`, and as
  /// `user_id_extracted` where a label has that name.
  package subscript(name: String) -> Value? {
    let names = FieldName(name)
    if let found = entry.besideLine(names) { return .text(found) }
    let exact = NameHashes.exact(name)
    if let field = fields.first(where: { $0.name == name })
      ?? fields.first(where: { NameHashes.exact($0.name) == exact })
    {
      return field.value
    }
    return entry.streamLabel(names).map { .text($0) }
  }

  private static func beside(_ entry: LogEntry) -> [Field] {
    guard !entry.parsed.labels.isEmpty || !entry.metadata.labels.isEmpty else { return [] }
    return (entry.parsed.labels + entry.metadata.labels).map { label in
      Field(name: label.name, value: .text(label.value), role: nil)
    }
  }

  private static func value(_ role: LogFieldTable.Role, _ fields: [Field]) -> String? {
    fields.first { $0.role == role }?.value.text
  }

  /// What the line says in words; `nil` where it has no field for that.
  private static func message(_ fields: [Field], _ form: LineFacts.Form) -> String? {
    guard form != .plain, let field = fields.first(where: { $0.role == .message }) else {
      return nil
    }
    let isTemplate = ["@mt", "MessageTemplate", "log_format"].contains(field.name)
    var text = isTemplate ? MessageTemplate.text(field.value.text, fields) : field.value.text
    if field.name == "log" { text = carried(text) ?? text }
    guard text.utf8.contains(0x1B) else { return text }
    let bytes = Array(text.utf8).withUnsafeBufferPointer { LineBody.withoutColours($0) }
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// What a line says that a field carries; `nil` for words without time and level.
  private static func carried(_ line: String) -> String? {
    var visitor = TextVisitor()
    let inner = LineText(Array(line.utf8), Timestamp(nanoseconds: 0), &visitor)
    guard inner.form == .plain else {
      var fields = visitor.fields
      LogFieldTable.standard.roleNames.assign(&fields)
      return fields.first { $0.role == .message }?.value.text
    }
    return words(inner.text)
  }

  /// The fields that nothing else on the row says.
  private static func others(_ fields: [Field], _ roles: RoleNames, said: [String]) -> [Field] {
    fields.filter { field in
      switch field.role {
      case .time, .level, .message, .service, .correlation: return false
      default: break
      }
      // The number beside a level's word, the message in another field.
      let text = field.value.text
      if LevelWords.level(text) != nil, roles.role(of: field.name)?.role == .level { return false }
      return !said.contains(text)
    }
  }

  private static func words(_ text: [UInt8]) -> String? {
    text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
