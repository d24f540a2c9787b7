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

  private let plan: LogPlan
  private let limits: LogFollower.Limits
  /// The end of the plan's past.
  private let end: Timestamp
  /// The windows to come, the next one last.
  private var windows: [Stretch]
  private var window: Stretch
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
    window = windows.popLast() ?? Stretch(from: now, to: now)
    end = window.end
    isDone = plan.limit <= 0 || window.isEmpty
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
    return Ask(query: query, window: isAnnounced ? nil : reach)
  }

  /// How far back a search has come with this window; `nil` where nothing is searched, or all was.
  private var reach: Duration? {
    guard case .search(let reaches, _) = plan.span else { return nil }
    return reaches.first { end - $0 == window.start }
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
    } else if let oldest, let before = CorrelationSearch.neighbour(of: window, oldest: oldest) {
      window = before
    } else {
      isDone = true
    }
  }

  private static func windows(of span: LogPlan.Span, now: Timestamp) -> [Stretch] {
    switch span {
    case .live(let history): [Stretch(from: now - history, to: now)]
    case .past(let stretch): [stretch]
    case .search(let reaches, let until):
      CorrelationSearch.stretches(reaches, before: until ?? now)
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
