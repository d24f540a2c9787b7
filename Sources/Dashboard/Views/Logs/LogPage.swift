import Logs
import Screen
import Telemetry

/// The list of lines on the whole screen, with the filter in force and the levels over time.
struct LogPage {
  let scene: Scene

  private var list: LogListState { scene.logList }

  func draw(in area: Rect, on grid: inout Grid) {
    let areas = LogAreas.page(scene, in: area)
    let status = LogStatus(scene: scene)
    var frame = Frame(title: "Logs", isFocused: true)
    frame.notes = status.notes(width: area.width)
    frame.draw(in: areas.frame, on: &grid, symbols: scene.symbols)
    drawFilterLine(in: areas.filter.inset(horizontal: 1, vertical: 0), on: &grid)
    status.draw(in: areas.state.inset(horizontal: 1, vertical: 0), on: &grid)
    LogHistogramDrawing(scene: scene).draw(areas, on: &grid)
    LogTail(scene: scene).drawList(areas, on: &grid)
  }

  /// The filter, or how to set one.
  private func drawFilterLine(in line: Rect, on grid: inout Grid) {
    var spans: [TextSpan] = []
    let search = list.search
    let filter = LogStatus(scene: scene).filterInForce
    if search.correlation != nil || search.logQL != nil || !search.filter.conditions.isEmpty {
      spans.append(TextSpan(filter, .text, .bold))
    } else {
      let selector = filter
      spans.append(TextSpan(selector.isEmpty ? "all lines" : selector, .muted))
      spans.append(TextSpan("  \(scene.keyText(.filter)) filters", .muted, priority: 1))
    }
    if let highlight = list.highlight {
      spans.append(TextSpan("  \(scene.keyText(.highlight)) ", .muted, priority: 2))
      spans.append(TextSpan(highlight.text, .selection, priority: 2))
    }
    TextLine(spans, right: correlationSpans, gap: 2).draw(
      in: line,
      on: &grid,
      symbols: scene.symbols
    )
  }

  /// When the request of the ID began, where the ID says so.
  private var correlationSpans: [TextSpan] {
    guard let created = list.search.correlation?.id.created else { return [] }
    let age = (scene.serverNow - created).ageText
    var time = scene.timeText
    time.display = time.display == .relative ? .utc : time.display
    let clock = time.logClock(created, hasMilliseconds: true)
    return [TextSpan("created \(clock), \(age) ago", .muted, priority: 3)]
  }
}
