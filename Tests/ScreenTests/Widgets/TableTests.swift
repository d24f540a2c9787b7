import Screen
import TestSupport
import Testing

@Suite struct TableTests {
  private let table = Table(
    columns: [
      .init("endpoint", .flexible(min: 8)),
      .init("req/s", .fixed(5), .right),
      .init("p50", .fixed(6), .right, priority: 1),
      .init("err", .fixed(5), .right, priority: 2),
    ],
    rows: [
      [TextSpan("/checkout"), TextSpan("142"), TextSpan("38 ms"), TextSpan("6.4 %", .critical)],
      [TextSpan("/cart/items/long"), TextSpan("9.1"), TextSpan("4 ms"), TextSpan("0 %")],
      [TextSpan("/日本語日本語"), TextSpan("1234567"), TextSpan("–")],
    ],
    selected: 1
  )

  private func lines(
    _ table: Table,
    _ width: Int,
    _ height: Int,
    _ symbols: Symbols = .unicode
  )
    -> [String]
  {
    drawn(width, height) { table.draw(in: $0.bounds, on: &$0, symbols: symbols) }
  }

  @Test func columnsAreAligned() {
    #expect(
      lines(table, 30, 5) == [
        "endpoint    req/s    p50   err",
        "/checkout     142  38 ms 6.4 %",
        "/cart/item…   9.1   4 ms   0 %",
        "/日本語日…  1234…      –      ",
        "                              ",
      ]
    )
  }

  @Test func theSelectedRowIsARole() {
    var grid = Grid(Size(30, 4))
    table.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.roleLines[2] == String(repeating: "S", count: 30))
    #expect(grid.roleLines[1].hasSuffix("ccccc"))
  }

  @Test func columnsAreLeftOutByPriorityWithAMark() {
    // A mark right behind a title or a number would read as part of it: "1.00 sv".
    #expect(lines(table, 22, 2)[0] == "endpoint req/s   err …")
    #expect(lines(table, 16, 4)[0] == "endpoint req/s …")
    #expect(lines(table, 16, 4, .ascii)[0] == "endpoint req/s ~")
  }

  @Test func hiddenRowsAreMarked() {
    var small = table
    #expect(
      lines(small, 30, 3) == [
        "endpoint  req/s    p50   err  ", "/checkout   142  38 ms 6.4 %  ",
        "/cart/it…   9.1   4 ms   0 % ↓",
      ]
    )
    small.offset = 1
    #expect(lines(small, 30, 3)[1].hasPrefix("/cart"))
    small.offset = 99
    #expect(lines(small, 30, 3)[1].hasPrefix("/cart"))
    #expect(lines(small, 30, 3)[1].hasSuffix("↑"))
  }

  @Test func aSingleRowHasNoHeader() {
    var small = table
    small.offset = 1
    #expect(lines(small, 30, 1) == ["/cart/it…   9.1   4 ms   0 % ↓"])
    #expect(Table.visibleRows(in: Rect(x: 0, y: 0, width: 9, height: 1)) == 1)
    #expect(Table.visibleRows(in: Rect(x: 0, y: 0, width: 9, height: 0)) == 0)
    #expect(small.place(ofRow: 1, in: Rect(x: 0, y: 7, width: 9, height: 1))?.y == 7)
    #expect(small.place(ofRow: 0, in: Rect(x: 0, y: 7, width: 9, height: 1)) == nil)
    #expect(small.place(ofRow: 2, in: Rect(x: 0, y: 7, width: 9, height: 3))?.y == 9)
  }

  @Test func placesAreThoseOfTheDrawing() {
    let places = table.places(in: Rect(x: 2, y: 0, width: 30, height: 5))
    #expect(places.map(\.x) == [2, 14, 20, 27])
    #expect(places.map(\.width) == [11, 5, 6, 5])
  }

  @Test func scrollingFollowsTheSelection() {
    func offset(_ selected: Int, _ offset: Int) -> Int {
      ScrollMarks.offset(showing: selected, from: offset, visible: 4, count: 10)
    }
    #expect(
      [offset(0, 3), offset(5, 3), offset(7, 3), offset(9, 0), offset(99, 0), offset(2, 9)] == [
        0, 3, 4, 6, 6, 2,
      ]
    )
    #expect(ScrollMarks.offset(showing: 0, from: 5, visible: 4, count: 2) == 0)
    #expect(ScrollMarks.offset(showing: 3, from: 0, visible: 0, count: 5) == 3)
  }

  @Test func nothingIsDrawnOutside() {
    #expect(
      faults { table.draw(in: $0, on: &$1, symbols: $2) }.filter {
        !$0.contains("日") && !$0.contains("本") && !$0.contains("–")
      } == []
    )
  }
}
