import Logs
import Screen
import Telemetry

extension PanelDrawing {
  /// The newest log lines that fit, a row each, the newest last.
  func drawLogLines(in area: Rect, on grid: inout Grid) {
    guard let entries = content.logLines, !area.isEmpty else { return }
    guard !entries.isEmpty else {
      guard content.state == .fresh else { return }
      return TextLine(noLogLines, Style(.muted)).draw(in: area.row(0), on: &grid, symbols: symbols)
    }
    // A row of the log begins with a blank of its own.
    let area = Rect(x: area.x - 1, y: area.y, width: area.width + 2, height: area.height)
    let drawing = LogListDrawing(scene, width: area.width, isWrapping: false)
    for (row, entry) in entries.suffix(area.height).enumerated() {
      drawing.draw(LogRowText(entry, scene), in: area.row(row), isSelected: false, on: &grid)
    }
    guard isFaint else { return }
    grid.restyle(area) { $0.emphasis.insert(.dim) }
  }

  /// That there are no lines, and where they were looked for.
  private var noLogLines: String {
    if let cursor { return "no lines held up to \(time.moment(cursor))" }
    return isPast
      ? "no lines in \(time.words(for: window))"
      : "no lines in the last \(window.length.prometheusText)"
  }

  /// The newest log line in a few words, for a panel of one line.
  func logLineSpans(width: Int) -> [TextSpan] {
    guard let entries = content.logLines else { return [] }
    guard let newest = entries.last else {
      return content.state == .fresh ? [TextSpan(noLogLines, .muted)] : []
    }
    let text = LogRowText(newest, scene)
    let message = VisibleText.truncated(text.message, to: max(1, width), ellipsis: symbols.ellipsis)
    let clock = time.logClock(text.timestamp, hasMilliseconds: false)
    let level = text.level.map { TextSpan("\($0.word) ", Style($0.role, emphasis)) }
    return [TextSpan("\(clock) ", .muted, priority: 60)] + [level].compactMap { $0 }
      + [TextSpan(message, Style(.text, emphasis))]
  }
}
