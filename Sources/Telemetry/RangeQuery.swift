/// An instant query.
package struct InstantQuery: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The moment of evaluation; `nil` lets the server take its own now.
  package var time: Timestamp?
  /// The most that the caller waits.
  package var deadline: Duration

  package init(_ expression: String, at time: Timestamp? = nil, deadline: Duration) {
    self.expression = expression
    self.time = time
    self.deadline = deadline
  }
}

/// A range query; start and end are inclusive.
package struct RangeQuery: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The first moment of evaluation.
  package var start: Timestamp
  /// The last moment of evaluation.
  package var end: Timestamp
  /// The distance of the points; positive.
  package var step: Duration
  /// The most that the caller waits.
  package var deadline: Duration

  package init(
    _ expression: String,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) {
    self.expression = expression
    self.start = start
    self.end = end
    self.step = step
    self.deadline = deadline
  }
}
