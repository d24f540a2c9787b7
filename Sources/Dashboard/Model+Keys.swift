import Screen
import Signals
import Telemetry

extension Model {
  /// The keys in force.
  var keyMap: KeyMap { KeyMap(changing: settings.keys) }

  /// The key of an action as a remark names it.
  func keyText(_ action: Action) -> String {
    keyMap.binding(of: action)?.keys.first?.text ?? action.rawValue
  }

  /// What a key does.
  ///
  /// A paste never stands for commands.
  mutating func press(_ key: Key) -> [Effect] {
    // A remark is about the key before.
    if notice?.isKept == false { notice = nil }
    if let prompt { return type(key, into: prompt) }
    if case .paste = key {
      say("pasted text is not read as keys")
      return []
    }
    guard let action = keyMap.action(for: key) else { return [] }
    if overlay != nil, !action.isForOverlays { return leaveOverlay(by: key, action) }
    return perform(action)
  }

  /// Keys do nothing to what an overlay hides: the one that quits closes it, but for Ctrl-C.
  private mutating func leaveOverlay(by key: Key, _ action: Action) -> [Effect] {
    guard action == .quit else { return [] }
    return perform(key == .control("c") ? .quit : .back)
  }

  mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .quit: return [.quit]
    case .back: return goBack()
    case .help: toggle(.help)
    case .cost: toggle(.cost)
    case .overview: return goToOverview()
    case .nextPanel: return moveFocus(by: 1)
    case .previousPanel: return moveFocus(by: -1)
    case .open, .fullScreen: return open(action)
    case .command: openPrompt(.command)
    case .logs, .filter, .exclude, .highlight, .nextHit, .previousHit, .nextError, .previousError,
      .nextWarning, .previousWarning, .nextOfID, .previousOfID, .correlate, .correlateTo, .story,
      .wrap:
      return performInLogs(action)
    case .left, .right, .up, .down, .top, .bottom, .pageUp, .pageDown:
      move(action)
      return isInLogList ? askForOlderLines() : []
    case .zoomIn, .zoomOut, .panBack, .panForward, .live, .pause: return changeTime(action)
    case .cursor: return toggleCursor()
    case .timeDisplay: cycleTimeDisplay()
    case .copy: return isInLogs ? copyFromLogs() : copyQuery()
    case .refresh: return refreshNow()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .reload: return reload()
    }
    return []
  }

  private mutating func toggle(_ wanted: Overlay) {
    guard overlay != wanted else {
      closeOverlay()
      return
    }
    if overlay == nil { scrollBehind = scroll }
    overlay = wanted
    scroll = 0
  }

  private mutating func closeOverlay() {
    overlay = nil
    scroll = scrollBehind
  }

  /// Closes what was opened last, one thing a press.
  private mutating func goBack() -> [Effect] {
    if overlay != nil {
      closeOverlay()
    } else if let effects = goBackInLogs() {
      return effects
    } else if timeline.cursor != nil {
      return closeCursor()
    } else if fullScreen != nil {
      fullScreen = nil
      scroll = 0
      return replan()
    } else {
      focus = nil
    }
    return []
  }

  private mutating func goToOverview() -> [Effect] {
    overlay = nil
    fullScreen = nil
    scroll = 0
    return replan()
  }

  /// What can have the focus: the alert strip, then the panels.
  var focusable: [String] {
    [Self.alertsID] + panels.map(\.id) + (settings.logs.isPresent ? [Self.logsID] : [])
  }

  /// The alert strip's name among the panels.
  static let alertsID = "alerts"

  private mutating func moveFocus(by distance: Int) -> [Effect] {
    let all = focusable
    let index = focus.flatMap { all.firstIndex(of: $0) }
    let next = index.map { ($0 + distance + all.count) % all.count } ?? (distance > 0 ? 1 : 0)
    focus = all.indices.contains(next) ? all[next] : all.first
    guard fullScreen != nil else { return [] }
    fullScreen = focus
    scroll = 0
    return replan()
  }

  /// Opens what is chosen: the lines under the time cursor, a line of the logs, a panel.
  private mutating func open(_ action: Action) -> [Effect] {
    if action == .open {
      if let effects = openLogsAtCursor() { return effects }
      if isInLogs, overlay == nil { return openLine() }
    }
    return openFocused()
  }

  private mutating func openFocused() -> [Effect] {
    overlay = nil
    if fullScreen != nil {
      fullScreen = nil
    } else {
      fullScreen = focus ?? panels.first?.id
      focus = fullScreen
    }
    scroll = 0
    return replan()
  }

  private mutating func move(_ action: Action) {
    if overlay == nil, timeline.cursor != nil, [.left, .right, .top, .bottom].contains(action) {
      moveCursor(action)
      return
    }
    if isInLogList {
      moveInLogs(action)
      return
    }
    if isInLogs, overlay == nil, moveInLogPage(action) { return }
    let page = max(1, size.height - 6)
    switch action {
    case .up: scroll -= 1
    case .down: scroll += 1
    case .pageUp: scroll -= page
    case .pageDown: scroll += page
    case .top: scroll = 0
    case .bottom: scroll = scrollLimit
    default: break
    }
    scroll = max(0, min(scroll, scrollLimit))
  }

  private mutating func moveCursor(_ action: Action) {
    guard let cursor = timeline.cursor else { return }
    let step = grain.step
    let window = timeline.window(at: serverNow, step: step)
    let moved: Timestamp =
      switch action {
      case .left: cursor - step
      case .right: cursor + step
      case .top: window.start
      default: newestPoint ?? window.end
      }
    timeline.cursor = max(window.start, min(window.end, moved))
    moveLineToCursor()
  }

  /// The newest moment that all charts have been asked for, of those with points in the window;
  /// `nil` where none has any.
  ///
  /// They are asked one after the other, so that one has its newest step seconds before another.
  private var newestPoint: Timestamp? {
    let step = grain.step
    let window = timeline.window(at: serverNow, step: step)
    let ends = readings.values.compactMap { reading in
      reading.matrix.compactMap { $0.samples.last?.timestamp }.max()
    }
    guard let newest = ends.max(), newest > window.start else { return nil }
    // What ended earlier is a series that is gone, and not one that is late.
    let late = newest - max(step, settings.refresh) * 2
    let common = ends.filter { $0 >= late }.min() ?? newest
    return max(window.start, min(common, window.end))
  }

  private mutating func toggleCursor() -> [Effect] {
    guard timeline.cursor == nil else { return closeCursor() }
    let window = timeline.window(at: serverNow, step: grain.step)
    timeline.cursor = newestPoint ?? window.end
    return replan()
  }

  private mutating func closeCursor() -> [Effect] {
    timeline.cursor = nil
    releaseLineFromCursor()
    return replan()
  }

  private mutating func changeTime(_ action: Action) -> [Effect] {
    let step = grain.step
    switch action {
    case .zoomIn, .zoomOut:
      let end = timeline.window(at: serverNow, step: step).end
      guard timeline.zoom(in: action == .zoomIn) else {
        say(action == .zoomIn ? "5 minutes are the shortest range" : "7 days are the longest range")
        return []
      }
      // Nothing is asked while paused, but another range needs points: those of the same moment.
      if timeline.pausedAt != nil { timeline.end = end }
    case .panBack: timeline.panBack(from: serverNow, step: step)
    case .panForward:
      guard timeline.isPast else {
        say(timeline.pausedAt == nil ? "this is now already" : "\(keyText(.pause)) goes on")
        return []
      }
      timeline.panForward(from: serverNow, step: step)
    case .live:
      timeline.end = nil
      timeline.pausedAt = nil
    default:
      if timeline.isPast {
        say("the past does not move: \(keyText(.live)) goes back to live")
      } else {
        timeline.pausedAt = timeline.pausedAt == nil ? now : nil
        timeline.end = nil
      }
    }
    if timeline.pausedAt == nil || timeline.end != nil { chartWidth = size.width }
    if action == .pause {
      holdLogs()
    } else {
      logs.stretch = nil
      if action == .live { followTail() }
    }
    clampCursor()
    return replan()
  }

  /// The cursor stays in the window, whose start moves on with the clock.
  mutating func clampCursor() {
    guard let cursor = timeline.cursor else { return }
    let step = grain.step
    let window = timeline.window(at: serverNow, step: step)
    timeline.cursor = max(window.start, min(window.end, cursor.floored(to: step)))
  }

  private mutating func cycleTimeDisplay() {
    let all = TimeDisplay.allCases
    let index = all.firstIndex(of: timeDisplay) ?? 0
    timeDisplay = all[(index + 1) % all.count]
    say("times are \(timeDisplay == .utc ? "in UTC" : timeDisplay.rawValue)")
  }

  private mutating func copyQuery() -> [Effect] {
    guard let id = fullScreen ?? focus, let panel = panels.first(where: { $0.id == id }) else {
      say("\(keyText(.nextPanel)) chooses the panel whose PromQL is copied")
      return []
    }
    let expressions = content(of: panel).queries.reduce(into: [String]()) { all, query in
      if !all.contains(query.expression) { all.append(query.expression) }
    }
    guard !expressions.isEmpty else { return [] }
    let text = expressions.map(VisibleText.sanitized).joined(separator: "\n")
    return send("PromQL of \(panel.title)", text)
  }

  /// Sends a text to the terminal's clipboard and says so, also where the terminal takes no more
  /// than its beginning.
  mutating func send(_ name: String, _ text: String) -> [Effect] {
    let count = text.utf8.count
    if count > Clipboard.limit {
      let size = Unit.bytes.format(Double(count)).text
      say(
        "\(name) is \(size): its first \(Clipboard.limit / 1000) kB sent to terminal",
        .warning,
        for: .seconds(8)
      )
    } else {
      say("\(name) sent to terminal")
    }
    return [.copy(text)]
  }

  private mutating func refreshNow() -> [Effect] {
    guard timeline.pausedAt == nil else {
      say("paused: \(keyText(.pause)) goes on")
      return []
    }
    say("asking again")
    return [.refresh]
  }

  private mutating func reload() -> [Effect] {
    guard let settings = pendingSettings else {
      if let reason = configurationProblem {
        sayUnasked("configuration not loaded: \(reason)", .critical, for: .seconds(30))
      } else {
        say("the configuration file has not changed")
      }
      return []
    }
    self.settings = settings
    pendingSettings = nil
    readings = readings.filter { [.targets, .alerts, .rules, .suppressions].contains($0.key) }
    if !settings.servers.contains(.alertmanager) { readings[.suppressions] = nil }
    mergeAlerts()
    timeline.range = settings.range
    timeDisplay = settings.timeDisplay
    logs.columns = settings.logs.columns
    logs.lines.hold(lines: settings.logs.heldLines, bytes: settings.logs.heldBytes)
    fullScreen = nil
    focus = nil
    if let notice = settings.notices.first {
      say(notice, .warning, for: .seconds(8))
    } else {
      say("configuration loaded", .ok)
    }
    // What is asked for as before has lost its answer too.
    return replan() + [.refresh]
  }
}
