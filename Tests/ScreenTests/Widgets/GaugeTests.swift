import Screen
import TestSupport
import Testing

@Suite struct GaugeTests {
  private func text(_ fraction: Double, _ width: Int, _ symbols: Symbols = .unicode) -> String {
    drawn(width, 1) {
      Gauge(
        fraction: fraction,
        marks: [.init(at: 0.75, Style(.warning)), .init(at: 0.9, Style(.critical))]
      ).draw(in: $0.bounds, on: &$0, symbols: symbols)
    }[0]
  }

  @Test(
    arguments: [
      (0, "·······╎·╎"), (0.001, "▏······╎·╎"), (0.5, "█████··╎·╎"), (0.55, "█████▌·╎·╎"),
      (0.62, "██████▎╎·╎"), (0.78, "███████▊·╎"), (1, "██████████"), (1.2, "█████████→"),
      (-0.5, "·······╎·╎"), (.infinity, "█████████→"), (.nan, "?         "),
    ] as [(Double, String)]
  )
  func fillsInEighths(fraction: Double, bar: String) {
    #expect(text(fraction, 10) == bar)
  }

  @Test(
    arguments: [
      (0, 11, "[------!-!]"), (0.5, 12, "[#####--!-!]"),
      (0.04, 12, "[-------!-!]"),
      (1.5, 12, "[#########>]"), (.nan, 6, "[?   ]"), (0.5, 2, "#!"),
    ] as [(Double, Int, String)]
  )
  func asciiStandsInBrackets(fraction: Double, width: Int, bar: String) {
    #expect(text(fraction, width, .ascii) == bar)
  }

  @Test func marksKeepTheirStyleUntilTheyArePassed() {
    var grid = Grid(Size(10, 1))
    Gauge(
      fraction: 0.8,
      style: Style(.warning),
      marks: [.init(at: 0.75, Style(.ok)), .init(at: 0.9, Style(.critical))]
    )
    .draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.roleLines == ["wwwwwwwwmc"])
  }

  @Test func nothingIsDrawnOutside() {
    let gauge = Gauge(fraction: 0.4, marks: [.init(at: 1, Style(.critical))])
    #expect(faults { gauge.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
