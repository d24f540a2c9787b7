import Screen
import Testing

/// What a pointer finds of the widgets.
@Suite struct TargetTests {
  private func targets(
    _ x: Int,
    _ y: Int,
    _ size: Size = Size(20, 6),
    _ draw: (inout Grid) -> Void
  ) -> [Target] {
    var grid = Grid(size, under: Pointer(.press, x: x, y: y))
    draw(&grid)
    return grid.targets
  }

  @Test func whatIsDrawnLastIsInFrontAndACoverHidesTheRest() {
    func find(_ x: Int) -> [Target] {
      targets(x, 0) { grid in
        grid.mark(Rect(x: 0, y: 0, width: 10, height: 1), as: .part("below"))
        grid.mark(Rect(x: 2, y: 0, width: 8, height: 1), as: .row(3))
        grid.mark(Rect(x: 4, y: 0, width: 1, height: 1), as: .cover)
      }
    }
    #expect(find(0) == [.part("below")])
    #expect(find(2) == [.row(3), .part("below")])
    #expect(find(4) == [.cover])
    #expect(find(10).isEmpty)
    // Nobody asked: nothing is kept.
    var grid = Grid(Size(5, 5))
    grid.mark(grid.bounds, as: .row(1))
    #expect(grid == Grid(Size(5, 5)))
  }

  @Test func aTableHasItsHeadersAndTheRowsThatItShows() {
    let rows = (0..<9).map { [TextSpan("row \($0)"), TextSpan("\($0)")] }
    let columns = [
      Table.Column("name", .flexible(min: 8)), Table.Column("gone", .fixed(30), priority: 1),
      Table.Column("n", .fixed(3), .right),
    ]
    let table = Table(columns: columns, rows: rows, selected: 4, offset: 2)
    func find(_ x: Int, _ y: Int) -> Target? {
      targets(x, y) {
        table.draw(in: Rect(x: 1, y: 1, width: 18, height: 5), on: &$0, symbols: .ascii)
      }.first
    }
    let all = Target.rows(Target.Shown(first: 2, visible: 4, count: 9))
    #expect(find(1, 1) == .column(0))
    #expect(find(15, 1) == .column(2))
    #expect(find(18, 1) == .column(2))
    #expect(
      targets(5, 4) {
        table.draw(in: Rect(x: 1, y: 1, width: 18, height: 5), on: &$0, symbols: .ascii)
      }.last == all
    )
    #expect((2..<6).map { find(5, $0) } == [.row(2), .row(3), .row(4), .row(5)])
    // The marks beside the columns belong to their row.
    #expect(find(0, 3) == .row(3))
    #expect(find(19, 3) == .row(3))
    #expect(find(5, 0) == nil)
  }

  @Test func aLineHasItsCharactersUnderThePointer() {
    let editor = LineEditor("a日c")
    func find(_ x: Int) -> Target? {
      targets(x, 0) { editor.draw(in: $0.bounds.row(0), on: &$0, style: .plain, symbols: .ascii) }
        .first
    }
    #expect((0..<6).map(find) == [0, 1, 1, 2, 3, 3].map { .character($0) })
    var placed = editor
    placed.place(at: 1)
    _ = placed.take(.character("b"))
    #expect(placed.text == "ab日c")
    placed.place(at: 99)
    #expect(placed.cursor == 4)
  }

  @Test func spansAndScalesSayWhatTheyAre() {
    let line = TextLine(
      [TextSpan("aa "), TextSpan("bb", priority: 1).standing(for: .part("b"))],
      right: [TextSpan("c").standing(for: .part("c"))]
    )
    func find(_ x: Int) -> [Target] {
      targets(x, 0) { line.draw(in: $0.bounds.row(0), on: &$0, symbols: .ascii) }
    }
    #expect(find(2).isEmpty)
    #expect(find(3) == [.part("b")])
    #expect(find(4) == [.part("b")])
    #expect(find(19) == [.part("c")])
    let scale = ChartScale(start: 100, end: 200, columns: 10)
    let place = targets(5, 2) { grid in
      if let scale { grid.mark(Rect(x: 3, y: 1, width: 10, height: 4), as: scale) }
    }
    #expect(place == [.place(after: 120, through: 130)])
  }

  @Test func scrollingEndsAtBothEnds() {
    let shown = Target.Shown(first: 4, visible: 5, count: 12)
    #expect(shown.first(scrolledBy: 3) == 7)
    #expect(shown.first(scrolledBy: 30) == 7)
    #expect(shown.first(scrolledBy: -3) == 1)
    #expect(shown.first(scrolledBy: .min) == 0)
    #expect(shown.first(scrolledBy: .max) == 7)
    #expect(Target.Shown(first: 0, visible: 5, count: 2).first(scrolledBy: 3) == 0)
  }
}
