import Logs
import Screen
import Telemetry

extension Model {
  /// The logs on the whole screen: the list, one line, or the story of a request.
  func drawLogs(in area: Rect, on grid: inout Grid) {
    switch logs.page {
    case .list: drawLogPage(in: area, on: &grid)
    case .entry(let row, _): drawEntryPage(row: row, in: area, on: &grid)
    case .story(let row): drawStoryPage(row: row, in: area, on: &grid)
    }
  }

  private func drawLogPage(in area: Rect, on grid: inout Grid) {
    let areas = logPageAreas(in: area)
    var frame = Frame(title: "Logs", isFocused: true)
    frame.notes = logNotes(width: area.width)
    frame.draw(in: areas.frame, on: &grid, symbols: symbols)
    drawFilterLine(in: areas.filter.inset(horizontal: 1, vertical: 0), on: &grid)
    drawLogState(in: areas.state.inset(horizontal: 1, vertical: 0), on: &grid)
    drawLogHistogram(areas, on: &grid)
    drawLogList(areas, on: &grid)
  }

  /// What lines have to meet to be here, or how to say so.
  private func drawFilterLine(in line: Rect, on grid: inout Grid) {
    var spans: [TextSpan] = []
    if logs.correlation != nil || logs.logQL != nil || !logs.filter.conditions.isEmpty {
      spans.append(TextSpan(filterInForce, .text, .bold))
    } else {
      let selector = filterInForce
      spans.append(TextSpan(selector.isEmpty ? "all lines" : selector, .muted))
      spans.append(TextSpan("  \(keyText(.filter)) filters", .muted, priority: 1))
    }
    if let highlight = logs.highlight {
      spans.append(TextSpan("  \(keyText(.highlight)) ", .muted, priority: 2))
      spans.append(TextSpan(highlight.text, .selection, priority: 2))
    }
    TextLine(spans, right: correlationSpans, gap: 2).draw(in: line, on: &grid, symbols: symbols)
  }

  /// When the request of the ID began, where the ID says so.
  private var correlationSpans: [TextSpan] {
    guard let created = logs.correlation?.id.created else { return [] }
    let age = (serverNow - created).ageText
    var time = timeText
    time.display = time.display == .relative ? .utc : time.display
    let clock = time.logClock(created, hasMilliseconds: true)
    return [TextSpan("created \(clock), \(age) ago", .muted, priority: 3)]
  }
}
