/// Texts below each other, each wrapped to the width, that can be scrolled.
package struct Paragraph: Hashable, Sendable {
  /// One text each; an empty one is an empty line.
  package var texts: [TextSpan]
  /// Lines left out at the top; more than there are shows the last ones.
  package var offset: Int

  /// Makes a paragraph.
  package init(_ texts: [TextSpan], offset: Int = 0) {
    self.texts = texts
    self.offset = offset
  }

  /// The wrapped lines for a width.
  package func lines(width: Int) -> [TextSpan] {
    texts.flatMap { text in
      VisibleText.wrapped(text.text, to: width).map { TextSpan($0, text.style) }
    }
  }

  /// Draws into an area, all of which is overwritten.
  ///
  /// Where lines are hidden above or below, an arrow stands at the right edge, in a column that the
  /// text leaves free.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    grid.fill(area, style: .plain)
    var lines = lines(width: area.width)
    let isLong = lines.count > area.height
    if isLong, area.width > 1 { lines = self.lines(width: area.width - 1) }
    let first = max(0, min(offset, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      grid.put(line.text, x: area.x, y: area.y + row, limit: area.width, style: line.style)
    }
    guard isLong else { return }
    ScrollMarks(hasAbove: first > 0, hasBelow: first + area.height < lines.count)
      .draw(in: area, on: &grid, symbols: symbols)
  }
}
