/// A series of one store; never used again for another one.
package struct SeriesID: Hashable, Sendable {
  /// The place in the store.
  let index: Int32
  /// How many series had the place before.
  let generation: Int32
}

/// One sample on its way into a store.
package struct StoredSample: Hashable, Sendable {
  /// The series.
  package var series: SeriesID
  /// Milliseconds since the epoch.
  package var timestamp: Int64
  /// The value, kept bit by bit.
  package var value: Double

  package init(_ series: SeriesID, _ timestamp: Int64, _ value: Double) {
    self.series = series
    self.timestamp = timestamp
    self.value = value
  }
}

/// Counts of appended and rejected samples.
package struct AppendCounts: Hashable, Sendable {
  /// Stored, or there already with the same value.
  package var appended = 0
  /// Refused: older than the newest sample of their series.
  package var outOfOrder = 0
  /// Refused: another value at the time of the newest sample of their series.
  package var duplicates = 0
  /// Refused: older than the store keeps.
  package var tooOld = 0
  /// Refused: their series was evicted meanwhile and must be added again.
  package var gone = 0

  package init() {}

  /// All that were refused.
  package var refused: Int { outOfOrder + duplicates + tooOld + gone }

  static func += (left: inout AppendCounts, right: AppendCounts) {
    left.appended += right.appended
    left.outOfOrder += right.outOfOrder
    left.duplicates += right.duplicates
    left.tooOld += right.tooOld
    left.gone += right.gone
  }
}
