/// One way in which a secret may stand in a text.
struct SecretPattern {
  private let bytes: [UInt8]
  /// Whether it is Base64, of which neighbours belong to the same text.
  private let isBase64: Bool

  /// From so many bytes on, a secret is found within words too.
  private static let wordLimit = 8
  /// So many bytes of a secret that is cut off are enough.
  private static let cutLimit = 6

  /// All ways for a secret: itself, with plus signs for spaces, and in Base64 at each of the three
  /// offsets that it may have in a longer text.
  static func all(of secret: [UInt8]) -> [SecretPattern] {
    var patterns = [SecretPattern(bytes: secret, isBase64: false)]
    if secret.contains(space) {
      let form = secret.map { $0 == space ? UInt8(ascii: "+") : $0 }
      patterns.append(SecretPattern(bytes: form, isBase64: false))
    }
    for alphabet in [standard, urlSafe] {
      patterns.append(SecretPattern(bytes: base64(secret, alphabet), isBase64: true))
      for offset in 0..<3 {
        let core = core(secret, offset: offset, alphabet)
        if core.count >= wordLimit { patterns.append(SecretPattern(bytes: core, isBase64: true)) }
      }
    }
    return patterns
  }

  /// Where it stands in a text, with the rest of the Base64 that it is a part of.
  func ranges(in text: [UInt8]) -> [Range<Int>] {
    guard let first = bytes.first else { return [] }
    var found: [Range<Int>] = []
    var index = 0
    while index < text.count {
      guard text[index] == first, let length = match(text, at: index) else {
        index += 1
        continue
      }
      let range = isBase64 ? widened(index..<index + length, text) : index..<index + length
      found.append(range)
      index = max(index + 1, range.upperBound)
    }
    return found
  }

  /// How many bytes of the text at an index are the secret, or what a cut has left of it.
  private func match(_ text: [UInt8], at index: Int) -> Int? {
    let room = min(bytes.count, text.count - index)
    var length = 0
    while length < room, text[index + length] == bytes[length] { length += 1 }
    let isWord = !Self.isWordByte(text, index - 1)
    if length == bytes.count {
      return length >= Self.wordLimit || isWord && !Self.isWordByte(text, index + length)
        ? length : nil
    }
    let isCut =
      index + length == text.count || text[(index + length)...].starts(with: "…".utf8)
      || text[(index + length)...].starts(with: "...".utf8)
    return isCut && isWord && length >= Self.cutLimit ? length : nil
  }

  private func widened(_ range: Range<Int>, _ text: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    // The next character holds some bits of the secret. Beyond it a slash ends the text as well, or
    // the path of a URL would go with it.
    func belongs(_ index: Int, _ isNext: Bool) -> Bool {
      text.indices.contains(index) && Self.isBase64(text[index])
        && (isNext || text[index] != UInt8(ascii: "/"))
    }
    while belongs(start - 1, start == range.lowerBound) { start -= 1 }
    while belongs(end, end == range.upperBound) { end += 1 }
    return start..<end
  }

  private static func isWordByte(_ text: [UInt8], _ index: Int) -> Bool {
    guard text.indices.contains(index) else { return false }
    return isAlphanumeric(text[index])
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: false
    }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte < 0x80 && isAlphanumeric(byte) || "+/-_=".utf8.contains(byte)
  }

  private static let space = UInt8(ascii: " ")
  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let standard = Array("\(letters)+/".utf8)
  private static let urlSafe = Array("\(letters)-_".utf8)

  /// Base64 without padding.
  private static func base64(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var held = 0
    var bits = 0
    for byte in bytes {
      held = (held << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[held >> bits & 63])
      }
    }
    if bits > 0 { text.append(alphabet[held << (6 - bits) & 63]) }
    return text
  }

  /// The characters that a secret has whatever stands before and behind it.
  private static func core(
    _ secret: [UInt8],
    offset: Int,
    _ alphabet: [UInt8]
  ) -> [UInt8] {
    let text = base64([UInt8](repeating: 0, count: offset) + secret, alphabet)
    let whole = (offset + secret.count) * 8 / 6
    return Array(text.prefix(whole).dropFirst((offset * 8 + 5) / 6))
  }
}
