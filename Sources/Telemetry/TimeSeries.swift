/// One value at one moment.
package struct Sample: Hashable, Sendable {
  /// The moment of evaluation.
  package var timestamp: Timestamp
  /// The value; NaN and infinities are values that a server really sent.
  ///
  /// A missing sample is absent.
  package var value: Double

  package init(_ timestamp: Timestamp, _ value: Double) {
    self.timestamp = timestamp
    self.value = value
  }
}

/// A series of a range query: samples in ascending order of time, no moment twice.
///
/// Two neighbours further apart than the query's step have a gap between them, which is drawn as one.
package struct TimeSeries: Hashable, Sendable {
  /// The labels that tell this series from the others of the same answer.
  package var labels: LabelSet
  /// Ascending, may be empty.
  package var samples: [Sample]
  /// The native histograms, ascending; each stands in `samples` too, by its mean.
  package var histograms: [HistogramSample] = []

  /// Samples must be in ascending order.
  package init(labels: LabelSet = .empty, samples: [Sample]) {
    self.labels = labels
    self.samples = samples
  }
}

/// One native histogram at one moment.
package struct HistogramSample: Hashable, Sendable {
  /// The moment of evaluation.
  package var timestamp: Timestamp
  /// The histogram.
  package var histogram: NativeHistogram

  package init(_ timestamp: Timestamp, _ histogram: NativeHistogram) {
    self.timestamp = timestamp
    self.histogram = histogram
  }
}

/// One element of an instant vector.
package struct VectorSample: Hashable, Sendable {
  /// The labels of the element.
  package var labels: LabelSet
  /// The moment of evaluation, which is not the moment of the last scrape.
  package var timestamp: Timestamp
  /// The value; of a native histogram its mean, NaN where it has counted nothing.
  package var value: Double
  /// Set where the element is a native histogram instead of a float.
  package var histogram: NativeHistogram?

  package init(
    labels: LabelSet = .empty,
    timestamp: Timestamp,
    value: Double,
    histogram: NativeHistogram? = nil
  ) {
    self.labels = labels
    self.timestamp = timestamp
    self.value = value
    self.histogram = histogram
  }
}

/// A native histogram as the query API sends it.
///
/// - Source: `histogram` of a vector element, <https://prometheus.io/docs/prometheus/latest/querying/api/>.
package struct NativeHistogram: Hashable, Sendable {
  /// One bucket; empty ones are not sent.
  package struct Bucket: Hashable, Sendable {
    /// 0 open left, 1 open right, 2 open both, 3 closed both.
    package var boundaryRule: Int
    /// The lower bound.
    package var lower: Double
    /// The upper bound.
    package var upper: Double
    /// Observations in this bucket alone, not cumulative.
    package var count: Double

    package init(boundaryRule: Int, lower: Double, upper: Double, count: Double) {
      self.boundaryRule = boundaryRule
      self.lower = lower
      self.upper = upper
      self.count = count
    }
  }

  /// All observations.
  package var count: Double
  /// The sum of all observed values.
  package var sum: Double
  /// Ascending by lower bound; empty where nothing was observed.
  package var buckets: [Bucket]

  package init(count: Double, sum: Double, buckets: [Bucket]) {
    self.count = count
    self.sum = sum
    self.buckets = buckets
  }

  /// The mean of all observations; NaN where there are none.
  package var mean: Double { count > 0 ? sum / count : .nan }
}
