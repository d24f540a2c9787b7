package import Telemetry

/// Statistics of a store.
package struct StoreStatus: Hashable, Sendable {
  /// Series with samples.
  package var series = 0
  /// Samples, stale markers too.
  package var samples = 0
  /// Bytes of samples and labels, with what their allocations need.
  package var bytes = 0
  /// The oldest sample; `nil` where there is none.
  package var oldest: Timestamp?
  /// The newest sample; `nil` where there is none.
  package var newest: Timestamp?
  /// The bounds.
  package var limits = StoreLimits()
  /// Samples that went because of their age.
  package var agedSamples = 0
  /// Samples that went, although young enough, because of the bound of bytes.
  package var evictedSamples = 0
  /// Samples that were refused, by reason.
  package var counts = AppendCounts()
  /// Series that were refused because those with samples fill the store.
  package var refusedSeries = 0
}

extension StoreStatus {
  /// The same for a screen.
  package var holding: StoreHolding {
    let reach = oldest.flatMap { oldest in newest.map { $0 - oldest } } ?? .zero
    return StoreHolding(
      series: series,
      bytes: bytes,
      byteLimit: limits.bytes,
      ageLimit: limits.age,
      reach: reach,
      isShortened: evictedSamples > 0 && reach > .zero && reach < limits.age
    )
  }
}
