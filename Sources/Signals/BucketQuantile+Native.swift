package import Telemetry

extension BucketQuantile {
  /// The buckets of a vector in all forms: classic ones with the observations of native histograms
  /// sorted into them, or those of native histograms where there are no others.
  ///
  /// - Parameters:
  ///   - vector: Elements by `le`, and whole histograms.
  ///   - scale: What bounds are divided by.
  /// - Returns: Cumulative buckets.
  package static func joinedBuckets(
    of vector: [VectorSample],
    perUnit scale: Double = 1
  ) -> [Bucket] {
    let classic = buckets(of: vector).filter { !$0.upperBound.isNaN }
    guard vector.contains(where: { $0.histogram != nil }) else {
      return classic.sorted { $0.upperBound < $1.upperBound }.reduce(into: []) { joined, bucket in
        // `1` and `1.0` are labels of one bound.
        let bound = bucket.upperBound / scale
        let before = joined.last?.upperBound == bound ? joined.removeLast().cumulative : 0
        joined.append(Bucket(upperBound: bound, cumulative: before + bucket.cumulative))
      }
    }
    let native = vector.compactMap(\.histogram).filter { $0.count > 0 }
    let own = native.flatMap(\.buckets).flatMap { [$0.lower, $0.upper] }.filter(\.isFinite)
    let bounds = Set(
      classic.map(\.upperBound) + (classic.isEmpty && !own.isEmpty ? own + [.infinity] : [])
    ).sorted()
    var cumulative = [Double](repeating: 0, count: bounds.count)
    for histogram in native {
      for (row, count) in histogram.observations(upTo: bounds).enumerated() {
        cumulative[row] += count
      }
    }
    let rows = Dictionary(uniqueKeysWithValues: zip(bounds, 0...))
    for bucket in classic {
      if let row = rows[bucket.upperBound] { cumulative[row] += bucket.cumulative }
    }
    return zip(bounds, cumulative).map { Bucket(upperBound: $0 / scale, cumulative: $1) }
  }
}

extension NativeHistogram {
  /// Observations at or below each of some ascending bounds; inside a bucket they are taken to lie evenly.
  func observations(upTo bounds: [Double]) -> [Double] {
    var next = 0
    var below = 0.0
    return bounds.map { bound in
      guard bound < .infinity else { return count }
      while next < buckets.count, buckets[next].upper <= bound {
        below += buckets[next].count
        next += 1
      }
      // What lies beyond the last bound of custom buckets may lie anywhere.
      guard next < buckets.count, buckets[next].lower < bound, buckets[next].upper.isFinite else {
        return below
      }
      let bucket = buckets[next]
      let lower = bucket.lower.isFinite ? bucket.lower : min(0, bucket.upper)
      let share = (bound - lower) / (bucket.upper - lower)
      return below + bucket.count * max(0, min(1, share))
    }
  }
}
