/// Finds the level in the words of a line that has no field for it.
///
/// Only what is written as a level counts: a word in capitals, one in brackets or before a colon, and
/// behind the time one between spaces. Prose speaks of errors where there are none.
enum LevelGuess {
  /// Where in a line a word stands.
  enum Place {
    /// At its start.
    case first
    /// Right behind the time.
    case behindTime
    /// Anywhere else.
    case within
  }

  /// Levels stand at the beginning of a line.
  private static let reach = 200

  /// The level of a text from an offset on; `nil` where no word is written as one.
  static func level(_ line: LineBytes, from start: Int) -> LogLevel? {
    var position = start
    let end = min(line.count, start + reach)
    while position < end {
      let byte = line[position]
      guard isLetter(byte) else {
        // What is quoted is said by others.
        if byte == UInt8(ascii: "\""), isOpeningQuote(line, position, start) {
          position = afterQuote(line, position, end)
        } else {
          position += 1
        }
        continue
      }
      let wordStart = position
      while position < end, isLetter(line[position]) { position += 1 }
      let word = wordStart..<position
      if word.count >= 3, let level = level(line, word, isBracketed: false, at: .within) {
        return level
      }
    }
    if line.has("Traceback (most recent call last)", at: start) { return .error }
    // Rust.
    return line.has("thread '", at: start) && line.has("' panicked at", within: start + 8..<end)
      ? .critical : nil
  }

  /// The level of a word that is written as one.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - word: Where its letters stand.
  ///   - isBracketed: Whether a bracket is known to stand before it.
  ///   - place: Where it stands in the line.
  /// - Returns: The level.
  static func level(
    _ line: LineBytes,
    _ word: Range<Int>,
    isBracketed: Bool,
    at place: Place
  ) -> LogLevel? {
    guard (2...13).contains(word.count) else {
      return word.count == 1 && isBracketed ? letter(line, word) : nil
    }
    let before = word.lowerBound == 0 ? 32 : line[word.lowerBound - 1]
    var next = word.upperBound
    // OpenTelemetry's and PostgreSQL's digit.
    let hasDigit = next < line.count && line[next] &- 48 < 10
    if hasDigit { next += 1 }
    let after = next < line.count ? line[next] : 32
    guard !isInName(before), isEnd(line, next, after) else { return nil }
    let isCapital = word.allSatisfy { line[$0] &- 65 < 26 }
    let isMarked =
      isBracketed || isBracket(before) && isBracket(after)
      || (before == UInt8(ascii: ":") || before == UInt8(ascii: "#")) && isClosing(after)
      || after == UInt8(ascii: ":") && isColonOfLevel(line, next, before)
    let isBehindTime = place == .behindTime && (after <= 32 || after == UInt8(ascii: "|"))
    guard isCapital || isMarked || isBehindTime else { return nil }
    guard !hasDigit || isCapital else { return nil }
    guard let level = LevelWords.word(line, word) else { return nil }
    if let prose = prose(line, word) {
      let isWritten = isCapital && prose != httpValue
      // fail2ban's `[7]: NOTICE `.
      let isBehindTag =
        isWritten && after == 32 && word.lowerBound > 3 && line.has("]: ", at: word.lowerBound - 3)
      guard isBehindTag || isProseLevel(place, isWritten, isMarked, after) else { return nil }
    }
    return level
  }

  /// One letter in brackets.
  private static func letter(_ line: LineBytes, _ word: Range<Int>) -> LogLevel? {
    guard word.upperBound < line.count, isClosing(line[word.upperBound]),
      line[word.lowerBound] &- 65 < 26
    else { return nil }
    return LevelWords.word(line, word)
  }

  /// Whether a colon follows as it follows a level, and not as in a URL or in a name.
  private static func isColonOfLevel(_ line: LineBytes, _ colon: Int, _ before: UInt8) -> Bool {
    guard before <= 32 || before == UInt8(ascii: "]") || before == UInt8(ascii: ")") else {
      return false
    }
    return colon + 1 == line.count || line[colon + 1] != UInt8(ascii: "/")
  }

  /// Words that also are verbs, nouns and protocols.
  private static func prose(_ line: LineBytes, _ word: Range<Int>) -> UInt16? {
    word.count <= 7 ? proseWords[NameHashes.folded(line, word)] : nil
  }

  private static let proseWords = NameHashes(
    ["log", "fail", "success", "config", "fine", "fault", "note", "notice", "alert"].map { ($0, 1) }
      + [("http", httpValue)]
  )

  /// A protocol writes its name in capitals too.
  private static let httpValue: UInt16 = 2

  private static func isProseLevel(
    _ place: Place,
    _ isCapital: Bool,
    _ isMarked: Bool,
    _ after: UInt8
  ) -> Bool {
    switch place {
    case .first: isMarked
    case .behindTime: isCapital || isMarked && after != UInt8(ascii: ":")
    case .within: isCapital && after == UInt8(ascii: ":") || isMarked && isClosing(after)
    }
  }

  private static func isOpeningQuote(_ line: LineBytes, _ place: Int, _ start: Int) -> Bool {
    place == start || !isLetter(line[place - 1])
  }

  /// Behind the text that begins with a quote; behind the quote where it has no end.
  private static func afterQuote(_ line: LineBytes, _ start: Int, _ end: Int) -> Int {
    var position = start + 1
    while position < end, line[position] != UInt8(ascii: "\"") {
      position += line[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position < end ? position + 1 : start + 1
  }

  /// Whether a word may end before a byte: celery's `ERROR/ForkPoolWorker-1` is one, `X-ERROR/5` is
  /// none.
  private static func isEnd(_ line: LineBytes, _ next: Int, _ after: UInt8) -> Bool {
    guard after == UInt8(ascii: "/") else { return !isInName(after) && !isLetter(after) }
    return next + 1 < line.count && line[next + 1] &- 65 < 26
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }

  /// Whether a byte beside a word makes it a part of a name: `ERROR_CODE`, `X-ERROR`, `a/ERROR`.
  private static func isInName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      || byte &- 48 < 10 || byte >= 128 || byte == UInt8(ascii: "=")
  }

  static func isOpening(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "(")
      || byte == UInt8(ascii: "|")
  }

  static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "]") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: ")")
      || byte == UInt8(ascii: "|")
  }

  private static func isBracket(_ byte: UInt8) -> Bool { isOpening(byte) || isClosing(byte) }
}
