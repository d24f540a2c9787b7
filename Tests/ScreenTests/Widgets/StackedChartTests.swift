import Screen
import Testing

/// Areas that stand one on the other.
@Suite struct StackedChartTests {
  /// Each series with the height of its own area, the lowest last, one point a dot column.
  private func drawn(_ heights: [[Double]], rows: Int, top: Double) -> Grid {
    var below = [Double](repeating: 0, count: heights[0].count)
    var series: [LineChart.Series] = []
    for (index, own) in heights.enumerated().reversed() {
      let points = own.indices.map { x in
        let value = own[x] > 0 ? below[x] + own[x] : .nan
        if own[x] > 0 { below[x] += own[x] }
        return ChartPoint(x: Int64(x + 1), y: value)
      }
      let role: Role = [.ok, .warningMark, .criticalMark][index]
      series.insert(LineChart.Series(points, style: Style(role), isFilled: true), at: 0)
    }
    var chart = LineChart(series: series, after: 0, through: Int64(heights[0].count), maxGap: 1)
    chart.axis.gutter = 0
    chart.axis.high = top
    chart.isStacked = true
    var grid = Grid(Size(heights[0].count / 2, rows))
    chart.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    return grid
  }

  private func roles(_ grid: Grid, _ x: Int) -> [Role] {
    (0..<grid.size.height).map { grid[x, $0].style.role }
  }

  @Test func theLeastShareIsSeenAndMakesNoGap() {
    let flat = [Double](repeating: 0.95, count: 8)
    let few = [Double](repeating: 0.02, count: 8)
    let grid = drawn([flat, few.map { $0 / 2 }, few], rows: 4, top: 1)
    for x in 0..<4 {
      // The lowest cell is full, with what stands on the few that failed.
      #expect(grid[x, 3].text == "⣿")
      #expect(roles(grid, x).last == .criticalMark)
      #expect(roles(grid, x).prefix(3).allSatisfy { $0 == .ok })
    }
  }

  @Test func aCellIsOfTheSeriesThatFillsMostOfIt() {
    // Of 16 dots down, the lower area has 10: the third row from the bottom is mostly of the upper one.
    let lower = [Double](repeating: 0.6, count: 8)
    let upper = [Double](repeating: 0.4, count: 8)
    let grid = drawn([upper, [Double](repeating: 0, count: 8), lower], rows: 4, top: 1)
    #expect(roles(grid, 1) == [.ok, .criticalMark, .criticalMark, .criticalMark])
    let less = drawn(
      [
        [Double](repeating: 0.7, count: 8), [Double](repeating: 0, count: 8),
        upper.map { $0 * 0.75 },
      ],
      rows: 4,
      top: 1
    )
    #expect(roles(less, 1) == [.ok, .ok, .ok, .criticalMark])
  }

  @Test func ofSeriesThatShareACellTheWorstIsSeen() {
    let few = [Double](repeating: 0.01, count: 8)
    let grid = drawn([few, few, few], rows: 2, top: 1)
    #expect(roles(grid, 1).last == .criticalMark)
  }

  @Test func whatIsNotThereIsNotDrawn() {
    var failed = [Double](repeating: 0, count: 8)
    failed[4] = 0.01
    let grid = drawn(
      [[Double](repeating: 0.9, count: 8), failed.map { _ in 0 }, failed],
      rows: 4,
      top: 1
    )
    #expect(roles(grid, 2).last == .criticalMark)
    #expect(roles(grid, 1).last == .ok)
    #expect(roles(grid, 3).last == .ok)
  }
}
