/// Reads the block structure of YAML, line by line and by indentation.
struct YAMLReader {
  private static let deepest = 64

  let bytes: [UInt8]
  var position = 0
  var line = 1
  private var lineStart = 0
  private var depth = 0
  /// Values that have been given a name.
  var anchors: [String: YAMLNode] = [:]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func document() throws(RuleProblem) -> YAMLNode {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { advance(3) }
    try skipBlankLines()
    if isMarker("---") {
      advance(3)
      try skipBlankLines()
    }
    let root = try block(deeperThan: -1)
    try skipBlankLines()
    if isMarker("...") { return root }
    guard position == bytes.count else {
      throw problem(isMarker("---") ? "only one document is allowed" : "wrong indentation")
    }
    return root
  }

  // MARK: - Blocks

  /// The value at the next line with content, if it is indented more than so many columns.
  mutating func block(deeperThan indentation: Int) throws(RuleProblem) -> YAMLNode {
    try skipBlankLines()
    guard position < bytes.count, column > indentation, !isMarker("---"), !isMarker("...") else {
      return YAMLNode(content: .nothing, place: place)
    }
    return try content(parent: indentation)
  }

  /// The value that begins at the current place.
  private mutating func content(parent: Int) throws(RuleProblem) -> YAMLNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw problem("nested too deeply") }
    if byte() == UInt8(ascii: "&") { return try anchored(parent: parent) }
    if isDash { return try sequence(at: column) }
    if isKey { return try mapping(at: column) }
    return try inline(parent: parent)
  }

  private mutating func sequence(at indentation: Int) throws(RuleProblem) -> YAMLNode {
    let start = place
    var items: [YAMLNode] = []
    while position < bytes.count, column == indentation, isDash, !isMarker("---") {
      advance(1)
      skipSpaces()
      if isLineOver {
        items.append(try block(deeperThan: indentation))
      } else {
        items.append(try content(parent: indentation))
      }
      try skipBlankLines()
    }
    guard position == bytes.count || column < indentation || !isDash && column == indentation else {
      throw problem("wrong indentation")
    }
    return YAMLNode(content: .sequence(items), place: start)
  }

  private mutating func mapping(at indentation: Int) throws(RuleProblem) -> YAMLNode {
    let start = place
    var entries: [YAMLNode.Entry] = []
    while position < bytes.count, column == indentation, !isMarker("---"), !isMarker("...") {
      guard isKey else { throw problem("expected a field and ':'") }
      let keyPlace = place
      let key = try key()
      guard !entries.contains(where: { $0.key == key }) else {
        throw problem("the field '\(key)' is there twice")
      }
      skipSpaces()
      let value = try isLineOver ? fieldBlock(indentation) : inline(parent: indentation)
      entries.append(.init(key: key, place: keyPlace, value: value))
      try skipBlankLines()
    }
    guard position == bytes.count || column <= indentation else {
      throw problem("wrong indentation")
    }
    return YAMLNode(content: .mapping(try merged(entries)), place: start)
  }

  /// The value of a field below its key; a list may stand as far left as the key.
  private mutating func fieldBlock(_ indentation: Int) throws(RuleProblem) -> YAMLNode {
    try skipBlankLines()
    if position < bytes.count, column == indentation, isDash, !isMarker("---") {
      return try content(parent: indentation)
    }
    return try block(deeperThan: indentation)
  }

  /// A value that begins on its parent's line, or a scalar on a line of its own.
  mutating func inline(parent: Int) throws(RuleProblem) -> YAMLNode {
    let start = place
    switch bytes[position] {
    case UInt8(ascii: "&"): return try anchored(parent: parent)
    case UInt8(ascii: "*"):
      let node = try alias()
      try endOfLine()
      return node
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      return try blockScalar(parent: parent)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let node = try quotedNode()
      try endOfLine()
      return node
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      let node = try flow(depth: depth)
      try endOfLine()
      return node
    default:
      let lines = try plainLines(parent: parent)
      return plain(Self.folded(lines), from: start, isInOneLine: lines.count == 1)
    }
  }

  /// A plain scalar that began at a place and has just been taken.
  func plain(_ text: String, from start: YAMLPlace, isInOneLine: Bool = true) -> YAMLNode {
    guard !["", "~", "null", "Null", "NULL"].contains(text) else {
      return YAMLNode(content: .nothing, place: start)
    }
    return YAMLNode(
      content: .scalar(text),
      place: start,
      spelling: isInOneLine ? .line(start) : .changed
    )
  }

  // MARK: - Lines

  /// Columns from the start of the line, from 0.
  var column: Int { position - lineStart }

  func problem(_ reason: String) -> RuleProblem {
    RuleProblem(line: line, column: column + 1, reason: "no valid YAML: \(reason)")
  }

  var place: YAMLPlace { YAMLPlace(line: line, column: column + 1) }

  func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  mutating func advance(_ count: Int) { position += count }

  mutating func skipSpaces() {
    while byte() == Byte.space || byte() == Byte.tab { position += 1 }
  }

  /// Goes to the start of the next line.
  mutating func nextLine() {
    while position < bytes.count, bytes[position] != Byte.lineFeed { position += 1 }
    guard position < bytes.count else { return }
    position += 1
    line += 1
    lineStart = position
  }

  /// Whether nothing but blanks or a comment is left of the line.
  var isLineOver: Bool {
    var place = position
    while place < bytes.count, [Byte.space, Byte.tab, 0x0d].contains(bytes[place]) { place += 1 }
    guard place < bytes.count, bytes[place] != Byte.lineFeed else { return true }
    let isApart = place == lineStart || place > position || place > 0 && isBlank(bytes[place - 1])
    return bytes[place] == Byte.hash && isApart
  }

  func isBlank(_ byte: UInt8?) -> Bool {
    byte == nil || byte == Byte.space || byte == Byte.tab || byte == Byte.lineFeed || byte == 0x0d
  }

  /// Checks that a line is over, and goes to the next.
  mutating func endOfLine() throws(RuleProblem) {
    guard isLineOver else { throw problem("unexpected text behind a value") }
    nextLine()
  }

  /// Goes to the first byte of the next line that has content, from the middle of a line too.
  mutating func skipBlankLines() throws(RuleProblem) {
    while position < bytes.count {
      guard isLineOver else { break }
      nextLine()
    }
    guard position < bytes.count, column == 0 else { return }
    while byte() == Byte.space { position += 1 }
    if byte() == Byte.tab { throw problem("a tab in the indentation") }
  }

  func isMarker(_ marker: StaticString) -> Bool {
    column == 0 && byte(0) == marker.utf8Start[0] && byte(1) == marker.utf8Start[1]
      && byte(2) == marker.utf8Start[2] && isBlank(byte(3))
  }

  private var isDash: Bool { byte() == UInt8(ascii: "-") && isBlank(byte(1)) }
}
