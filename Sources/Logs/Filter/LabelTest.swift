import Telemetry

/// Holds a matcher against the labels of streams; a missing label is an empty one.
struct LabelTest: Sendable {
  private let matcher: LabelMatcher
  private let pattern: LinePattern?

  init(_ matcher: LabelMatcher) throws(LogFilterProblem) {
    self.matcher = matcher
    switch matcher.comparison {
    case .equal, .notEqual: pattern = nil
    case .matches, .matchesNot: pattern = try LinePattern(matcher.value, anchored: true)
    }
  }

  func isMet(by stream: LabelSet) -> Bool {
    let value = stream[matcher.name] ?? ""
    let isMatch = pattern.map { $0.matches(value) } ?? (value == matcher.value)
    let isNegated = matcher.comparison == .notEqual || matcher.comparison == .matchesNot
    return isMatch != isNegated
  }
}
