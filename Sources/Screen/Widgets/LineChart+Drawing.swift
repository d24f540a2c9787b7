extension LineChart {
  /// Where the parts of the chart lie, and the range that follows from it.
  struct Layout {
    /// The cells of the dots.
    var plot: Rect
    /// The labels' columns left of the plot, the axis in the last one; empty for none.
    var gutter: Rect
    /// The row of the horizontal labels; empty for none.
    var tickRow: Rect
    /// The vertical range.
    var range: ChartAxis.Range
    /// The labels by row, at most one each.
    var labels: [(row: Int, text: String)]
  }

  /// The parts of an area; depends on the data, whose labels take columns.
  func layout(in area: Rect) -> Layout {
    let hasTicks = !ticks.isEmpty && area.height >= 3
    let rows = area.height - (hasTicks ? 1 : 0)
    let range = axis.range(holding: extremes(), rows: rows)
    let labels = labels(of: range, rows: rows)
    let wanted = axis.gutter ?? (labels.map { VisibleText.width(of: $0.text) }.max() ?? 0) + 1
    // Labels that would leave less than half of the width to the data are left out.
    let gutter = wanted <= area.width / 2 ? max(0, wanted) : 0
    return Layout(
      plot: Rect(x: area.x + gutter, y: area.y, width: area.width - gutter, height: rows),
      gutter: Rect(x: area.x, y: area.y, width: gutter, height: rows),
      tickRow: Rect(
        x: area.x + gutter,
        y: area.y + rows,
        width: area.width - gutter,
        height: hasTicks ? 1 : 0
      ),
      range: range,
      labels: labels
    )
  }

  /// The smallest and the largest finite value that is visible or asked for; `nil` for none.
  private func extremes() -> (smallest: Double, largest: Double)? {
    var smallest = Double.infinity
    var largest = -Double.infinity
    for line in series {
      for point in line.points where point.y.isFinite && point.x > start && point.x <= end {
        smallest = min(smallest, point.y)
        largest = max(largest, point.y)
      }
    }
    for line in thresholds where line.extendsRange && line.value.isFinite {
      smallest = min(smallest, line.value)
      largest = max(largest, line.value)
    }
    return smallest <= largest ? (smallest, largest) : nil
  }

  private func labels(of range: ChartAxis.Range, rows: Int) -> [(row: Int, text: String)] {
    guard rows > 1 else { return [] }
    var labels: [(row: Int, text: String)] = []
    for value in range.ticks {
      let row = Self.dotRow(of: value, in: range, rows: rows) / 4
      guard labels.last?.row != row else { continue }
      labels.append((row, axis.label(value, range.step)))
    }
    return labels
  }

  /// The dot row of a value, counted from the top; values outside the range lie on the edges.
  static func dotRow(of value: Double, in range: ChartAxis.Range, rows: Int) -> Int {
    let last = Double(rows * 4 - 1)
    let share = max(0, min(1, range.share(of: value)))
    return Int((last * (1 - share)).rounded())
  }

  /// Draws the vertical axis with its labels into the gutter.
  func drawAxis(_ layout: Layout, on grid: inout Grid, symbols: Symbols) {
    let gutter = layout.gutter
    guard gutter.width > 0 else { return }
    let style = Style(.muted)
    let line = Rect(x: gutter.endX - 1, y: gutter.y, width: 1, height: gutter.height)
    grid.fill(line, with: symbols.lines.axis, style: style)
    for label in layout.labels {
      let y = gutter.y + label.row
      grid.set(symbols.lines.axisTick, x: line.x, y: y, style: style)
      let text = VisibleText.truncated(
        label.text,
        to: gutter.width - 1,
        ellipsis: symbols.ellipsis
      )
      grid.put(text, x: line.x - VisibleText.width(of: text), y: y, style: style)
    }
  }

  /// Draws the line of a threshold.
  func draw(_ line: Line, _ layout: Layout, on grid: inout Grid, symbols: Symbols) {
    guard let row = row(of: line, layout) else { return }
    grid.fill(row, with: symbols.lines.threshold, style: line.style)
  }

  /// Draws the label of a threshold whole, or not at all where a series crosses its place: the
  /// newest points matter more.
  func drawLabel(of line: Line, _ layout: Layout, on grid: inout Grid, symbols: Symbols) {
    guard let row = row(of: line, layout) else { return }
    let width = VisibleText.width(of: line.label)
    guard width > 0, width + 1 < row.width else { return }
    let x = row.endX - width
    func isFree(_ x: Int) -> Bool { grid[x, row.y].scalar == symbols.lines.threshold.value }
    guard (x..<row.endX).allSatisfy({ isFree($0) }) else { return }
    let hasBlank = isFree(x - 1)
    grid.put(line.label, x: x, y: row.y, limit: width, style: line.style)
    if hasBlank { grid.put(" ", x: x - 1, y: row.y, style: line.style) }
  }

  private func row(of line: Line, _ layout: Layout) -> Rect? {
    let range = layout.range
    let plot = layout.plot
    guard line.value >= range.low, line.value <= range.high, !plot.isEmpty else { return nil }
    return plot.row(Self.dotRow(of: line.value, in: range, rows: plot.height) / 4)
  }

  /// Draws the lines of marks.
  ///
  /// - Returns: The mark of each column that has one.
  func drawMarks(
    _ plot: Rect,
    _ scale: ChartScale,
    on grid: inout Grid,
    symbols: Symbols
  ) -> [Int: Mark] {
    var marked: [Int: Mark] = [:]
    for mark in marks {
      let column = scale.column(of: mark.x)
      guard column >= 0, column / 2 < plot.width, marked[column / 2] == nil else { continue }
      marked[column / 2] = mark
      let line = Rect(x: plot.x + column / 2, y: plot.y, width: 1, height: plot.height)
      grid.fill(line, with: symbols.lines.mark, style: Style(.muted))
    }
    return marked
  }

  /// Draws the letters of marks where their lines show.
  func drawLetters(_ marked: [Int: Mark], _ plot: Rect, on grid: inout Grid, symbols: Symbols) {
    let line = symbols.lines.mark.value
    for (column, mark) in marked {
      let x = plot.x + column
      guard let y = (plot.y..<plot.endY).first(where: { grid[x, $0].scalar == line }) else {
        continue
      }
      grid.set(mark.letter, x: x, y: y, style: mark.style)
    }
  }

  /// Draws the labels of the horizontal axis, each centred on its place where there is room.
  func drawTicks(_ layout: Layout, on grid: inout Grid, symbols: Symbols) {
    let row = layout.tickRow
    guard !row.isEmpty, let scale = ChartScale(start: start, end: end, columns: row.width) else {
      return
    }
    var free = row.x
    for tick in ticks {
      let column = scale.column(of: tick.x)
      guard column >= 0, column < row.width else { continue }
      let width = VisibleText.width(of: tick.text)
      let x = max(row.x, min(row.endX - width, row.x + column - width / 2))
      guard x >= free, x + width <= row.endX else { continue }
      grid.put(tick.text, x: x, y: row.y, style: Style(.muted))
      free = x + width + 1
    }
  }
}
