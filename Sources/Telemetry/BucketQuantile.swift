/// A quantile of a classic histogram with the bucket that it fell into.
///
/// The value is the linear interpolation that Prometheus' `histogram_quantile` makes, so the two
/// agree; the bucket says how far off it may be.
package struct BucketQuantile: Hashable, Sendable {
  /// One bucket of a classic histogram.
  package struct Bucket: Hashable, Sendable {
    /// The inclusive upper bound; infinite for the last.
    package var upperBound: Double
    /// Observations, or their rate, at or below it.
    package var cumulative: Double

    package init(upperBound: Double, cumulative: Double) {
      self.upperBound = upperBound
      self.cumulative = cumulative
    }
  }

  /// The interpolated value; the highest finite bound where it lies beyond that.
  package let value: Double
  /// The bucket's lower bound.
  package let lower: Double
  /// The bucket's upper bound; infinite where the value lies beyond the highest finite bound.
  package let upper: Double

  /// Whether the true value is only known to be at least `value`.
  package var isBeyondBuckets: Bool { upper == .infinity }

  /// Whether the bucket is so wide that it says more than the interpolated value: its upper bound
  /// more than twice its lower one, and not the first bucket.
  package var isWide: Bool { lower > 0 && upper > 2 * lower }

  /// Computes a quantile.
  ///
  /// - Source: `bucketQuantile` in <https://github.com/prometheus/prometheus/blob/main/promql/quantile.go>.
  ///
  /// Returns `nil` where it is undefined: no observations, fewer than two buckets, no infinite one.
  /// Buckets come in any order; equal bounds are added up and counts are made monotonic, as the
  /// server does.
  package init?(_ q: Double, of buckets: [Bucket]) {
    guard q >= 0, q <= 1 else { return nil }
    var merged: [Bucket] = []
    for bucket in buckets.sorted(by: { $0.upperBound < $1.upperBound }) {
      if let last = merged.last, last.upperBound == bucket.upperBound {
        merged[merged.count - 1].cumulative += bucket.cumulative
      } else {
        merged.append(bucket)
      }
    }
    var highest = -Double.infinity
    for index in merged.indices {
      highest = max(highest, merged[index].cumulative)
      merged[index].cumulative = highest
    }
    guard merged.count >= 2, let top = merged.last, top.upperBound == .infinity,
      top.cumulative > 0
    else { return nil }
    let rank = q * top.cumulative
    let index = merged.dropLast().firstIndex { $0.cumulative >= rank } ?? merged.count - 1
    if index == merged.count - 1 {
      value = merged[index - 1].upperBound
      lower = merged[index - 1].upperBound
      upper = .infinity
      return
    }
    let bucket = merged[index]
    if index == 0, bucket.upperBound <= 0 {
      (value, lower, upper) = (bucket.upperBound, bucket.upperBound, bucket.upperBound)
      return
    }
    let below = index > 0 ? merged[index - 1] : Bucket(upperBound: 0, cumulative: 0)
    let inside = bucket.cumulative - below.cumulative
    lower = below.upperBound
    upper = bucket.upperBound
    let share = inside > 0 ? (rank - below.cumulative) / inside : 0
    value = lower + (upper - lower) * share
  }

  /// Reads the buckets of a vector by their `le` labels, numerically, since `1` and `1.0` are one
  /// bound; elements without a readable `le` are left out.
  ///
  /// - Parameters:
  ///   - vector: The elements.
  ///   - scale: What bounds are divided by.
  /// - Returns: The buckets in the order of the elements.
  package static func buckets(of vector: [VectorSample], perUnit scale: Double = 1) -> [Bucket] {
    vector.compactMap { sample in
      guard let text = sample.labels["le"], let bound = Double(text), !sample.value.isNaN else {
        return nil
      }
      return Bucket(upperBound: bound / scale, cumulative: sample.value)
    }
  }
}
