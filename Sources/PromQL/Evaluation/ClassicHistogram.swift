/// Quantiles and fractions of histograms whose buckets are series with an `le` label.
///
/// - Source: `BucketQuantile` and `BucketFraction` in `promql/quantile.go` of
///   prometheus/prometheus, version 3.
struct ClassicHistogram {
  /// One bucket.
  struct Bucket {
    /// The inclusive upper bound.
    var upperBound: Double
    /// Observations at or below it, or their rate.
    var count: Double
  }

  /// In ascending order of bounds, which are all different.
  private(set) var buckets: [Bucket] = []
  /// Whether a count had to be raised to that of the bucket below, by more than rounding explains.
  private(set) var wasForced = false

  /// Takes the next bucket; bounds ascend, and counts of equal bounds are added up.
  mutating func append(_ bucket: Bucket) {
    if let last = buckets.last, last.upperBound == bucket.upperBound {
      buckets[buckets.count - 1].count += bucket.count
    } else {
      buckets.append(bucket)
    }
  }

  mutating func removeAll() {
    buckets.removeAll(keepingCapacity: true)
    wasForced = false
  }

  /// The bound below which a share `q` of the observations lies; evens out the counts.
  mutating func quantile(_ q: Double) -> Double {
    if q.isNaN { return .nan }
    if q < 0 { return -.infinity }
    if q > 1 { return .infinity }
    guard let top = buckets.last, top.upperBound == .infinity else { return .nan }
    makeMonotonic()
    guard buckets.count > 1, let total = buckets.last?.count, total != 0 else { return .nan }
    var rank = q * total
    let highest = buckets.count - 1
    let index = firstIndex(reaching: rank, below: highest)
    if index == highest { return buckets[highest - 1].upperBound }
    let end = buckets[index].upperBound
    if index == 0, end <= 0 { return end }
    var start = 0.0
    var count = buckets[index].count
    if index > 0 {
      start = buckets[index - 1].upperBound
      count -= buckets[index - 1].count
      rank -= buckets[index - 1].count
    }
    return start + (end - start) * (rank / count)
  }

  /// The share of observations between two bounds.
  func fraction(from lower: Double, to upper: Double) -> Double {
    guard let top = buckets.last, top.upperBound == .infinity, top.count != 0 else { return .nan }
    if lower.isNaN || upper.isNaN { return .nan }
    if lower >= upper { return 0 }
    let share = rank(of: upper, top.count) - rank(of: lower, top.count)
    return share / top.count
  }

  /// The observations at or below a value, interpolated inside its bucket.
  private func rank(of value: Double, _ total: Double) -> Double {
    var bound = buckets[0].upperBound <= 0 ? -Double.infinity : 0
    var below = 0.0
    for bucket in buckets {
      if bound >= value { return Swift.min(below, total) }
      if bucket.upperBound > value {
        let inside = (bucket.count - below) * (value - bound) / (bucket.upperBound - bound)
        return below + inside > total ? total : below + inside
      }
      bound = bucket.upperBound
      below = bucket.count
    }
    return total
  }

  /// By halves, as Prometheus searches, so that counts of NaN lead to the same bucket.
  private func firstIndex(reaching rank: Double, below limit: Int) -> Int {
    var (low, high) = (0, limit)
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].count >= rank { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private mutating func makeMonotonic() {
    var highest = buckets[0].count
    for index in 1..<Swift.max(1, buckets.count) {
      let count = buckets[index].count
      if count == highest { continue }
      if Self.areClose(highest, count) {
        buckets[index].count = highest
      } else if count < highest {
        buckets[index].count = highest
        wasForced = true
      } else {
        highest = count
      }
    }
  }

  /// Whether two counts differ by no more than rounding, a part in 1e12.
  ///
  /// - Source: `util/almost/almost.go` of prometheus/prometheus.
  private static func areClose(_ one: Double, _ other: Double) -> Bool {
    if one.isNaN && other.isNaN { return true }
    let sum = abs(one) + abs(other)
    let difference = abs(one - other)
    let smallest = Double.leastNormalMagnitude
    if one == 0 || other == 0 || sum < smallest { return difference < 1e-12 * smallest }
    return difference / Swift.min(sum, .greatestFiniteMagnitude) < 1e-12
  }
}
