package import Telemetry

/// What histograms have counted over time, by bucket and moment: of classic buckets, of native histograms
/// with exponential or custom buckets, or of all of them together.
package struct BucketMatrix: Hashable, Sendable {
  /// One moment.
  package struct Column: Hashable, Sendable {
    /// The moment of evaluation.
    package var timestamp: Timestamp
    /// Observations a second in each bucket alone, in the order of the bounds; all zero where nothing
    /// was observed.
    package var counts: [Double]

    package init(_ timestamp: Timestamp, _ counts: [Double]) {
      self.timestamp = timestamp
      self.counts = counts
    }
  }

  /// The inclusive upper bounds in the histogram's unit, ascending; the last may be infinite.
  package private(set) var bounds: [Double] = []
  /// Ascending; a moment without any histogram is absent.
  package private(set) var columns: [Column] = []

  /// The most buckets; of more, neighbours are added up.
  static let bucketLimit = 400
  /// The most moments; the newest count.
  static let columnLimit = 1000

  /// Adds up the answer of a range query.
  ///
  /// Where there are classic buckets, native histograms are sorted into them.
  ///
  /// - Parameter series: Rates of classic buckets by `le`, and of whole native histograms.
  package init(_ series: [TimeSeries]) {
    let classic = series.compactMap { series -> (bound: Double, samples: [Sample])? in
      guard let bound = series.labels["le"].flatMap(Double.init), !bound.isNaN else { return nil }
      return (bound, series.samples.filter(\.value.isFinite))
    }
    let native = series.flatMap(\.histograms).filter(\.histogram.count.isFinite)
    bounds = Self.thinned(
      classic.isEmpty ? Self.bounds(of: native) : Set(classic.map(\.bound))
    )
    let moments = Set(classic.flatMap { $0.samples.map(\.timestamp) })
      .union(native.map(\.timestamp)).sorted().suffix(Self.columnLimit)
    let places = Dictionary(uniqueKeysWithValues: zip(moments, 0...))
    var cumulative = moments.map { _ in [Double](repeating: 0, count: bounds.count) }
    let rows = Dictionary(uniqueKeysWithValues: zip(bounds, 0...))
    for (bound, samples) in classic {
      guard let row = rows[bound] else { continue }
      for sample in samples {
        if let place = places[sample.timestamp] { cumulative[place][row] += sample.value }
      }
    }
    columns = zip(moments, cumulative).map { Column($0, Self.counts(of: $1)) }
    for sample in native {
      guard let place = places[sample.timestamp] else { continue }
      let counts = Self.counts(of: sample.histogram.observations(upTo: bounds))
      for row in bounds.indices { columns[place].counts[row] += counts[row] }
    }
  }

  /// What lies in each bucket alone; sums of rates differ in their last digits, which count for nothing.
  private static func counts(of cumulative: [Double]) -> [Double] {
    let least = max(0, cumulative.max() ?? 0) * 1e-9
    var below = 0.0
    return cumulative.map { value in
      guard value - below > least else { return 0 }
      defer { below = value }
      return value - below
    }
  }

  /// All bounds of native histograms, and those of the empty buckets between two exponential ones, which
  /// servers leave out.
  private static func bounds(of native: [HistogramSample]) -> Set<Double> {
    var bounds: Set<Double> = []
    var positive: Set<Double> = []
    var growth = Double.infinity
    for sample in native {
      let buckets = sample.histogram.buckets
      var last = Double.nan
      for bucket in buckets {
        if bucket.lower != last, bucket.lower.isFinite { bounds.insert(bucket.lower) }
        if bucket.upper > -.infinity { bounds.insert(bucket.upper) }
        last = bucket.upper
        guard bucket.lower > 0, bucket.upper.isFinite else { continue }
        positive.insert(bucket.lower)
        positive.insert(bucket.upper)
      }
      growth = min(growth, Self.growth(of: buckets) ?? .infinity)
    }
    guard growth.isFinite else { return bounds }
    let sorted = positive.sorted()
    for (lower, upper) in zip(sorted, sorted.dropFirst()) {
      bounds.formUnion(steps(from: lower, to: upper, growth))
    }
    return bounds
  }

  /// How many times its lower bound the upper one of an exponential bucket is; `nil` where buckets differ
  /// in that.
  private static func growth(of buckets: [NativeHistogram.Bucket]) -> Double? {
    let growths = buckets.filter { $0.lower > 0 && $0.upper.isFinite }.map { $0.upper / $0.lower }
    guard let first = growths.first, first > 1.001,
      growths.allSatisfy({ ($0 / first - 1).magnitude < 1e-6 })
    else { return nil }
    return first
  }

  /// The bounds between two; none where there would be far too many.
  private static func steps(from lower: Double, to upper: Double, _ growth: Double) -> [Double] {
    var steps: [Double] = []
    var bound = lower * growth
    while bound * (1 + growth) / 2 < upper {
      guard steps.count < 4 * bucketLimit else { return [] }
      steps.append(bound)
      bound *= growth
    }
    return steps
  }

  /// The bounds in order; of too many, every second, third or further one.
  private static func thinned(_ bounds: Set<Double>) -> [Double] {
    let sorted = bounds.sorted()
    let step = (sorted.count + bucketLimit - 1) / bucketLimit
    guard step > 1 else { return sorted }
    return sorted.indices.filter { (sorted.count - 1 - $0) % step == 0 }.map { sorted[$0] }
  }
}
