/// Finds the level in the words of a line that has no field for it.
///
/// Only what is written as a level counts: a word in capitals, or one in brackets or before a
/// colon. Prose speaks of errors where there are none.
enum LevelGuess {
  /// Levels stand at the beginning of a line.
  private static let reach = 200

  /// The level of a line; `nil` where no word is written as one.
  static func level(_ line: LineBytes) -> LogLevel? {
    if let level = prefixed(line) { return level }
    var position = 0
    let end = min(line.count, reach)
    while position < end {
      if line[position] == 0x1B {
        position = afterEscape(line, position)
        continue
      }
      guard isLetter(line[position]) else {
        position += 1
        continue
      }
      let start = position
      while position < end, isLetter(line[position]) { position += 1 }
      if let level = level(line, start..<position) { return level }
    }
    return nil
  }

  /// glog's `E0102 …`, syslog's `<3>` and Python's traceback.
  private static func prefixed(_ line: LineBytes) -> LogLevel? {
    guard line.count > 5 else { return nil }
    if line[0] == UInt8(ascii: "<") {
      var end = 1
      var value = 0
      while end < 4, line[end] &- 48 < 10 {
        value = value * 10 + Int(line[end] - 48)
        end += 1
      }
      guard end > 1, line[end] == UInt8(ascii: ">") else { return nil }
      let severities: [LogLevel] = [
        .critical, .critical, .critical, .error, .warning, .info, .info, .debug,
      ]
      return severities[value & 7]
    }
    if (1...4).allSatisfy({ line[$0] &- 48 < 10 }), line[5] == 32 {
      switch line[0] {
      case UInt8(ascii: "D"): return .debug
      case UInt8(ascii: "I"): return .info
      case UInt8(ascii: "W"): return .warning
      case UInt8(ascii: "E"): return .error
      case UInt8(ascii: "F"): return .critical
      default: break
      }
    }
    return starts(line, with: "Traceback (most recent call last)") ? .error : nil
  }

  private static func level(_ line: LineBytes, _ word: Range<Int>) -> LogLevel? {
    guard word.count >= 3, word.count <= 13 else { return nil }
    let before = word.lowerBound == 0 ? 32 : line[word.lowerBound - 1]
    let after = word.upperBound == line.count ? 32 : line[word.upperBound]
    guard !isInName(before), !isInName(after) else { return nil }
    let isCapital = word.allSatisfy { line[$0] &- 65 < 26 }
    let isMarked =
      isBracket(before) && isBracket(after)
      || after == UInt8(ascii: ":") && (word.lowerBound == 0 || isSpace(before))
    guard isCapital || isMarked else { return nil }
    // Words that also are verbs and protocols: `HTTP GET`, `LOG: `.
    let isAmbiguous = word.count <= 4 && isProse(line, word)
    return isAmbiguous && !isMarked ? nil : LevelWords.level(line, word)
  }

  private static func isProse(_ line: LineBytes, _ word: Range<Int>) -> Bool {
    [NameHashes.folded("http"), NameHashes.folded("log"), NameHashes.folded("fail")]
      .contains(NameHashes.folded(line, word))
  }

  /// Behind an escape sequence such as a colour, whose last letter would be taken for a word's.
  private static func afterEscape(_ line: LineBytes, _ start: Int) -> Int {
    var position = start + 1
    guard position < line.count, line[position] == UInt8(ascii: "[") else { return position }
    position += 1
    while position < line.count, !(0x40...0x7E).contains(line[position]) { position += 1 }
    return position + 1
  }

  private static func starts(_ line: LineBytes, with text: StaticString) -> Bool {
    line.count >= text.utf8CodeUnitCount
      && (0..<text.utf8CodeUnitCount).allSatisfy { line[$0] == text.utf8Start[$0] }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  /// Whether a byte beside a word makes it a part of a name: `ERROR_CODE`, `X-ERROR`, `a.ERROR`.
  private static func isInName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      || byte &- 48 < 10 || byte >= 128
  }

  private static func isBracket(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "<")
      || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
      || byte == UInt8(ascii: "|")
  }
}
