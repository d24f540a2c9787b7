import Screen
import TestSupport
import Testing

@Suite struct SparklineTests {
  private func lines(
    _ values: [Double],
    _ width: Int,
    _ height: Int = 1,
    _ symbols: Symbols = .unicode
  )
    -> [String]
  {
    drawn(width, height) {
      Sparkline(values: values).draw(in: $0.bounds, on: &$0, symbols: symbols)
    }
  }

  @Test func risesInEighths() {
    #expect(lines([0, 1, 2, 3, 4, 5, 6, 7], 8) == ["▁▂▃▄▅▆▇█"])
    #expect(lines([0, 1, 2, 3, 4, 5, 6, 7], 8, 1, .ascii) == ["_.:-=+*#"])
  }

  @Test func theNewestStandsAtTheRight() {
    #expect(lines([7, 7, 0, 7], 2) == ["▁█"])
    #expect(lines([7], 3) == ["xx█"])
    #expect(lines([], 3) == ["xxx"])
  }

  @Test func missingIsNotZero() {
    #expect(lines([0, .nan, 8], 3) == ["▁·█"])
    #expect(lines([.nan, .nan], 2) == ["··"])
    #expect(lines([0, 0], 2) == ["▁▁"])
  }

  @Test func infinitiesAreArrows() {
    #expect(lines([1, .infinity, -.infinity], 3) == ["█↑↓"])
  }

  @Test func hugeValuesDoNotOverflow() {
    #expect(lines([-1e308, 0, 1e308], 3) == ["▁▅█"])
  }

  @Test func severalRowsMakeBars() {
    #expect(lines([0, 4, 8], 3, 2) == ["x▁█", "▁██"])
  }

  @Test func aFixedRangeClips() {
    let text = drawn(3, 1) {
      Sparkline(values: [0, 0.5, 9], low: 0, high: 1).draw(
        in: $0.bounds,
        on: &$0,
        symbols: .unicode
      )
    }
    #expect(text == ["▁▅█"])
  }

  @Test func pointsAreSpreadOverColumns() {
    let points = [(0, 9.0), (1, 1), (2, 2), (3, .nan), (10, 4), (11, 9)].map {
      ChartPoint(x: Int64($0.0), y: $0.1)
    }
    let columns = Sparkline.columns(of: points, after: 0, through: 10, count: 5)
    #expect(columns.map { $0.isNaN ? "_" : "\($0)" } == ["2.0", "_", "_", "_", "4.0"])
    let none = Sparkline.columns(of: points, after: 5, through: 5, count: 2)
    #expect(none.filter(\.isNaN).count == 2)
    #expect(Sparkline.columns(of: points, after: 0, through: 5, count: -1).isEmpty)
  }

  @Test func nothingIsDrawnOutside() {
    let line = Sparkline(values: (0..<30).map(Double.init) + [.nan, .infinity])
    #expect(faults { line.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
