extension JSONReader {
  /// Reads a text, from its opening quote to behind its closing one.
  mutating func text() throws(ConfigProblem) -> String {
    let start = here
    position += 1
    var content: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw problem("the file is not UTF-8: save it as UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"):
        position += 1
        content.append(contentsOf: Array(String(try escape()).utf8))
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw problem("unterminated string: no closing '\"' on this line", at: start)
      case 0..<0x20:
        throw problem("control character in a string: write it as '\\u\(hex(byte))'")
      default:
        content.append(byte)
        position += 1
      }
    }
    throw problem("unterminated string: no closing '\"'", at: start)
  }

  private mutating func escape() throws(ConfigProblem) -> Unicode.Scalar {
    guard let byte = next else { throw unexpected("a character after the backslash") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default:
      position -= 1
      throw unexpected("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after the backslash")
    }
  }

  private mutating func escapedScalar() throws(ConfigProblem) -> Unicode.Scalar {
    let start = here
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Beyond U+FFFF a character is written as a pair of surrogates.
    guard first < 0xDC00, next == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw problem("half of a surrogate pair after '\\u'", at: start) }
    position += 2
    let second = try codeUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw problem("half of a surrogate pair after '\\u'", at: start) }
    return scalar
  }

  private mutating func codeUnit() throws(ConfigProblem) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits after '\\u'")
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  /// Reads a number, which is kept as it was written.
  mutating func number() throws(ConfigProblem) -> String {
    let (start, origin) = (position, here)
    while let byte = next, isWordByte(byte) || "+-.".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard Self.isNumber(text) else {
      // Not repeated, as the word below: it may be a secret without its quotes.
      let advice = text.contains(where: \.isLetter) ? ": put strings in double quotes" : ""
      throw problem("not a valid JSON number\(advice)", at: origin)
    }
    return text
  }

  /// Whether a text is a number by the grammar of JSON, which is stricter than Swift's.
  static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text)
    if rest.first == "-" { rest.removeFirst() }
    let whole = rest.prefix { $0.isNumber }
    guard !whole.isEmpty, whole.count == 1 || whole.first != "0" else { return false }
    rest.removeFirst(whole.count)
    if rest.first == "." {
      rest.removeFirst()
      let fraction = rest.prefix { $0.isNumber }
      guard !fraction.isEmpty else { return false }
      rest.removeFirst(fraction.count)
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
      guard !rest.isEmpty else { return false }
      rest = rest.drop { $0.isNumber }
    }
    return rest.isEmpty && text.utf8.allSatisfy { $0 < 0x80 }
  }

  /// Reads `true`, `false` or `null`.
  mutating func word() throws(ConfigProblem) -> ConfigNode.Content {
    let (start, origin) = (position, here)
    while let byte = next, isWordByte(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    case "": throw unexpected("a value")
    default:
      throw problem(
        "not a JSON value: write true, false, null, a number, or a string in double quotes",
        at: origin
      )
    }
  }

  /// Says what was expected at this place and what is there instead.
  func unexpected(_ expected: String) -> ConfigProblem {
    guard let byte = next else {
      return problem("expected \(expected), found the end of the file: a bracket is not closed")
    }
    if byte == UInt8(ascii: "'") {
      return problem("expected \(expected), found a single quote: JSON uses double quotes")
    }
    let rest = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
    return problem("expected \(expected), found \(Words.quoted(String(rest.prefix(1))))")
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter
      || Character(Unicode.Scalar(byte)).isNumber || byte == UInt8(ascii: "_")
  }

  private func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
