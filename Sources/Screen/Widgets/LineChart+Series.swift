extension LineChart {
  /// The picture of one series.
  private struct Trace {
    var line: DotCanvas
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
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        guard let cell = merged(traces, at: row * plot.width + column) else { continue }
        grid.set(
          symbols.dots(cell.bits),
          x: plot.x + column,
          y: plot.y + row,
          style: cell.style
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

  /// One cell of all series: lines before areas, later series before earlier ones.
  private func merged(_ traces: [Trace], at cell: Int) -> (bits: UInt8, style: Style)? {
    var bits: UInt8 = 0
    var owner: Int?
    for index in traces.indices where traces[index].line.bits[cell] != 0 {
      bits |= traces[index].line.bits[cell]
      owner = index
    }
    if let owner { return (bits | traces[owner].fill.bits[cell], traces[owner].style) }
    for index in traces.indices.reversed() where traces[index].fill.bits[cell] != 0 {
      return (traces[index].fill.bits[cell], traces[index].style)
    }
    return nil
  }

  private func trace(_ series: Series, _ layout: Layout, _ scale: ChartScale) -> Trace {
    let plot = layout.plot
    let empty = DotCanvas(columns: plot.width, rows: plot.height)
    var trace = Trace(line: empty, fill: empty, style: series.style, sign: series.sign)
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
