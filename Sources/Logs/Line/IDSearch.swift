/// Finds the ID in a text that has no field for it.
enum IDSearch {
  /// Further on no ID is looked for.
  private static let reach = 1024
  /// Shorter words may be anything.
  private static let shortest = 16

  /// The first UUID or trace ID, else what looks most like an ID; `nil` where nothing does.
  static func id(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    let end = min(range.upperBound, range.lowerBound + reach)
    var position = range.lowerBound
    var candidate: Range<Int>?
    // A word of that length has a byte at each such step.
    while position + shortest <= end {
      let probe = position + shortest - 1
      guard isWord(line[probe]) else {
        position = probe + 1
        continue
      }
      var start = probe
      while start > range.lowerBound, isWord(line[start - 1]) { start -= 1 }
      var wordEnd = probe + 1
      while wordEnd < range.upperBound, isWord(line[wordEnd]) { wordEnd += 1 }
      let word = start..<wordEnd
      if word.count >= shortest {
        if let found = unmistakable(line, word) { return found }
        if candidate == nil, isLikely(line, word, range) { candidate = word }
      }
      position = wordEnd + 1
    }
    return candidate
  }

  /// A UUID, perhaps behind OpenStack's `req-`; the trace ID of a `traceparent` or of `[trace-span]`;
  /// an ID of X-Ray.
  private static func unmistakable(_ line: LineBytes, _ word: Range<Int>) -> Range<Int>? {
    switch word.count {
    case 36 where IDBytes.isUUID(line, word): return IDBytes.isBlank(line, word) ? nil : word
    case 40 where line.has("req-", at: word.lowerBound):
      return IDBytes.isUUID(line, word.dropFirst(4)) ? word : nil
    case 35 where IDBytes.isXRay(line, word): return word
    case 49, 55, 51:
      guard let trace = IDBytes.id(line, word), trace.count == 32 else { return nil }
      return IDBytes.isBlank(line, trace) ? nil : trace
    default: return nil
    }
  }

  /// A trace ID, a ULID, a KSUID, or any word of letters and digits that a name announces.
  private static func isLikely(_ line: LineBytes, _ word: Range<Int>, _ text: Range<Int>) -> Bool {
    var digits = 0
    var capitals = 0
    var hex = 0
    for index in word {
      let byte = line[index]
      if byte == 45 || byte == 95 { continue }
      if byte &- 48 < 10 { digits += 1 } else if byte &- 65 < 26 { capitals += 1 }
      if IDBytes.isHex(byte) { hex += 1 }
    }
    guard digits > 0, digits < word.count else { return false }
    if digits >= 2, isAnnounced(line, word.lowerBound, text.lowerBound) { return true }
    switch word.count {
    case 26:
      return capitals + digits == 26 && digits >= 2 && line[word.lowerBound] < UInt8(ascii: "8")
    case 27: return digits >= 2 && capitals >= 2 && capitals + digits < 27 && hex < 27
    case 32 where hex == 32 && capitals == 0 && digits >= 4: return true
    case 16, 32: return hex == word.count && isAmongBrackets(line, word, text)
    default: return false
    }
  }

  /// Whether a comma or an opening bracket stands before a word and something of the kind behind it,
  /// as in Spring Cloud Sleuth's `[shop,5af0b6c6b5b3a9b1,5af0b6c6b5b3a9b1]`.
  private static func isAmongBrackets(
    _ line: LineBytes,
    _ word: Range<Int>,
    _ text: Range<Int>
  ) -> Bool {
    guard word.lowerBound > text.lowerBound, word.upperBound < text.upperBound else { return false }
    let before = line[word.lowerBound - 1]
    let after = line[word.upperBound]
    let isOpened = before == UInt8(ascii: ",") || before == UInt8(ascii: "[")
    return isOpened && (after == UInt8(ascii: ",") || after == UInt8(ascii: "]"))
  }

  /// Whether a word such as `request`, `trace` or `…id` stands right before a place.
  private static func isAnnounced(_ line: LineBytes, _ start: Int, _ textStart: Int) -> Bool {
    var end = start
    while end > textStart, start - end < 4, isSeparator(line[end - 1]) { end -= 1 }
    guard end < start else { return false }
    var wordStart = end
    while wordStart > textStart, end - wordStart < 24, isWord(line[wordStart - 1]) {
      wordStart -= 1
    }
    guard end - wordStart >= 2 else { return false }
    let isID = line[end - 2] | 32 == UInt8(ascii: "i") && line[end - 1] | 32 == UInt8(ascii: "d")
    return isID || announcing[NameHashes.folded(line, wordStart..<end)] != nil
  }

  private static let announcing = NameHashes(
    ["request", "req", "trace", "correlation", "transaction"].map { ($0, 1) }
  )

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 32, UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "("):
      true
    default: false
    }
  }

  static func isWord(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 45 || byte == 95
  }
}
