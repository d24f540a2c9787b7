import Testing

@testable import Demo

/// Chance that follows from a seed.
@Suite struct DemoRandomTests {
  @Test func countsHaveTheirMean() {
    var random = DemoRandom(7, 0, 0)
    let counts = (0..<4_000).map { _ in random.count(mean: 12.5) }
    let mean = Double(counts.reduce(0, +)) / 4_000
    #expect(abs(mean - 12.5) < 0.3)
    let variance = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 4_000
    #expect(abs(variance - 12.5) < 1.5)
  }

  @Test func placesDiffer() {
    let firsts = (0..<1_000).map { place -> UInt64 in
      var random = DemoRandom(7, place, 1)
      return random.next()
    }
    #expect(Set(firsts).count == 1_000)
  }

  @Test func driftIsSmoothAndStaysWithinBounds() {
    let values = (0..<400).map { DemoRandom.drift(7, at: 1_000_000 + $0, every: 40, 1) }
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(zip(values, values.dropFirst()).allSatisfy { abs($0 - $1) < 0.06 })
    #expect((values.max() ?? 0) - (values.min() ?? 0) > 0.3)
  }

  @Test(arguments: LatencyShape.allCases) func shapesRise(_ shape: LatencyShape) {
    var random = DemoRandom(7, shape.rawValue, 5)
    let samples = (0..<2_000).map { _ in shape.sample(&random, LatencyShape.quantiles) }.sorted()
    #expect(samples[0] > 0)
    #expect(samples[1_900] > samples[1_000])
  }
}
