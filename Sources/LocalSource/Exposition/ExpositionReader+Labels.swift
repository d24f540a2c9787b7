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
    var labels: [LabelSet.Label] = []
    labels.reserveCapacity(8)
    let start = position
    position = endOfName(at: start, colon: true)
    if position > start {
      labels.append(.init(name: "__name__", value: metricName(start..<position)))
    }
    let nameEnd = position
    if !isStrict { skipBlanks() }
    if take(Byte.openBrace) {
      try readPairs(into: &labels)
    } else {
      position = nameEnd
      guard nameEnd > start else { throw problem("expected a metric name", at: start) }
    }
    guard isExemplar || labels.contains(where: { $0.name == "__name__" }) else {
      throw problem("the series has no metric name")
    }
    if !labels.contains(where: \.value.isEmpty), Self.isAscending(labels) {
      return LabelSet(ascending: labels)
    }
    let names = labels.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw problem("duplicate label \(ExpositionProblem.excerpt(twice.utf8))")
    }
    labels.removeAll { $0.value.isEmpty }
    return LabelSet(labels)
  }

  /// Whether labels are in the order of their names, as most are exposed, and none is twice.
  private static func isAscending(_ labels: [LabelSet.Label]) -> Bool {
    labels.indices.dropFirst()
      .allSatisfy { ByteText.isBefore(labels[$0 - 1].name, labels[$0].name) }
  }

  /// The name of a metric, of which mostly many series follow each other.
  private mutating func metricName(_ range: Range<Int>) -> String {
    if lastName.range.count == range.count,
      bytes[lastName.range].elementsEqual(bytes[range])
    {
      return lastName.text
    }
    lastName = (range, text(range))
    return lastName.text
  }

  /// Reads labels up to and with the closing brace.
  private mutating func readPairs(
    into labels: inout [LabelSet.Label]
  ) throws(ExpositionProblem) {
    while true {
      if !isStrict { skipBlanks() }
      if take(Byte.closeBrace) { return }
      let start = position
      let isQuoted = position < bytes.count && bytes[position] == Byte.quote
      let name = isQuoted ? try readQuoted() : bareLabelName()
      guard isQuoted || !name.isEmpty else { throw problem("expected a label name", at: start) }
      if !isStrict { skipBlanks() }
      if take(Byte.equal) {
        if !isStrict { skipBlanks() }
        labels.append(.init(name: name, value: try readQuoted()))
      } else if isQuoted {
        guard !labels.contains(where: { $0.name == "__name__" }) else {
          throw problem("a second metric name", at: start)
        }
        guard !name.isEmpty else { throw problem("the metric name is empty") }
        labels.append(.init(name: "__name__", value: name))
      } else {
        throw problem("expected '=' after the label name", at: position)
      }
      if !isStrict { skipBlanks() }
      if take(Byte.comma) { continue }
      // The text format is read without a comma between labels too, as Prometheus reads it.
      if isStrict, position >= bytes.count || bytes[position] != Byte.closeBrace {
        throw problem("expected ',' or '}'", at: position)
      }
    }
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
    guard skipQuoted() else { throw problem("expected the closing quote", at: start) }
    let raw = bytes[start + 1..<position - 1]
    guard isUTF8(raw) else { throw problem("a label value is not valid UTF-8") }
    guard raw.contains(Byte.backslash) else { return text(start + 1..<position - 1) }
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

  /// Goes over a quoted text; `false` where it does not end.
  ///
  /// In the text format a line feed may stand inside, as Prometheus reads it.
  mutating func skipQuoted() -> Bool {
    var place = position + 1
    var lines = 0
    while place < bytes.count, bytes[place] != Byte.quote {
      if bytes[place] == Byte.backslash { place += 1 }
      if place < bytes.count, bytes[place] == Byte.lineFeed {
        guard dialect == .text else { return false }
        lines += 1
      }
      place += 1
    }
    guard place < bytes.count else { return false }
    position = place + 1
    line += lines
    return true
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// Whether bytes are valid UTF-8; cheap where they are ASCII.
  func isUTF8(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard text.contains(where: { $0 >= 0x80 }) else { return true }
    return String(validating: text, as: UTF8.self) != nil
  }
}
