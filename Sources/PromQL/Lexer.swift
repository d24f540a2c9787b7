/// Cuts PromQL text into tokens, from left to right.
///
/// What a byte means depends on the brackets around it, as it does in Prometheus: inside braces
/// every word is a name, inside brackets there are durations alone.
///
/// - Source: `promql/parser/lex.go` of prometheus/prometheus, version 3.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  private var parenthesisDepth = 0
  private var isInBraces = false
  private var isInBrackets = false
  /// Whether a duration has come since the bracket.
  private var hasDuration = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next token; the end again and again after the last.
  mutating func next() throws(ParseProblem) -> Token {
    try skipSpaceAndComments()
    guard let byte = peek() else {
      try checkEverythingIsClosed()
      return Token(kind: .end, start: bytes.count, end: bytes.count, text: "")
    }
    if isInBraces { return try insideBraces(byte) }
    if isInBrackets { return try insideBrackets(byte) }
    return try statement(byte)
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  func problem(_ message: String, at offset: Int) -> ParseProblem {
    ParseProblem(message, at: offset, in: bytes)
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The token of so many bytes from here, and steps over them.
  mutating func take(_ kind: Token.Kind, _ count: Int = 1) -> Token {
    let start = position
    position += count
    return Token(kind: kind, start: start, end: position, text: text(start..<position))
  }

  /// The character at a byte; U+FFFD for invalid UTF-8.
  func scalar(at offset: Int) -> Unicode.Scalar {
    var decoder = UTF8()
    var iterator = bytes[min(offset, bytes.count)...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
    return "\u{FFFD}"
  }

  private mutating func skipSpaceAndComments() throws(ParseProblem) {
    while let byte = peek() {
      if byte.isPromQLSpace {
        position += 1
      } else if byte == UInt8(ascii: "#"), !isInBrackets {
        while let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
          position += 1
        }
      } else {
        return
      }
    }
  }

  private func checkEverythingIsClosed() throws(ParseProblem) {
    if isInBraces { throw problem("unexpected end of input inside braces", at: bytes.count) }
    if isInBrackets, !hasDuration {
      throw problem("unexpected end of input in duration expression", at: bytes.count)
    }
    if parenthesisDepth > 0 { throw problem("unclosed left parenthesis", at: bytes.count) }
    if isInBrackets { throw problem("unclosed left bracket", at: bytes.count) }
  }

  private mutating func statement(_ byte: UInt8) throws(ParseProblem) -> Token {
    switch byte {
    case UInt8(ascii: ","): return take(.comma)
    case UInt8(ascii: "@"): return take(.at)
    case UInt8(ascii: "("), UInt8(ascii: ")"): return try parenthesis(byte)
    case UInt8(ascii: "{"):
      isInBraces = true
      return take(.leftBrace)
    case UInt8(ascii: "["):
      isInBrackets = true
      hasDuration = false
      return take(.leftBracket)
    case UInt8(ascii: "]"): throw problem("unexpected right bracket ']'", at: position)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return try string(quote: byte)
    default: break
    }
    if byte.isPromQLLetter || byte == UInt8(ascii: ":") { return word() }
    if byte.isPromQLDigit || isPointWithDigit { return try numberOrDuration() }
    return try operation(byte)
  }

  private var isPointWithDigit: Bool {
    peek() == UInt8(ascii: ".") && peek(1)?.isPromQLDigit == true
  }

  private mutating func parenthesis(_ byte: UInt8) throws(ParseProblem) -> Token {
    if byte == UInt8(ascii: "(") {
      parenthesisDepth += 1
      return take(.leftParen)
    }
    parenthesisDepth -= 1
    guard parenthesisDepth >= 0 else {
      throw problem("unexpected right parenthesis ')'", at: position + 1)
    }
    return take(.rightParen)
  }

  private mutating func operation(_ byte: UInt8) throws(ParseProblem) -> Token {
    let following = peek(1)
    switch byte {
    case UInt8(ascii: "="):
      if following == UInt8(ascii: "=") { return take(.binary(.equal), 2) }
      if following == UInt8(ascii: "~") {
        throw problem("unexpected character after '=': '~'", at: position)
      }
      return take(.assign)
    case UInt8(ascii: "!"):
      if following == UInt8(ascii: "=") { return take(.binary(.notEqual), 2) }
      throw problem("unexpected character after '!': \(character(at: position + 1))", at: position)
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      let isLess = byte == UInt8(ascii: "<")
      if following == UInt8(ascii: "=") {
        return take(.binary(isLess ? .lessOrEqual : .greaterOrEqual), 2)
      }
      return take(.binary(isLess ? .less : .greater))
    default:
      if let operation = arithmetic(byte) { return take(.binary(operation)) }
      throw problem("unexpected character: \(character(at: position))", at: position)
    }
  }

  private func arithmetic(_ byte: UInt8) -> BinaryOperator? {
    switch byte {
    case UInt8(ascii: "+"): .add
    case UInt8(ascii: "-"): .subtract
    case UInt8(ascii: "*"): .multiply
    case UInt8(ascii: "/"): .divide
    case UInt8(ascii: "%"): .modulo
    case UInt8(ascii: "^"): .power
    default: nil
    }
  }

  private mutating func insideBraces(_ byte: UInt8) throws(ParseProblem) -> Token {
    let following = peek(1)
    switch byte {
    case UInt8(ascii: ","): return take(.comma)
    case UInt8(ascii: "}"):
      isInBraces = false
      return take(.rightBrace)
    case UInt8(ascii: "{"): throw problem("unexpected left brace '{'", at: position)
    case UInt8(ascii: "="):
      return following == UInt8(ascii: "~") ? take(.matches, 2) : take(.assign)
    case UInt8(ascii: "!"):
      if following == UInt8(ascii: "~") { return take(.matchesNot, 2) }
      if following == UInt8(ascii: "=") { return take(.binary(.notEqual), 2) }
      throw problem(
        "unexpected character after '!' inside braces: \(character(at: position + 1))",
        at: position
      )
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return try string(quote: byte)
    default:
      guard byte.isPromQLLetter else {
        throw problem(
          "unexpected character inside braces: \(character(at: position))",
          at: position
        )
      }
      return take(.identifier, lengthOfWord { $0.isPromQLLetter || $0.isPromQLDigit })
    }
  }

  private mutating func insideBrackets(_ byte: UInt8) throws(ParseProblem) -> Token {
    switch byte {
    case UInt8(ascii: ":"): return take(.colon)
    case UInt8(ascii: ","): return take(.comma)
    case UInt8(ascii: "]"):
      isInBrackets = false
      return take(.rightBracket)
    case UInt8(ascii: "("), UInt8(ascii: ")"): return try parenthesis(byte)
    default: break
    }
    if byte.isPromQLDigit || isPointWithDigit {
      hasDuration = true
      return try numberOrDuration()
    }
    if let operation = arithmetic(byte) { return take(.binary(operation)) }
    let length = lengthOfWord { $0.isPromQLLetter }
    switch text(position..<position + length).lowercased() {
    case "step": return take(.keyword(.step), length)
    case "range": return take(.keyword(.range), length)
    case "min": return take(.aggregation(.min), length)
    case "max": return take(.aggregation(.max), length)
    default:
      throw problem(
        "unexpected character in duration expression: \(character(at: position))",
        at: position
      )
    }
  }

  private mutating func word() -> Token {
    let length = lengthOfWord {
      $0.isPromQLLetter || $0.isPromQLDigit || $0 == UInt8(ascii: ":")
    }
    let written = text(position..<position + length)
    if let kind = Token.words[written.lowercased()] {
      if case .keyword(let keyword) = kind, keyword.needsParenthesis,
        !isParenthesis(after: position + length)
      {
        return take(.identifier, length)
      }
      return take(kind, length)
    }
    return take(written.utf8.contains(UInt8(ascii: ":")) ? .metricIdentifier : .identifier, length)
  }

  private func isParenthesis(after offset: Int) -> Bool {
    bytes[offset...].first { !$0.isPromQLSpace } == UInt8(ascii: "(")
  }

  private func lengthOfWord(_ belongs: (UInt8) -> Bool) -> Int {
    bytes[position...].prefix(while: belongs).count
  }

  /// A character for a message; the end has no character.
  func character(at offset: Int) -> String {
    offset < bytes.count ? PromQLQuote.scalar(scalar(at: offset)) : "end of input"
  }
}

extension UInt8 {
  var isPromQLSpace: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\n")
      || self == UInt8(ascii: "\r")
  }

  var isPromQLDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

  var isPromQLLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
      || self == UInt8(ascii: "_")
  }
}
