/// Quoted texts, and collections in brackets.
extension YAMLReader {
  /// Takes a text in single or double quotes, over lines too.
  mutating func quoted() throws(RuleProblem) -> String {
    let quote = bytes[position]
    let start = problem("a text without its closing quote")
    advance(1)
    var text: [UInt8] = []
    while let next = byte() {
      if next == quote {
        advance(1)
        guard quote == UInt8(ascii: "'"), byte() == quote else {
          return String(decoding: text, as: UTF8.self)
        }
        text.append(quote)
        advance(1)
      } else if next == Byte.backslash, quote == Byte.quote {
        try escape(into: &text)
      } else if next == Byte.lineFeed {
        fold(into: &text)
      } else {
        text.append(next)
        advance(1)
      }
    }
    throw start
  }

  /// Takes a text in quotes as a value.
  mutating func quotedNode() throws(RuleProblem) -> YAMLNode {
    let (start, first) = (place, position + 1)
    let text = try quoted()
    let isPlain = bytes[first..<position - 1].elementsEqual(text.utf8) && line == start.line
    let inside = YAMLPlace(line: start.line, column: start.column + 1)
    return YAMLNode(
      content: .scalar(text),
      place: start,
      spelling: isPlain ? .line(inside) : .changed
    )
  }

  /// Makes the line end inside quotes a space, or line ends of the empty lines that follow.
  private mutating func fold(into text: inout [UInt8]) {
    while let last = text.last, last == Byte.space || last == Byte.tab || last == 0x0d {
      text.removeLast()
    }
    var breaks = 0
    while byte() == Byte.lineFeed {
      nextLine()
      breaks += 1
      skipSpaces()
      if byte() == 0x0d { advance(1) }
    }
    text += breaks > 1 ? [UInt8](repeating: Byte.lineFeed, count: breaks - 1) : [Byte.space]
  }

  private mutating func escape(into text: inout [UInt8]) throws(RuleProblem) {
    advance(1)
    guard let letter = byte() else { throw problem("a text without its closing quote") }
    advance(1)
    switch letter {
    case UInt8(ascii: "n"): text.append(Byte.lineFeed)
    case UInt8(ascii: "t"): text.append(Byte.tab)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "0"): text.append(0)
    case UInt8(ascii: "e"): text.append(0x1b)
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"), Byte.space: text.append(letter)
    case UInt8(ascii: "x"): try scalar(digits: 2, into: &text)
    case UInt8(ascii: "u"): try scalar(digits: 4, into: &text)
    case UInt8(ascii: "U"): try scalar(digits: 8, into: &text)
    case Byte.lineFeed:
      advance(-1)
      nextLine()
      skipSpaces()
    default: throw problem("an unknown escape '\\\(Unicode.Scalar(letter))'")
    }
  }

  private mutating func scalar(digits: Int, into text: inout [UInt8]) throws(RuleProblem) {
    let end = min(position + digits, bytes.count)
    let number = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    guard end - position == digits, let number, let scalar = Unicode.Scalar(number) else {
      throw problem("an unknown character in an escape")
    }
    text += Array(String(Character(scalar)).utf8)
    position = end
  }

  /// Takes a value in brackets or braces, or inside such.
  mutating func flow(depth: Int) throws(RuleProblem) -> YAMLNode {
    guard depth < 64 else { throw problem("nested too deeply") }
    let start = place
    switch byte() {
    case UInt8(ascii: "&"):
      let name = try anchorName()
      try skipFlowSpace()
      let node = try flow(depth: depth + 1)
      anchors[name] = node
      return node
    case UInt8(ascii: "*"): return try alias()
    case UInt8(ascii: "["):
      advance(1)
      var items: [YAMLNode] = []
      while try !takeFlow(UInt8(ascii: "]")) {
        items.append(try flow(depth: depth + 1))
        try separate(before: UInt8(ascii: "]"))
      }
      return YAMLNode(content: .sequence(items), place: start)
    case Byte.openBrace:
      advance(1)
      return YAMLNode(content: .mapping(try merged(flowFields(depth))), place: start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return try quotedNode()
    default:
      return plain(try flowPlain(), from: start)
    }
  }

  private mutating func flowFields(_ depth: Int) throws(RuleProblem) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    while try !takeFlow(Byte.closeBrace) {
      let start = place
      let isQuoted = byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "'")
      let key = isQuoted ? try quoted() : try flowPlain()
      guard !entries.contains(where: { $0.key == key }) else {
        throw problem("the field '\(key)' is there twice")
      }
      var value = YAMLNode(content: .nothing, place: place)
      if try takeFlow(Byte.colon) {
        try skipFlowSpace()
        if byte() != Byte.comma, byte() != Byte.closeBrace { value = try flow(depth: depth + 1) }
      }
      entries.append(.init(key: key, place: start, value: value))
      try separate(before: Byte.closeBrace)
    }
    return entries
  }

  private mutating func flowPlain() throws(RuleProblem) -> String {
    try checkPlain()
    let start = position
    while let next = byte(), next != Byte.lineFeed, !",[]{}".utf8.contains(next) {
      let after = byte(1)
      let endsKey = isBlank(after) || ",[]{}".utf8.contains(after ?? 0)
      if next == Byte.colon, endsKey { break }
      if next == Byte.hash, position > start, isBlank(bytes[position - 1]) { break }
      advance(1)
    }
    guard position > start else { throw problem("expected a value") }
    return Self.trimmed(bytes[start..<position])
  }

  private mutating func separate(before end: UInt8) throws(RuleProblem) {
    if try takeFlow(Byte.comma) { return }
    guard byte() == end else { throw problem("expected ',' or '\(Unicode.Scalar(end))'") }
  }

  private mutating func takeFlow(_ expected: UInt8) throws(RuleProblem) -> Bool {
    try skipFlowSpace()
    guard byte() == expected else { return false }
    advance(1)
    return true
  }

  /// Goes over blanks, line ends and comments inside brackets.
  private mutating func skipFlowSpace() throws(RuleProblem) {
    skipSpaces()
    while position < bytes.count, isLineOver {
      nextLine()
      skipSpaces()
    }
    guard position < bytes.count else { throw problem("a bracket without its closing one") }
  }
}
