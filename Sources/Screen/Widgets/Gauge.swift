/// A horizontal bar filled in eighths of a cell, with marks where it starts to be bad.
package struct Gauge: Hashable, Sendable {
  /// Where a threshold lies on the bar.
  package struct Mark: Hashable, Sendable {
    /// 0…1; others are not drawn.
    package var fraction: Double
    /// How the mark is drawn.
    package var style: Style

    package init(at fraction: Double, _ style: Style) {
      self.fraction = fraction
      self.style = style
    }
  }

  /// How much is filled, 0…1; NaN is unknown and draws no bar at all.
  ///
  /// Above 1 the bar ends in an arrow.
  package var fraction: Double
  /// How the filled part is drawn.
  package var style: Style
  /// Drawn on the part that is not filled, the last one winning where they meet.
  package var marks: [Mark]

  package init(fraction: Double, style: Style = Style(.gauge), marks: [Mark] = []) {
    self.fraction = fraction
    self.style = style
    self.marks = marks
  }

  /// Draws into the first row of an area.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    var bar = area.row(0)
    let lines = symbols.lines
    if let open = lines.gaugeOpen, let close = lines.gaugeClose, bar.width >= 3 {
      grid.set(open, x: bar.x, y: bar.y, style: Style(.muted))
      grid.set(close, x: bar.endX - 1, y: bar.y, style: Style(.muted))
      bar = bar.inset(horizontal: 1, vertical: 0)
    }
    guard !fraction.isNaN else {
      grid.fill(bar, with: " ", style: Style(.muted))
      grid.set("?", x: bar.x, y: bar.y, style: Style(.muted))
      return
    }
    grid.fill(bar, with: lines.track, style: Style(.muted))
    for mark in marks where mark.fraction >= 0 && mark.fraction <= 1 {
      let column = min(bar.width - 1, Int(mark.fraction * Double(bar.width)))
      grid.set(lines.gaugeMark, x: bar.x + column, y: bar.y, style: mark.style)
    }
    drawFilled(in: bar, on: &grid, symbols: symbols)
  }

  private func drawFilled(in bar: Rect, on grid: inout Grid, symbols: Symbols) {
    let share = max(0, min(1, fraction))
    var eighths = Int((share * Double(bar.width * 8)).rounded())
    // What is not nothing is seen.
    if share > 0 { eighths = max(1, eighths) }
    let whole = Rect(x: bar.x, y: bar.y, width: eighths / 8, height: 1)
    grid.fill(whole, with: symbols.horizontalEighths[7], style: style)
    if eighths % 8 > 0 {
      let part = symbols.horizontalEighths[eighths % 8 - 1]
      if part != " " { grid.set(part, x: whole.endX, y: bar.y, style: style) }
    }
    if fraction > 1 {
      grid.set(symbols.arrows.right, x: bar.endX - 1, y: bar.y, style: style)
    }
  }
}
