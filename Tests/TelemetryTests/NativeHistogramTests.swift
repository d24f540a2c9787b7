import Telemetry
import Testing

@Suite struct NativeHistogramTests {
  @Test func theMeanIsTheSumOverTheCount() {
    let histogram = NativeHistogram(
      count: 4,
      sum: 1,
      buckets: [.init(boundaryRule: 0, lower: 0.1, upper: 0.5, count: 4)]
    )
    #expect(histogram.mean == 0.25)
  }

  @Test func whatCountedNothingHasNoMean() {
    #expect(NativeHistogram(count: 0, sum: 0, buckets: []).mean.isNaN)
  }
}
