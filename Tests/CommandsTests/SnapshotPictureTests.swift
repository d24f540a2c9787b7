import Screen
import Telemetry
import Terminal
import TestSupport
import Testing

@testable import Commands

/// Screens as SVG and HTML.
@Suite struct SnapshotPictureTests {
  private func picture(_ theme: ThemeName = .dark, _ draw: (inout Grid) -> Void) -> SnapshotPicture
  {
    var grid = Grid(Size(20, 3))
    draw(&grid)
    return SnapshotPicture(
      grid,
      Palette(theme, Theme(theme, depth: .full)),
      title: "goldtop: <shop>",
      description: "Latency: p95 \"412 ms\" & more."
    )
  }

  /// The texts of an SVG with their attributes.
  private func texts(_ svg: String) -> [(attributes: String, text: String)] {
    svg.matches(of: /<text ([^>]*)>([^<]*)<\/text>/).map {
      (String($0.output.1), String($0.output.2))
    }
  }

  @Test func textStandsInItsColumnsWithTheColoursOfTheTheme() throws {
    let svg = picture { $0.put("ab", x: 3, y: 1, style: Style(.critical, .bold)) }.svg
    let text = try #require(texts(svg).first)
    #expect(text.text == "ab")
    #expect(text.attributes.contains("x=\"24\" y=\"31\" textLength=\"16\""))
    #expect(text.attributes.contains("fill=\"#ff5f5f\" font-weight=\"bold\""))
    #expect(svg.contains("width=\"160\" height=\"54\" viewBox=\"0 0 160 54\""))
  }

  @Test func wideCharactersAndMarksKeepTheirCells() {
    let texts = texts(picture { $0.put("a日b e\u{301}", x: 0, y: 0) }.svg)
    #expect(texts.map(\.text) == ["a", "日", "b e\u{301}"])
    #expect(texts[1].attributes.contains("x=\"8\" y=\"13\" textLength=\"16\""))
    #expect(texts[2].attributes.contains("x=\"24\" y=\"13\" textLength=\"24\""))
  }

  @Test func linesBlocksAndDotsAreShapes() {
    let svg = picture { $0.put("┌─┐▄⣿░", x: 0, y: 0) }.svg
    #expect(texts(svg).isEmpty)
    #expect(svg.contains("<path"))
    // The line from the corner meets the one beside it, at the edge of their cells.
    #expect(svg.contains("M4 9h4v1h-4z"))
    #expect(svg.contains("M8 9h5v1h-5z") || svg.contains("M8 9h"))
  }

  @Test func everySymbolOfLinesIsAShape() {
    let symbols = Symbols.unicode
    let borders = [symbols.border, symbols.focusBorder].flatMap {
      [$0.topLeft, $0.topRight, $0.bottomLeft, $0.bottomRight, $0.horizontal, $0.vertical]
    }
    let lines = symbols.lines
    let all =
      borders + symbols.verticalEighths + symbols.horizontalEighths + symbols.shades
      + [lines.axis, lines.axisTick, lines.threshold, lines.cursor, lines.mark, lines.gaugeMark]
      + (1...255).map { symbols.dots($0) }
    for scalar in all {
      #expect(CellShape(scalar.value, column: 0, row: 0)?.path.isEmpty == false, "\(scalar)")
    }
    #expect(CellShape(0x41, column: 0, row: 0) == nil)
  }

  @Test(arguments: ThemeName.allCases) func everyThemeHasTextThatCanBeRead(_ theme: ThemeName) {
    let svg = picture(theme) { grid in
      for (y, role) in [Role.text, .selection, .muted].enumerated() {
        grid.put("word", x: 0, y: y, style: Style(role))
      }
    }.svg
    #expect(texts(svg).count == 3)
    for text in texts(svg) {
      let fill = text.attributes.firstMatch(of: /fill="(#[0-9a-f]{6})"/)?.output.1
      #expect(fill != nil)
    }
  }

  @Test func reversedCellsSwapTheirColours() {
    let palette = Palette(.dark, Theme(.dark, depth: .full))
    let ink = palette.ink(Style(.text, .reverse))
    #expect(ink.text == palette.background)
    #expect(ink.ground == palette.foreground)
  }

  @Test(arguments: [
    (0, "#000000"), (9, "#ff0000"), (16, "#000000"), (203, "#ff5f5f"), (231, "#ffffff"),
    (232, "#080808"), (255, "#eeeeee"),
  ])
  func coloursAreThoseOfThePalette(number: Int, colour: String) {
    #expect(Palette.hex(number) == colour)
  }

  @Test func titleAndDescriptionAreThereForThoseWhoHearThem() {
    let svg = picture { _ in }.svg
    #expect(svg.contains("role=\"img\" aria-labelledby=\"goldtop-title goldtop-desc\""))
    #expect(svg.contains("<title id=\"goldtop-title\">goldtop: &lt;shop&gt;</title>"))
    #expect(svg.contains("p95 &quot;412 ms&quot; &amp; more.</desc>"))
  }

  @Test func hostileTextStaysText() {
    let picture = picture {
      $0.put("</text><script>", x: 0, y: 0)
      $0.put("&amp;'\"\u{1B}[2J\u{202E}", x: 0, y: 1)
    }
    for text in [picture.svg, picture.page] {
      #expect(!text.contains("<script"))
      #expect(text.contains("&lt;/text&gt;&lt;script&gt;"))
      #expect(text.contains("&amp;amp;&#39;&quot;"))
      #expect(!text.unicodeScalars.contains { [0x1B, 0x202E].contains($0.value) })
    }
  }

  @Test func thePageHasThePictureAndTheTextAndLoadsNothing() {
    let page = picture { $0.put("latency", x: 1, y: 2) }.page
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("<svg "))
    #expect(page.contains("<pre>\n\n latency\n</pre>"))
    #expect(!page.contains("src=") && !page.contains("href="))
  }
}
