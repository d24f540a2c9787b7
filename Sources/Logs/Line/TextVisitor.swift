/// Collects all fields as texts.
struct TextVisitor: FieldVisitor {
  private(set) var fields: [LogFields.Field] = []
  private var places = FieldPlaces()

  // More fields than anybody reads, in a line made to be slow.
  private static let limit = 2000

  var root: String { "" }

  func name(_ key: Range<Int>, in parent: String, of line: LineBytes) -> String {
    let key = FieldText.unescaped(line, key)
    return parent.isEmpty ? key : "\(parent).\(key)"
  }

  mutating func visit(_ name: String, _ value: FieldValue, of line: LineBytes) {
    var field = LogFields.Field(name: name, value: Self.value(value, line), role: nil)
    if name == "MESSAGE" { field.value = Self.journalText(value, line) ?? field.value }
    let hash = LineHash.hash(name, from: 0)
    if let place = places[hash] {
      fields[place] = field
    } else if fields.count < Self.limit {
      places.append(hash)
      fields.append(field)
    }
  }

  /// journald's message: its bytes where it has colours, nothing where it is long.
  ///
  /// - Source: <https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format>.
  private static func journalText(_ value: FieldValue, _ line: LineBytes) -> LogFields.Value? {
    switch value.kind {
    case .null: return .text("(left out by journalctl: it shows long messages with --all)")
    case .nested:
      let numbers = line[value.range].dropFirst().dropLast().split(separator: UInt8(ascii: ","))
      let bytes = numbers.compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
      guard bytes.count == numbers.count, !bytes.isEmpty else { return nil }
      return .text(String(decoding: bytes, as: UTF8.self))
    case .text, .escaped, .number, .yes, .no: return nil
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

/// Where fields stand, by a hash of their names.
private struct FieldPlaces {
  /// So many are looked through sooner than a table is made.
  private static let few = 48

  private var hashes: [UInt64] = []
  private var table: [UInt64: Int] = [:]

  subscript(hash: UInt64) -> Int? {
    hashes.count > Self.few ? table[hash] : hashes.firstIndex(of: hash)
  }

  mutating func append(_ hash: UInt64) {
    hashes.append(hash)
    guard hashes.count > Self.few else { return }
    if table.isEmpty {
      for (place, hash) in hashes.enumerated() { table[hash] = place }
    } else {
      table[hash] = hashes.count - 1
    }
  }
}
