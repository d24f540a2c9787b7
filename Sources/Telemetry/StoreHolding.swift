/// Contents and bounds of a store in memory.
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
