import Screen
import Signals
import Telemetry

/// One panel on the whole screen: chart, legend with statistics, and the PromQL behind it.
struct PanelPage {
  let scene: Scene
  let panel: Panel

  func draw(in area: Rect, on grid: inout Grid) {
    let content = scene.content(of: panel)
    let drawing = PanelDrawing(scene: scene, content: content)
    var frame = Frame(title: content.title, isFocused: true)
    frame.badge = drawing.badge
    frame.notes = drawing.notes
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    guard !inside.isEmpty else { return }
    let details = pageDetails(drawing, width: inside.width)
    let split = pageSplit(inside, details: details.count, drawing)
    if drawing.hasHeadline { drawing.drawHeadline(in: inside.row(0), isAlone: true, on: &grid) }
    drawing.drawPicture(in: split.chart, on: &grid)
    heatMap(drawing)?.draw(in: split.heat, on: &grid)
    ScrolledLines(lines: details, offset: scene.place[PageState.self].offset)
      .draw(in: split.details, on: &grid, symbols: scene.symbols)
  }

  /// How far the lines below the chart can be scrolled.
  var scrollLimit: Int {
    let inside = Frame.inside(of: scene.areas.body).inset(horizontal: 1, vertical: 0)
    let drawing = PanelDrawing(scene: scene, content: scene.content(of: panel))
    let details = pageDetails(drawing, width: inside.width).count
    let split = pageSplit(inside, details: details, drawing)
    return max(0, details - split.details.height)
  }

  /// The heat map of the panel; `nil` where it has none, or no room for it.
  private func heatMap(_ drawing: PanelDrawing) -> PanelHeatMap? {
    guard let heat = drawing.content.heat, PanelHeatMap.fits(in: scene.areas.body) else {
      return nil
    }
    return PanelHeatMap(drawing: drawing, heat: heat)
  }

  /// The chart gets what the lines below leave, and never less than half; with a heat map, to which it
  /// gives up to half of that, never less than two thirds.
  private func pageSplit(
    _ inside: Rect,
    details: Int,
    _ drawing: PanelDrawing
  ) -> (chart: Rect, heat: Rect, details: Rect) {
    let hasChart = drawing.content.chart != nil || drawing.content.logLines?.isEmpty == false
    let head = drawing.hasHeadline ? 1 : 0
    let height = inside.height - head
    let heatMap = heatMap(drawing)
    let least = heatMap == nil ? height / 2 : height * 2 / 3
    let upper = hasChart ? max(height - details - 1, least) : 0
    let heat = heatMap?.height(atMost: upper / 2, width: inside.width) ?? 0
    func rows(_ first: Int, _ count: Int) -> Rect {
      Rect(x: inside.x, y: inside.y + head + first, width: inside.width, height: count)
    }
    let top = upper + (hasChart ? 1 : 0)
    return (rows(0, upper - heat), rows(upper - heat, heat), rows(top, height - top))
  }

  private func pageDetails(_ drawing: PanelDrawing, width whole: Int) -> [TextLine] {
    let content = drawing.content
    let width = whole - ScrolledLines.markWidth
    var lines: [TextLine] = []
    if case .failed(let error, _) = content.state {
      lines += scene.wrapped("failed: \(error.headline)", width, Style(.critical))
    }
    if let words = drawing.missingWords {
      lines += scene.wrapped(words.what, width, Style(.stale))
      lines += scene.wrapped(words.advice, width, Style(.muted))
    }
    for warning in content.warnings {
      lines += scene.wrapped("warning: \(warning)", width, Style(.warning))
    }
    if let chart = content.chart, !chart.lines.isEmpty {
      lines += legend(of: chart, drawing, width: width)
      if !content.heatLack.isEmpty {
        lines += scene.wrapped(content.heatLack, width, Style(.muted))
      }
      lines.append(TextLine(""))
    }
    if !content.rows.isEmpty { lines += rows(of: drawing, width: width) + [TextLine("")] }
    lines.append(TextLine(content.language, Style(.title)))
    for query in content.queries {
      lines += scene.wrapped("\(query.id.text): \(query.expression)", width, Style(.muted))
    }
    return lines
  }

  private func rows(of drawing: PanelDrawing, width: Int) -> [TextLine] {
    let rows = drawing.content.rows
    let longest = rows.map { VisibleText.width(of: $0.figure.name) + 2 }.max() ?? 0
    let nameWidth = max(24, min(longest, width / 2))
    return rows.map { row in
      TextLine([
        TextSpan(row.figure.name.padded(to: nameWidth), .muted),
        TextSpan(
          drawing.sign(of: row.figure.severity) + row.figure.text,
          Style(drawing.role(of: row.figure), .bold)
        ),
        TextSpan(row.note.isEmpty ? "" : "  \(row.note)", .muted, priority: 1),
      ])
    }
  }

  private func legend(of chart: Chart, _ drawing: PanelDrawing, width: Int) -> [TextLine] {
    let nameWidth = min(
      max(8, width / 3),
      chart.lines.map { VisibleText.width(of: $0.name) }.max() ?? 0
    )
    let columns =
      scene.timeline.cursor == nil
      ? ["last", "min", "mean", "max"] : ["cursor", "min", "mean", "max"]
    let rows = chart.lines.map { values(of: $0, chart, drawing) }
    // Where columns of the usual width do not fit, they are as narrow as their values allow.
    let widest = (rows.joined() + columns).map { VisibleText.width(of: $0) }.max() ?? 0
    let room = (width - nameWidth - 2) / columns.count
    let column = room >= 11 ? 11 : min(11, max(widest + 1, room))
    let header = columns.map { $0.padded(leftTo: column) }.joined()
    var lines = [TextLine("  ".padded(to: nameWidth + 2) + header, Style(.muted))]
    let signs = scene.symbols.signs.series
    for (index, (line, texts)) in zip(chart.lines, rows).enumerated() {
      let style = line.style(index)
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
      scene.timeline.cursor.map { line.samples.value(at: $0, within: drawing.step) }
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
