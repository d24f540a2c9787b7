/// Bytes of a text that are not UTF-8, which escapes can produce: in a `String` characters stand for
/// them that no label has.
enum StrayByte {
  /// The characters of a text, with one that stands for each byte that is part of none.
  static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String()
    var rest = bytes[...]
    while let byte = rest.first {
      let lengths = 1...min(4, rest.count)
      let character = lengths.lazy
        .compactMap { String(validating: rest.prefix($0), as: UTF8.self) }
        .first
      if let character {
        text += character
        rest.removeFirst(character.utf8.count)
      } else {
        text.unicodeScalars.append(standIn(byte))
        rest.removeFirst()
      }
    }
    return text
  }

  /// Whether there is such a byte in a text.
  static func isIn(_ text: String) -> Bool {
    text.unicodeScalars.contains { byte($0) != nil }
  }

  /// A text that has been quoted, with the bytes as Go escapes them.
  static func escaped(in quoted: String) -> String {
    replaced(in: quoted) { "\\x" + String($0, radix: 16) }
  }

  /// A text with U+FFFD for each of the bytes, as JSON has it.
  static func replaced(in text: String) -> String { replaced(in: text) { _ in "\u{FFFD}" } }

  private static func replaced(in text: String, _ replacement: (UInt8) -> String) -> String {
    guard isIn(text) else { return text }
    return text.unicodeScalars.reduce(into: "") { text, scalar in
      text += byte(scalar).map(replacement) ?? String(scalar)
    }
  }

  /// The last characters of the last plane, which is for private use.
  private static let base: UInt32 = 0x10_FF00

  private static func standIn(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}"
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 ? UInt8(scalar.value - base) : nil
  }
}
