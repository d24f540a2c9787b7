import Screen

/// The escape sequence that asks a terminal to put text on its clipboard (OSC 52).
///
/// Nothing of the text reaches the terminal but base64, so it can hold no sequence of its own.
package enum ClipboardSequence {
  /// The most bytes of text that are sent.
  package static let limit = Clipboard.limit

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  /// The whole sequence; text beyond `limit` is cut at a character.
  static func bytes(for text: String) -> [UInt8] {
    Array("\u{1B}]52;c;".utf8) + base64(Array(prefix(of: text).utf8)) + [0x07]
  }

  private static func prefix(of text: String) -> Substring {
    guard text.utf8.count > limit else { return text[...] }
    var end = text.startIndex
    var used = 0
    for index in text.indices {
      used += text[index].utf8.count
      guard used <= limit else { break }
      end = text.index(after: index)
    }
    return text[..<end]
  }

  /// Base64 with padding (RFC 4648, section 4).
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? Int(bytes[start + offset]) : 0)
      }
      for position in 0..<4 {
        let digit = alphabet[group >> (18 - 6 * position) & 63]
        encoded.append(position <= count ? digit : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
