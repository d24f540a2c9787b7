import TestSupport
import Testing

@testable import Screen

@Suite struct DotCanvasTests {
  /// The dots of a canvas as rows of text.
  private func picture(_ canvas: DotCanvas) -> [String] {
    (0..<canvas.height).map { y in
      String((0..<canvas.width).map { isSet(canvas, $0, y) ? "#" : "." })
    }
  }

  private func isSet(_ canvas: DotCanvas, _ x: Int, _ y: Int) -> Bool {
    canvas.bits[(y / 4) * canvas.columns + x / 2] >> UInt8(2 * (y % 4) + x % 2) & 1 == 1
  }

  @Test func linesHaveOneDotAColumnUntilTheyAreSteep() {
    var flat = DotCanvas(columns: 4, rows: 1)
    flat.setLine(from: (0, 3), to: (7, 0))
    #expect(picture(flat) == ["......##", "....##..", "..##....", "##......"])
  }

  @Test func outsideNothingHappens() {
    var canvas = DotCanvas(columns: 1, rows: 1)
    canvas.set(x: -1, y: 0)
    canvas.set(x: 2, y: 0)
    canvas.set(x: 0, y: 4)
    canvas.setColumn(x: 0, from: -9, through: -1)
    canvas.setLine(from: (-5, 2), to: (-1, 2))
    canvas.setLine(from: (2, 2), to: (9, 2))
    #expect(canvas.bits == [0])
    var none = DotCanvas(columns: 0, rows: -1)
    none.setLine(from: (0, 0), to: (1, 1))
    #expect(none.bits.isEmpty)
  }

  /// A line without holes, that holds both ends, and whose dots do not depend on what is visible.
  @Test func randomLinesAreConnectedAndClippedWithoutChange() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<600 {
      func end() -> (x: Int, y: Int) {
        (.random(in: 0..<40, using: &generator), .random(in: 0..<24, using: &generator))
      }
      let (start, end) = (end(), end())
      var whole = DotCanvas(columns: 20, rows: 6)
      var spans: [(x: Int, top: Int, bottom: Int)] = []
      whole.setLine(from: start, to: end) { spans.append(($0, $1, $2)) }
      #expect(isSet(whole, start.x, start.y) && isSet(whole, end.x, end.y))
      #expect(spans.map(\.x) == Array(min(start.x, end.x)...max(start.x, end.x)))
      for (left, right) in zip(spans, spans.dropFirst()) {
        #expect(right.top <= left.bottom + 1 && left.top <= right.bottom + 1)
      }
      let dots = spans.reduce(0) { $0 + $1.bottom - $1.top + 1 }
      #expect(dots <= max(abs(end.x - start.x), abs(end.y - start.y)) + 1)

      let shift = Int.random(in: 0...10, using: &generator) * 2
      var part = DotCanvas(columns: 10, rows: 6)
      part.setLine(from: (start.x - shift, start.y), to: (end.x - shift, end.y))
      for x in 0..<20 {
        for y in 0..<24 where isSet(part, x, y) != isSet(whole, x + shift, y) {
          Issue.record("clipped \(start) to \(end) by \(shift) differs at \(x),\(y)")
        }
      }
    }
  }
}
