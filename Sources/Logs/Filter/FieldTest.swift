import Telemetry

/// Compares a field, or a label of that name, with what is wanted.
struct FieldTest: Sendable {
  /// How it is compared.
  private enum Wanted: Sendable {
    case text(String, [UInt8], negated: Bool)
    case pattern(LinePattern, negated: Bool)
    case number(LogFilter.NumberComparison, Double)
    case level(LogLevel, negated: Bool)
  }

  private let name: FieldName
  private let search: FieldSearch
  private let wanted: Wanted

  init(
    _ name: String,
    _ comparison: LabelMatcher.Comparison,
    _ value: String
  ) throws(LogFilterProblem) {
    self.name = FieldName(name)
    search = FieldSearch(name)
    let isNegated = comparison == .notEqual || comparison == .matchesNot
    switch comparison {
    case .equal, .notEqual:
      // A level means the same under all its spellings and numbers.
      if NameHashes.folded(name) == NameHashes.folded("level"),
        let level = LevelWords.level(value)
      {
        wanted = .level(level, negated: isNegated)
      } else {
        wanted = .text(value, Array(value.utf8), negated: isNegated)
      }
    case .matches, .matchesNot:
      wanted = .pattern(try LinePattern(value, anchored: true), negated: isNegated)
    }
  }

  init(_ name: String, _ comparison: LogFilter.NumberComparison, _ number: Double) {
    self.name = FieldName(name)
    search = FieldSearch(name)
    wanted = .number(comparison, number)
  }

  func isMet(by entry: LogEntry, _ line: LineBytes) -> Bool {
    if case .level(let level, let negated) = wanted {
      return (entry.facts.level == level) != negated
    }
    if let value = entry.besideLine(name) { return isMet(value) }
    let head = Int(entry.facts.headCount)
    let first = head > 0 && head < line.count ? LineBytes(rebasing: line[..<head]) : line
    if let isMet = FieldSearch.test(search, in: first, isMet) { return isMet }
    return isMet(entry.streamLabel(name) ?? "")
  }

  private func isMet(_ value: FieldValue, _ line: LineBytes) -> Bool {
    if case .text(_, let bytes, let negated) = wanted, value.kind != .escaped {
      return line[value.range].elementsEqual(bytes) != negated
    }
    return isMet(FieldSearch.text(value, line))
  }

  private func isMet(_ value: String) -> Bool {
    switch wanted {
    case .text(let text, _, let negated): (value == text) != negated
    case .pattern(let pattern, let negated): pattern.matches(value) != negated
    case .number(let comparison, let number):
      Double(value).map { comparison.holds($0, number) } ?? false
    case .level: false
    }
  }
}
