extension LineChart {
  /// The picture of one series.
  private struct Trace {
    var line: DotCanvas
    /// Without a cell where the area is not filled.
    var fill: DotCanvas
    /// Cells with an arrow, by cell index.
    var clipped: [(column: Int, isUp: Bool)] = []
    /// The cell of the last point.
    var last: (column: Int, row: Int)?
    let style: Style
    let sign: Unicode.Scalar?
  }

  /// Draws all series, then their signs and the arrows of what lies outside the axis.
  func drawSeries(
    _ layout: Layout,
    _ scale: ChartScale,
    on grid: inout Grid,
    symbols: Symbols
  ) {
    let plot = layout.plot
    let traces = series.map { trace($0, layout, scale) }
    let picture =
      isStacked
      ? Self.stacked(traces, columns: plot.width, rows: plot.height)
      : Self.merged(traces, cells: plot.width * plot.height)
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        let cell = picture[row * plot.width + column]
        guard cell.bits != 0 else { continue }
        grid.set(
          symbols.dots(cell.bits),
          x: plot.x + column,
          y: plot.y + row,
          style: traces[cell.owner].style
        )
      }
    }
    for trace in traces {
      if let sign = trace.sign, let last = trace.last {
        grid.set(sign, x: plot.x + last.column, y: plot.y + last.row, style: trace.style)
      }
      for mark in trace.clipped {
        let arrow = mark.isUp ? symbols.arrows.up : symbols.arrows.down
        grid.set(
          arrow,
          x: plot.x + mark.column,
          y: mark.isUp ? plot.y : plot.endY - 1,
          style: trace.style
        )
      }
    }
  }

  /// What shows of all series in one cell.
  private struct Merged {
    var bits: UInt8 = 0
    /// The series that gives the style.
    var owner = 0
    /// Whether a line passes.
    var hasLine = false
  }

  /// The cells of all series: lines before areas, later series before earlier ones.
  private static func merged(_ traces: [Trace], cells: Int) -> [Merged] {
    var merged = Array(repeating: Merged(), count: cells)
    for (owner, trace) in traces.enumerated() {
      for index in 0..<cells where trace.line.bits[index] != 0 {
        merged[index].bits |= trace.line.bits[index]
        merged[index].owner = owner
        merged[index].hasLine = true
      }
    }
    for (owner, trace) in traces.enumerated().reversed() {
      for index in trace.fill.bits.indices where trace.fill.bits[index] != 0 {
        let isOwn = merged[index].hasLine ? merged[index].owner == owner : merged[index].bits == 0
        guard isOwn else { continue }
        merged[index].bits |= trace.fill.bits[index]
        merged[index].owner = owner
      }
    }
    return merged
  }

  /// The cells of areas that stand one on the other, the last at the bottom.
  private static func stacked(_ traces: [Trace], columns: Int, rows: Int) -> [Merged] {
    var merged = Array(repeating: Merged(), count: columns * rows)
    for column in 0..<columns {
      let cells = (0..<rows).map { $0 * columns + column }
      // How many dots of each cell belong to each series and to none below it.
      var own = traces.map { _ in [Int](repeating: 0, count: rows) }
      for (row, cell) in cells.enumerated() {
        for (owner, trace) in traces.enumerated().reversed() {
          let dots = trace.line.bits[cell] | (trace.fill.bits.isEmpty ? 0 : trace.fill.bits[cell])
          own[owner][row] = (dots & ~merged[cell].bits).nonzeroBitCount
          merged[cell].bits |= dots
        }
        merged[cell].owner = traces.indices.reversed().max { own[$0][row] < own[$1][row] } ?? 0
      }
      // The least share of the worst is still to be seen: later ones choose last.
      for owner in traces.indices {
        let isSeen = cells.contains { merged[$0].owner == owner && merged[$0].bits != 0 }
        guard let row = (0..<rows).max(by: { own[owner][$0] < own[owner][$1] }),
          own[owner][row] > 0, !isSeen
        else { continue }
        merged[cells[row]].owner = owner
      }
    }
    return merged
  }

  private func trace(_ series: Series, _ layout: Layout, _ scale: ChartScale) -> Trace {
    let plot = layout.plot
    let empty = DotCanvas(columns: plot.width, rows: plot.height)
    let fill = series.isFilled ? empty : DotCanvas(columns: 0, rows: 0)
    var trace = Trace(line: empty, fill: fill, style: series.style, sign: series.sign)
    let range = layout.range
    let baseline = Self.dotRow(of: max(range.low, min(range.high, 0)), in: range, rows: plot.height)
    var previous: (x: Int64, dot: (x: Int, y: Int))?
    for point in series.points {
      guard !point.y.isNaN else {
        previous = nil
        continue
      }
      let x = scale.column(of: point.x)
      let isVisible = x >= 0 && x < empty.width
      if isVisible, point.y > range.high || point.y < range.low {
        trace.clipped.append((x / 2, point.y > range.high))
      }
      guard point.y.isFinite else {
        previous = nil
        continue
      }
      let dot = (x: x, y: Self.dotRow(of: point.y, in: range, rows: plot.height))
      let isJoined = previous.map { isNear($0.x, point.x) } ?? false
      let start = isJoined ? previous?.dot ?? dot : dot
      trace.line.setLine(from: start, to: dot) { x, top, bottom in
        guard series.isFilled else { return }
        trace.fill.setColumn(x: x, from: top < baseline ? bottom : top, through: baseline)
      }
      if isVisible { trace.last = (x / 2, dot.y / 4) }
      previous = (point.x, dot)
    }
    return trace
  }

  private func isNear(_ left: Int64, _ right: Int64) -> Bool {
    Int128(right) - Int128(left) <= Int128(maxGap)
  }
}
