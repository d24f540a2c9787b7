/// What a written file says of itself: which goldtop wrote it, and a digest by which an edit shows.
package struct StackMark: Hashable, Sendable {
  /// The version that wrote the file.
  package let version: String
  /// Whether nobody has changed the file since.
  package let isUntouched: Bool

  private static let before = "Written by goldtop "
  private static let middle = ", content "
  private static let blank = "0000000000000000"

  /// The mark of a text that has not been sealed yet.
  static func unsealed(_ version: String) -> String { "\(before)\(version)\(middle)\(blank)" }

  /// The text with the digest of its content in its mark.
  static func sealed(_ text: String) -> String {
    guard let place = place(in: text) else { return text }
    var sealed = text
    sealed.replaceSubrange(place.digest, with: blank)
    sealed.replaceSubrange(place.digest, with: digest(of: sealed))
    return sealed
  }

  /// Reads the mark of a file's text; `nil` where there is none.
  package init?(of text: String) {
    guard let place = Self.place(in: text) else { return nil }
    version = String(text[place.version])
    var blank = text
    blank.replaceSubrange(place.digest, with: Self.blank)
    isUntouched = text[place.digest] == Self.digest(of: blank)[...]
  }

  private static func place(
    in text: String
  ) -> (version: Range<String.Index>, digest: Range<String.Index>)? {
    guard let start = text.firstRange(of: before)?.upperBound,
      let gap = text[start...].prefix(64).firstRange(of: middle)
    else { return nil }
    let digest = text[gap.upperBound...].prefix(blank.count)
    guard digest.count == blank.count, digest.allSatisfy(\.isHexDigit) else { return nil }
    return (start..<gap.lowerBound, digest.startIndex..<digest.endIndex)
  }

  /// 64 bits of FNV-1a: they tell an edit, and are no protection against forgery.
  private static func digest(of text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: blank.count - digits.count) + digits
  }
}
