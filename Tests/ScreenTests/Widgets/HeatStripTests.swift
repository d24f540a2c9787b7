import Screen
import TestSupport
import Testing

@Suite struct HeatStripTests {
  private let strip = HeatStrip([.calm, .raised, .warning, .critical, nil])

  @Test func levelsDifferInTheirCharacters() {
    for symbols in [Symbols.unicode, .ascii] {
      let line = drawn(5, 1) {
        strip.draw(in: Rect(x: 0, y: 0, width: 5, height: 1), on: &$0, symbols: symbols)
      }[0]
      #expect(Set(line).count == 5, "\(line)")
    }
  }

  @Test func aLegendSaysWhatTheyMean() {
    #expect(HeatStrip.legend(["ok", "warn"], .ascii) == "- ok = warn")
  }

  @Test func itStaysInItsArea() {
    #expect(faults { strip.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
