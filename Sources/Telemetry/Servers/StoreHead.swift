/// What the head of a Prometheus' store holds.
///
/// - Source: `/api/v1/status/tsdb`.
package struct StoreHead: Hashable, Sendable {
  /// A name and how many belong to it.
  package struct Count: Hashable, Sendable {
    /// A metric, a label, or `label=value`.
    package var name: String
    /// How many.
    package var count: Int

    package init(_ name: String, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// Series of the last hours; `nil` before Prometheus 2.25.
  package var series: Int?
  /// The metrics with the most series, the largest first.
  package var metrics: [Count]
  /// The labels with the most values, the largest first.
  package var labels: [Count]

  package init(series: Int?, metrics: [Count], labels: [Count]) {
    self.series = series
    self.metrics = metrics
    self.labels = labels
  }
}
