/// Finds the value of one field in lines without reading the others as text.
struct FieldSearch: FieldVisitor {
  private let wanted: UInt64
  private(set) var found: FieldValue?

  /// Looks for a field under its dotted name, or under what Loki makes of that.
  init(_ name: String) {
    wanted = NameHashes.exact(name)
  }

  var root: UInt64 { NameHashes.seed }

  @inline(__always)
  func name(_ key: Range<Int>, in parent: UInt64, of line: LineBytes) -> UInt64 {
    let start = parent == NameHashes.seed ? parent : NameHashes.step(parent, 95)
    return NameHashes.exact(line, key, from: start)
  }

  @inline(__always)
  mutating func visit(_ name: UInt64, _ value: FieldValue, of line: LineBytes) {
    if name == wanted { found = value }
  }

  /// The value in a line; `nil` where the line has no such field.
  static func value(of search: FieldSearch, in line: LineBytes) -> FieldValue? {
    var search = search
    search.found = nil
    _ = LineScanner.form(line, &search)
    return search.found
  }

  /// The value as text.
  static func text(_ value: FieldValue, _ line: LineBytes) -> String {
    value.kind == .escaped
      ? FieldText.unescaped(line, value.range) : FieldText.text(line, value.range)
  }
}
