import Dashboard
import Logs
import Telemetry

/// Which pages of the past a plan asks for, the newest first, and when it has enough.
struct LogPast: Sendable {
  /// A page to ask for.
  struct Ask: Hashable, Sendable {
    /// The question.
    var query: LogPageQuery
    /// The window that a search begins to look through with it.
    var window: Duration?
  }

  /// A stretch of time; the end is exclusive.
  private struct Window: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
    /// How far back from the end of the plan it reaches; `nil` where that is of no interest.
    var reach: Duration?
  }

  /// The lines of one request seldom lie further apart than this.
  private static let neighbourhood = Duration.seconds(300)

  private let plan: LogPlan
  private let limits: LogFollower.Limits
  /// The windows to come, the next one last.
  private var windows: [Window]
  private var window: Window
  /// The question for the rest of the window; `nil` before its first page.
  private var next: LogPageQuery?
  private var isAnnounced = false
  private var oldest: Timestamp?
  /// The lines so far.
  private(set) var found = 0
  /// Whether nothing is left to ask, because all was read or because it is enough.
  private(set) var isDone = false

  init(_ plan: LogPlan, now: Timestamp, limits: LogFollower.Limits) {
    self.plan = plan
    self.limits = limits
    windows = Self.windows(of: plan.span, now: now).reversed()
    window = windows.popLast() ?? Window(start: now, end: now)
    isDone = plan.limit <= 0 || window.start >= window.end
  }

  /// The first moment of the newest window.
  var start: Timestamp { window.start }
  /// Whether all of the plan's past was read.
  var isComplete: Bool { isDone && next == nil }
  /// Where reading has stopped.
  var rest: LogRest { LogRest(oldest: oldest ?? window.start, next: next) }

  /// The next page to ask for, the same until one is received; `nil` where there is none.
  mutating func ask() -> Ask? {
    guard !isDone else { return nil }
    let limit = min(found == 0 ? limits.firstPage : limits.page, plan.limit - found)
    var query =
      next
      ?? LogPageQuery(
        plan.query,
        from: window.start,
        to: window.end,
        limit: limit,
        deadline: limits.deadline
      )
    query.limit = limit
    defer { isAnnounced = true }
    return Ask(query: query, window: isAnnounced ? nil : window.reach)
  }

  /// Takes the page that was asked for.
  mutating func receive(_ page: LogPage) {
    found += page.entries.count
    if let first = page.entries.first { oldest = first.timestamp }
    next = page.next
    if found >= plan.limit {
      isDone = true
    } else if next == nil {
      turn(page)
    }
  }

  /// Goes on to the next window, where there is one.
  private mutating func turn(_ page: LogPage) {
    guard case .search = plan.span else {
      isDone = true
      return
    }
    if found == 0, let longer = windows.popLast() {
      window = longer
      isAnnounced = false
    } else if let oldest, oldest - window.start < Self.neighbourhood, oldest >= window.start {
      // What lies at the edge may have begun before it.
      window = Window(start: window.start - Self.neighbourhood, end: window.start)
    } else {
      isDone = true
    }
  }

  private static func windows(of span: LogPlan.Span, now: Timestamp) -> [Window] {
    switch span {
    case .live(let history): return [Window(start: now - history, end: now)]
    case .stretch(let start, let end): return [Window(start: start, end: end)]
    case .search(let lengths, let until):
      var end = until ?? now
      let origin = end
      return lengths.sorted().map { length in
        defer { end = origin - length }
        // What a shorter window has shown to be empty is not asked for again.
        return Window(start: origin - length, end: end, reach: length)
      }
    }
  }
}

/// Where reading the past has stopped.
struct LogRest: Hashable, Sendable {
  /// The oldest line that was read, or the start of what was read where there was none.
  var oldest: Timestamp
  /// The question for what comes before it; `nil` where the stretch was read.
  var next: LogPageQuery?
}
