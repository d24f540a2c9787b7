/// Reads the `key=value` pairs of a line, whether it consists of them or only has some.
struct KeyValueLine {
  /// What was seen of the pairs.
  struct Findings {
    /// How many there are.
    var pairs = 0
    /// Whether the line begins with one.
    var startsWithPair = false

    /// Whether the line as a whole is written in pairs.
    var isLogfmt: Bool { startsWithPair && pairs >= 2 }
  }

  /// Reads a line; values in double quotes may hold spaces and escapes.
  static func read<Visitor: FieldVisitor>(
    _ line: LineBytes,
    from start: Int,
    _ visitor: inout Visitor
  ) -> Findings {
    var findings = Findings()
    var position = start
    var isFirst = true
    while position < line.count {
      guard isKey(line[position]) else {
        position += 1
        continue
      }
      let start = position
      while position < line.count, isKey(line[position]) { position += 1 }
      let key = start..<position
      let isPair =
        position + 1 < line.count && line[position] == UInt8(ascii: "=")
        && line[position + 1] != UInt8(ascii: "=")
      if isPair {
        position += 1
        let value = value(line, &position)
        if isFirst { findings.startsWithPair = true }
        findings.pairs += 1
        visitor.visit(visitor.name(key, in: visitor.root, of: line), value, of: line)
      } else {
        while position < line.count, !isOpening(line[position]) { position += 1 }
      }
      isFirst = false
    }
    return findings
  }

  /// The value at a position, which moves behind it.
  private static func value(_ line: LineBytes, _ position: inout Int) -> FieldValue {
    if line[position] == UInt8(ascii: "\"") {
      var kind = FieldValue.Kind.text
      var end = position + 1
      while end < line.count, line[end] != UInt8(ascii: "\"") {
        if line[end] == UInt8(ascii: "\\") {
          kind = .escaped
          end += 1
        }
        end += 1
      }
      // Without its end the quote is a part of the value like any other.
      if end < line.count {
        defer { position = end + 1 }
        return FieldValue(kind: kind, range: position + 1..<end)
      }
    }
    let start = position
    while position < line.count, !isSpace(line[position]) { position += 1 }
    var end = position
    while end > start, isClosing(line[end - 1]) { end -= 1 }
    let range = start..<end
    return FieldValue(kind: isNumber(line, range) ? .number : .text, range: range)
  }

  private static func isNumber(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    !range.isEmpty && range.count < 20
      && range.allSatisfy { line[$0] &- 48 < 10 || line[$0] == UInt8(ascii: ".") }
  }

  /// Whether a pair may begin after this byte.
  private static func isOpening(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(")
      || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
      || byte == UInt8(ascii: "{")
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "]")
      || byte == UInt8(ascii: ")")
  }

  @inline(__always)
  private static func isKey(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "@")
      || byte == UInt8(ascii: "/")
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
}
