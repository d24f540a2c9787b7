/// What a Prometheus says of its process.
///
/// - Source: `/api/v1/status/runtimeinfo`, whose fields may change without notice.
package struct PrometheusRuntime: Hashable, Sendable {
  /// When the process started.
  package var start: Timestamp?
  /// Whether the latest reload of the configuration succeeded; `nil` where the server does not tell.
  package var hasReloaded: Bool?
  /// Corruptions of the write-ahead log since the start; `nil` where the server does not tell.
  package var corruptions: Int?
  /// How long and how much is kept, as in `15d or 10GiB`; `nil` where the server does not tell.
  package var retention: String?

  package init(
    start: Timestamp? = nil,
    hasReloaded: Bool? = nil,
    corruptions: Int? = nil,
    retention: String? = nil
  ) {
    self.start = start
    self.hasReloaded = hasReloaded
    self.corruptions = corruptions
    self.retention = retention
  }
}

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
