package import Telemetry

/// An instant vector selector: `http_requests_total{status="500"} offset 5m @ end()`.
package struct VectorSelector: Hashable, Sendable {
  /// All matchers, that of the metric name among them as one on `__name__`.
  ///
  /// A metric name before the braces or in quotes inside comes first. One matcher at least does not
  /// match the empty text.
  package var matchers: [LabelMatcher]
  /// How far into the past the selector looks, in milliseconds; negative looks ahead.
  package var offset: Int64
  /// The moment that stands for the evaluation time; `nil` means the evaluation time itself.
  package var at: AtModifier?

  package init(matchers: [LabelMatcher], offset: Int64 = 0, at: AtModifier? = nil) {
    self.matchers = matchers
    self.offset = offset
    self.at = at
  }
}

/// A range vector selector: `http_requests_total[5m]`.
package struct MatrixSelector: Hashable, Sendable {
  /// The series, with the offset and the moment that were written behind the range.
  package var selector: VectorSelector
  /// Length of the range in milliseconds, above zero; its start is exclusive, its end inclusive.
  package var range: Int64

  package init(selector: VectorSelector, range: Int64) {
    self.selector = selector
    self.range = range
  }
}

/// An expression evaluated over a range: `rate(http_requests_total[1m])[1h:5m]`.
package struct Subquery: Hashable, Sendable {
  /// An instant vector.
  package var expression: Expression
  /// Length of the range in milliseconds, above zero; its start is exclusive, its end inclusive.
  package var range: Int64
  /// Milliseconds between two steps, which lie on multiples of it; `nil` means the default step.
  package var step: Int64?
  /// How far into the past the range lies, in milliseconds; negative looks ahead.
  package var offset: Int64
  /// The moment that stands for the evaluation time; `nil` means the evaluation time itself.
  package var at: AtModifier?

  package init(
    expression: Expression,
    range: Int64,
    step: Int64? = nil,
    offset: Int64 = 0,
    at: AtModifier? = nil
  ) {
    self.expression = expression
    self.range = range
    self.step = step
    self.offset = offset
    self.at = at
  }
}

/// The moment at which a selector or a subquery is evaluated, whatever the query's own time.
package enum AtModifier: Hashable, Sendable {
  /// Milliseconds since the epoch, rounded from the seconds that were written.
  case timestamp(Int64)
  /// The start of the range query, or the time of the instant query.
  case start
  /// The end of the range query, or the time of the instant query.
  case end
}
