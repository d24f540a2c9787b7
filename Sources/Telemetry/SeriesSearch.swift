/// Where names, values and series are looked for.
package struct SeriesSearch: Hashable, Sendable {
  /// Series selectors, any of which may match; empty for all series where that is allowed.
  package var selectors: [String]
  /// The first moment; always sent, since some servers otherwise look at the current day only.
  package var start: Timestamp
  /// The last moment.
  package var end: Timestamp
  /// The most that the caller waits.
  package var deadline: Duration

  package init(
    _ selectors: [String] = [],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) {
    self.selectors = selectors
    self.start = start
    self.end = end
    self.deadline = deadline
  }
}
