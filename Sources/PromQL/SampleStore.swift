package import Telemetry

/// Where an evaluator finds its samples.
package protocol SampleStore: Sendable {
  /// All series that meet every matcher and have a sample in the stretch.
  ///
  /// A matcher on a label that a series lacks sees the empty text, and `__name__` is a label like
  /// any other. Regular expressions are anchored, as Prometheus does it.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - after: Milliseconds since the epoch, exclusive.
  ///   - through: Milliseconds since the epoch, inclusive.
  /// - Returns: The series in any order, each label set once.
  func series(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [StoredSeries]
}

/// The samples of one series.
package struct StoredSeries: Sendable {
  /// All labels, with `__name__`.
  package var labels: LabelSet
  /// Milliseconds since the epoch, strictly ascending.
  package var timestamps: [Int64]
  /// One value for each timestamp; `StaleMarker.value` where the series ended.
  package var values: [Double]

  /// Makes a series.
  package init(labels: LabelSet, timestamps: [Int64], values: [Double]) {
    self.labels = labels
    self.timestamps = timestamps
    self.values = values
  }
}

/// The NaN by which Prometheus marks that a series has ended.
///
/// - Source: `model/value/value.go` of prometheus/prometheus, `StaleNaN`.
package enum StaleMarker {
  /// The value; compare by bits alone, since it is a NaN.
  package static let value = Double(bitPattern: 0x7ff0_0000_0000_0002)

  /// Whether a value is the marker, and not another NaN.
  package static func isStale(_ value: Double) -> Bool {
    value.bitPattern == 0x7ff0_0000_0000_0002
  }
}
