import Screen
import TestSupport
import Testing

@Suite struct HeatMapTests {
  /// A map without labels, a place a column.
  private func map(_ columns: [(x: Int64, weights: [Double])], width: Int) -> HeatMap {
    var map = HeatMap(
      columns.map { HeatMap.Column($0.x, $0.weights) },
      rows: columns.map(\.weights.count).max() ?? 0,
      after: 0,
      through: Int64(width),
      reach: 1
    )
    map.label = { "\($0 + 1)s" }
    map.gutter = 0
    return map
  }

  private func lines(
    _ map: HeatMap,
    _ width: Int,
    _ height: Int,
    _ symbols: Symbols = .unicode
  ) -> [String] {
    drawn(width, height) { map.draw(in: $0.bounds, on: &$0, symbols: symbols) }
  }

  @Test func eachCellHasTheShadeOfItsShare() {
    let map = map([(1, [99, 1]), (2, [95, 5]), (3, [80, 20]), (4, [30, 70])], width: 4)
    #expect(lines(map, 4, 2) == ["░▒▓█", "████"])
    #expect(lines(map, 4, 2, .ascii) == ["-=*#", "####"])
  }

  @Test func nothingInARowIsNotTheSameAsNoColumn() {
    let map = map([(1, [1, 0]), (2, [0, 0]), (4, [0, 1])], width: 4)
    #expect(lines(map, 4, 2) == ["  ·█", "█ · "])
    #expect(lines(map, 4, 2, .ascii) == ["  .#", "# . "])
    let lines = Symbols.ascii.lines
    #expect(
      !Symbols.ascii.shades.contains { [lines.gap, lines.axisTick, lines.cursor].contains($0) }
    )
  }

  @Test func neighboursAreAddedUpWhereThereAreMoreRowsThanLines() {
    let map = map([(1, [15, 15, 0, 0, 70])], width: 1)
    #expect(map.lines(atMost: 5) == [0..<1, 1..<2, 2..<3, 3..<4, 4..<5])
    #expect(map.lines(atMost: 2) == [0..<2, 2..<5])
    #expect(lines(map, 1, 5) == ["█", " ", " ", "▓", "▓"])
    #expect(lines(map, 1, 2) == ["█", "█"], "15 and 15 of a hundred are 30")
    #expect(map.lines(atMost: 0).isEmpty && map.lines(atMost: -3).isEmpty)
  }

  @Test func outerRowsThatAreEmptyEverywhereAreLeftOut() {
    let map = map([(1, [0, 3, 0, 1, 0, 0])], width: 1)
    #expect(map.lines(atMost: 6) == [1..<2, 2..<3, 3..<4])
    #expect(lines(map, 1, 6).prefix(3) == ["▓", " ", "█"])
  }

  @Test func rowsHaveTheLabelOfTheirUpperEnd() {
    var map = map([(1, [1, 1, 1, 1])], width: 1)
    map.gutter = 4
    map.end = 6
    #expect(lines(map, 10, 2) == [" 4s┤█·····", " 2s┤█·····"])
    map.label = { $0 == 3 ? "1 min 30 s" : "" }
    #expect(lines(map, 10, 2)[0] == "1 …┤█·····")
    map.end = 7
    #expect(lines(map, 7, 2) == ["█······", "█······"], "cells before labels")
  }

  @Test func aColumnReachesBackToTheOneBeforeIt() {
    var map = map([(4, [1]), (8, [1])], width: 12)
    map.reach = 4
    #expect(lines(map, 12, 1) == ["████████····"])
    map.columns.removeFirst()
    #expect(lines(map, 12, 1) == ["····████····"])
    map.columns = [.init(14, [1])]
    #expect(lines(map, 12, 1) == ["··········██"], "it begins inside")
  }

  @Test func columnsInOneCellAreAddedUp() {
    let map = map([(1, [9, 0]), (2, [0, 1])], width: 2)
    #expect(lines(map, 1, 2) == ["▓", "█"])
  }

  @Test func theCursorIsAColumn() {
    var map = map([(1, [1, 0]), (2, [1, 0])], width: 3)
    map.columns.append(.init(3, [0, 1]))
    map.cursor = 2
    #expect(lines(map, 3, 2) == [" │█", "██ "])
    var grid = Grid(Size(3, 2))
    map.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect((0..<2).allSatisfy { grid[1, $0].style.role == .cursor })
    #expect(grid[0, 1].style.role == .shade4)
    map.isDimmed = true
    map.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.cells.allSatisfy { $0.style.emphasis.contains(.dim) })
  }

  @Test func aPlaceHasTheSharesOfItsColumn() {
    let map = map([(2, [1, 3]), (3, [0, 0])], width: 4)
    let lines = map.lines(atMost: 2)
    #expect(map.shares(at: 2, lines) == [0.25, 0.75])
    #expect(map.shares(at: 3, lines) == [0, 0])
    #expect(map.shares(at: 1, lines) == nil && map.shares(at: 4, lines) == nil)
  }

  @Test func theLegendNamesEveryShade() {
    func text(_ symbols: Symbols) -> String {
      HeatMap.legend(gap: "no data", symbols).map(\.text).joined()
    }
    #expect(text(.unicode) == "░ <2%  ▒ <10%  ▓ <30%  █ 30%+  · no data")
    #expect(text(.ascii) == "- <2%  = <10%  * <30%  # 30%+  . no data")
  }

  @Test func nothingIsDrawnOutsideAndNoNumberTraps() {
    var map = map([(1, [1, 2]), (5, [.infinity, 1]), (9, [.nan, 1]), (12, [])], width: 20)
    map.columns += [.init(13, [1, 2, 3, 4, 5]), .init(.max, [1, 1])]
    for (start, end, reach) in [
      (0, 20, 1), (0, 0, 1), (20, 0, 5), (Int64.min, .max, .max), (.max, .min, .min),
    ] as [(Int64, Int64, Int64)] {
      (map.start, map.end, map.reach) = (start, end, reach)
      map.gutter = 7
      map.cursor = 4
      let found = faults { map.draw(in: $0, on: &$1, symbols: $2) }
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test func aMovedWindowKeepsItsGlyphs() {
    var generator = SeededGenerator(seed: 5)
    let columns = (0..<200).map { place in
      (Int64(place * 3), (0..<6).map { _ in Double.random(in: 0...1, using: &generator) })
    }
    var map = map(columns, width: 40)
    map.reach = 3
    var previous: [String]?
    for step in 0..<20 {
      (map.start, map.end) = (Int64(100 + step * 2), Int64(180 + step * 2))
      let now = lines(map, 40, 6)
      if let previous {
        #expect(zip(previous, now).allSatisfy { $0.dropFirst() == $1.dropLast() })
      }
      previous = now
    }
  }

  /// Two bands, a gap and a cursor, in both sets of characters.
  @Test func twoBandsLookAsRecorded() throws {
    let columns = (1...60).filter { !(20...24).contains($0) }.map { place -> HeatMap.Column in
      let slow = place > 40 ? 0.45 : 0.08
      return HeatMap.Column(
        Int64(place),
        [0, 0.01, 0.7 * (1 - slow), 0.3 * (1 - slow), 0, 0, slow * 0.8, slow * 0.2, 0]
      )
    }
    let labels = ["1ms", "2.5ms", "5ms", "10ms", "25ms", "50ms", "100ms", "250ms", "+Inf"]
    var map = HeatMap(columns, rows: labels.count, after: 0, through: 60, reach: 1)
    map.label = { labels[$0] }
    map.cursor = 50
    for (symbols, name) in [(Symbols.unicode, "unicode"), (.ascii, "ascii")] {
      var grid = Grid(Size(67, 9))
      TextLine(HeatMap.legend(gap: "no data", symbols))
        .draw(in: grid.bounds, on: &grid, symbols: symbols)
      let area = Rect(x: 0, y: 1, width: 67, height: 8)
      map.draw(in: area, on: &grid, symbols: symbols)
      try Golden.expect(grid, "widgets/heat-map-\(name)")
    }
  }
}
