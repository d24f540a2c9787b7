/// What a store in memory holds, and its bounds, for a screen.
package struct StoreHolding: Hashable, Sendable {
  /// Series with samples.
  package var series: Int
  /// Bytes of samples and labels.
  package var bytes: Int
  /// The most bytes.
  package var byteLimit: Int
  /// The age at which samples go.
  package var ageLimit: Duration
  /// From the oldest sample to the newest.
  package var reach: Duration
  /// Whether bytes forced younger samples out than age does.
  package var isShortened: Bool

  /// Makes a description.
  package init(
    series: Int,
    bytes: Int,
    byteLimit: Int,
    ageLimit: Duration,
    reach: Duration,
    isShortened: Bool = false
  ) {
    self.series = series
    self.bytes = bytes
    self.byteLimit = byteLimit
    self.ageLimit = ageLimit
    self.reach = reach
    self.isShortened = isShortened
  }
}
