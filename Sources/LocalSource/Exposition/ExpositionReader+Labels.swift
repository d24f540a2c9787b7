import Telemetry

/// Names and labels of series.
extension ExpositionReader {
  /// Goes over the series at the current place without reading its labels.
  ///
  /// - Returns: Whether its end was found; where not, `readLabels` says what is wrong.
  mutating func skipSeries() -> Bool {
    var place = endOfName(at: position, colon: true)
    let nameEnd = place
    if !isStrict {
      while place < bytes.count, bytes[place] == Byte.space || bytes[place] == Byte.tab {
        place += 1
      }
    }
    guard place < bytes.count, bytes[place] == Byte.openBrace else {
      guard nameEnd > position else { return false }
      position = nameEnd
      return true
    }
    place += 1
    while place < bytes.count {
      switch bytes[place] {
      case Byte.closeBrace:
        position = place + 1
        return true
      case Byte.quote:
        place += 1
        while place < bytes.count, bytes[place] != Byte.quote {
          if bytes[place] == Byte.backslash { place += 1 }
          if place < bytes.count, bytes[place] == Byte.lineFeed { return false }
          place += 1
        }
        place += 1
      case Byte.lineFeed:
        return false
      default:
        place += 1
      }
    }
    return false
  }

  /// Reads the series at the current place.
  ///
  /// - Parameter isExemplar: Whether there is no metric name.
  /// - Returns: All labels, with `__name__`; those with an empty value are left out.
  /// - Throws: `ExpositionProblem`.
  mutating func readLabels(
    isExemplar: Bool = false
  ) throws(ExpositionProblem) -> LabelSet {
    written.begin()
    let start = position
    if let end = written.repeatedMetricName(at: start, of: bytes) {
      position = end
    } else {
      position = endOfName(at: start, colon: true)
      let name = start..<position
      if !name.isEmpty { written.take(metricName: text(name), at: name) }
    }
    let nameEnd = position
    if !isStrict { skipBlanks() }
    if take(Byte.openBrace) {
      try readPairs()
    } else {
      position = nameEnd
      guard nameEnd > start else { throw problem("expected a metric name", at: start) }
    }
    if !written.isSorted {
      guard isExemplar || written.hasMetricName else {
        throw problem("the series has no metric name")
      }
      if let twice = written.sort(bytes) {
        throw problem("duplicate label \(ExpositionProblem.excerpt(twice.utf8))")
      }
    }
    return written.labelSet
  }

  /// Reads labels up to and with the closing brace.
  private mutating func readPairs() throws(ExpositionProblem) {
    while true {
      if !isStrict { skipBlanks() }
      if take(Byte.closeBrace) { return }
      try readPair()
      if !isStrict { skipBlanks() }
      if take(Byte.comma) { continue }
      // The text format is read without a comma between labels too, as Prometheus reads it.
      if isStrict, position >= bytes.count || bytes[position] != Byte.closeBrace {
        throw problem("expected ',' or '}'", at: position)
      }
    }
  }

  private mutating func readPair() throws(ExpositionProblem) {
    if let end = written.endOfRepeatedName(at: position, of: bytes) {
      position = end + 1
      if !isStrict { skipBlanks() }
      if let end = written.repeatedValue(at: position, of: bytes) {
        position = end
      } else {
        let (text, range) = try readValue()
        written.take(value: text, at: range)
      }
      return
    }
    let start = position
    let isQuoted = position < bytes.count && bytes[position] == Byte.quote
    let name = isQuoted ? try readQuoted() : bareLabelName()
    let nameRange = isQuoted ? 0..<0 : start..<position
    guard isQuoted || !name.isEmpty else { throw problem("expected a label name", at: start) }
    if !isStrict { skipBlanks() }
    if take(Byte.equal) {
      if !isStrict { skipBlanks() }
      let (text, range) = try readValue()
      let valueRange = isQuoted ? 0..<0 : range
      written.take(.init(name: name, value: text), name: nameRange, value: valueRange)
    } else if isQuoted {
      guard !written.hasMetricName else { throw problem("a second metric name", at: start) }
      guard !name.isEmpty else { throw problem("the metric name is empty") }
      written.take(.init(name: "__name__", value: name), name: 0..<0, value: 0..<0)
    } else {
      throw problem("expected '=' after the label name", at: position)
    }
  }

  /// Reads a value, and where it stands; that is empty for what has line feeds, which are to be
  /// counted each time.
  private mutating func readValue() throws(ExpositionProblem) -> (text: String, range: Range<Int>) {
    let (start, lineBefore) = (position, line)
    let text = try readQuoted()
    return (text, line == lineBefore ? start..<position : 0..<0)
  }

  private mutating func bareLabelName() -> String {
    let start = position
    position = endOfName(at: start, colon: false)
    return text(start..<position)
  }

  /// Reads a quoted text; `\\`, `\"` and `\n` are replaced, other backslashes stay.
  private mutating func readQuoted() throws(ExpositionProblem) -> String {
    let start = position
    guard start < bytes.count, bytes[start] == Byte.quote else {
      throw problem("expected a label value in quotes", at: start)
    }
    guard let quoted = skipQuoted() else { throw problem("expected the closing quote", at: start) }
    let raw = bytes[start + 1..<position - 1]
    guard quoted.isASCII || isUTF8(raw) else { throw problem("a label value is not valid UTF-8") }
    guard quoted.hasEscapes else { return text(start + 1..<position - 1) }
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in raw {
      if isEscaped {
        switch byte {
        case UInt8(ascii: "n"): plain.append(Byte.lineFeed)
        case Byte.quote, Byte.backslash: plain.append(byte)
        default: plain += [Byte.backslash, byte]
        }
        isEscaped = false
      } else if byte == Byte.backslash {
        isEscaped = true
      } else {
        plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// Goes over a quoted text; `nil` where it does not end.
  ///
  /// In the text format a line feed may stand inside, as Prometheus reads it.
  mutating func skipQuoted() -> (hasEscapes: Bool, isASCII: Bool)? {
    var place = position + 1
    var lines = 0
    var hasEscapes = false
    var all: UInt8 = 0
    while place < bytes.count, bytes[place] != Byte.quote {
      if bytes[place] == Byte.backslash {
        hasEscapes = true
        place += 1
      }
      guard place < bytes.count else { return nil }
      all |= bytes[place]
      if bytes[place] == Byte.lineFeed {
        guard dialect == .text else { return nil }
        lines += 1
      }
      place += 1
    }
    guard place < bytes.count else { return nil }
    position = place + 1
    line += lines
    return (hasEscapes, all < 0x80)
  }

  /// Valid UTF-8 as a text, which is faster made here than by `String(decoding:as:)`.
  private func text(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { text in
      _ = text.initialize(fromContentsOf: bytes[range])
      return range.count
    }
  }

  /// Whether bytes are valid UTF-8; cheap where they are ASCII.
  func isUTF8(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard text.contains(where: { $0 >= 0x80 }) else { return true }
    return String(validating: text, as: UTF8.self) != nil
  }
}
