import Logs
import Screen
import Telemetry

/// Moves through the list of log lines, in the overview and in the views of lines.
///
/// The list has thousands of lines of different heights, follows its newest one, and stands still by
/// identity while others come and go; that is more than a `TableView` does.
struct LogList {
  var visit: Visit

  private var lines: LogLines { visit.scene.world.logs.lines }
  private var area: Rect { LogAreas.list(visit.scene) }
  private var isPaused: Bool { visit.scene.timeline.pausedAt != nil }

  /// Where one is in the list.
  var state: LogListState {
    get { visit.place[LogListState.self] }
    set { visit.place[LogListState.self] = newValue }
  }

  /// Moves the choice; beyond the newest line the list follows the tail again.
  mutating func move(_ move: Action.Move) {
    let count = lines.count
    guard count > 0, let current = visit.scene.currentLine else { return }
    let page = max(1, area.height - 1)
    var wanted = move.target(from: current, last: count, page: page) ?? count
    if wanted >= count, !isPaused {
      state.followTail()
      return
    }
    wanted = max(0, min(count - 1, wanted))
    let first = LogLayout(visit.scene, in: area).firstWholeIndex
    select(wanted)
    guard move == .pageUp || move == .pageDown, let first else { return }
    // The list moves by as much, so that a page is what had not been on screen.
    let top = max(0, first + wanted - current)
    state.anchor =
      top + area.height <= count
      ? .top(lines.id(at: top)) : .bottom(lines.id(at: count - 1))
  }

  /// Scrolls by rows of one line each; the line chosen stays chosen, also off the screen.
  ///
  /// Beyond the newest line the list follows the tail again, and at the oldest one more are asked for.
  mutating func scroll(by distance: Int) {
    let layout = LogLayout(visit.scene, in: area)
    let count = lines.count
    guard count > 0, let first = layout.firstWholeIndex else { return }
    if distance > 0, layout.below == 0 {
      if !isPaused { state.followTail() }
      return
    }
    let top = max(0, first + distance)
    let isLast = distance > 0 && distance >= layout.below
    state.isLedByCursor = false
    state.anchor =
      isLast ? .bottom(lines.id(at: count - 1)) : .top(lines.id(at: min(top, count - 1)))
    if isLast, state.selection == nil, !isPaused { state.followTail() }
    if distance < 0, first == 0 { askForOlder(isAtOldest: true) }
  }

  /// At the oldest line that is held one more page is asked for, where there may be one.
  ///
  /// - Parameter isAtOldest: Whether that line is on screen; else it has to be the one chosen.
  mutating func askForOlder(isAtOldest: Bool = false) {
    let feed = visit.scene.world.logs
    guard isAtOldest || (state.selection != nil && visit.scene.currentLine == 0),
      !feed.isAskingForOlder,
      !feed.isComplete || feed.lines.ring.fallenBehind > 0,
      feed.plan != nil, let first = feed.lines.ring.firstID
    else { return }
    visit.request(.olderLogs(before: first.timestamp))
  }

  /// Chooses a line and brings it on screen, moving the list as little as possible.
  mutating func select(_ index: Int) {
    let layout = LogLayout(visit.scene, in: area)
    let id = lines.id(at: index)
    state.isLedByCursor = false
    state.selection = id
    if let first = layout.firstWholeIndex, let last = layout.lastIndex {
      if index < first {
        state.anchor = .top(id)
      } else if index > last {
        state.anchor = .bottom(id)
      } else if state.anchor == .tail {
        state.anchor = .bottom(lines.id(at: last))
      }
    } else {
      state.anchor = .bottom(id)
    }
    moveCursorToLine()
  }

  /// Chooses a line that is on screen and leaves it where it is, also where the list has followed its tail.
  mutating func point(at index: Int) {
    let layout = LogLayout(visit.scene, in: area)
    if state.anchor == .tail, let first = layout.firstWholeIndex, let last = layout.lastIndex,
      index < last
    {
      state.anchor = .top(lines.id(at: first))
    }
    select(index)
  }

  /// The time cursor goes along with the line chosen.
  private mutating func moveCursorToLine() {
    let scene = visit.scene
    guard scene.timeline.cursor != nil, let index = scene.currentLine else { return }
    let step = scene.step
    let moment = lines.id(at: index).timestamp.floored(to: step)
    visit.place.timeline.moveCursor(to: moment, at: scene.serverNow, step: step)
  }

  /// The line chosen goes along with the time cursor.
  mutating func moveLineToCursor() {
    guard let cursor = visit.scene.timeline.cursor, lines.count > 0 else { return }
    if state.anchor == .tail, state.selection == nil { state.isLedByCursor = true }
    let index = lines.index(notBefore: LogItem.ID(timestamp: cursor, sequence: .min))
    let id = lines.id(at: min(index, lines.count - 1))
    state.selection = id
    state.anchor = .bottom(id)
  }

  /// Goes to the next or previous line that meets a condition; nil where there is none.
  mutating func jump(
    _ jump: LogJump,
    to what: String,
    _ isWanted: (LogEntry) -> Bool
  ) -> LogEntry? {
    guard let current = visit.scene.currentLine else {
      visit.say("no lines")
      return nil
    }
    let id = lines.id(at: current)
    guard let found = lines.next(jump.isForward, from: id, where: isWanted) else {
      let isBehind = lines.next(!jump.isForward, from: id, where: isWanted) != nil
      let (here, there) = jump.isForward ? ("below", "above") : ("above", "below")
      let opposite = visit.scene.keyText(.lines(jump.opposite))
      let advice = isBehind ? ": \(opposite) searches \(there)" : " or \(there)"
      visit.say("no \(what) \(here)\(advice)")
      return nil
    }
    let index = lines.index(notBefore: found)
    select(index)
    return lines[index]?.entry
  }

  /// Updates after new lines or a new place.
  mutating func settle(_ occasion: Occasion) {
    let scene = visit.scene
    state.align(with: scene.world.logs)
    if scene.timeline.cursor == nil { state.releaseFromCursor(isPaused: isPaused, lines) }
    if occasion == .history { readBack() }
  }

  /// Where the minutes that an ID names have no line of it, it is looked for further back; else the
  /// lines up to the one chosen are asked for, which a page of the newest does not reach: a place has
  /// its line again, however much has been written meanwhile.
  private mutating func readBack() {
    let feed = visit.scene.world.logs
    if feed.isComplete, !feed.lines.hasEntries {
      if state.search.correlation?.id.created != nil {
        state.search.correlation?.isSearching = true
      }
      return
    }
    guard let selection = state.selection, !state.isLedByCursor, !feed.isComplete,
      state.search.correlation == nil,
      let first = feed.lines.ring.firstID, selection.timestamp < first.timestamp,
      feed.lines.ring.count < visit.scene.settings.logs.heldLines / 2
    else { return }
    visit.request(.olderLogs(before: first.timestamp))
  }
}

/// A key that goes to another line of its kind.
struct LogJump: Hashable, Sendable {
  /// Whether it goes towards newer lines.
  let isForward: Bool
  /// The key that goes the other way.
  let opposite: Action.Lines
}
