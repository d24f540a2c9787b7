import Telemetry

/// A filter made ready to be held against many lines.
package struct LogMatcher: Sendable {
  private enum Test: Sendable {
    case contains(SoughtText, negated: Bool)
    case matches(LinePattern, negated: Bool)
    case level(atLeast: LogLevel)
    case field(FieldTest)
    case label(LabelTest)
    case correlation(CorrelationTest)
  }

  /// The filter it was made from.
  package let filter: LogFilter
  private let tests: [Test]

  /// - Parameter filter: The conditions.
  /// - Throws: `LogFilterProblem` where a regular expression is none.
  package init(_ filter: LogFilter) throws(LogFilterProblem) {
    self.filter = filter
    var tests: [(cost: Int, test: Test)] = []
    for condition in filter.conditions {
      tests.append(try Self.test(condition))
      // A plain text is looked for faster, and may rule out many lines at once.
      if case .requests(let route) = condition, route.surest.utf8.count >= 3 {
        tests.append((2, .contains(SoughtText(route.surest), negated: false)))
      }
    }
    // What is cheap first: most lines fail there.
    self.tests = tests.sorted { $0.cost < $1.cost }.map(\.test)
  }

  /// Whether an entry meets all conditions.
  package func matches(_ entry: LogEntry) -> Bool {
    guard !tests.isEmpty else { return true }
    return entry.line.withUnsafeBufferPointer { matches(entry, $0) }
  }

  /// Whether an entry whose line stands elsewhere meets all conditions.
  func matches(_ entry: LogEntry, _ line: LineBytes) -> Bool {
    tests.allSatisfy { Self.isMet($0, entry, line) }
  }

  private static func test(
    _ condition: LogFilter.Condition
  ) throws(LogFilterProblem) -> (cost: Int, test: Test) {
    switch condition {
    case .contains(let text, let negated): (2, .contains(SoughtText(text), negated: negated))
    case .matches(let source, let negated):
      (4, .matches(try LinePattern(source, anchored: false), negated: negated))
    case .level(let level): (0, .level(atLeast: level))
    case .field(let name, let comparison, let value):
      (5, .field(try FieldTest(name, comparison, value)))
    case .number(let name, let comparison, let number):
      (5, .field(FieldTest(name, comparison, number)))
    case .label(let matcher): (1, .label(try LabelTest(matcher)))
    case .correlation(let id): (3, .correlation(CorrelationTest(id)))
    case .requests(let route):
      (4, .matches(try LinePattern(route.linePattern, anchored: false), negated: false))
    }
  }

  private static func isMet(_ test: Test, _ entry: LogEntry, _ line: LineBytes) -> Bool {
    switch test {
    // What is written counts, and what is drawn.
    case .contains(let text, let negated):
      (text.isFound(in: line) || DecodedText.meets(line) { text.isFound(in: $0) }) != negated
    case .matches(let pattern, let negated):
      (pattern.matches(line) || DecodedText.meets(line) { pattern.matches($0) }) != negated
    case .level(let level): entry.facts.level.map { $0 >= level } ?? false
    case .field(let test): test.isMet(by: entry, line)
    case .label(let test): test.isMet(by: entry.stream)
    case .correlation(let test): test.isMet(by: entry, line)
    }
  }
}

extension LogMatcher {
  /// What is known of many lines without looking at each.
  enum Verdict: Hashable {
    /// None meets the conditions.
    case none
    /// Those of these levels meet them; a bit for each level number.
    case levels(UInt8)
    /// That takes the lines.
    case lines
  }

  /// What levels, streams and triples tell of the lines of a chunk.
  ///
  /// - Parameters:
  ///   - levels: The level numbers.
  ///   - streams: The label sets of all streams.
  ///   - triples: Those of all lines; `nil` where they are not known.
  /// - Returns: Which lines meet the conditions, as far as that is known.
  func verdict(on levels: [UInt8], _ streams: [LabelSet], _ triples: ByteTriples?) -> Verdict {
    var admitted: UInt8 = ~(1 << LogItem.noLine)
    var needsLines = false
    for test in tests {
      switch test {
      case .level(let least):
        for level in LogLevel.allCases where level < least { admitted &= ~(1 << level.rawValue) }
        admitted &= ~(1 << LogItem.noLevel)
      case .label(let test):
        let met = streams.count { test.isMet(by: $0) }
        guard met > 0 else { return .none }
        if met < streams.count { needsLines = true }
      case .contains(let text, negated: false):
        if let triples, !text.mayBe(in: triples) { return .none }
        needsLines = true
      case .contains, .matches, .field, .correlation: needsLines = true
      }
    }
    guard levels.contains(where: { admitted >> $0 & 1 == 1 }) else { return .none }
    return needsLines ? .lines : .levels(admitted)
  }
}

/// Compared by the filter alone.
extension LogMatcher: Hashable {
  package static func == (left: LogMatcher, right: LogMatcher) -> Bool {
    left.filter == right.filter
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(filter) }
}

extension LogFilter {
  /// Whether an entry meets all conditions; for more than a few entries a `LogMatcher` is made.
  ///
  /// - Parameter entry: The entry.
  /// - Returns: Whether it does.
  /// - Throws: `LogFilterProblem` where a regular expression is none.
  package func matches(_ entry: LogEntry) throws(LogFilterProblem) -> Bool {
    try LogMatcher(self).matches(entry)
  }
}

extension LogMatcher {
  /// Matches every line.
  package init() {
    filter = LogFilter()
    tests = []
  }
}
