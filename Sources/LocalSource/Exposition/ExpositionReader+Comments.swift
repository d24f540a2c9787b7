/// Lines that begin with a hash.
extension ExpositionReader {
  /// Kind of a comment.
  enum Comment {
    /// To be passed over.
    case ordinary
    /// `# EOF` of OpenMetrics.
    case end
  }

  private enum Keyword {
    case help
    case type
    case unit
    case end
  }

  /// Reads the comment at the current place, up to and with the end of its line.
  ///
  /// - Returns: Whether it was the end of the exposition.
  /// - Throws: `ExpositionProblem` where metadata is malformed.
  mutating func readComment() throws(ExpositionProblem) -> Comment {
    let end = endOfLine()
    guard let keyword = takeKeyword(upTo: end) else {
      guard !isStrict else {
        throw problem("expected '# HELP', '# TYPE', '# UNIT' or '# EOF'", at: position)
      }
      position = end
      _ = endLine()
      return .ordinary
    }
    if keyword == .end {
      try readEnd(upTo: end)
      return .end
    }
    let name = try takeName(upTo: end)
    if position < end, bytes[position] == Byte.space || bytes[position] == Byte.tab {
      position += 1
    } else if isStrict || position < end {
      throw problem("expected a space after the metric name", at: position)
    }
    try check(bytes[position..<end], of: keyword, name: bytes[name])
    position = end
    guard endLine() else { throw problem("the exposition does not end with '# EOF'") }
    return .ordinary
  }

  /// Takes `# HELP ` and its like; stays where there is none.
  private mutating func takeKeyword(upTo end: Int) -> Keyword? {
    var place = position + 1
    let blanks = place
    while place < end, bytes[place] == Byte.space || !isStrict && bytes[place] == Byte.tab {
      place += 1
      if isStrict { break }
    }
    guard place > blanks else { return nil }
    func hasWord(_ word: StaticString) -> Bool {
      place + word.utf8CodeUnitCount <= end
        && (0..<word.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == word.utf8Start[$0] }
    }
    if dialect != .text, hasWord("EOF") {
      guard isStrict || place + 3 == end else { return nil }
      position = place + 3
      return .end
    }
    let keyword: Keyword
    if hasWord("HELP") {
      keyword = .help
    } else if hasWord("TYPE") {
      keyword = .type
    } else if dialect != .text, hasWord("UNIT") {
      keyword = .unit
    } else {
      return nil
    }
    guard place + 4 < end, bytes[place + 4] == Byte.space || bytes[place + 4] == Byte.tab else {
      return nil
    }
    position = place + 5
    if !isStrict { skipBlanks() }
    return keyword
  }

  private mutating func readEnd(upTo end: Int) throws(ExpositionProblem) {
    guard position == end, end + 1 >= bytes.count || !isStrict else {
      throw problem("unexpected text after '# EOF'")
    }
    position = min(end + 1, bytes.count)
  }

  /// The place of a metric name, without its quotes.
  private mutating func takeName(upTo end: Int) throws(ExpositionProblem) -> Range<Int> {
    let start = position
    if position < end, bytes[position] == Byte.quote {
      let startLine = line
      guard skipQuoted() != nil, position <= end else {
        line = startLine
        throw problem("expected the closing quote", at: start)
      }
      return start + 1..<position - 1
    }
    position = endOfName(at: start, colon: true)
    guard position > start else { throw problem("expected a metric name", at: start) }
    return start..<position
  }

  private func check(
    _ text: Slice<UnsafeBufferPointer<UInt8>>,
    of keyword: Keyword,
    name: Slice<UnsafeBufferPointer<UInt8>>
  ) throws(ExpositionProblem) {
    switch keyword {
    case .help:
      guard isUTF8(text) else { throw problem("the help text is not valid UTF-8") }
    case .type:
      let known = dialect == .text ? Self.textTypes : Self.openMetricsTypes
      let isKnown =
        known.contains { text.elementsEqual($0.utf8) }
        || dialect == .history && text.elementsEqual("untyped".utf8)
      guard isKnown else {
        throw problem("unknown metric type \(ExpositionProblem.excerpt(text))")
      }
    case .unit:
      let suffix = [Byte.underscore] + text
      guard
        text.isEmpty || name.count > suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
      else {
        throw problem("the unit \(ExpositionProblem.excerpt(text)) is not a suffix of its metric")
      }
    case .end:
      break
    }
  }

  private static let textTypes = ["counter", "gauge", "histogram", "summary", "untyped"]
  private static let openMetricsTypes = [
    "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown",
  ]
}
