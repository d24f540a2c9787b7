import Logs
import Screen
import Signals
import Telemetry

extension Model {
  /// What the keys of the logs do; every one of them opens the view where it needs a line.
  mutating func performInLogs(_ action: Action) -> [Effect] {
    guard settings.logs.isPresent else {
      say("there are no logs: no server for them is configured")
      return []
    }
    switch action {
    case .logs: return goToLogs()
    case .filter: openPrompt(.filter, text: editableFilter)
    case .exclude: openPrompt(.filter, text: editableFilter + "!")
    case .highlight: openPrompt(.highlight, text: logs.highlight?.text ?? "")
    case .correlateTo: openPrompt(.correlation)
    case .nextHit, .previousHit: jumpToHit(action)
    case .nextError, .previousError:
      jump(action, to: "error") { $0.facts.level.isAtLeast(.error) }
    case .nextWarning, .previousWarning:
      jump(action, to: "warning") { $0.facts.level.isAtLeast(.warning) }
    case .nextOfID, .previousOfID: jumpToSameID(action)
    case .correlate: return correlateLine()
    case .story: return openStory()
    case .wrap: toggleWrap()
    default: break
    }
    return []
  }

  /// The filter's text with room for more.
  private var editableFilter: String {
    logs.filter.conditions.isEmpty ? "" : logs.filter.text + " "
  }

  private mutating func goToLogs() -> [Effect] {
    overlay = nil
    scroll = 0
    logs.page = .list
    fullScreen = Self.logsID
    focus = Self.logsID
    countLevels()
    return replan()
  }

  mutating func toggleWrap() {
    logs.isWrapping.toggle()
    say(logs.isWrapping ? "long lines are wrapped" : "long lines are cut")
  }

  private mutating func jumpToHit(_ action: Action) {
    guard let highlight = logs.highlight else {
      guard !logs.filter.conditions.isEmpty else {
        say("\(keyText(.highlight)) or \(keyText(.filter)) first: there is nothing to find")
        return
      }
      jump(action, to: "hit") { _ in true }
      return
    }
    guard let matcher = highlight.matcher else { return }
    jump(action, to: "hit") { matcher.matches($0) }
  }

  private mutating func jumpToSameID(_ action: Action) {
    guard let id = currentID else {
      say("this line has no correlation ID")
      return
    }
    let table = settings.logs.fields
    jump(action, to: "line of \(id.text)") { $0.correlation(table) == id.text }
  }

  /// The line chosen.
  var currentEntry: LogEntry? {
    currentLine.flatMap { logs.lines[$0]?.entry }
  }

  /// The correlation ID of the line chosen.
  var currentID: CorrelationID? {
    currentEntry?.correlation(settings.logs.fields).flatMap { CorrelationID($0) }
  }

  private mutating func correlateLine() -> [Effect] {
    guard isInLogs || focus == Self.logsID else {
      say("\(keyText(.logs)) shows the lines, of which \(keyText(.correlate)) takes the ID")
      return []
    }
    guard let id = currentID else {
      say("this line has no correlation ID; \(keyText(.correlateTo)) asks for one")
      return []
    }
    return correlate(to: id)
  }

  /// Shows all lines of one ID and no others, from the streams of all services.
  ///
  /// What was filtered before is put aside: half of a request explains nothing. Back returns to it.
  mutating func correlate(to id: CorrelationID) -> [Effect] {
    guard logs.correlation?.id != id else { return [] }
    let selection = currentLine.map { logs.lines.id(at: $0) }
    rememberPlace()
    logs.correlation = LogBoard.Correlation(id: id, askedAt: serverNow)
    logs.filter = LogFilter()
    logs.stretch = nil
    logs.page = .list
    logs.selection = selection
    if let selection { logs.anchor = .bottom(selection) } else { logs.anchor = .tail }
    fullScreen = Self.logsID
    focus = Self.logsID
    overlay = nil
    return replan()
  }

  /// Keeps where one is, for the way back.
  mutating func rememberPlace() {
    logs.places.append(
      LogBoard.Place(
        filter: logs.filter,
        logQL: logs.logQL,
        correlation: logs.correlation,
        stretch: logs.stretch,
        page: logs.page,
        anchor: logs.anchor,
        selection: logs.selection,
        fullScreen: fullScreen
      )
    )
    if logs.places.count > 20 { logs.places.removeFirst() }
  }

  /// One step back within the logs; `nil` where there is none.
  mutating func goBackInLogs() -> [Effect]? {
    guard isInLogs else { return nil }
    if case .entry(_, let behind) = logs.page {
      logs.page = behind.page
      return []
    }
    guard let place = logs.places.popLast() else {
      followTail()
      return nil
    }
    logs.filter = place.filter
    logs.logQL = place.logQL
    logs.correlation = place.correlation
    logs.stretch = place.stretch
    logs.page = place.page
    logs.anchor = place.anchor
    logs.selection = place.selection
    fullScreen = place.fullScreen
    countLevels()
    return replan() + tellStory()
  }

  /// Opens the lines of the interval under the time cursor, at least one step long.
  mutating func openLogsAtCursor() -> [Effect]? {
    guard settings.logs.isPresent, !isInLogs, overlay == nil, let cursor = timeline.cursor else {
      return nil
    }
    rememberPlace()
    // A point stands for the step that ends at it.
    let step = grain.step
    logs.stretch = LogBoard.Stretch(start: cursor - step, end: cursor)
    logs.page = .list
    followTail()
    fullScreen = Self.logsID
    return replan()
  }
}

extension LogLevel? {
  /// Whether there is a level and it is as bad as another.
  func isAtLeast(_ level: LogLevel) -> Bool {
    map { $0 >= level } ?? false
  }
}
