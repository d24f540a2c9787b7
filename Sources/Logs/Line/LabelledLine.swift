/// Reads LTSV, `key:value` pairs between tabs.
///
/// - Source: <http://ltsv.org>.
enum LabelledLine {
  /// Reads a line; whether it consists of such pairs, of which it has two at least.
  static func read<Visitor: FieldVisitor>(
    _ line: LineBytes,
    from start: Int,
    _ visitor: inout Visitor
  ) -> Bool {
    guard var key = key(line, start),
      let tab = line.first(9, from: key.upperBound, to: line.count), Self.key(line, tab + 1) != nil
    else { return false }
    var position = start
    while position < line.count {
      let end = line.first(9, from: position, to: line.count) ?? line.count
      if let found = Self.key(line, position) {
        key = found
        var last = end
        if last > key.upperBound + 1, line[last - 1] == 13 { last -= 1 }
        let value = FieldValue(kind: .text, range: key.upperBound + 1..<last)
        visitor.visit(visitor.name(key, in: visitor.root, of: line), value, of: line)
      }
      position = end + 1
    }
    return true
  }

  /// The label at a place, without its colon.
  private static func key(_ line: LineBytes, _ start: Int) -> Range<Int>? {
    var next = start
    while next < line.count, next - start < 64, isKey(line[next]) { next += 1 }
    guard next > start, next + 1 < line.count, line[next] == UInt8(ascii: ":"),
      line[next + 1] != 32
    else { return nil }
    return start..<next
  }

  private static func isKey(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }
}
