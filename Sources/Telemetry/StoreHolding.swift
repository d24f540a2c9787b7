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
  /// How far back samples reach where bytes forced younger ones out than age does; else `nil`.
  package var shortenedTo: Duration?

  /// Makes a description.
  package init(
    series: Int,
    bytes: Int,
    byteLimit: Int,
    ageLimit: Duration,
    shortenedTo: Duration? = nil
  ) {
    self.series = series
    self.bytes = bytes
    self.byteLimit = byteLimit
    self.ageLimit = ageLimit
    self.shortenedTo = shortenedTo
  }
}
