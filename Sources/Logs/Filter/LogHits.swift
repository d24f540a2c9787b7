/// Finds where in a text stands what a filter looks for, so that it can be made to stand out.
package struct LogHits: Sendable {
  private let texts: [SoughtText]
  private let patterns: [LinePattern]

  /// Exclusions have no match to highlight.
  ///
  /// - Parameter filter: The filter.
  /// - Throws: `LogFilterProblem` where a regular expression is none.
  package init(_ filter: LogFilter) throws(LogFilterProblem) {
    var texts: [SoughtText] = []
    var patterns: [LinePattern] = []
    for condition in filter.conditions {
      switch condition {
      case .contains(let text, negated: false): texts.append(SoughtText(text))
      case .matches(let source, negated: false):
        patterns.append(try LinePattern(source, anchored: false))
      default: break
      }
    }
    self.texts = texts
    self.patterns = patterns
  }

  /// Whether there is nothing to look for.
  package var isEmpty: Bool { texts.isEmpty && patterns.isEmpty }

  /// The ranges of all hits in UTF-8 bytes, ascending for each text and expression.
  package func ranges(in text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    text.withUnsafeBufferPointer { line in
      for sought in texts { Self.collect(line, &found) { sought.first(in: $0) } }
      for pattern in patterns { Self.collect(line, &found) { pattern.first(in: $0) } }
    }
    return found
  }

  /// All hits from left to right, none over another.
  private static func collect(
    _ line: LineBytes,
    _ found: inout [Range<Int>],
    _ first: (LineBytes) -> Range<Int>?
  ) {
    var start = 0
    while start < line.count {
      let rest = UnsafeBufferPointer(rebasing: line[start...])
      guard let hit = first(rest), !hit.isEmpty else { return }
      found.append(hit.lowerBound + start..<hit.upperBound + start)
      start += hit.upperBound
    }
  }
}
