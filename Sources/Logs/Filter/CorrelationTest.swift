import Telemetry

/// Finds the lines of one correlation ID, wherever it stands as a whole word, in either case.
struct CorrelationTest: Sendable {
  private let id: [UInt8]
  private let search: TextSearch

  init(_ id: String) {
    let text = CorrelationID(id)?.text ?? id
    self.id = Array(text.utf8)
    search = TextSearch(Array(text.lowercased().utf8), folds: true)
  }

  func isMet(by entry: LogEntry, _ line: LineBytes) -> Bool {
    if let range = entry.facts.correlation, range.upperBound <= line.count,
      line[Int(range.lowerBound)..<Int(range.upperBound)].elementsEqual(id)
    {
      return true
    }
    return isWord(of: line)
      || [entry.metadata, entry.parsed, entry.stream].contains(where: isLabel)
  }

  private func isWord(of line: LineBytes) -> Bool {
    var start = 0
    while let found = search.first(in: LineBytes(rebasing: line[start...])) {
      let first = start + found
      let end = first + id.count
      let isAlone =
        (first == 0 || !Self.isName(line[first - 1]))
        && (end == line.count || !Self.isName(line[end]))
      if isAlone { return true }
      start = first + 1
    }
    return false
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
  }

  private func isLabel(_ labels: LabelSet) -> Bool {
    labels.labels.contains { label in
      guard label.value.utf8.count >= id.count else { return false }
      var value = label.value
      return value.withUTF8 { isWord(of: $0) }
    }
  }
}
