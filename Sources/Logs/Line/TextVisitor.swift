/// Collects all fields as texts.
struct TextVisitor: FieldVisitor {
  private(set) var fields: [LogFields.Field] = []
  private var places: [String: Int] = [:]

  // More fields than anybody reads, in a line made to be slow.
  private static let limit = 2000

  var root: String { "" }

  func name(_ key: Range<Int>, in parent: String, of line: LineBytes) -> String {
    let key = FieldText.unescaped(line, key)
    return parent.isEmpty ? key : "\(parent).\(key)"
  }

  mutating func visit(_ name: String, _ value: FieldValue, of line: LineBytes) {
    let field = LogFields.Field(name: name, value: Self.value(value, line), role: nil)
    if let place = places[name] {
      fields[place] = field
    } else if fields.count < Self.limit {
      places[name] = fields.count
      fields.append(field)
    }
  }

  /// What a field holds; what is nearly a number or nearly JSON is text.
  private static func value(_ value: FieldValue, _ line: LineBytes) -> LogFields.Value {
    switch value.kind {
    case .text: return .text(FieldText.text(line, value.range))
    case .escaped: return .text(FieldText.unescaped(line, value.range))
    case .number:
      let text = FieldText.text(line, value.range)
      return JSONGrammar.isNumber(line, value.range) ? .number(text) : .text(text)
    case .yes: return .flag(true)
    case .no: return .flag(false)
    case .null: return .null
    case .nested:
      let text = FieldText.text(line, value.range)
      return JSONGrammar.isNested(line, value.range) ? .nested(text) : .text(text)
    }
  }
}
