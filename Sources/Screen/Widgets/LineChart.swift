/// Lines or areas over a horizontal axis, in dots of an eighth of a cell.
///
/// The horizontal range is open at its start and closed at its end: with points one dot apart each
/// dot column holds one point. A window that moves by whole columns (`ChartScale.window`) keeps its
/// glyphs, only moved.
///
/// Where series meet in a cell, all their dots show in the style of the last one; a line hides the
/// areas of others behind it. Put the most important series last.
package struct LineChart: Sendable {
  /// One line.
  package struct Series: Hashable, Sendable {
    /// Ascending by `x`.
    ///
    /// Several may fall into one dot column, which then shows a stroke from the smallest to the
    /// largest. NaN is a gap, an infinity an arrow at the edge.
    package var points: [ChartPoint]
    /// How it is drawn.
    package var style: Style
    /// Whether the area down to zero, or to the lower edge, is filled.
    package var isFilled: Bool
    /// Drawn at the last point, which tells lines apart without colour; `nil` for none.
    package var sign: Unicode.Scalar?

    package init(
      _ points: [ChartPoint],
      style: Style = Style(.series1),
      isFilled: Bool = false,
      sign: Unicode.Scalar? = nil
    ) {
      self.points = points
      self.style = style
      self.isFilled = isFilled
      self.sign = sign
    }
  }

  /// A line across the chart at one value.
  package struct Line: Hashable, Sendable {
    /// Where it lies.
    package var value: Double
    /// How it is drawn.
    package var style: Style
    /// Written at its right end; empty for none.
    package var label: String
    /// Whether the axis reaches up or down to it; if not, it shows only where the data's range
    /// holds it.
    package var extendsRange: Bool

    package init(at value: Double, _ style: Style, label: String = "", extendsRange: Bool = false) {
      self.value = value
      self.style = style
      self.label = label
      self.extendsRange = extendsRange
    }
  }

  /// A line down the chart at one place, with a letter above it that says what it stands for.
  package struct Mark: Hashable, Sendable {
    /// Its place.
    package var x: Int64
    /// Drawn in the highest cell that no series passes.
    package var letter: Unicode.Scalar
    /// The style of the letter.
    package var style: Style

    package init(_ x: Int64, _ letter: Unicode.Scalar, _ style: Style) {
      self.x = x
      self.letter = letter
      self.style = style
    }
  }

  /// A label of the horizontal axis.
  package struct Tick: Hashable, Sendable {
    /// Its place.
    package var x: Int64
    /// Its text.
    package var text: String

    package init(_ x: Int64, _ text: String) {
      self.x = x
      self.text = text
    }
  }

  /// The lines, the most important last.
  package var series: [Series]
  /// The place just left of the first dot column.
  package var start: Int64
  /// The last place of the last dot column.
  package var end: Int64
  /// Neighbours further apart than this have a gap between them.
  package var maxGap: Int64
  /// The vertical axis.
  package var axis: ChartAxis
  /// Thresholds; drawn behind the series.
  package var thresholds: [Line]
  /// Marks, drawn behind the series.
  ///
  /// Of several in one column the first one shows.
  package var marks: [Mark]
  /// Labels below the chart, ascending; none leaves the row to the chart, and so does an area of
  /// less than three rows.
  ///
  /// A label that would touch the one before it is left out.
  package var ticks: [Tick]
  /// Whether filled series stand one on the other, each holding those after it: a cell then shows all dots,
  /// in the style of the series that has most of them, but each series keeps a cell of every column that it
  /// has dots in.
  package var isStacked = false
  /// Where the time cursor stands; `nil` or outside the range draws none.
  package var cursor: Int64?
  /// Whether all is drawn faint: the last good data beside an error.
  package var isDimmed: Bool

  package init(
    series: [Series],
    after start: Int64,
    through end: Int64,
    maxGap: Int64,
    axis: ChartAxis = ChartAxis()
  ) {
    self.series = series
    self.start = start
    self.end = end
    self.maxGap = maxGap
    self.axis = axis
    thresholds = []
    marks = []
    ticks = []
    isDimmed = false
  }

  /// Draws into an area, all of which is overwritten.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    grid.fill(area, style: .plain)
    let layout = layout(in: area)
    drawAxis(layout, on: &grid, symbols: symbols)
    for line in thresholds { draw(line, layout, on: &grid, symbols: symbols) }
    if let scale = ChartScale(start: start, end: end, columns: layout.plot.width) {
      grid.mark(layout.plot, as: scale)
    }
    if let scale = ChartScale(start: start, end: end, columns: layout.plot.width * 2) {
      let marked = drawMarks(layout.plot, scale, on: &grid, symbols: symbols)
      let column = cursor.map { scale.column(of: $0) }.flatMap { $0 < 0 ? nil : $0 / 2 }
      if let column, column < layout.plot.width {
        grid.fill(
          cursorRect(layout.plot, column),
          with: symbols.lines.cursor,
          style: Style(.cursor)
        )
      }
      drawSeries(layout, scale, on: &grid, symbols: symbols)
      for line in thresholds { drawLabel(of: line, layout, on: &grid, symbols: symbols) }
      drawLetters(marked, layout.plot, on: &grid, symbols: symbols)
      if let column, column < layout.plot.width {
        grid.restyle(cursorRect(layout.plot, column)) { $0.role = .cursor }
      }
      drawTicks(layout, on: &grid, symbols: symbols)
    }
    if isDimmed { grid.restyle(area) { $0.emphasis.insert(.dim) } }
  }

  private func cursorRect(_ plot: Rect, _ column: Int) -> Rect {
    Rect(x: plot.x + column, y: plot.y, width: 1, height: plot.height)
  }

  /// The cells that the lines are drawn in: the area without labels.
  ///
  /// Two dots a column, so that a caller knows how many points there is room for.
  package func plot(in area: Rect) -> Rect {
    layout(in: area).plot
  }
}
