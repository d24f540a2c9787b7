/// Small steps over the bytes.
extension ExpositionReader {
  /// Takes a byte if it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Goes over spaces and tabs.
  mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == Byte.space || bytes[position] == Byte.tab {
      position += 1
    }
  }

  /// Takes all bytes up to a blank, the end of the line or, as in the text format, a brace.
  mutating func takeToken() -> Slice<UnsafeBufferPointer<UInt8>> {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == Byte.space || byte == Byte.lineFeed { break }
      if !isStrict, byte == Byte.tab || byte == Byte.openBrace { break }
      position += 1
    }
    return bytes[start..<position]
  }

  /// Takes the end of the line; the end of the text counts as one outside OpenMetrics.
  mutating func endLine() -> Bool {
    guard position < bytes.count else { return !isStrict }
    guard bytes[position] == Byte.lineFeed else { return false }
    position += 1
    line += 1
    return true
  }

  /// The place of the next line feed, or the end.
  func endOfLine() -> Int {
    var place = position
    while place < bytes.count, bytes[place] != Byte.lineFeed { place += 1 }
    return place
  }

  /// A problem on the current line.
  func problem(_ reason: String) -> ExpositionProblem {
    ExpositionProblem(line: line, reason: reason)
  }

  /// A problem that shows what stands at a place instead of what was expected.
  func problem(_ expected: String, at place: Int) -> ExpositionProblem {
    guard place < bytes.count else { return problem("\(expected), found the end of the text") }
    guard bytes[place] != Byte.lineFeed else {
      return problem("\(expected), found the end of the line")
    }
    var end = place
    while end < bytes.count, bytes[end] != Byte.lineFeed { end += 1 }
    return problem("\(expected), found \(ExpositionProblem.excerpt(bytes[place..<end]))")
  }

  /// Whether a byte may stand in a metric name, or with no colon in a label name.
  static func isName(_ byte: UInt8, first: Bool, colon: Bool) -> Bool {
    let isLetter = (byte | 0x20) &- 0x61 < 26
    if isLetter || byte == Byte.underscore { return true }
    return colon && byte == Byte.colon || !first && byte &- 0x30 < 10
  }

  /// The place behind the name that begins at a place; the place itself where none does.
  func endOfName(at start: Int, colon: Bool) -> Int {
    var place = start
    while place < bytes.count,
      Self.isName(bytes[place], first: place == start, colon: colon)
    {
      place += 1
    }
    return place
  }
}
