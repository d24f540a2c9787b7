import Logs
import Screen
import Telemetry

/// Draws a panel's log lines: a row each, or the newest in a few words.
struct PanelLines {
  let drawing: PanelDrawing

  private var scene: Scene { drawing.scene }
  private var symbols: Symbols { drawing.symbols }
  private var time: TimeText { drawing.time }

  /// What is to be said of the lines in a row of its own, and the newest that fit, a row each, the newest
  /// last.
  func draw(in area: Rect, on grid: inout Grid) {
    guard drawing.content.logLines != nil, !area.isEmpty else { return }
    let facts = drawing.factSpans
    TextLine(facts).draw(in: area.row(0), on: &grid, symbols: symbols)
    let taken = facts.isEmpty ? 0 : 1
    drawLines(
      in: Rect(x: area.x, y: area.y + taken, width: area.width, height: area.height - taken),
      on: &grid
    )
  }

  private func drawLines(in area: Rect, on grid: inout Grid) {
    guard let entries = drawing.content.logLines, !area.isEmpty else { return }
    guard !entries.isEmpty else {
      guard drawing.content.state == .fresh else { return }
      return TextLine(absence, Style(.muted)).draw(in: area.row(0), on: &grid, symbols: symbols)
    }
    // A row of the log begins with a blank of its own.
    let area = Rect(x: area.x - 1, y: area.y, width: area.width + 2, height: area.height)
    let list = LogListDrawing(scene, width: area.width, isWrapping: false)
    for (row, entry) in entries.suffix(area.height).enumerated() {
      list.draw(LogRowText(entry, scene), in: area.row(row), isSelected: false, on: &grid)
    }
    guard drawing.isFaint else { return }
    grid.restyle(area) { $0.emphasis.insert(.dim) }
  }

  /// That there are no lines, and where they were looked for.
  private var absence: String {
    if let cursor = drawing.cursor { return "no lines held up to \(time.moment(cursor))" }
    return drawing.isPast
      ? "no lines in \(time.words(for: drawing.window))"
      : "no lines in the last \(drawing.window.length.prometheusText)"
  }

  /// The newest log line in a few words, for a panel of one line.
  func spans(width: Int) -> [TextSpan] {
    guard let entries = drawing.content.logLines else { return [] }
    guard let newest = entries.last else {
      return drawing.content.state == .fresh ? [TextSpan(absence, .muted)] : []
    }
    let text = LogRowText(newest, scene)
    let message = VisibleText.truncated(text.message, to: max(1, width), ellipsis: symbols.ellipsis)
    let clock = time.logClock(text.timestamp, hasMilliseconds: false)
    let level = text.level.map { TextSpan("\($0.word) ", Style($0.role, drawing.emphasis)) }
    return [TextSpan("\(clock) ", .muted, priority: 60)] + [level].compactMap { $0 }
      + [TextSpan(message, Style(.text, drawing.emphasis))]
  }
}
