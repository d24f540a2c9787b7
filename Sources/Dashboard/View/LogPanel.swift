import Logs
import Screen
import Telemetry

extension Model {
  /// The tail of the logs in the overview.
  func drawLogPanel(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let areas = logPanelAreas(in: area)
    if areas.list != areas.frame {
      var frame = Frame(title: "Logs", isFocused: focus == Self.logsID)
      let filter = filterInForce
      frame.badge = filter.isEmpty ? nil : TextSpan(filter, .muted)
      frame.notes = logNotes(width: area.width)
      frame.draw(in: areas.frame, on: &grid, symbols: symbols)
    }
    drawLogList(areas, on: &grid)
  }

  /// The lines, or why there are none, and how many wait below.
  func drawLogList(_ areas: LogAreas, on grid: inout Grid) {
    guard !areas.list.isEmpty else { return }
    let layout = LogLayout(model: self, in: areas.list)
    if !logs.lines.hasEntries {
      // Below what has happened to the stream, where anything has.
      let top = (layout.places.last?.area.endY ?? areas.list.y) - areas.list.y
      for (row, line) in emptyLogLines(width: areas.list.width - 1).enumerated() {
        let place = areas.list.row(top + row).inset(horizontal: 1, vertical: 0)
        line.draw(in: place, on: &grid, symbols: symbols)
      }
    }
    let drawing = LogListDrawing(model: self, width: areas.list.width)
    let selected = logs.selection == nil ? nil : currentLine
    if let top = layout.top { drawing.draw(markOfFallen, in: top, on: &grid) }
    for place in layout.places {
      switch logs.lines[place.index]?.content {
      case .entry(let entry)?:
        drawing.draw(
          rowText(of: entry),
          in: place.area,
          skipping: place.skipped,
          isSelected: place.index == selected,
          on: &grid
        )
      case .mark(let mark)?:
        drawing.draw(mark, in: place.area, on: &grid)
      case nil: break
      }
    }
    guard logs.lines.hasEntries else { return }
    drawWaiting(layout.below, in: areas.waiting, on: &grid)
  }

  /// That older lines were let go, and what brings them back.
  private var markOfFallen: LogMark {
    let count = logs.lines.ring.fallenBehind
    let words =
      count == 1 ? "1 older line was let go" : "\(count) older lines were let go"
    let advice = ": \(keyText(.up)) at the oldest line reads them again"
    return LogMark(
      at: logs.lines.ring.first?.id.timestamp ?? now,
      .changed,
      reason: words + (logs.isAskingForOlder ? ": asking for them" : advice)
    )
  }

  private func drawWaiting(_ count: Int, in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    var (text, advice) = (waitingText(count), waitingAdvice)
    var role = count == 0 ? Role.muted : .past
    if let cursor = cursorBeforeLines {
      text = "the cursor is before these"
      advice = "\(keyText(.open)) asks for \(timeText.moment(cursor))"
      role = .past
    }
    TextLine([TextSpan(" \(text)", role, .bold), TextSpan("  \(advice)", .muted, priority: 1)])
      .draw(in: area, on: &grid, symbols: symbols)
  }

  /// The time cursor of the overview where no line of its moment is held: the list stands at its
  /// oldest one then, which is another moment's.
  private var cursorBeforeLines: Timestamp? {
    guard !isInLogs, let cursor = timeline.cursor, logs.lines.count > 0,
      cursor < logs.lines.id(at: 0).timestamp
    else { return nil }
    return cursor
  }

  private func waitingText(_ count: Int) -> String {
    let lines = count == 1 ? "1 line" : "\(count) lines"
    let arrow = Character(symbols.arrows.down)
    switch (timeline.pausedAt != nil, count == 0) {
    case (true, true): return "paused: nothing new yet"
    case (true, false): return "paused: \(arrow) \(lines) below"
    case (false, true): return isFollowingLogs ? "at the newest line" : "at the last line"
    case (false, false): return "\(arrow) \(lines) below"
    }
  }

  private var waitingAdvice: String {
    if timeline.pausedAt != nil { return "\(keyText(.pause)) goes on" }
    return isFollowingLogs
      ? "\(keyText(.bottom)) follows new ones" : "\(keyText(.bottom)) goes there"
  }

  /// Whether new lines can come: a stretch of the past has all of its own.
  private var isFollowingLogs: Bool {
    if case .live? = logs.plan?.span { true } else { false }
  }

  /// Why there are no lines, and what can be done.
  func emptyLogLines(width: Int) -> [TextLine] {
    if let failure = logs.failure {
      return wrapped("\(cross) \(failure.headline)", width, Style(.critical))
    }
    if case .broken(let error, _)? = logs.status, !logs.isComplete {
      return wrapped("\(cross) \(error.headline)", width, Style(.critical))
    }
    if let searching = logs.searching {
      let before = searchedWindows.last { $0 < searching }
      let sofar = before.map { "nothing in \(windowText($0)): " } ?? ""
      return [
        TextLine("\(sofar)searching \(windowText(searching))", Style(.muted)),
        TextLine("\(keyText(.back)) gives up", Style(.muted)),
      ]
    }
    guard logs.isComplete else { return [TextLine("waiting for the first lines", Style(.muted))] }
    guard !logs.lines.holdsEntries else {
      return [TextLine("none of \(logs.lines.ring.count) lines meets the filter", Style(.muted))]
    }
    return noLines.flatMap { wrapped($0, width, Style(.muted)) }
  }

  /// That there are no lines, where they were looked for, and what can be done.
  private var noLines: [String] {
    var texts: [String] = []
    switch logs.plan?.span {
    case .search?:
      let reach = searchedWindows.last.map(windowText) ?? "any time"
      texts = ["no line has this ID in \(reach)", "\(keyText(.back)) goes back"]
      if logs.plan?.isFollowing == true { texts[0] += "; new ones are shown as they come" }
    case .live(let history)?:
      texts = [
        "no lines in the last \(history.prometheusText)", "\(keyText(.zoomOut)) looks further back",
      ]
    case .stretch(let start, let end)?:
      texts = ["no lines in \(timeText.stretch(start, end))"]
    case nil: texts = ["no lines"]
    }
    if !filterInForce.isEmpty { texts.insert("asked for: \(filterInForce)", at: 1) }
    return texts
  }

  /// How far back an ID is looked for, step by step.
  private var searchedWindows: [Duration] {
    if case .search(let windows, _)? = logs.plan?.span { windows.sorted() } else { [] }
  }

  private func windowText(_ window: Duration) -> String {
    let length = window.prometheusText
    guard case .search(_, let until?)? = logs.plan?.span else { return "the last \(length)" }
    return "the \(length) before \(timeText.moment(until))"
  }
}
