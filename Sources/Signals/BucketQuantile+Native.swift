package import Telemetry

extension BucketQuantile {
  /// The buckets of a vector in both forms: classic ones with the observations of native histograms
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
    let classic = buckets(of: vector)
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
    let bounds =
      classic.map(\.upperBound) + (classic.isEmpty && !own.isEmpty ? own + [.infinity] : [])
    var cumulative: [Double: Double] = [:]
    for bound in bounds {
      cumulative[bound] = native.reduce(0) { $0 + $1.observations(upTo: bound) }
    }
    for bucket in classic { cumulative[bucket.upperBound, default: 0] += bucket.cumulative }
    return cumulative.sorted { $0.key < $1.key }
      .map { Bucket(upperBound: $0.key / scale, cumulative: $0.value) }
  }
}

extension NativeHistogram {
  /// Observations at or below a bound; inside a bucket they are taken to lie evenly.
  fileprivate func observations(upTo bound: Double) -> Double {
    guard bound.isFinite else { return count }
    return buckets.reduce(0) { sum, bucket in
      guard bucket.upper > bound else { return sum + bucket.count }
      // What lies beyond the last bound of custom buckets may lie anywhere.
      guard bucket.lower < bound, bucket.upper.isFinite else { return sum }
      let lower = bucket.lower.isFinite ? bucket.lower : min(0, bucket.upper)
      let share = (bound - lower) / (bucket.upper - lower)
      return sum + bucket.count * max(0, min(1, share))
    }
  }
}
