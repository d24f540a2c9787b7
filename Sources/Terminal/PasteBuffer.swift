/// Gathers the text between the markers of a bracketed paste.
struct PasteBuffer: Sendable {
  /// The most bytes that a paste keeps; the rest is read and forgotten.
  static let limit = 65_536

  /// Sequence that ends pasted text.
  static let endMarker: [UInt8] = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []

  /// Splits bytes at the end marker.
  ///
  /// Gives the text before it, how many bytes are used up, and whether the marker is there. A part of
  /// the marker at the very end is left for later.
  static func split(
    _ bytes: ArraySlice<UInt8>
  ) -> (text: ArraySlice<UInt8>, used: Int, ended: Bool) {
    var index = bytes.startIndex
    while let escape = bytes[index...].firstIndex(of: 0x1B) {
      let rest = bytes[escape...]
      if rest.starts(with: endMarker) {
        let text = bytes[..<escape]
        return (text, text.count + endMarker.count, true)
      }
      if endMarker.starts(with: rest) {
        return (bytes[..<escape], escape - bytes.startIndex, false)
      }
      index = escape + 1
    }
    return (bytes, bytes.count, false)
  }

  /// Adds text as far as there is room.
  mutating func append(_ text: ArraySlice<UInt8>) {
    bytes += text.prefix(Self.limit - bytes.count)
  }

  /// The whole text with line ends as "\n"; empties the buffer.
  mutating func finish() -> String {
    defer { bytes = [] }
    if bytes.count == Self.limit { dropHalfCharacter() }
    // Terminals send a pasted line end as Return.
    var text = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\n", afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = scalar == "\r"
      text.append(afterReturn ? "\n" : scalar)
    }
    return String(text)
  }

  private mutating func dropHalfCharacter() {
    guard let lead = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return }
    if let length = EscapeSyntax.lengthOfCharacter(lead: bytes[lead]), lead + length > bytes.count {
      bytes.removeSubrange(lead...)
    }
  }
}
