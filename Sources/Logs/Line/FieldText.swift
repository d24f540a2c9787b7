/// Makes texts of the parts of a line that are drawn.
enum FieldText {
  /// Bytes as text; what is no UTF-8 becomes `�`.
  static func text(_ line: LineBytes, _ range: Range<Int>) -> String {
    String(decoding: line[range], as: UTF8.self)
  }

  /// A text in which JSON's escapes stand for characters; a broken escape stays as it is.
  static func unescaped(_ line: LineBytes, _ range: Range<Int>) -> String {
    guard line[range].contains(UInt8(ascii: "\\")) else { return text(line, range) }
    return String(decoding: unescapedBytes(line, range), as: UTF8.self)
  }

  /// The bytes of such a text.
  static func unescapedBytes(_ line: LineBytes, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = line[position]
      guard byte == UInt8(ascii: "\\"), position + 1 < range.upperBound else {
        bytes.append(byte)
        position += 1
        continue
      }
      position += 2
      switch line[position - 1] {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        bytes.append(line[position - 1])
      case UInt8(ascii: "u"):
        if let scalar = scalar(line, &position, range.upperBound) {
          bytes.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
        } else {
          bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
        }
      default: bytes.append(contentsOf: [byte, line[position - 1]])
      }
    }
    return bytes
  }

  /// The character of the hexadecimal digits at a position, of two escapes where they are a pair of
  /// surrogates; a lone one is `�`.
  private static func scalar(
    _ line: LineBytes,
    _ position: inout Int,
    _ end: Int
  ) -> Unicode.Scalar? {
    guard let unit = unit(line, position, end) else { return nil }
    position += 4
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    guard position + 6 <= end, line[position] == UInt8(ascii: "\\"),
      line[position + 1] == UInt8(ascii: "u"), let low = Self.unit(line, position + 2, end),
      (0xDC00..<0xE000).contains(low)
    else { return "\u{FFFD}" }
    position += 6
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func unit(_ line: LineBytes, _ start: Int, _ end: Int) -> UInt32? {
    guard start + 4 <= end else { return nil }
    var value: UInt32 = 0
    for index in start..<start + 4 {
      let byte = line[index]
      guard IDBytes.isHex(byte) else { return nil }
      value = value << 4 | UInt32(byte < 58 ? byte - 48 : (byte | 32) - 87)
    }
    return value
  }
}
