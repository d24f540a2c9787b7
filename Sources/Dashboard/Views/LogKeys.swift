import Logs
import Screen
import Signals
import Telemetry

/// Keys of log lines, wherever lines or their source are on screen.
struct LogKeys {
  private var list: LogList

  init(_ visit: Visit) {
    list = LogList(visit: visit)
  }

  /// The view at work.
  var visit: Visit { list.visit }

  private var scene: Scene { list.visit.scene }

  /// Takes a key; without a log server it says so.
  mutating func take(_ key: Action.Lines) -> Reaction {
    if let obstacle = scene.settings.logs.obstacle {
      list.visit.say(obstacle)
      return .done
    }
    if key.needsLines, let obstacle = lackOfLines {
      list.visit.say(obstacle)
      return .done
    }
    switch key {
    case .filter: list.visit.request(.prompt(.filter, editableFilter))
    case .exclude: list.visit.request(.prompt(.filter, editableFilter + "!"))
    case .highlight: list.visit.request(.prompt(.highlight, list.state.highlight?.text ?? ""))
    case .correlateTo: list.visit.request(.prompt(.correlation, ""))
    case .nextHit: return jumpToHit(LogJump(isForward: true, opposite: .previousHit))
    case .previousHit: return jumpToHit(LogJump(isForward: false, opposite: .nextHit))
    case .nextError: return jump(.error, LogJump(isForward: true, opposite: .previousError))
    case .previousError: return jump(.error, LogJump(isForward: false, opposite: .nextError))
    case .nextWarning: return jump(.warning, LogJump(isForward: true, opposite: .previousWarning))
    case .previousWarning: return jump(.warning, LogJump(isForward: false, opposite: .nextWarning))
    case .nextOfID: return jumpToSameID(LogJump(isForward: true, opposite: .previousOfID))
    case .previousOfID: return jumpToSameID(LogJump(isForward: false, opposite: .nextOfID))
    case .correlate: return correlateLine()
    case .story: return openStory()
    case .wrap: toggleWrap()
    }
    return .done
  }

  /// Why there are no lines that a key could go to or change; `nil` where there are.
  private var lackOfLines: String? {
    switch scene.place.view {
    case .overview, .logs, .logEntry: nil
    case .story: "\(scene.keyText(.back)) returns to the log lines"
    default: "\(scene.keyText(.view(.logs))) shows the log lines"
    }
  }

  /// The filter's text with room for more.
  private var editableFilter: String {
    let filter = list.state.search.filter
    return filter.conditions.isEmpty ? "" : filter.text + " "
  }

  mutating func toggleWrap() {
    list.state.isWrapping.toggle()
    list.visit.say(list.state.isWrapping ? "wrapping on" : "wrapping off")
  }
}

/// Keys that go from line to line.
extension LogKeys {
  private mutating func jump(_ level: LogLevel, _ jump: LogJump) -> Reaction {
    open(
      list.jump(jump, to: level == .error ? "error" : "warning") {
        $0.facts.level.isAtLeast(level)
      }
    )
  }

  private mutating func jumpToHit(_ jump: LogJump) -> Reaction {
    guard let highlight = list.state.highlight else {
      guard !list.state.search.filter.conditions.isEmpty else {
        let keys = "\(scene.keyText(.highlight)) or \(scene.keyText(.filter))"
        list.visit.say("nothing to find: press \(keys) first")
        return .done
      }
      return open(list.jump(jump, to: "match") { _ in true })
    }
    guard let matcher = highlight.matcher else { return .done }
    return open(list.jump(jump, to: "match") { matcher.matches($0) })
  }

  private mutating func jumpToSameID(_ jump: LogJump) -> Reaction {
    guard let id = currentID else {
      list.visit.say("this line has no correlation ID")
      return .done
    }
    let table = scene.settings.logs.fields
    return open(list.jump(jump, to: "line with \(id.text)") { $0.correlation(table) == id.text })
  }

  /// A page of one line shows the line that was jumped to.
  private mutating func open(_ entry: LogEntry?) -> Reaction {
    guard let entry, case .line? = scene.place.subject else { return .done }
    var next = list.visit.place.opening(.logEntry, .line(entry))
    next.timeline = list.visit.place.timeline
    return .turn(next)
  }
}

/// Requests.
extension LogKeys {
  /// The correlation ID of that line.
  var currentID: CorrelationID? {
    scene.shownEntry?.correlation(scene.settings.logs.fields).flatMap { CorrelationID($0) }
  }

  /// All IDs of that line, the request's first.
  private var currentIDs: [CorrelationID] {
    let fields = scene.shownEntry.map { LogFields($0, table: scene.settings.logs.fields) }
    return (fields?.ids ?? []).compactMap { CorrelationID($0) }
  }

  private var hasLines: Bool { scene.place.view.isOfLines || scene.isInLogList }

  private mutating func correlateLine() -> Reaction {
    guard hasLines else {
      let keys = [Action.view(.logs), .correlate].map { scene.keyText($0) }
      list.visit.say("\(keys[0]) shows the log lines; \(keys[1]) on one filters by its ID")
      return .done
    }
    let ids = currentIDs
    guard let first = ids.first else { return lackID() }
    guard ids.count > 1 else { return correlate(to: first) }
    // Of a line with several IDs each further key takes the next one.
    let shown = list.state.search.correlation.flatMap { ids.firstIndex(of: $0.id) }
    let next = shown.map { ($0 + 1) % ids.count } ?? 0
    let key = scene.keyText(.correlate)
    list.visit.say("ID \(next + 1) of \(ids.count) that the line has; \(key) takes the next one")
    let reaction = correlate(to: ids[next])
    guard shown != nil, case .go(let place) = reaction else { return reaction }
    return .turn(place)
  }

  private mutating func openStory() -> Reaction {
    guard hasLines, let id = currentID else { return lackID() }
    return openStory(of: id)
  }

  private mutating func lackID() -> Reaction {
    let key = scene.keyText(.correlateTo)
    list.visit.say("this line has no correlation ID; enter one with \(key)")
    return .done
  }

  /// Shows all lines of one ID and no others, from the streams of all services.
  ///
  /// Puts the previous filter aside: half of a request explains nothing. Back restores it.
  mutating func correlate(to id: CorrelationID, _ filter: LogFilter? = nil) -> Reaction {
    guard list.state.search.correlation?.id != id else {
      if let filter { list.state.search.filter = filter }
      return .done
    }
    let selection = scene.currentLine.map { scene.world.logs.lines.id(at: $0) }
    var next = scene.place.opening(.logs)
    next[LogListState.self].search = LogSearch(
      filter: filter ?? LogFilter(),
      logQL: list.state.search.logQL,
      correlation: LogSearch.Correlation(id: id, askedAt: scene.serverNow)
    )
    next[LogListState.self].selection = selection
    next[LogListState.self].anchor = selection.map { .bottom($0) } ?? .tail
    return .go(next)
  }

  /// All lines of one request, whatever the filter was.
  mutating func openStory(of id: CorrelationID) -> Reaction {
    var next = scene.place.opening(.story, .request(id))
    let search = list.state.search
    var correlation = LogSearch.Correlation(id: id, askedAt: scene.serverNow)
    if let known = search.correlation, known.id == id { correlation = known }
    next[LogListState.self].search = LogSearch(logQL: search.logQL, correlation: correlation)
    next[LogListState.self].followTail()
    return .go(next)
  }

  /// Opens the lines of the interval under the time cursor, at least one step long.
  ///
  /// - Returns: `passed` where there is no cursor, or there are no logs.
  mutating func openAtCursor() -> Reaction {
    guard scene.settings.logs.isPresent, let cursor = scene.timeline.cursor else { return .passed }
    // A point stands for the step that ends at it.
    var next = scene.place.opening(.logs)
    next[LogListState.self].search.stretch = Stretch(
      from: cursor - scene.step,
      to: cursor
    )
    next[LogListState.self].followTail()
    return .go(next)
  }

  /// Opens the line chosen.
  mutating func openLine() -> Reaction {
    guard let index = scene.currentLine, let entry = scene.world.logs.lines[index]?.entry else {
      return .done
    }
    // The list stays where it is while its line is read.
    if list.state.selection == nil { list.select(index) }
    return .go(list.visit.place.opening(.logEntry, .line(entry)))
  }
}

extension Action.Lines {
  /// Whether it goes to a line of the list, or changes how lines are listed.
  fileprivate var needsLines: Bool {
    switch self {
    case .nextHit, .previousHit, .nextError, .previousError, .nextWarning, .previousWarning,
      .nextOfID, .previousOfID, .wrap:
      true
    case .filter, .exclude, .highlight, .correlate, .correlateTo, .story: false
    }
  }
}
