import Screen
import TestSupport
import Testing

@Suite struct TextLineTests {
  private let line = TextLine(
    [
      TextSpan("p50 38 ms "), TextSpan("p95 412 ms ", priority: 2),
      TextSpan("p99 1.2 s", priority: 1),
    ],
    right: [TextSpan("+12 %", .muted, priority: 0)]
  )

  private func text(_ line: TextLine, _ width: Int, _ symbols: Symbols = .unicode) -> String {
    drawn(width, 1) { line.draw(in: $0.bounds, on: &$0, symbols: symbols) }[0]
  }

  @Test func partsStandAtTheEdges() {
    #expect(text(line, 40) == "p50 38 ms p95 412 ms p99 1.2 sxxxxx+12 %")
    #expect(line.width == 36)
    #expect(text(line, 36) == "p50 38 ms p95 412 ms p99 1.2 sx+12 %")
  }

  @Test func spansAreLeftOutByPriorityWithAMark() {
    #expect(text(line, 35) == "p50 38 ms p95 412 ms p99 1.2 sx…xxx")
    #expect(text(line, 31) == "p50 38 ms p95 412 ms p99 1.2 s…")
    #expect(text(line, 30) == "p50 38 ms p95 412 ms x…xxxxxxx")
    #expect(text(line, 12) == "p50 38 ms x…")
    #expect(text(line, 12, .ascii) == "p50 38 ms x~")
  }

  @Test func ofEqualPrioritiesTheLastGoesFirst() {
    let spans = [TextSpan("aa", priority: 1), TextSpan("-"), TextSpan("cc", priority: 1)]
    #expect(text(TextLine(spans), 4) == "aa-…")
    #expect(text(TextLine(spans, right: [TextSpan("dd", priority: 1)]), 7) == "aa-ccx…")
  }

  @Test func neighboursOfOnePriorityGoTogether() {
    let line = TextLine([
      TextSpan("p50 ", priority: 2), TextSpan("38 ms", priority: 2), TextSpan(" p95 "),
      TextSpan("412 ms"), TextSpan(" p99 ", priority: 1), TextSpan("1.2 s", priority: 1),
    ])
    #expect(text(line, 31) == "p50 38 ms p95 412 ms p99 1.2 sx")
    #expect(text(line, 29).hasPrefix("p50 38 ms p95 412 msx…"))
    #expect(text(line, 20).hasPrefix(" p95 412 msx…"))
  }

  @Test func whatMustStayIsCut() {
    #expect(text(line, 9) == "p50 38 m…")
    #expect(text(line, 2) == "p…")
    #expect(text(line, 1) == "…")
    #expect(text(TextLine("日本語"), 5) == "日本…")
    #expect(text(TextLine("日本語"), 4) == "日…x")
  }

  @Test func theRightPartGoesBeforeTheLeftIsLost() {
    let line = TextLine([TextSpan("orders-api")], right: [TextSpan("12:00:00 UTC")])
    #expect(text(line, 23) == "orders-apix12:00:00 UTC")
    #expect(text(line, 18) == "orde…x12:00:00 UTC")
    #expect(text(line, 14) == "orders-apix…xx")
  }

  @Test func spansKeepTheirStyles() {
    var grid = Grid(Size(8, 1))
    TextLine([TextSpan("ab", .ok), TextSpan("cd", .critical, .bold)], right: [TextSpan("e", .key)])
      .draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.roleLines == ["oocc...k"])
    #expect(grid.emphasisLines == ["..11...."])
  }

  @Test func nothingIsDrawnOutside() {
    #expect(faults { line.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
