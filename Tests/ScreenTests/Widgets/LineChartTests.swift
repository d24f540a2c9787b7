import Screen
import TestSupport
import Testing

@Suite struct LineChartTests {
  /// A chart without labels, one point a dot column: twice as many places as columns.
  private func chart(_ values: [Double], columns: Int, filled: Bool = false) -> LineChart {
    let points = values.enumerated().map { ChartPoint(x: Int64($0 + 1), y: $1) }
    var chart = LineChart(
      series: [.init(points, isFilled: filled)],
      after: 0,
      through: Int64(columns * 2),
      maxGap: 1,
      axis: ChartAxis(gutter: 0)
    )
    chart.axis.low = 0
    chart.axis.high = 7
    return chart
  }

  private func lines(
    _ chart: LineChart,
    _ width: Int,
    _ height: Int,
    _ symbols: Symbols = .unicode
  )
    -> [String]
  {
    drawn(width, height) { chart.draw(in: $0.bounds, on: &$0, symbols: symbols) }
  }

  @Test func pointsAreDotsFromTheBottom() {
    #expect(lines(chart([0, 1, 2, 3, 4, 5, 6, 7], columns: 4), 4, 2) == ["  ⡠⠊", "⡠⠊  "])
    #expect(lines(chart([7, 7, 7, 7], columns: 2), 2, 2) == ["⠉⠉", "  "])
    #expect(lines(chart([0, 0, 0, 0], columns: 2), 2, 2) == ["  ", "⣀⣀"])
  }

  @Test func aJumpIsAStrokeWithoutAGap() {
    #expect(lines(chart([0, 0, 7, 7], columns: 2), 2, 2) == [" ⡏", "⣰⠁"])
  }

  @Test func anAreaReachesDownToTheBaseline() {
    #expect(lines(chart([3, 3, 3, 3], columns: 2, filled: true), 2, 2) == ["  ", "⣿⣿"])
    #expect(
      lines(chart([7, 7, 0, 0], columns: 2, filled: true), 2, 2, .ascii).last?.contains("#") == true
    )
  }

  @Test func anAreaOfNegativeValuesHangsFromZero() {
    var chart = chart([-7, -7, 7, 7], columns: 2, filled: true)
    chart.series[0].points = [.init(x: 1, y: -7), .init(x: 2, y: -7)]
    chart.axis.low = -7
    #expect(lines(chart, 2, 2) == ["  ", "⣿ "])
  }

  @Test func gapsStayGaps() {
    var distant = chart([3, 3, 3, 3, 3, 3, 3, 3], columns: 4)
    distant.series[0].points.removeSubrange(2..<6)
    #expect(lines(distant, 4, 2) == ["    ", "⠉  ⠉"])
    #expect(
      lines(chart([3, 3, .nan, .nan, .nan, .nan, 3, 3], columns: 4), 4, 2) == ["    ", "⠉  ⠉"]
    )
    distant.maxGap = 5
    #expect(lines(distant, 4, 2) == ["    ", "⠉⠉⠉⠉"])
  }

  @Test func aLonePointShows() {
    #expect(lines(chart([.nan, 7, .nan], columns: 2), 2, 1) == ["⠈ "])
  }

  @Test func severalPointsInAColumnShowTheirSpan() {
    var chart = chart([], columns: 1)
    chart.series[0].points = [3, 7, 0, 3].map { ChartPoint(x: 1, y: $0) }
    #expect(lines(chart, 1, 2) == ["⡇", "⡇"])
  }

  @Test func valuesOutsideTheAxisAreMarkedAtTheEdge() {
    #expect(lines(chart([3, 3, .infinity, 3, 3, 3], columns: 3), 3, 2)[0] == " ↑ ")
    #expect(lines(chart([3, 3, 99, 3, 3, 3], columns: 3), 3, 2)[0] == "⢀↑ ")
    #expect(lines(chart([3, 3, -99, 3, 3, 3], columns: 3), 3, 2)[1].contains("↓"))
    #expect(lines(chart([3, 3, -.infinity, 3, 3, 3], columns: 3), 3, 2, .ascii)[1].contains("v"))
  }

  /// A terminal is sent only what changes, so a window that moves by whole columns must not redraw
  /// a single glyph.
  @Test func aWindowMovedByWholeColumnsKeepsItsGlyphs() {
    var generator = SeededGenerator(seed: 11)
    let points = (0..<400).map {
      ChartPoint(
        x: Int64($0) * 5_000_000_000 + 1_763_000_000_000_000_000,
        y: .random(in: 0...7, using: &generator)
      )
    }
    let width: Int64 = 10_000_000_000
    var chart = chart([], columns: 40)
    chart.series = [.init(points.filter { $0.x % 7 != 0 }), .init(points, isFilled: true)]
    chart.maxGap = 6_000_000_000
    var previous: [String]?
    for step in 0..<20 {
      let end = 1_763_000_001_000_000_000 / width * width + Int64(step) * width
      (chart.start, chart.end) = (end - 40 * width, end)
      let now = lines(chart, 40, 5)
      if let previous {
        // The first column may show a line that enters from outside, so it is compared as well.
        #expect(zip(previous, now).allSatisfy { $0.dropFirst() == $1.dropLast() })
      }
      previous = now
    }
  }

  /// Points that are not joined are exactly the dots that arithmetic says.
  @Test func randomPointsAreTheirDots() {
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<200 {
      let points = (0..<30).map { _ in
        ChartPoint(
          x: .random(in: -3...45, using: &generator),
          y: .random(in: 0...7, using: &generator)
        )
      }.sorted { $0.x < $1.x }
      var chart = chart([], columns: 10)
      chart.series = [.init(points)]
      chart.maxGap = -1
      var expected = Array(repeating: [UInt8](repeating: 0, count: 10), count: 2)
      for point in points where point.x > 0 && point.x <= 20 {
        let column = Int(point.x - 1)
        let row = Int((7 - point.y).rounded())
        expected[row / 4][column / 2] |= 1 << UInt8(2 * (row % 4) + column % 2)
      }
      let glyphs = expected.map { row in
        String(String.UnicodeScalarView(row.map { Symbols.unicode.dots($0) }))
      }
      #expect(lines(chart, 10, 2) == glyphs)
    }
  }

  @Test func labelsStandAtTheAxis() {
    var chart = LineChart(
      series: [.init([ChartPoint(x: 1, y: 142), ChartPoint(x: 20, y: 30)])],
      after: 0,
      through: 20,
      maxGap: 100,
      axis: ChartAxis { value, _ in "\(Int(value))" }
    )
    #expect(
      lines(chart, 14, 4).map { String($0.prefix(4)) } == ["150┤", "100┤", " 50┤", "  0┤"]
    )
    #expect(
      lines(chart, 14, 4, .ascii).map { String($0.prefix(4)) } == ["150+", "100+", " 50+", "  0+"]
    )
    chart.axis.gutter = 6
    #expect(lines(chart, 14, 7).map { String($0.prefix(6)) }.first == "  150┤")
    #expect(lines(chart, 14, 7).map { String($0.prefix(6)) }[1] == "     │")
    #expect(chart.plot(in: Rect(x: 2, y: 0, width: 14, height: 4)).x == 8)
    // Labels that would take more than half are left out.
    #expect(chart.plot(in: Rect(x: 0, y: 0, width: 10, height: 4)).width == 10)
  }

  @Test func timesStandBelowAndDoNotTouch() {
    var chart = chart([1, 1], columns: 20)
    chart.ticks = [
      .init(2, "14:00"), .init(8, "14:01"), .init(20, "14:05"), .init(40, "14:10"), .init(99, "no"),
    ]
    #expect(lines(chart, 20, 3)[2] == "14:00  14:05   14:10")
    #expect(lines(chart, 20, 2).contains { $0.contains("14") } == false)
    #expect(lines(chart, 4, 3)[2] == "    ")
  }

  @Test func aThresholdStandsBehindTheLine() {
    var chart = chart([0, 0, 7, 7, 0, 0, 0, 0], columns: 4)
    chart.thresholds = [.init(at: 7, Style(.critical), label: "max")]
    #expect(!lines(chart, 8, 2)[0].hasPrefix("┄┄┄"))
    #expect(lines(chart, 8, 2)[0].hasSuffix("max"))
    #expect(lines(chart, 8, 2, .ascii)[0].hasPrefix("--"))
    chart.thresholds = [.init(at: 9, Style(.critical), label: "max")]
    #expect(!lines(chart, 8, 2).joined().contains("┄"))
  }

  @Test func aThresholdMayStretchTheAxis() {
    let points = [ChartPoint(x: 1, y: 1), ChartPoint(x: 2, y: 2)]
    var chart = LineChart(series: [.init(points)], after: 0, through: 8, maxGap: 1)
    chart.thresholds = [.init(at: 50, Style(.critical), extendsRange: true)]
    #expect(lines(chart, 20, 4)[0].hasPrefix("60.0┤"))
    #expect(lines(chart, 20, 4)[0].hasSuffix("┄┄┄"))
    chart.thresholds[0].extendsRange = false
    #expect(!lines(chart, 20, 4).joined().contains("┄"))
  }

  @Test func theCursorIsAColumn() {
    var chart = chart([0, 0, 0, 0, 0, 0, 0, 0], columns: 4)
    chart.cursor = 4
    var grid = Grid(Size(4, 2))
    chart.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.lines == [" │  ", "⣀⣀⣀⣀"])
    #expect(grid.roleLines == [".C..", "1C11"])
    var pointed = Grid(Size(5, 2), under: Pointer(.press, x: 1, y: 0))
    chart.draw(in: grid.bounds, on: &pointed, symbols: .unicode)
    #expect(pointed.targets == [.place(after: 2, through: 4)])
    pointed = Grid(Size(5, 2), under: Pointer(.press, x: 4, y: 0))
    chart.draw(in: grid.bounds, on: &pointed, symbols: .unicode)
    #expect(pointed.targets.isEmpty)
    chart.cursor = 9
    #expect(!lines(chart, 4, 2).joined().contains("│"))
    chart.cursor = 0
    #expect(!lines(chart, 4, 2).joined().contains("│"))
  }

  @Test func marksStandBehindTheSeriesWithTheirLettersAbove() {
    var chart = chart([0, 0, 0, 0, 0, 0, 0, 0], columns: 4)
    chart.marks = [
      LineChart.Mark(1, "V", Style(.title)), LineChart.Mark(2, "S", .plain),
      LineChart.Mark(8, "A", .plain), LineChart.Mark(9, "C", .plain),
    ]
    var grid = Grid(Size(4, 3))
    chart.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    // Of one column the first one shows, and what lies outside of the range does not.
    #expect(grid.lines == ["V  A", "┊  ┊", "⣀⣀⣀⣀"])
    #expect(lines(chart, 4, 1) == ["⣀⣀⣀⣀"], "the series hides them where there is no room")
  }

  @Test func theLastSeriesWinsACellAndLinesHideAreas() {
    var chart = chart([3, 3, 3, 3], columns: 2)
    chart.series.append(.init([.init(x: 1, y: 0), .init(x: 2, y: 0)], style: Style(.series2)))
    var grid = Grid(Size(2, 2))
    chart.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.lines == ["  ", "⣉⠉"])
    #expect(grid.roleLines[1] == "21")

    chart.series[0].isFilled = true
    chart.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.lines[1] == "⣉⣿")
  }

  @Test func aSignMarksTheLastPoint() {
    var chart = chart([7, 7, 7], columns: 4)
    chart.series[0].sign = "▲"
    #expect(lines(chart, 4, 1)[0].dropFirst() == "▲  ")
  }

  @Test func dimmingIsForTheWholeArea() {
    var chart = chart([1, 2], columns: 2)
    chart.isDimmed = true
    var grid = Grid(Size(3, 1))
    chart.draw(in: Rect(x: 0, y: 0, width: 2, height: 1), on: &grid, symbols: .unicode)
    #expect(grid.emphasisLines == ["22."])
  }

  @Test func anEmptyChartHasAnAxisAndNoLine() {
    let chart = LineChart(series: [], after: 0, through: 10, maxGap: 1)
    #expect(lines(chart, 10, 2) == ["1.0┤      ", "0.0┤      "])
    let backwards = LineChart(series: [.init([.init(x: 1, y: 1)])], after: 5, through: 5, maxGap: 1)
    #expect(lines(backwards, 10, 2) == ["1.0┤      ", "0.0┤      "])
  }

  @Test func extremeValuesAndPlacesDoNotTrap() {
    let values: [Double] = [1e308, -1e308, .leastNonzeroMagnitude, .nan, .infinity, -.infinity, 0]
    let places: [Int64] = [.min, -1, 0, 1, 5, 9, .max]
    let points = zip(places, values).map { ChartPoint(x: $0, y: $1) }
    for (start, end) in [(Int64.min, Int64.max), (0, 10), (-1, 1), (.max - 1, .max)]
      as [(Int64, Int64)]
    {
      for baseline in [ChartAxis.Baseline.zero, .minimum] {
        var chart = LineChart(
          series: [.init(points, isFilled: true)],
          after: start,
          through: end,
          maxGap: .max,
          axis: ChartAxis(baseline: baseline)
        )
        chart.cursor = 3
        chart.thresholds = [
          .init(at: .nan, Style(.critical)), .init(at: 1e308, Style(.critical), extendsRange: true),
        ]
        #expect(faults { chart.draw(in: $0, on: &$1, symbols: $2) } == [])
      }
    }
  }
}
