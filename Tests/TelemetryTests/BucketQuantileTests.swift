import Telemetry
import TestSupport
import Testing

@Suite struct BucketQuantileTests {
  private typealias Bucket = BucketQuantile.Bucket

  private func buckets(_ pairs: [(Double, Double)]) -> [Bucket] {
    pairs.map { Bucket(upperBound: $0.0, cumulative: $0.1) }
  }

  private var request: [Bucket] {
    buckets([(0.1, 10), (0.5, 60), (1, 90), (2.5, 99), (.infinity, 100)])
  }

  @Test(
    arguments: [
      (0, 0), (0.05, 0.05), (0.1, 0.1), (0.35, 0.3), (0.6, 0.5), (0.75, 0.75), (0.9, 1),
      (0.95, 1 + 1.5 * 5 / 9), (0.99, 2.5), (0.995, 2.5), (1, 2.5),
    ] as [(Double, Double)]
  )
  func valuesAreInterpolatedInTheirBucket(q: Double, expected: Double) throws {
    let quantile = try #require(BucketQuantile(q, of: request))
    #expect(abs(quantile.value - expected) < 1e-12)
  }

  @Test func aValueSaysWhichBucketItFellInto() throws {
    let middle = try #require(BucketQuantile(0.95, of: request))
    #expect((middle.lower, middle.upper) == (1, 2.5))
    #expect(middle.isWide && !middle.isBeyondBuckets)
    let narrow = try #require(BucketQuantile(0.5, of: buckets([(1, 1), (1.5, 9), (.infinity, 9)])))
    #expect(!narrow.isWide)
    let first = try #require(BucketQuantile(0.05, of: request))
    #expect((first.lower, first.upper) == (0, 0.1))
    #expect(!first.isWide, "the first bucket begins at nothing")
  }

  @Test func beyondTheLastBoundOnlyThatIsKnown() throws {
    let top = try #require(BucketQuantile(0.999, of: request))
    #expect(top.value == 2.5)
    #expect(top.isBeyondBuckets)
  }

  @Test(
    arguments: [
      [], [(.infinity, 5)], [(0.1, 5)], [(0.1, 5), (1, 9)], [(0.1, 0), (.infinity, 0)],
      [(.infinity, 5), (.infinity, 5)],
    ] as [[(Double, Double)]]
  )
  func withoutObservationsTwoBucketsAndAnInfiniteOneThereIsNone(pairs: [(Double, Double)]) {
    #expect(BucketQuantile(0.5, of: buckets(pairs)) == nil)
  }

  @Test(arguments: [-0.1, 1.1, .nan]) func sharesOutsideZeroToOneAreRefused(q: Double) {
    #expect(BucketQuantile(q, of: request) == nil)
  }

  @Test func equalBoundsAreAddedUpAndOrderDoesNotMatter() throws {
    let split = buckets([
      (.infinity, 60), (1, 50), (0.5, 20), (1, 40), (.infinity, 40), (0.5, 40), (2.5, 99),
      (0.1, 10),
    ])
    #expect(BucketQuantile(0.7, of: split) == BucketQuantile(0.7, of: request))
  }

  @Test func countsThatFallAreRaisedToTheirPredecessor() throws {
    // Buckets are scraped one after another, so that a later one may have missed an observation.
    let torn = buckets([(0.1, 10), (0.5, 60), (1, 58), (2.5, 99), (.infinity, 98)])
    let mended = buckets([(0.1, 10), (0.5, 60), (1, 60), (2.5, 99), (.infinity, 99)])
    for q in [0.1, 0.5, 0.6, 0.61, 0.9, 1] {
      #expect(BucketQuantile(q, of: torn) == BucketQuantile(q, of: mended))
    }
  }

  @Test func aNegativeFirstBoundIsItsOwnValue() throws {
    let cold = buckets([(-5, 9), (0, 10), (.infinity, 10)])
    #expect(try #require(BucketQuantile(0.5, of: cold)).value == -5)
  }

  @Test func quantilesGrowWithTheirShare() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      var cumulative = 0.0
      var bound = 0.0
      var all: [Bucket] = []
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        bound += Double.random(in: 0.01...3, using: &random)
        cumulative += Double(Int.random(in: 0...20, using: &random))
        all.append(Bucket(upperBound: bound, cumulative: cumulative))
      }
      all.append(
        Bucket(
          upperBound: .infinity,
          cumulative: cumulative + Double.random(in: 0...5, using: &random)
        )
      )
      var last = -Double.infinity
      for share in 0...40 {
        guard let quantile = BucketQuantile(Double(share) / 40, of: all) else { continue }
        #expect(quantile.value >= last - 1e-9)
        #expect(quantile.value >= quantile.lower - 1e-9 && quantile.value <= quantile.upper + 1e-9)
        last = quantile.value
      }
    }
  }

  @Test func boundsAreReadAsNumbers() {
    func sample(_ le: String?, _ value: Double) -> VectorSample {
      VectorSample(
        labels: LabelSet(le.map { ["le": $0] } ?? [:]),
        timestamp: Timestamp(nanoseconds: 0),
        value: value
      )
    }
    let read = BucketQuantile.buckets(of: [
      sample("1", 1), sample("1.0", 2), sample("+Inf", 3), sample("1e-3", 4), sample(nil, 5),
      sample("wide", 6), sample("2", .nan),
    ])
    #expect(read == buckets([(1, 1), (1, 2), (.infinity, 3), (0.001, 4)]))
  }
}
