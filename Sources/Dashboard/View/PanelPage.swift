import Screen
import Signals
import Telemetry

extension Model {
  /// One panel on the whole screen: chart, legend with statistics, and the PromQL behind it.
  func drawPanelPage(_ panel: Panel, in area: Rect, on grid: inout Grid) {
    let content = content(of: panel)
    let drawing = PanelDrawing(model: self, content: content)
    var frame = Frame(title: content.title, isFocused: true)
    frame.badge = drawing.badge
    frame.notes = drawing.notes
    frame.draw(in: area, on: &grid, symbols: symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    guard !inside.isEmpty else { return }
    let details = pageDetails(drawing, width: inside.width)
    let split = pageSplit(inside, details: details.count, drawing)
    if drawing.hasHeadline { drawing.drawHeadline(in: inside.row(0), isAlone: true, on: &grid) }
    drawing.drawChart(in: split.chart, on: &grid)
    draw(details, in: split.details, on: &grid)
  }

  /// How far the lines below the chart can be scrolled.
  func panelPageScrollLimit(_ panel: Panel, in area: Rect) -> Int {
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    let drawing = PanelDrawing(model: self, content: content(of: panel))
    let details = pageDetails(drawing, width: inside.width).count
    let split = pageSplit(inside, details: details, drawing)
    return max(0, details - split.details.height)
  }

  /// The chart gets what the lines below leave, and never less than half.
  private func pageSplit(
    _ inside: Rect,
    details: Int,
    _ drawing: PanelDrawing
  ) -> (chart: Rect, details: Rect) {
    let hasChart = drawing.content.chart != nil
    let head = drawing.hasHeadline ? 1 : 0
    let rest = Rect(
      x: inside.x,
      y: inside.y + head,
      width: inside.width,
      height: inside.height - head
    )
    let chartHeight = hasChart ? max(rest.height - details - 1, rest.height / 2) : 0
    let top = rest.y + chartHeight + (hasChart ? 1 : 0)
    return (
      Rect(x: rest.x, y: rest.y, width: rest.width, height: chartHeight),
      Rect(x: rest.x, y: top, width: rest.width, height: max(0, rest.endY - top))
    )
  }

  /// The columns at the right of lines that can be scrolled: a blank, and where there is more.
  static let scrollMarkWidth = 2

  /// Draws lines from `scroll` on; what lies above or below is marked right of them.
  func draw(_ lines: [TextLine], in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    var text = area
    if lines.count > area.height { text.width = max(1, area.width - Self.scrollMarkWidth) }
    let first = max(0, min(scroll, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      line.draw(in: text.row(row), on: &grid, symbols: symbols)
    }
    if first > 0 {
      grid.set(symbols.arrows.up, x: area.endX - 1, y: area.y, style: Style(.key, .bold))
    }
    if first + area.height < lines.count {
      grid.set(symbols.arrows.down, x: area.endX - 1, y: area.endY - 1, style: Style(.key, .bold))
    }
  }

  private func pageDetails(_ drawing: PanelDrawing, width whole: Int) -> [TextLine] {
    let content = drawing.content
    let width = whole - Self.scrollMarkWidth
    var lines: [TextLine] = []
    if case .failed(let error, _) = content.state {
      lines += wrapped("failed: \(error.headline)", width, Style(.critical))
    }
    if let words = drawing.missingWords {
      lines += wrapped(words.what, width, Style(.stale))
      lines += wrapped(words.advice, width, Style(.muted))
    }
    for warning in content.warnings {
      lines += wrapped("warning: \(warning)", width, Style(.warning))
    }
    if let chart = content.chart, !chart.lines.isEmpty {
      lines += legend(of: chart, drawing, width: width)
      lines.append(TextLine(""))
    }
    if !content.rows.isEmpty {
      lines += content.rows.map { row in
        TextLine([
          TextSpan(row.figure.name.padded(to: 24), .muted),
          TextSpan(
            drawing.sign(of: row.figure.severity) + row.figure.text,
            Style(drawing.role(of: row.figure), .bold)
          ),
          TextSpan(row.note.isEmpty ? "" : "  \(row.note)", .muted, priority: 1),
        ])
      }
      lines.append(TextLine(""))
    }
    lines.append(TextLine("PromQL", Style(.title)))
    for query in content.queries {
      lines += wrapped("\(query.id.text): \(query.expression)", width, Style(.muted))
    }
    return lines
  }

  private func legend(of chart: Chart, _ drawing: PanelDrawing, width: Int) -> [TextLine] {
    let nameWidth = min(
      max(8, width / 3),
      chart.lines.map { VisibleText.width(of: $0.name) }.max() ?? 0
    )
    let columns =
      timeline.cursor == nil ? ["last", "min", "mean", "max"] : ["cursor", "min", "mean", "max"]
    let rows = chart.lines.map { values(of: $0, chart, drawing) }
    // Where columns of the usual width do not fit, they are as narrow as their values allow.
    let widest = (rows.joined() + columns).map { VisibleText.width(of: $0) }.max() ?? 0
    let room = (width - nameWidth - 2) / columns.count
    let column = room >= 11 ? 11 : min(11, max(widest + 1, room))
    let header = columns.map { $0.padded(leftTo: column) }.joined()
    var lines = [TextLine("  ".padded(to: nameWidth + 2) + header, Style(.muted))]
    let signs = symbols.signs.series
    for (index, (line, texts)) in zip(chart.lines, rows).enumerated() {
      let style = Self.seriesStyle(index)
      lines.append(
        TextLine([
          TextSpan("\(Character(signs[index % signs.count])) ", style),
          TextSpan(line.name.padded(to: nameWidth), style),
          TextSpan(texts.map { $0.padded(leftTo: column) }.joined(), .text),
        ])
      )
    }
    return lines
  }

  /// The last value of a line or the one at the cursor, and its smallest, mean and largest.
  private func values(
    of line: Chart.Line,
    _ chart: Chart,
    _ drawing: PanelDrawing
  ) -> [String] {
    let inside = line.samples.filter { $0.timestamp >= drawing.window.start }
    let statistics = SampleStatistics(inside)
    let first =
      timeline.cursor.map { line.samples.value(at: $0, within: drawing.step) }
      ?? inside.last?.value
    var texts = [first, statistics?.min, statistics?.mean, statistics?.max].map { value in
      value.map { chart.text($0) } ?? "–"
    }
    // With values that are only known to be at least so much, so is their mean.
    if let ceiling = chart.ceiling, let statistics, statistics.max >= ceiling,
      statistics.mean < ceiling
    {
      texts[2] = "≥ " + texts[2]
    }
    return texts
  }

  /// A text over as many lines as it needs, or as many as are allowed, with a mark.
  func wrapped(
    _ text: String,
    _ width: Int,
    _ style: Style,
    indent: Int = 0,
    limit: Int = .max
  ) -> [TextLine] {
    let blanks = String(repeating: " ", count: indent)
    let room = max(8, width - indent)
    var texts = VisibleText.wrapped(text, to: room)
    if texts.count > limit {
      texts.removeSubrange(limit...)
      // Blanks behind it are what is cut where the line itself is short.
      let last = texts[limit - 1] + String(repeating: " ", count: room)
      texts[limit - 1] = VisibleText.truncated(last, to: room, ellipsis: symbols.ellipsis)
    }
    return texts.map { TextLine(blanks + $0, style) }
  }
}

/// Smallest, mean and largest of the samples that have a value.
struct SampleStatistics: Hashable, Sendable {
  let min: Double
  let mean: Double
  let max: Double

  /// `nil` where no sample has a value.
  init?(_ samples: [Sample]) {
    let values = samples.map(\.value).filter { !$0.isNaN }
    guard let min = values.min(), let max = values.max() else { return nil }
    self.min = min
    self.max = max
    mean = values.reduce(0) { $0 + $1 / Double(values.count) }
  }
}

extension String {
  /// The text filled with blanks at its left to so many columns.
  func padded(leftTo width: Int) -> String {
    let own = VisibleText.width(of: self)
    return own >= width ? self : String(repeating: " ", count: width - own) + self
  }
}
