import Signals
import Telemetry
import Testing

/// Quantiles of histograms of which some are native and some classic.
@Suite struct NativeBucketTests {
  private let now = Timestamp(seconds: 1_795_000_000)

  private func classic(_ buckets: [(String, Double)]) -> [VectorSample] {
    buckets.map { VectorSample(labels: LabelSet(["le": $0]), timestamp: now, value: $1) }
  }

  private func native(_ buckets: [(Double, Double, Double)]) -> VectorSample {
    let histogram = NativeHistogram(
      count: buckets.reduce(0) { $0 + $1.2 },
      sum: 7,
      buckets: buckets.map { .init(boundaryRule: 0, lower: $0.0, upper: $0.1, count: $0.2) }
    )
    return VectorSample(timestamp: now, value: histogram.mean, histogram: histogram)
  }

  @Test func nativeObservationsAreSortedIntoTheClassicBuckets() {
    let vector =
      classic([("0.1", 50), ("0.5", 50), ("1", 50), ("+Inf", 50)])
      + [native([(0.4, 0.45, 30), (0.9, 1.1, 20)])]
    let buckets = BucketQuantile.joinedBuckets(of: vector)
    #expect(buckets.map(\.upperBound) == [0.1, 0.5, 1, .infinity])
    #expect(buckets.map { $0.cumulative.rounded() } == [50, 80, 90, 100])
    let quantile = BucketQuantile(0.7, of: buckets)
    #expect(quantile?.lower == 0.1 && quantile?.upper == 0.5)
  }

  @Test func nativeOnesAloneKeepTheirOwnBuckets() throws {
    let buckets = BucketQuantile.joinedBuckets(of: [native([(0.4, 0.5, 90), (2, 2.5, 10)])])
    let median = try #require(BucketQuantile(0.5, of: buckets))
    #expect(median.lower == 0.4 && median.upper == 0.5)
    let highest = try #require(BucketQuantile(0.99, of: buckets))
    #expect(highest.lower == 2 && highest.upper == 2.5 && !highest.isBeyondBuckets)
  }

  @Test func beyondTheLastCustomBoundNothingIsKnown() throws {
    let vector = [native([(-.infinity, 0.5, 50), (0.5, .infinity, 50)])]
    let buckets = BucketQuantile.joinedBuckets(of: vector, perUnit: 10)
    #expect(buckets.map(\.upperBound) == [0.05, .infinity])
    #expect(try #require(BucketQuantile(0.9, of: buckets)).isBeyondBuckets)
  }

  @Test func classicOnesAloneStayAsTheyAre() {
    let vector = classic([("0.1", 5), ("0.10", 2), ("+Inf", 9)])
    #expect(
      BucketQuantile.joinedBuckets(of: vector) == [
        .init(upperBound: 0.1, cumulative: 7), .init(upperBound: .infinity, cumulative: 9),
      ]
    )
    #expect(BucketQuantile.joinedBuckets(of: []).isEmpty)
    #expect(BucketQuantile.joinedBuckets(of: [native([])]).isEmpty)
  }
}
