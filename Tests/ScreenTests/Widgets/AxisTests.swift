import Screen
import Testing

@Suite struct AxisTests {
  @Test(
    arguments: [
      (142, 3, 50), (142, 2, 100), (1, 5, 0.2), (1, 4, 0.25), (0.3, 3, 0.1), (7, 7, 1),
      (0.06, 5, 0.02),
      (1e-9, 4, 2.5e-10), (1e300, 4, 2.5e299), (9.9, 1, 10),
    ] as [(Double, Int, Double)]
  )
  func decimalStepsAreRound(span: Double, count: Int, step: Double) {
    let found = AxisTicks.decimal.step(span: span, atMost: count)
    #expect(abs(found - step) <= step * 1e-9)
  }

  @Test(
    arguments: [
      (0.4, 4, 0.1), (4, 4, 1), (50, 5, 10), (100, 4, 30), (150, 3, 60), (1000, 4, 300),
      (7200, 4, 1800),
      (40_000, 4, 10_800), (90_000, 3, 43_200), (500_000, 5, 172_800),
    ] as [(Double, Int, Double)]
  )
  func stepsOfTimeAreThoseOfClocks(span: Double, count: Int, step: Double) {
    let found = AxisTicks.sixty.step(span: span, atMost: count)
    #expect(abs(found - step) <= step * 1e-9)
  }

  @Test(
    arguments: [
      (1000, 4, 256), (1024, 4, 256), (3e9, 3, 1_073_741_824), (3, 3, 1), (0.4, 4, 0.1),
    ] as [(Double, Int, Double)]
  )
  func stepsOfBytesArePowersOfTwo(span: Double, count: Int, step: Double) {
    #expect(AxisTicks.binary.step(span: span, atMost: count) == step)
  }

  @Test(arguments: [0, -1, .nan, .infinity] as [Double])
  func aSpanWithoutSizeHasStepOne(span: Double) {
    #expect(AxisTicks.decimal.step(span: span, atMost: 4) == 1)
    #expect(AxisTicks.sixty.step(span: span, atMost: 0) == 1)
  }

  @Test func multiplesStartAndEndOnTheEdges() {
    #expect(AxisTicks.multiples(of: 0.1, from: 0, through: 0.3).count == 4)
    #expect(AxisTicks.multiples(of: 5, from: -7, through: 7) == [-5, 0, 5])
    #expect(AxisTicks.multiples(of: 1, from: 1e17, through: 1e17 + 4) == [])
    #expect(AxisTicks.multiples(of: 1, from: 0, through: 1e6) == [])
  }

  private func range(
    _ smallest: Double,
    _ largest: Double,
    rows: Int = 4,
    _ axis: ChartAxis = ChartAxis()
  )
    -> [Double]
  {
    let range = axis.range(holding: (smallest, largest), rows: rows)
    return [range.low, range.high, range.step]
  }

  @Test func theRangeStartsAtZeroAndEndsOnALabel() {
    #expect(range(30, 142) == [0, 150, 50])
    #expect(range(-30, 142) == [-100, 200, 100])
    #expect(range(-30, -10) == [-30, 0, 10])
    #expect(range(0, 0) == [0, 1, 0.5])
    #expect(range(0, 100) == [0, 100, 50])
  }

  @Test func aHairAboveALabelAsksForNoOther() {
    let third = 0.1 + 0.2
    #expect(third > 0.3)
    let range = ChartAxis().range(holding: (0, third), rows: 4)
    #expect(range.ticks.count == 4 && range.high < 0.31)
  }

  @Test func theRangeCanFollowTheSmallestValue() {
    let axis = ChartAxis(baseline: .minimum)
    #expect(range(30, 142, axis) == [0, 150, 50])
    #expect(range(100, 142, axis) == [100, 160, 20])
    #expect(range(50, 50, axis).first == 50)
  }

  @Test func endsCanBeFixedAndTheSpanHeldOpen() {
    var axis = ChartAxis()
    axis.high = 1
    #expect(range(0.2, 3, axis)[1] == 1)
    axis.high = nil
    axis.minimumSpan = 0.01
    #expect(range(0, 0.0001, axis)[1] == 0.01)
    axis.low = 5
    axis.high = 5
    #expect(range(0, 9, axis)[1] > 5)
  }

  @Test func noValuesStillMakeARange() {
    let range = ChartAxis().range(holding: nil, rows: 1)
    #expect(range.low == 0 && range.high == 1)
  }

  private func range(_ smallest: Double, _ largest: Double, _ axis: ChartAxis) -> [Double] {
    range(smallest, largest, rows: 4, axis)
  }

  @Test func columnsAreOpenLeftAndClosedRight() throws {
    let scale = try #require(ChartScale(start: 0, end: 10, columns: 5))
    #expect([0, 1, 2, 3, 10, 11].map { scale.column(of: $0) } == [-1, 0, 0, 1, 4, 5])
    #expect((0..<5).map { scale.place(of: $0) } == [2, 4, 6, 8, 10])
    #expect(ChartScale(start: 3, end: 3, columns: 5) == nil)
    #expect(ChartScale(start: 3, end: 4, columns: 0) == nil)
  }

  @Test func windowsMoveByWholeColumns() throws {
    let minute: Int64 = 60_000_000_000
    let now: Int64 = 1_763_000_123_456_789_012
    let first = try #require(
      ChartScale.window(endingAt: now, span: 15 * minute, columns: 60, unit: 1_000_000_000)
    )
    let width = (first.end - first.start) / 60
    #expect(width == 15_000_000_000)
    #expect(first.end >= now && first.end - now < width && first.end % width == 0)
    let later = try #require(
      ChartScale.window(
        endingAt: now + 5_000_000_000,
        span: 15 * minute,
        columns: 60,
        unit: 1_000_000_000
      )
    )
    #expect((later.end - first.end) % width == 0)
    #expect(ChartScale.window(endingAt: now, span: 0, columns: 60) == nil)
  }
}
