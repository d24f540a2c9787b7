import Logs
import Telemetry

/// Which log lines are listed, and where one is in them.
struct LogListState: ViewState {
  /// Where the list stands.
  enum Anchor: Hashable, Sendable {
    /// At the newest line, and moving with it.
    case tail
    /// With this line, or what follows it, in the last row.
    case bottom(LogItem.ID)
    /// With this line, or what follows it, in the first row.
    case top(LogItem.ID)
  }

  /// The lines that are wanted.
  var search = LogSearch()
  /// A text whose hits stand out; `nil` for none.
  var highlight: LogHighlight?
  /// Fields with a place beside the message; `nil` takes those of the settings.
  var columns: [String]?
  /// Whether long lines are wrapped.
  var isWrapping = false
  /// Where the list stands.
  var anchor = Anchor.tail
  /// The line chosen; `nil` takes the newest.
  var selection: LogItem.ID?
  /// Whether the list followed its newest lines until the time cursor took it along.
  var isLedByCursor = false
  /// The feed's epoch whose identities it holds.
  private var epoch = 0

  /// Lines are shown by many views, as they were in the last one.
  static let isCarried = true

  /// One ID or one step is looked at for a while.
  var isDetour: Bool { search.correlation != nil || search.stretch != nil }

  /// Goes back to the newest line.
  mutating func followTail() {
    anchor = .tail
    selection = nil
  }

  /// Holds the list while the dashboard is paused, and releases it after.
  mutating func hold(isPaused: Bool, _ lines: LogLines) {
    if isPaused {
      guard anchor == .tail, lines.count > 0 else { return }
      anchor = .bottom(lines.id(at: lines.count - 1))
    } else if selection == nil {
      anchor = .tail
    }
  }

  /// Lets a list that the time cursor took along follow its newest lines again.
  mutating func releaseFromCursor(isPaused: Bool, _ lines: LogLines) {
    guard isLedByCursor else { return }
    isLedByCursor = false
    followTail()
    if isPaused { hold(isPaused: true, lines) }
  }

  /// Finds its lines again among those of another plan: the same line comes back under another
  /// identity, but its time stays.
  mutating func align(with feed: LogFeed) {
    guard epoch != feed.epoch else { return }
    epoch = feed.epoch
    selection = selection.map(Self.ofTime)
    switch anchor {
    case .tail: break
    case .bottom(let id): anchor = .bottom(Self.ofTime(id))
    case .top(let id): anchor = .top(Self.ofTime(id))
    }
  }

  private static func ofTime(_ id: LogItem.ID) -> LogItem.ID {
    LogItem.ID(timestamp: id.timestamp, sequence: .min)
  }
}

extension Scene {
  /// Which log lines are listed here, and where one is in them.
  var logList: LogListState { place[LogListState.self] }

  /// Whether keys that move are about the list of lines.
  var isInLogList: Bool {
    guard settings.logs.isPresent else { return false }
    return place.view == .logs || (place.view == .overview && place.focus == ViewID.logs.name)
  }

  /// The place of the line chosen, or of the newest that is on screen; `nil` where there are none.
  var currentLine: Int? {
    let lines = world.logs.lines
    guard lines.count > 0 else { return nil }
    guard let selection = logList.selection else {
      return LogLayout(self, in: LogAreas.list(self)).lastIndex ?? lines.count - 1
    }
    return min(lines.count - 1, lines.index(notBefore: selection))
  }

  /// The line chosen in the list.
  var currentEntry: LogEntry? { currentLine.flatMap { world.logs.lines[$0]?.entry } }

  /// The line that fills the screen, or the one chosen in the list on screen; `nil` where there is none.
  var shownEntry: LogEntry? {
    if case .line(let entry)? = place.subject { return entry }
    return place.view.isOfLines || isInLogList ? currentEntry : nil
  }

  /// The stretch of time over which lines are counted; `nil` where there is none.
  var logWindow: Stretch? {
    switch world.logs.plan?.span {
    case .live(let history)?: return Stretch(from: serverNow - history, to: serverNow)
    case .past(let stretch)?: return stretch
    case .search?:
      let lines = world.logs.lines
      guard lines.hasEntries, let first = lines.ring.firstID, let last = lines.ring.lastID
      else {
        return nil
      }
      return Stretch(from: first.timestamp, to: last.timestamp + .seconds(1))
    case nil: return nil
    }
  }
}
