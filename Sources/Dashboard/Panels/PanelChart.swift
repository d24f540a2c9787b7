import Screen
import Signals
import Telemetry

/// Draws a panel's points over the window: as a chart, or in a single row as a sparkline.
struct PanelChart {
  let drawing: PanelDrawing

  /// A sparkline over the window whose columns move by whole steps.
  func drawSparkline(_ samples: [Sample], in area: Rect, style: Style, on grid: inout Grid) {
    // A bar that is narrower than a step would often be empty.
    let isNarrow =
      area.width > 0 && drawing.window.length / area.width < drawing.step
    guard let scale = scale(columns: area.width, unit: isNarrow ? drawing.step : .seconds(1)) else {
      return
    }
    let points = samples.map { ChartPoint(x: $0.timestamp.nanoseconds, y: $0.value) }
    let values = Sparkline.columns(
      of: points,
      after: scale.start,
      through: scale.end,
      count: area.width
    )
    // Head-room keeps a steady series from being a solid block.
    let high = values.filter(\.isFinite).max().map { $0 * 1.25 }
    Sparkline(values: values, style: style, low: 0, high: high).draw(
      in: area,
      on: &grid,
      symbols: drawing.symbols
    )
  }

  /// A scale that moves by whole columns and is as long as the window, but for part of a column.
  ///
  /// - Parameters:
  ///   - columns: How many there are.
  ///   - unit: What a column's width is a multiple of.
  /// - Returns: The scale; `nil` without a column or a window.
  func scale(columns: Int, unit: Duration = .nanoseconds(1)) -> ChartScale? {
    ChartScale.window(
      endingAt: drawing.window.end.nanoseconds,
      span: drawing.window.length.nanoseconds,
      columns: columns,
      unit: unit.nanoseconds
    )
  }

  /// The chart; a single row of it is a sparkline of the most important line.
  func draw(in area: Rect, on grid: inout Grid) {
    guard let chart = drawing.content.chart, !area.isEmpty else { return }
    guard area.height >= 2, area.width >= 8 else {
      if let scale = scale(columns: area.width) { grid.mark(area.row(0), as: scale) }
      if let line = chart.lines.last {
        drawSparkline(
          line.samples,
          in: area.row(0),
          style: Style(.series1, drawing.emphasis),
          on: &grid
        )
      }
      return
    }
    var widget = lineChart(chart, columns: area.width)
    let plot = widget.plot(in: area)
    if let exact = scale(columns: plot.width) {
      widget.start = exact.start
      widget.end = exact.end
    }
    widget.ticks =
      area.height >= 4
      ? drawing.time.ticks(
        from: Timestamp(nanoseconds: widget.start),
        to: Timestamp(nanoseconds: widget.end),
        columns: plot.width
      ) : []
    widget.draw(in: area, on: &grid, symbols: drawing.symbols)
  }

  private func lineChart(_ chart: Chart, columns: Int) -> LineChart {
    let unit = chart.unit.unit
    var axis = ChartAxis(
      ticks: chart.unit == .bytes || chart.unit == .bytesPerSecond
        ? .binary : chart.unit == .seconds ? .sixty : .decimal,
      label: { value, step in unit.axisLabel(value, step: step) }
    )
    axis.high = chart.top
    // A fixed gutter keeps the plot in place while labels change.
    if ![.bytes, .bytesPerSecond].contains(chart.unit) { axis.gutter = 7 }
    if chart.unit == .ratio { axis.minimumSpan = 0.01 }
    var widget = LineChart(
      series: series(of: chart),
      after: drawing.window.start.nanoseconds,
      through: drawing.window.end.nanoseconds,
      // A lost point is a gap; half a step of tolerance is for servers that move the range.
      maxGap: (drawing.step + drawing.step / 2).nanoseconds,
      axis: axis
    )
    widget.isStacked = chart.isStacked
    widget.thresholds = thresholds(of: chart)
    widget.cursor = drawing.cursor?.nanoseconds
    // What is likeliest to be a cause shows where several share a column.
    widget.marks = drawing.marks.sorted { $0.kind.rawValue < $1.kind.rawValue }.map {
      LineChart.Mark($0.moment.nanoseconds, $0.kind.letter, $0.kind.style)
    }
    widget.isDimmed = drawing.isFaint
    return widget
  }

  private func series(of chart: Chart) -> [LineChart.Series] {
    let signs = drawing.symbols.signs.series
    let points = chart.isStacked ? Self.stacked(chart.lines) : chart.lines.map(Self.points)
    return chart.lines.indices.map { index in
      LineChart.Series(
        points[index],
        style: chart.lines[index].style(index),
        isFilled: chart.isStacked || (chart.isFilled && chart.lines.count == 1),
        sign: chart.lines.count > 1 ? signs[index % signs.count] : nil
      )
    }
  }

  private static func points(_ line: Chart.Line) -> [ChartPoint] {
    line.samples.map { ChartPoint(x: $0.timestamp.nanoseconds, y: $0.value) }
  }

  /// Each line on top of those behind it; where it has nothing it is not drawn, for a line of zero would
  /// look like something.
  private static func stacked(_ lines: [Chart.Line]) -> [[ChartPoint]] {
    var below: [Int64: Double] = [:]
    let stacked = lines.reversed().map { line in
      points(line).map { point in
        guard point.y > 0 else { return ChartPoint(x: point.x, y: .nan) }
        let top = below[point.x, default: 0] + point.y
        below[point.x] = top
        return ChartPoint(x: point.x, y: top)
      }
    }
    return stacked.reversed()
  }

  private func thresholds(of chart: Chart) -> [LineChart.Line] {
    let threshold = chart.threshold
    let bounds = [(threshold?.warning, Role.warningMark), (threshold?.critical, .criticalMark)]
    return bounds.compactMap { bound, role in
      bound.map {
        LineChart.Line(
          at: $0,
          Style(role),
          label: chart.unit.unit.axisLabel($0, step: $0),
          extendsRange: chart.showsWarning && role == .warningMark
        )
      }
    }
  }
}

extension Chart.Line {
  /// The style of a line of a chart, by its place among all.
  func style(_ index: Int) -> Style {
    switch severity {
    case .critical: Style(.criticalMark)
    case .warning: Style(.warningMark)
    case .ok: Style(.ok)
    case nil: .series(index)
    }
  }
}
