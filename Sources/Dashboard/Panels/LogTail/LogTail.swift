import Logs
import Screen
import Telemetry

/// The list of log lines: the tail in the overview, and the list of the view.
struct LogTail {
  let scene: Scene

  private var feed: LogFeed { scene.world.logs }
  private var status: LogStatus { LogStatus(scene: scene) }

  /// The tail of the logs in the overview.
  func draw(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    grid.mark(area, as: .part(ViewID.logs.name))
    let areas = LogAreas.tail(scene, in: area)
    if areas.list != areas.frame {
      var frame = Frame(title: "Logs", isFocused: scene.place.focus == ViewID.logs.name)
      let filter = status.filterInForce
      frame.badge = filter.isEmpty ? nil : TextSpan(filter, .muted)
      frame.notes = status.notes(width: area.width)
      frame.draw(in: areas.frame, on: &grid, symbols: scene.symbols)
    }
    drawList(areas, on: &grid)
  }

  /// The lines, or why there are none, and how many wait below.
  func drawList(_ areas: LogAreas, on grid: inout Grid) {
    guard !areas.list.isEmpty else { return }
    let layout = LogLayout(scene, in: areas.list)
    grid.mark(areas.list, as: .rows(shown(layout, in: areas.list)))
    if !feed.lines.hasEntries {
      // Below what has happened to the stream, where anything has.
      let top = (layout.places.last?.area.endY ?? areas.list.y) - areas.list.y
      for (row, line) in emptyLines(width: areas.list.width - 1).enumerated() {
        let place = areas.list.row(top + row).inset(horizontal: 1, vertical: 0)
        line.draw(in: place, on: &grid, symbols: scene.symbols)
      }
    }
    let drawing = LogListDrawing(scene, width: areas.list.width)
    let selected = scene.logList.selection == nil ? nil : scene.currentLine
    if let top = layout.top { drawing.draw(markOfFallen, in: top, on: &grid) }
    for place in layout.places {
      grid.mark(place.area, as: .row(place.index))
      switch feed.lines[place.index]?.content {
      case .entry(let entry)?:
        drawing.draw(
          LogRowText(entry, scene),
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
    guard feed.lines.hasEntries else { return }
    drawWaiting(layout.below, in: areas.waiting, on: &grid)
  }

  private func shown(_ layout: LogLayout, in area: Rect) -> Target.Shown {
    Target.Shown(
      first: layout.firstWholeIndex ?? 0,
      visible: area.height,
      count: feed.lines.count
    )
  }

  /// That older lines dropped (buffer full), and what brings them back.
  private var markOfFallen: LogMark {
    let count = feed.lines.ring.fallenBehind
    let words =
      count == 1
      ? "1 older line dropped (buffer full)" : "\(count) older lines dropped (buffer full)"
    let advice = ": \(scene.keyText(.up)) at the oldest line reloads them"
    return LogMark(
      at: feed.lines.ring.firstID?.timestamp ?? scene.now,
      .changed,
      reason: words + (feed.isAskingForOlder ? ": loading them" : advice)
    )
  }

  private func drawWaiting(_ count: Int, in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    var (text, advice) = (waitingText(count), waitingAdvice)
    var role = count == 0 ? Role.muted : .past
    if let cursor = cursorBeforeLines {
      text = "cursor is before these lines"
      advice = "\(scene.keyText(.open)) loads \(scene.timeText.moment(cursor))"
      role = .past
    }
    TextLine([TextSpan(" \(text)", role, .bold), TextSpan("  \(advice)", .muted, priority: 1)])
      .draw(in: area, on: &grid, symbols: scene.symbols)
  }

  /// The time cursor of the overview where no line of its moment is held: the list stands at its
  /// oldest one then, which is another moment's.
  private var cursorBeforeLines: Timestamp? {
    guard scene.place.view == .overview, let cursor = scene.timeline.cursor, feed.lines.count > 0,
      cursor < feed.lines.id(at: 0).timestamp
    else { return nil }
    return cursor
  }

  private func waitingText(_ count: Int) -> String {
    let lines = count == 1 ? "1 line" : "\(count) lines"
    let arrow = Character(scene.symbols.arrows.down)
    switch (scene.timeline.pausedAt != nil, count == 0) {
    case (true, true): return "paused: no new lines"
    case (true, false): return "paused: \(arrow) \(lines) below"
    case (false, true): return isFollowingLogs ? "at the newest line" : "at the last line"
    case (false, false): return "\(arrow) \(lines) below"
    }
  }

  private var waitingAdvice: String {
    if scene.timeline.pausedAt != nil { return "\(scene.keyText(.pause)) resumes" }
    return isFollowingLogs
      ? "\(scene.keyText(.bottom)) follows" : "\(scene.keyText(.bottom)) jumps there"
  }

  /// Whether new lines can come: a stretch of the past has all of its own.
  private var isFollowingLogs: Bool {
    feed.plan?.isLive == true
  }

  /// Why there are no lines, and what can be done.
  func emptyLines(width: Int) -> [TextLine] {
    if let failure = feed.failure {
      return scene.wrapped("\(scene.cross) \(failure.headline)", width, Style(.critical))
    }
    if case .broken(let error, _)? = feed.status, !feed.isComplete {
      return scene.wrapped("\(scene.cross) \(error.headline)", width, Style(.critical))
    }
    if let searching = feed.searching {
      let before = searchedWindows.last { $0 < searching }
      let sofar = before.map { "nothing in \(windowText($0)): " } ?? ""
      return [
        TextLine("\(sofar)searching \(windowText(searching))", Style(.muted)),
        TextLine("\(scene.keyText(.back)) cancels", Style(.muted)),
      ]
    }
    guard feed.isComplete else { return [TextLine("waiting for log lines", Style(.muted))] }
    guard !feed.lines.holdsEntries else {
      return [TextLine("no match in \(feed.lines.ring.count) lines", Style(.muted))]
    }
    return noLines.flatMap { scene.wrapped($0, width, Style(.muted)) }
  }

  /// That there are no lines, where they were looked for, and what can be done.
  private var noLines: [String] {
    var texts: [String] = []
    switch feed.plan?.span {
    case .search?:
      let reach = searchedWindows.last.map(windowText) ?? "any time"
      texts = ["no line with this ID in \(reach)", "\(scene.keyText(.back)) goes back"]
      if feed.plan?.isFollowing == true { texts[0] += "; still following" }
    case .live(let history)?:
      texts = [
        "no lines in the last \(history.prometheusText)",
        "\(scene.keyText(.zoomOut)) searches further back",
      ]
    case .past(let stretch)?:
      texts = ["no lines in \(scene.timeText.words(for: stretch))"]
    case nil: texts = ["no lines"]
    }
    let filter = status.filterInForce
    if !filter.isEmpty { texts.insert("query: \(filter)", at: 1) }
    return texts
  }

  /// How far back an ID is looked for, step by step.
  private var searchedWindows: [Duration] {
    if case .search(let windows, _)? = feed.plan?.span { windows.sorted() } else { [] }
  }

  private func windowText(_ window: Duration) -> String {
    let length = window.prometheusText
    guard case .search(_, let until?)? = feed.plan?.span else { return "the last \(length)" }
    return "the \(length) before \(scene.timeText.moment(until))"
  }
}
