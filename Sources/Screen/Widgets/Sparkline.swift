/// One bar a column in eighths of a cell, newest at the right; also several rows tall.
package struct Sparkline: Hashable, Sendable {
  /// One value a column; NaN is a column without data.
  ///
  /// The last ones are shown where there are more than columns; fewer leave the left blank.
  package var values: [Double]
  /// How bars are drawn.
  package var style: Style
  /// The value of the smallest bar; `nil` takes the smallest value, or 0 if that is smaller.
  package var low: Double?
  /// The value of the full bar; `nil` takes the largest value.
  package var high: Double?

  package init(
    values: [Double],
    style: Style = Style(.series1),
    low: Double? = nil,
    high: Double? = nil
  ) {
    self.values = values
    self.style = style
    self.low = low
    self.high = high
  }

  /// Draws into an area.
  ///
  /// A finite value always shows at least an eighth, so that zero and missing differ; a column
  /// without data shows a faint mark in the lowest row, an infinity an arrow.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    let shown = values.suffix(area.width)
    let finite = shown.filter(\.isFinite)
    let bottom = low ?? min(0, finite.min() ?? 0)
    // Halves keep the difference of two huge values finite.
    let span = (high ?? finite.max() ?? 1) / 2 - bottom / 2
    var column = Rect(x: area.endX - shown.count, y: area.y, width: 1, height: area.height)
    for value in shown {
      if value.isFinite {
        let share = span > 0 ? (value / 2 - bottom / 2) / span : 0
        drawBar(max(0, min(1, share)), in: column, on: &grid, symbols)
      } else {
        drawMark(value, in: column, on: &grid, symbols)
      }
      column.x += 1
    }
  }

  private func drawBar(_ share: Double, in column: Rect, on grid: inout Grid, _ symbols: Symbols) {
    var eighths = 1 + Int((share * Double(column.height * 8 - 1)).rounded())
    var y = column.endY - 1
    while eighths > 0, y >= column.y {
      let symbol = symbols.verticalEighths[min(8, eighths) - 1]
      grid.set(symbol, x: column.x, y: y, style: style)
      eighths -= 8
      y -= 1
    }
  }

  private func drawMark(_ value: Double, in column: Rect, on grid: inout Grid, _ symbols: Symbols) {
    if value.isNaN {
      let faint = Style(.muted, style.emphasis)
      grid.set(symbols.lines.gap, x: column.x, y: column.endY - 1, style: faint)
    } else if value > 0 {
      grid.set(symbols.arrows.up, x: column.x, y: column.y, style: style)
    } else {
      grid.set(symbols.arrows.down, x: column.x, y: column.endY - 1, style: style)
    }
  }

  /// Spreads points over columns: each takes the largest of its values; NaN where it has none.
  ///
  /// Column `i` of `count` stands for the span `(start + i * w, start + (i + 1) * w]`. Points
  /// outside are left out; an empty range gives columns without data.
  package static func columns(
    of points: [ChartPoint],
    after start: Int64,
    through end: Int64,
    count: Int
  ) -> [Double] {
    var columns = [Double](repeating: .nan, count: max(0, count))
    guard let scale = ChartScale(start: start, end: end, columns: count) else { return columns }
    for point in points where !point.y.isNaN {
      let column = scale.column(of: point.x)
      guard columns.indices.contains(column) else { continue }
      columns[column] = columns[column].isNaN ? point.y : max(columns[column], point.y)
    }
    return columns
  }
}

extension Sparkline {
  /// One row of bars as a text, for a cell of a table.
  package func text(symbols: Symbols) -> String {
    var grid = Grid(Size(values.count, 1))
    draw(in: Rect(grid.size), on: &grid, symbols: symbols)
    return grid.text(row: 0)
  }
}
