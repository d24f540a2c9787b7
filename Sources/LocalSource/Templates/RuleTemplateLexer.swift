/// A piece of a template, with its place.
struct RuleTemplateToken {
  enum Kind: Equatable {
    case text(String)
    case open, close, space, dot, pipe, comma, declare, assign, openGroup, closeGroup
    case word(String)
    case field(String)
    case variable(String)
    case number(String)
    case quoted(String)
    case character(Unicode.Scalar)
  }

  var kind: Kind
  var line: Int
  var column: Int
}

/// Cuts templates into tokens.
///
/// - Source: <https://pkg.go.dev/text/template#hdr-Text_and_spaces>.
struct RuleTemplateLexer {
  typealias Problem = RuleTemplate.Problem

  private struct Place {
    var line: Int
    var column: Int
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var tokens: [RuleTemplateToken] = []

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The tokens of a template.
  static func tokens(of source: String) throws(Problem) -> [RuleTemplateToken] {
    var lexer = RuleTemplateLexer(source)
    var trimsStart = false
    while lexer.position < lexer.scalars.count {
      lexer.text(trimsStart: trimsStart)
      if lexer.position < lexer.scalars.count { trimsStart = try lexer.action() }
    }
    return lexer.tokens
  }

  /// Takes plain text up to the next action.
  private mutating func text(trimsStart: Bool) {
    let place = place
    var text: [Unicode.Scalar] = []
    while position < scalars.count, !stands("{{") {
      text.append(scalars[position])
      advance()
    }
    let isTrimmed = stands("{{-") && isSpace(peek(3))
    if isTrimmed { while let last = text.last, isSpace(last) { text.removeLast() } }
    var rest = text[...]
    if trimsStart { rest = rest.drop { isSpace($0) } }
    guard !rest.isEmpty else { return }
    var plain = String.UnicodeScalarView()
    plain.append(contentsOf: rest)
    put(.text(String(plain)), at: place)
  }

  /// Takes an action or a comment; tells whether white space behind it is to go.
  private mutating func action() throws(Problem) -> Bool {
    let open = place
    advance(2)
    if peek() == "-", isSpace(peek(1)) { advance(2) }
    if stands("/*") { return try comment() }
    put(.open, at: open)
    var groups = 0
    while true {
      let isTrimmed = isSpace(peek()) && stands("-}}", at: 1)
      if isTrimmed || stands("}}") {
        guard groups == 0 else { throw problem("'(' without ')'") }
        put(.close, at: place)
        advance(isTrimmed ? 4 : 2)
        return isTrimmed
      }
      guard let kind = try token(from: open) else { continue }
      if kind == .openGroup { groups += 1 }
      if kind == .closeGroup { groups -= 1 }
      guard groups >= 0 else { throw problem("')' without '('") }
    }
  }

  private mutating func comment() throws(Problem) -> Bool {
    let start = place
    while position < scalars.count, !stands("*/") { advance() }
    guard position < scalars.count else {
      throw problem("unclosed comment: '*/' is missing", at: start)
    }
    advance(2)
    let isTrimmed = isSpace(peek()) && stands("-}}", at: 1)
    guard isTrimmed || stands("}}") else { throw problem("expected '}}' after a comment") }
    advance(isTrimmed ? 4 : 2)
    return isTrimmed
  }

  private mutating func token(
    from open: Place
  ) throws(Problem) -> RuleTemplateToken.Kind? {
    let start = place
    guard let scalar = peek() else { throw problem("'{{' without '}}'", at: open) }
    let kind: RuleTemplateToken.Kind
    switch scalar {
    case _ where isSpace(scalar):
      while isSpace(peek()), !stands("-}}", at: 1) { advance() }
      kind = .space
    case "\"": kind = .quoted(try quoted())
    case "`": kind = .quoted(try raw())
    case "'": kind = .character(try character())
    case "$": kind = .variable(try name(takingFirst: true))
    case "." where !isDigit(peek(1)):
      let text = try name(takingFirst: true)
      kind = text == "." ? .dot : .field(String(text.dropFirst()))
    case "0"..."9", ".", "+", "-": kind = .number(number())
    case _ where isWord(scalar): kind = .word(try name(takingFirst: false))
    default: kind = try sign(scalar)
    }
    put(kind, at: start)
    return kind
  }

  private mutating func sign(_ scalar: Unicode.Scalar) throws(Problem) -> RuleTemplateToken.Kind {
    if stands(":=") {
      advance(2)
      return .declare
    }
    let signs: [Unicode.Scalar: RuleTemplateToken.Kind] = [
      "|": .pipe, ",": .comma, "=": .assign, "(": .openGroup, ")": .closeGroup,
    ]
    guard let kind = signs[scalar] else { throw problem("unexpected '\(scalar)'") }
    advance()
    return kind
  }

  // MARK: - Words

  private mutating func name(takingFirst: Bool) throws(Problem) -> String {
    var text = String.UnicodeScalarView()
    if takingFirst, let scalar = peek() {
      text.append(scalar)
      advance()
    }
    while let scalar = peek(), isWord(scalar) {
      text.append(scalar)
      advance()
    }
    // A name such as `a-b` would else be read as two arguments.
    if let next = peek(), !isSpace(next), !".,|:()".unicodeScalars.contains(next), !stands("}}") {
      throw problem("unexpected '\(next)' after '\(String(text))'")
    }
    return String(text)
  }

  private mutating func number() -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek() {
      let isSign = scalar == "+" || scalar == "-"
      let isExponent = text.last.map { "eEpP".unicodeScalars.contains($0) } ?? true
      guard isWord(scalar) || scalar == "." || isSign && isExponent else { break }
      text.append(scalar)
      advance()
    }
    return String(text)
  }

  private mutating func raw() throws(Problem) -> String {
    let start = place
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = peek(), scalar != "`" {
      text.append(scalar)
      advance()
    }
    guard peek() == "`" else { throw problem("unterminated quoted string", at: start) }
    advance()
    return String(text)
  }

  private mutating func character() throws(Problem) -> Unicode.Scalar {
    let start = place
    advance()
    var bytes: [UInt8] = []
    guard let first = peek(), first != "'", first != "\n" else {
      throw problem("empty character constant", at: start)
    }
    if first == "\\" { try escape(into: &bytes) } else { bytes += Array(String(first).utf8) }
    if first != "\\" { advance() }
    guard peek() == "'", let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first
    else { throw problem("unterminated character constant", at: start) }
    advance()
    return scalar
  }

  private mutating func quoted() throws(Problem) -> String {
    let start = place
    advance()
    var bytes: [UInt8] = []
    while let scalar = peek(), scalar != "\"", scalar != "\n" {
      if scalar == "\\" {
        try escape(into: &bytes)
      } else {
        bytes += Array(String(scalar).utf8)
        advance()
      }
    }
    guard peek() == "\"" else { throw problem("unterminated quoted string", at: start) }
    advance()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Takes an escape of Go's texts.
  private mutating func escape(into bytes: inout [UInt8]) throws(Problem) {
    let start = place
    advance()
    let plain: [Unicode.Scalar: UInt8] = [
      "n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11, "\\": 92, "\"": 34, "'": 39,
    ]
    guard let letter = peek() else { throw problem("unterminated quoted string", at: start) }
    if let byte = plain[letter] {
      bytes.append(byte)
      return advance()
    }
    let forms: [Unicode.Scalar: (count: Int, radix: Int)] = [
      "x": (2, 16), "u": (4, 16), "U": (8, 16), "0": (3, 8), "1": (3, 8), "2": (3, 8), "3": (3, 8),
    ]
    guard let form = forms[letter] else { throw problem("unknown escape in a string", at: start) }
    if form.radix == 16 { advance() }
    var digits = String.UnicodeScalarView()
    for _ in 0..<form.count {
      if let digit = peek() { digits.append(digit) }
      advance()
    }
    let number = UInt32(String(digits), radix: form.radix)
    if form.count < 4, let number, let byte = UInt8(exactly: number) {
      bytes.append(byte)
    } else if form.count >= 4, let number, let scalar = Unicode.Scalar(number) {
      bytes += Array(String(scalar).utf8)
    } else {
      throw problem("unknown escape in a string", at: start)
    }
  }

  // MARK: - Steps

  private var place: Place { Place(line: line, column: position - lineStart + 1) }

  private mutating func put(_ kind: RuleTemplateToken.Kind, at place: Place) {
    tokens.append(RuleTemplateToken(kind: kind, line: place.line, column: place.column))
  }

  private func problem(_ reason: String, at place: Place? = nil) -> Problem {
    let place = place ?? self.place
    return Problem(reason: reason, line: place.line, column: place.column)
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  private func stands(_ text: StaticString, at offset: Int = 0) -> Bool {
    (0..<text.utf8CodeUnitCount).allSatisfy { index in
      peek(offset + index) == Unicode.Scalar(text.utf8Start[index])
    }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < scalars.count {
      if scalars[position] == "\n" {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
  }

  private func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { "0"..."9" ~= $0 } ?? false
  }

  private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || isDigit(scalar) || scalar.properties.isAlphabetic
  }
}
