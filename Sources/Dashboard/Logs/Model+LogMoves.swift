import Logs
import Screen
import Signals
import Telemetry

extension Model {
  /// The name of the logs among the panels.
  package static let logsID = "logs"

  /// Whether keys that move are about the list of lines.
  var isInLogList: Bool {
    guard settings.logs.isPresent, overlay == nil else { return false }
    if isInLogs { return logs.page == .list }
    return fullScreen == nil && focus == Self.logsID
  }

  /// Whether the logs fill the screen.
  var isInLogs: Bool { fullScreen == Self.logsID }

  /// Where the list of lines is drawn now; empty where it is not.
  var logListArea: Rect {
    let body = ScreenAreas(size).body
    return isInLogs
      ? logPageAreas(in: body).list : logPanelAreas(in: overviewAreas(in: body).logs).list
  }

  /// The place of the line chosen, or of the newest; `nil` where there are no lines.
  var currentLine: Int? {
    let count = logs.lines.count
    guard count > 0 else { return nil }
    guard let selection = logs.selection else { return lastVisibleLine ?? count - 1 }
    return min(count - 1, logs.lines.index(notBefore: selection))
  }

  /// The newest line that is on screen.
  private var lastVisibleLine: Int? {
    LogLayout(model: self, in: logListArea).lastIndex
  }

  /// Moves the choice; beyond the newest line the list follows the tail again.
  mutating func moveInLogs(_ action: Action) {
    let count = logs.lines.count
    guard count > 0, let current = currentLine else { return }
    let page = max(1, logListArea.height - 1)
    var wanted: Int
    switch action {
    case .up: wanted = current - 1
    case .down: wanted = current + 1
    case .pageUp: wanted = current - page
    case .pageDown: wanted = current + page
    case .top: wanted = 0
    default: wanted = count
    }
    if wanted >= count, timeline.pausedAt == nil {
      followTail()
      return
    }
    wanted = max(0, min(count - 1, wanted))
    let first = LogLayout(model: self, in: logListArea).firstWholeIndex
    select(wanted)
    guard action == .pageUp || action == .pageDown, let first else { return }
    // The list goes along by as much, so that a page is what had not been on screen.
    let top = max(0, first + wanted - current)
    logs.anchor =
      top + logListArea.height <= count
      ? .top(logs.lines.id(at: top)) : .bottom(logs.lines.id(at: count - 1))
  }

  /// At the oldest line that is held one more page is asked for, where there may be one.
  mutating func askForOlderLines() -> [Effect] {
    guard logs.selection != nil, currentLine == 0, !logs.isAskingForOlder,
      !logs.isComplete || logs.lines.ring.fallenBehind > 0,
      logs.plan != nil, let first = logs.lines.ring.first
    else { return [] }
    logs.isAskingForOlder = true
    return [.olderLogs(before: first.id.timestamp)]
  }

  /// Goes back to the newest line.
  mutating func followTail() {
    logs.anchor = .tail
    logs.selection = nil
  }

  /// Chooses a line and brings it on screen, moving the list as little as possible.
  mutating func select(_ index: Int) {
    logs.isLedByCursor = false
    let layout = LogLayout(model: self, in: logListArea)
    logs.selection = logs.lines.id(at: index)
    if let first = layout.firstWholeIndex, let last = layout.lastIndex {
      if index < first {
        logs.anchor = .top(logs.lines.id(at: index))
      } else if index > last {
        logs.anchor = .bottom(logs.lines.id(at: index))
      } else if logs.anchor == .tail {
        logs.anchor = .bottom(logs.lines.id(at: last))
      }
    } else {
      logs.anchor = .bottom(logs.lines.id(at: index))
    }
    moveCursorToLine()
  }

  /// The time cursor goes along with the line chosen.
  private mutating func moveCursorToLine() {
    guard timeline.cursor != nil, let index = currentLine else { return }
    let step = grain.step
    let window = timeline.window(at: serverNow, step: step)
    let moment = logs.lines.id(at: index).timestamp.floored(to: step)
    timeline.cursor = max(window.start, min(window.end, moment))
  }

  /// The line chosen goes along with the time cursor.
  mutating func moveLineToCursor() {
    guard let cursor = timeline.cursor, logs.lines.count > 0 else { return }
    if logs.anchor == .tail, logs.selection == nil { logs.isLedByCursor = true }
    let index = logs.lines.index(notBefore: LogItem.ID(timestamp: cursor, sequence: .min))
    logs.selection = logs.lines.id(at: min(index, logs.lines.count - 1))
    if let selection = logs.selection { logs.anchor = .bottom(selection) }
  }

  /// Lets a list that the time cursor took along follow its newest lines again.
  mutating func releaseLineFromCursor() {
    guard logs.isLedByCursor else { return }
    logs.isLedByCursor = false
    followTail()
    if timeline.pausedAt != nil { holdLogs() }
  }

  /// Holds the list while the dashboard is paused, and lets it go on after.
  mutating func holdLogs() {
    if timeline.pausedAt != nil {
      guard logs.anchor == .tail, logs.lines.count > 0 else { return }
      logs.anchor = .bottom(logs.lines.id(at: logs.lines.count - 1))
    } else if logs.selection == nil {
      logs.anchor = .tail
    }
  }

  /// Goes to the next or previous line that meets a condition.
  mutating func jump(_ action: Action, to what: String, _ isWanted: (LogEntry) -> Bool) {
    guard let current = currentLine else {
      say("no lines")
      return
    }
    let id = logs.lines.id(at: current)
    let opposite = action.oppositeJump
    guard let found = logs.lines.next(opposite.isForward, from: id, where: isWanted) else {
      let isBehind = logs.lines.next(!opposite.isForward, from: id, where: isWanted) != nil
      let (here, there) = opposite.isForward ? ("below", "above") : ("above", "below")
      let advice = isBehind ? ": \(keyText(opposite.action)) looks \(there)" : ", and none \(there)"
      say("no \(what) \(here)\(advice)")
      return
    }
    select(logs.lines.index(notBefore: found))
    guard case .entry(_, let behind) = logs.page else { return }
    logs.opened = logs.lines[logs.lines.index(notBefore: found)]?.entry
    logs.page = .entry(row: 0, behind: behind)
  }
}

extension Action {
  /// Whether a key that jumps goes towards newer lines, and the one that goes the other way.
  fileprivate var oppositeJump: (isForward: Bool, action: Action) {
    switch self {
    case .nextHit: (true, .previousHit)
    case .nextError: (true, .previousError)
    case .nextWarning: (true, .previousWarning)
    case .nextOfID: (true, .previousOfID)
    case .previousHit: (false, .nextHit)
    case .previousError: (false, .nextError)
    case .previousWarning: (false, .nextWarning)
    default: (false, .nextOfID)
    }
  }
}
