import Testing

@testable import PromQL

@Suite struct RangeFunctionsTests {
  /// The window (start, end] over samples at even distances, evaluated at its end.
  private func reduce(
    _ values: [Double],
    step: Int64 = 60_000,
    window: (start: Int64, end: Int64),
    _ body: (SampleWindow) -> Double
  ) -> Double {
    let timestamps = values.indices.map { Int64($0) * step }
    var windows = StepWindows()
    return timestamps.withUnsafeBufferPointer { timestamps in
      values.withUnsafeBufferPointer { values in
        _ = windows.move(to: timestamps, span(window), EvaluationSteps(at: window.end))
        var sample = SampleWindow(timestamps: timestamps, values: values)
        sample.time = window.end
        (sample.low, sample.high) = (Int(windows.lows[0]), Int(windows.highs[0]))
        return body(sample)
      }
    }
  }

  private func span(_ window: (start: Int64, end: Int64)) -> WindowSpan {
    WindowSpan(length: window.end - window.start, anchor: .offset(0))
  }

  private func slope(
    _ values: [Double],
    window: (start: Int64, end: Int64),
    _ slope: RangeFunctions.Slope
  ) -> Double {
    var buffer = SampleBuffer()
    buffer.fill(values.count) { timestamps, numbers in
      for (index, value) in values.enumerated() {
        timestamps[index] = Int64(index) * 60_000
        numbers[index] = value
      }
      return values.count
    }
    let steps = EvaluationSteps(at: window.end)
    var windows = StepWindows()
    _ = buffer.withSamples { timestamps, _ in
      windows.move(to: timestamps, span(window), steps)
    }
    var change = Extrapolation(slope)
    change.adopt(windows, of: buffer, span(window), steps)
    change.begin(buffer)
    var row = [0.0]
    change.fill(&row, 0..<1, buffer)
    return row[0]
  }

  @Test func rateOfASteadyCounterIsItsSlope() {
    // Samples at 1 m … 5 m in (0, 5 m]: 40 over 4 m, the start 1 m away is within 1.1 spacings.
    let values: [Double] = [100, 110, 120, 130, 140, 150]
    #expect(slope(values, window: (0, 300_000), .increase) == 50)
    #expect(abs(slope(values, window: (0, 300_000), .rate) - 50.0 / 300) < 1e-15)
  }

  @Test func aResetAddsWhatTheCounterHadReached() {
    // 3 m: 30 → 5; (10 → 20 → 30 → 5 → 15) is 10 + 10 + 5 + 10.
    let values: [Double] = [0, 10, 20, 30, 5, 15]
    #expect(slope(values, window: (0, 300_000), .increase) == 43.75)
    #expect(slope(values, window: (0, 300_000), .delta) == 6.25)
  }

  @Test func aCounterIsNotExtrapolatedBelowZero() {
    // The first sample is 1, the slope 100 a minute: zero was 0.6 s before it, not a minute.
    let values: [Double] = [0, 1, 101, 201, 301]
    let sampled = 180.0
    let factor = (sampled + sampled * (1 / 300) + 60) / sampled
    let increase = slope(values, window: (0, 300_000), .increase)
    #expect(abs(increase - 300 * factor) < 1e-12)
  }

  @Test func farBoundsAreApproachedByHalfASpacing() {
    // Samples at 1 m and 2 m in (-10 m, 20 m]: both bounds are far away.
    let values: [Double] = [1000, 1060, 1120]
    let increase = slope(values, window: (0, 1_200_000), .increase)
    #expect(increase == 60 * (60 + 60 + 30) / 60)
  }

  @Test func oneSampleHasNoRate() {
    #expect(StaleMarker.isStale(slope([1, 2], window: (0, 60_000), .rate)))
  }

  @Test func manyResetsAreAllCounted() {
    let values = (0..<100).map { $0 % 2 == 0 ? 10.0 : 3.0 }
    // From sample 1 (3) to 99 (3): up by 7 and down to 3, 49 times each.
    let change = 49.0 * 7 + 49 * 3
    let increase = slope(values, window: (0, 99 * 60_000), .increase)
    #expect(abs(increase - change * (98 + 3 * 98 / change) / 98) < 1e-9)
  }

  @Test func instantRateTakesTheLastTwoSamples() {
    let values: [Double] = [0, 10, 20, 50]
    let rate = reduce(values, window: (0, 180_000)) {
      RangeFunctions.instantaneous($0, isRate: true)
    }
    #expect(rate == 0.5)
    let fallen = reduce([0, 10, 20, 6], window: (0, 180_000)) {
      RangeFunctions.instantaneous($0, isRate: true)
    }
    #expect(fallen == 0.1)
    let delta = reduce([0, 10, 20, 6], window: (0, 180_000)) {
      RangeFunctions.instantaneous($0, isRate: false)
    }
    #expect(delta == -14)
  }

  @Test func sumsKeepWhatRoundingWouldLose() {
    // Neumaier's own example: a plain sum gives 0.
    let values = [0, 1, 1e100, 1, -1e100]
    #expect(reduce(values, window: (0, 240_000), RangeFunctions.sum) == 2)
    #expect(reduce(values, window: (0, 240_000), RangeFunctions.average) == 0.5)
  }

  @Test func aMeanOutlivesASumThatOverflows() {
    let values = [0, 1.7e308, 1.7e308, 1.7e308]
    let mean = reduce(values, window: (0, 180_000), RangeFunctions.average)
    #expect(abs(mean - 1.7e308) < 1e294)
    #expect(reduce(values, window: (0, 180_000), RangeFunctions.sum) == .infinity)
  }

  @Test func variancesAreThoseOfThePopulation() {
    let values: [Double] = [0, 2, 4, 4, 4, 5, 5, 7, 9]
    #expect(reduce(values, window: (0, 480_000), RangeFunctions.variance) == 4)
  }

  @Test func notANumberLosesAgainstAnyNumber() {
    let values: [Double] = [0, .nan, 3, 1, .nan]
    #expect(reduce(values, window: (0, 240_000), RangeFunctions.max) == 3)
    #expect(reduce(values, window: (0, 240_000), RangeFunctions.min) == 1)
    #expect(reduce(values, window: (0, 60_000), RangeFunctions.max).isNaN)
  }

  @Test func changesAndResetsCompareNeighbours() {
    let values: [Double] = [0, 1, 1, 2, 1, .nan, .nan, 0]
    #expect(reduce(values, window: (0, 420_000), RangeFunctions.changes) == 4)
    #expect(reduce(values, window: (0, 420_000), RangeFunctions.resets) == 1)
  }

  @Test func lineThroughSamplesPredictsTheFuture() {
    // 10 a minute: at the evaluation (5 m) 50, an hour later 650.
    let values: [Double] = [0, 10, 20, 30, 40, 50]
    let prediction = reduce(values, window: (0, 300_000)) {
      RangeFunctions.prediction($0, after: 3600)
    }
    #expect(abs(prediction - 650) < 1e-9)
    let slope = reduce(values, window: (0, 300_000), RangeFunctions.derivative)
    #expect(abs(slope - 10.0 / 60) < 1e-15)
  }

  @Test func aConstantHasNoSlopeAndInfinityNoLine() {
    #expect(reduce([7, 7, 7], window: (-1, 120_000), RangeFunctions.derivative) == 0)
    let infinite: [Double] = [.infinity, .infinity]
    #expect(reduce(infinite, window: (-1, 60_000), RangeFunctions.derivative).isNaN)
  }

  @Test func smoothingFollowsALine() {
    // On a straight line, level and trend are exact whatever the factors.
    let values: [Double] = [0, 10, 20, 30, 40, 50]
    let smoothed = reduce(values, window: (0, 300_000)) {
      RangeFunctions.smoothed($0, smoothing: 0.25, trend: 0.5)
    }
    #expect(abs(smoothed - 50) < 1e-12)
  }

  @Test func quantilesLieBetweenNeighbours() {
    var values: [Double] = [4, 1, 3, 2]
    #expect(Quantile.value(0.5, sorting: &values) == 2.5)
    #expect(Quantile.value(1, sorting: &values) == 4)
    #expect(Quantile.value(0, sorting: &values) == 1)
    #expect(Quantile.value(-0.1, sorting: &values) == -.infinity)
    #expect(Quantile.value(1.1, sorting: &values) == .infinity)
    #expect(Quantile.value(.nan, sorting: &values).isNaN)
    var withNaN: [Double] = [2, .nan, 1]
    #expect(Quantile.value(0.5, sorting: &withNaN) == 1)
  }
}
