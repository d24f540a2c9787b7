import Screen
import Testing

@Suite struct SymbolsTests {
  /// Every symbol of a set.
  static func all(_ symbols: Symbols) -> [Unicode.Scalar] {
    let borders = [symbols.border, symbols.focusBorder].flatMap {
      [$0.topLeft, $0.topRight, $0.bottomLeft, $0.bottomRight, $0.horizontal, $0.vertical]
    }
    let signs = symbols.signs
    let arrows = symbols.arrows
    let lines = symbols.lines
    var all = borders + symbols.verticalEighths + symbols.horizontalEighths + signs.series
    all += [symbols.ellipsis, signs.alarm, signs.dot, signs.circle, signs.clock, signs.check]
    all += [signs.cross, signs.separator, signs.dash, signs.atLeast, signs.about]
    all += [arrows.up, arrows.down, arrows.left, arrows.right, arrows.ascending, arrows.descending]
    all += [lines.axis, lines.axisTick, lines.threshold, lines.cursor, lines.gap, lines.track]
    all += [lines.gaugeMark] + [lines.gaugeOpen, lines.gaugeClose].compactMap { $0 }
    return all + (0...255).map { symbols.dots($0) }
  }

  @Test(arguments: [Symbols.unicode, .ascii])
  func everySymbolTakesOneColumn(symbols: Symbols) {
    for symbol in Self.all(symbols) {
      #expect(VisibleText.width(of: String(symbol)) == 1, "\(symbol)")
      #expect(VisibleText.sanitized(String(symbol)) == String(symbol))
    }
  }

  @Test func asciiIsASCII() {
    let foreign = Self.all(.ascii).filter { !$0.isASCII }
    #expect(foreign.isEmpty)
    #expect(Symbols.ascii.isASCII && !Symbols.unicode.isASCII)
  }

  @Test func setsAreComplete() {
    for symbols in [Symbols.unicode, .ascii] {
      #expect(symbols.verticalEighths.count == 8)
      #expect(symbols.horizontalEighths.count == 8)
      #expect(Set(symbols.signs.series).count == 8)
      #expect(symbols.border != symbols.focusBorder)
    }
  }

  @Test func dotsAreBraille() {
    let dots = Symbols.unicode
    #expect(dots.dots(0) == " ")
    #expect(dots.dots(0b1) == "⠁")
    #expect(dots.dots(0b10) == "⠈")
    #expect(dots.dots(0b1000_0000) == "⢀")
    #expect(dots.dots(0b0100_0000) == "⡀")
    #expect(dots.dots(0xFF) == "⣿")
    #expect(Set((0...255).map { dots.dots($0) }).count == 256)
  }

  @Test(
    arguments: [
      (0b0000_0001, "'"), (0b0000_1100, "'"), (0b0001_0000, "."), (0b1100_0000, "."),
      (0b0001_0100, "*"), (0b0101_0101, "|"), (0b1111_1111, "#"), (0b0100_0001, ":"), (0, " "),
    ] as [(UInt8, Unicode.Scalar)]
  )
  func dotsInASCIITellHeight(bits: UInt8, symbol: Unicode.Scalar) {
    #expect(Symbols.ascii.dots(bits) == symbol)
  }
}
