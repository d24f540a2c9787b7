import Testing

@testable import PromQL

@Suite struct ClassicHistogramTests {
  private func histogram(_ buckets: [(Double, Double)]) -> ClassicHistogram {
    var histogram = ClassicHistogram()
    for (bound, count) in buckets {
      histogram.append(ClassicHistogram.Bucket(upperBound: bound, count: count))
    }
    return histogram
  }

  @Test(arguments: [(0.5, 0.1), (0.75, 0.55), (0.25, 0.05), (0.95, 1), (1, 1), (0, 0)])
  func quantilesAreInterpolatedInsideTheirBucket(_ q: Double, _ expected: Double) {
    // 50 up to 0.1, 40 more up to 1, 10 beyond.
    var histogram = histogram([(0.1, 50), (1, 90), (.infinity, 100)])
    let value = histogram.quantile(q)
    let wanted = q == 0.75 ? 0.1 + 0.9 * 25 / 40 : expected
    #expect(abs(value - wanted) < 1e-15)
  }

  @Test func quantilesOutsideOfTheirRangeAreInfinite() {
    var histogram = histogram([(1, 1), (.infinity, 2)])
    #expect(histogram.quantile(-1) == -.infinity)
    #expect(histogram.quantile(2) == .infinity)
    #expect(histogram.quantile(.nan).isNaN)
  }

  @Test func withoutObservationsOrTopBucketThereIsNoQuantile() {
    var empty = histogram([(1, 0), (.infinity, 0)])
    #expect(empty.quantile(0.5).isNaN)
    var topless = histogram([(1, 1), (2, 2)])
    #expect(topless.quantile(0.5).isNaN)
    var single = histogram([(.infinity, 2)])
    #expect(single.quantile(0.5).isNaN)
  }

  @Test func aLowestBucketBelowZeroGivesItsBound() {
    var histogram = histogram([(-1, 10), (1, 20), (.infinity, 20)])
    #expect(histogram.quantile(0.2) == -1)
  }

  @Test func countsThatFallAreRaisedAndSaid() {
    var fallen = histogram([(1, 10), (2, 4), (.infinity, 20)])
    #expect(fallen.quantile(0.5) == 1)
    #expect(fallen.wasForced)
    var rounded = histogram([(1, 10), (2, 10 - 1e-14), (.infinity, 10)])
    #expect(rounded.quantile(0.5) == 0.5)
    #expect(!rounded.wasForced)
  }

  @Test func equalBoundsAreOneBucket() {
    var histogram = histogram([(1, 10), (1, 10), (.infinity, 40)])
    #expect(histogram.buckets.count == 2)
    #expect(histogram.quantile(0.25) == 0.5)
  }

  @Test func fractionsAreInterpolatedOnBothSides() {
    let histogram = histogram([(1, 10), (2, 30), (.infinity, 40)])
    #expect(histogram.fraction(from: 0.5, to: 1.5) == 0.375)
    #expect(histogram.fraction(from: -.infinity, to: 2) == 0.75)
    #expect(histogram.fraction(from: 1, to: .infinity) == 0.75)
    #expect(histogram.fraction(from: 2, to: 1) == 0)
    #expect(histogram.fraction(from: .nan, to: 1).isNaN)
  }
}
