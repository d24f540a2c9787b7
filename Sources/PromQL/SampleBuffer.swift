/// Room for the samples of one series, used for one series after the other.
///
/// The samples of a thousand series so never are in memory at once, and those of one stay in the
/// processor's cache while they are worked on.
package struct SampleBuffer: ~Copyable {
  private var timestamps: UnsafeMutableBufferPointer<Int64>
  private var values: UnsafeMutableBufferPointer<Double>
  /// How many samples there are.
  package private(set) var count = 0

  package init() {
    timestamps = UnsafeMutableBufferPointer(start: nil, count: 0)
    values = UnsafeMutableBufferPointer(start: nil, count: 0)
  }

  deinit {
    timestamps.deallocate()
    values.deallocate()
  }

  /// Replaces the samples.
  ///
  /// - Parameters:
  ///   - most: How many there will be at most.
  ///   - body: Gets the room, of which timestamps in strictly ascending order and their values fill
  ///     the beginning; answers how many.
  package mutating func fill(
    _ most: Int,
    _ body: (UnsafeMutableBufferPointer<Int64>, UnsafeMutableBufferPointer<Double>) -> Int
  ) {
    if most > timestamps.count {
      let room = max(most, 2 * timestamps.count)
      timestamps.deallocate()
      values.deallocate()
      timestamps = .allocate(capacity: room)
      values = .allocate(capacity: room)
      timestamps.initialize(repeating: 0)
      values.initialize(repeating: 0)
    }
    count = body(timestamps, values)
  }

  /// Replaces the samples by one.
  package mutating func fill(_ sample: NewestSample) {
    fill(1) { timestamps, values in
      (timestamps[0], values[0]) = (sample.timestamp, sample.value)
      return 1
    }
  }

  /// Takes out the markers of the ends of series.
  mutating func dropStaleMarkers() {
    guard var kept = values.prefix(count).firstIndex(where: StaleMarker.isStale) else { return }
    for index in kept..<count where !StaleMarker.isStale(values[index]) {
      timestamps[kept] = timestamps[index]
      values[kept] = values[index]
      kept += 1
    }
    count = kept
  }

  /// Lends out timestamps and values, which are as many.
  @inline(__always)
  package borrowing func withSamples<Result>(
    _ body: (UnsafeBufferPointer<Int64>, UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    body(
      UnsafeBufferPointer(rebasing: timestamps[..<count]),
      UnsafeBufferPointer(rebasing: values[..<count])
    )
  }
}
