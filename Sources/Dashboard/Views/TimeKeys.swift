import Screen
import Telemetry

/// Time keys, in every view.
struct TimeKeys {
  private(set) var visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  private var scene: Scene { visit.scene }

  private var timeline: Timeline {
    get { visit.place.timeline }
    set { visit.place.timeline = newValue }
  }

  mutating func take(_ key: Action.Time) {
    switch key {
    case .zoomIn, .zoomOut: zoom(in: key == .zoomIn)
    case .panBack:
      timeline.panBack(from: scene.serverNow, step: scene.step)
      windowHasMoved()
    case .panForward: panForward()
    case .live:
      timeline.end = nil
      timeline.pausedAt = nil
      windowHasMoved()
      visit.place[LogListState.self].followTail()
    case .pause: pause()
    case .cursor:
      if timeline.cursor != nil {
        timeline.closeCursor()
      } else {
        openCursor()
      }
    case .marks: visit.request(.overlay(.marks))
    case .timeDisplay: cycleDisplay()
    }
  }

  /// Moves the cursor through the window, where it is open.
  ///
  /// - Returns: Whether it is.
  mutating func moveCursor(_ move: Action.Move) -> Bool {
    guard let cursor = timeline.cursor else { return false }
    let wanted: Timestamp
    switch move {
    case .left: wanted = cursor - scene.step
    case .right: wanted = cursor + scene.step
    case .top: wanted = scene.window.start
    case .bottom: wanted = scene.newestPoint ?? scene.window.end
    case .up, .down, .pageUp, .pageDown: return false
    }
    timeline.moveCursor(to: wanted, at: scene.serverNow, step: scene.step)
    var list = LogList(visit: visit)
    list.moveLineToCursor()
    visit = list.visit
    return true
  }

  /// Puts the cursor on the last point of a stretch, or where it has none on the nearest one.
  ///
  /// - Parameters:
  ///   - start: The moment before the stretch.
  ///   - end: Its last moment.
  /// - Returns: Whether the cursor stands there already.
  mutating func point(after start: Timestamp, through end: Timestamp) -> Bool {
    let step = scene.step
    var moment = end.floored(to: step)
    if moment <= start { moment = (start + (end - start) / 2 + step / 2).floored(to: step) }
    let before = timeline.cursor
    timeline.moveCursor(to: moment, at: scene.serverNow, step: step)
    guard timeline.cursor != before else { return true }
    var list = LogList(visit: visit)
    list.moveLineToCursor()
    visit = list.visit
    return false
  }

  private mutating func openCursor() {
    let moment = scene.newestPoint ?? scene.window.end
    timeline.moveCursor(to: moment, at: scene.serverNow, step: scene.step)
  }

  private mutating func zoom(in isIn: Bool) {
    let end = scene.window.end
    guard timeline.zoom(in: isIn) else {
      visit.say(isIn ? "5m is the shortest range" : "7d is the longest range")
      return
    }
    // Nothing is asked while paused, but another range needs points: those of the same moment.
    if timeline.pausedAt != nil { timeline.end = end }
    windowHasMoved()
  }

  private mutating func panForward() {
    guard timeline.isPast else {
      let isPaused = timeline.pausedAt != nil
      visit.say(isPaused ? "\(scene.keyText(.pause)) resumes" : "already live")
      return
    }
    timeline.panForward(from: scene.serverNow, step: scene.step)
    windowHasMoved()
  }

  private mutating func pause() {
    if timeline.isPast {
      visit.say("cannot pause a past range: \(scene.keyText(.live)) goes back to live")
    } else {
      timeline.pausedAt = timeline.pausedAt == nil ? scene.now : nil
      timeline.end = nil
    }
    settleWindow()
    visit.place[LogListState.self]
      .hold(isPaused: timeline.pausedAt != nil, scene.world.logs.lines)
  }

  /// Another window is another stretch for lines too.
  private mutating func windowHasMoved() {
    settleWindow()
    visit.place[LogListState.self].search.stretch = nil
  }

  private mutating func settleWindow() {
    timeline.resize(to: scene.size.width)
    timeline.clampCursor(at: scene.serverNow, step: scene.step)
  }

  private mutating func cycleDisplay() {
    let all = TimeDisplay.allCases
    let index = all.firstIndex(of: timeline.display) ?? 0
    timeline.display = all[(index + 1) % all.count]
    let display = timeline.display
    visit.say("times: \(display == .utc ? "UTC" : display.rawValue)")
  }
}
