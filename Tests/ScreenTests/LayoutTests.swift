import Screen
import TestSupport
import Testing

@Suite struct LayoutTests {
  private func widths(_ width: Int, _ lengths: [Layout.Length], gap: Int = 0) -> [Int] {
    Layout.split(Rect(x: 3, y: 1, width: width, height: 2), .columns, lengths, gap: gap)
      .map(\.width)
  }

  @Test func fixedPartsTakeTheirsAndWeightsShareTheRest() {
    #expect(widths(20, [.fixed(4), .flexible(), .flexible(weight: 3)]) == [4, 4, 12])
    #expect(widths(10, [.flexible(), .flexible(), .flexible()]) == [3, 3, 4])
    #expect(widths(9, [.fixed(2), .fixed(3)]) == [2, 3])
    #expect(widths(9, []) == [])
  }

  @Test func aMinimumIsKeptBeforeSharesAreGiven() {
    #expect(widths(20, [.flexible(min: 15), .flexible()]) == [15, 5])
    #expect(widths(40, [.flexible(min: 15), .flexible()]) == [20, 20])
    #expect(widths(12, [.flexible(min: 3, weight: 0), .flexible(weight: 2)]) == [3, 9])
  }

  @Test func withoutRoomTheLastPartsEndUpEmpty() {
    #expect(widths(5, [.fixed(4), .fixed(4), .fixed(4)]) == [4, 1, 0])
    #expect(widths(5, [.flexible(min: 4), .flexible(min: 4), .fixed(2)]) == [3, 0, 2])
    #expect(widths(0, [.flexible(), .fixed(3)]) == [0, 0])
    #expect(widths(5, [.fixed(-2), .flexible(min: -3, weight: -1)]) == [0, 0])
  }

  @Test func gapsStandBetweenPartsThatAreThere() {
    #expect(widths(11, [.flexible(), .flexible()], gap: 1) == [5, 5])
    #expect(widths(5, [.fixed(2), .fixed(2), .fixed(2)], gap: 1) == [2, 2, 0])
    let rects = Layout.split(
      Rect(x: 0, y: 0, width: 9, height: 1),
      .columns,
      [.fixed(2), .fixed(0), .fixed(3)],
      gap: 1
    )
    #expect(rects.map(\.x) == [0, 2, 3])
  }

  @Test func rowsAreSplitTheSameWay() {
    let rects = Layout.split(
      Rect(x: 2, y: 5, width: 7, height: 10),
      .rows,
      [.fixed(1), .flexible(), .fixed(2)]
    )
    #expect(
      rects == [
        Rect(x: 2, y: 5, width: 7, height: 1), Rect(x: 2, y: 6, width: 7, height: 7),
        Rect(x: 2, y: 13, width: 7, height: 2),
      ]
    )
  }

  @Test func randomSplitsStayInsideAndApart() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let lengths: [Layout.Length] = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? .fixed(Int.random(in: -2...12, using: &generator))
          : .flexible(
            min: Int.random(in: -2...12, using: &generator),
            weight: Int.random(in: -1...4, using: &generator)
          )
      }
      let area = Rect(
        x: Int.random(in: -5...5, using: &generator),
        y: 0,
        width: Int.random(in: 0...40, using: &generator),
        height: 3
      )
      let gap = Int.random(in: 0...2, using: &generator)
      let rects = Layout.split(area, .columns, lengths, gap: gap)
      #expect(rects.count == lengths.count)
      var free = area.x
      for rect in rects where !rect.isEmpty {
        #expect(rect.x >= free && rect.endX <= area.endX)
        free = rect.endX + gap
      }
      #expect(Layout.split(area, .columns, lengths, gap: gap) == rects)
    }
  }
}
