/// How much of an answer is held; what is beyond is refused or cut, never kept.
package struct QueryLimits: Hashable, Sendable {
  /// The most series of one answer; more are refused.
  package var series: Int
  /// The most samples of one answer, among which each bucket of a native histogram counts; more are
  /// refused.
  package var samples: Int
  /// The most labels of one series; more are refused.
  package var labels: Int
  /// The most bytes of a label's name or value; longer ones are cut and end with `…`.
  package var labelBytes: Int

  /// The default ones fit a screen, with room.
  package init(
    series: Int = 10_000,
    samples: Int = 2_000_000,
    labels: Int = 256,
    labelBytes: Int = 1024
  ) {
    self.series = series
    self.samples = samples
    self.labels = labels
    self.labelBytes = labelBytes
  }
}
