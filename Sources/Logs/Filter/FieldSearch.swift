import Telemetry

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

  /// Whether the value in a line passes a test; `nil` where the line has no such field.
  static func test(
    _ search: FieldSearch,
    in line: LineBytes,
    _ isMet: (FieldValue, LineBytes) -> Bool
  ) -> Bool? {
    guard let bytes = LineBody.decoding(line).bytes else { return search.test(line, isMet) }
    return bytes.withUnsafeBufferPointer { search.test($0, isMet) }
  }

  private func test(_ line: LineBytes, _ isMet: (FieldValue, LineBytes) -> Bool) -> Bool? {
    var search = self
    search.found = nil
    _ = LineReader.read(line, Timestamp(nanoseconds: 0), &search)
    return search.found.map { isMet($0, line) }
  }

  /// The value as text.
  static func text(_ value: FieldValue, _ line: LineBytes) -> String {
    value.kind == .escaped
      ? FieldText.unescaped(line, value.range) : FieldText.text(line, value.range)
  }
}
