import Logs
import Telemetry

/// One page of history in the making: what to ask, and what to make of the answer.
///
/// A server has no cursor. So a page that is full ends at a moment whose lines may not all have
/// come; the next page begins at that same moment, and knows which of its lines were handed out.
struct PageWalk {
  /// What to do next.
  enum Step: Equatable {
    /// The page is complete.
    case done(LogPage)
    /// The answer held nothing but known lines of one moment: ask for more at once.
    case again
  }

  private let query: LogPageQuery
  /// The first moment to ask for, inclusive.
  private(set) var start: Timestamp
  /// The end to ask for, exclusive.
  private(set) var end: Timestamp
  /// How many lines to ask for.
  private(set) var limit: Int
  private let limits: LokiLimits

  /// Begins a page.
  ///
  /// - Parameters:
  ///   - query: What is wanted.
  ///   - limits: What the server allows.
  init(_ query: LogPageQuery, limits: LokiLimits) {
    self.query = query
    self.limits = limits
    (start, end) = (query.start, query.end)
    if let length = limits.length, end - start > length {
      switch query.direction {
      case .backward: start = end - length
      case .forward: end = start + length
      }
    }
    let bound = min(limits.entries, limits.comfortable ?? .max)
    let wanted = max(1, query.limit).addingReportingOverflow(query.handedOut.count)
    limit = max(1, min(bound, wanted.overflow ? bound : wanted.partialValue))
  }

  /// Takes an answer.
  ///
  /// - Parameter lines: All lines of it, ascending.
  /// - Returns: The page, or that more must be asked for.
  mutating func take(_ lines: [ReceivedLine]) -> Step {
    var seen = Set(query.handedOut)
    let fresh = lines.filter { seen.insert($0.key).inserted }
    let isWhole = lines.count < limit
    let kept = trimmed(fresh)
    if isWhole, kept.count == fresh.count {
      return .done(LogPage(entries: kept.map(\.entry), next: afterWindow()))
    }
    guard let edge = edgeLine(kept) ?? edgeLine(lines) else {
      return .done(LogPage(entries: []))
    }
    guard !kept.isEmpty else { return stuck(at: edge.entry.timestamp) }
    var next = query
    let moment = edge.entry.timestamp
    let handedOut = query.handedOut.filter { $0.timestamp == moment }
    next.handedOut =
      handedOut + kept.lazy.filter { $0.entry.timestamp == moment }.map(\.key)
    switch query.direction {
    case .backward: next.end = min(query.end, moment + .nanoseconds(1))
    case .forward: next.start = max(query.start, moment)
    }
    return .done(LogPage(entries: kept.map(\.entry), next: next))
  }

  /// The lines of the page: no more than were wanted, from the end where the page begins.
  private func trimmed(_ lines: [ReceivedLine]) -> ArraySlice<ReceivedLine> {
    switch query.direction {
    case .backward: lines.suffix(max(1, query.limit))
    case .forward: lines.prefix(max(1, query.limit))
    }
  }

  private func edgeLine(_ lines: some BidirectionalCollection<ReceivedLine>) -> ReceivedLine? {
    query.direction == .backward ? lines.first : lines.last
  }

  /// A full answer with nothing new in it.
  private mutating func stuck(at moment: Timestamp) -> Step {
    if limit < limits.entries {
      limit = min(limits.entries, limit * 2)
      return .again
    }
    var next = query
    next.handedOut = []
    switch query.direction {
    case .backward: next.end = moment
    case .forward: next.start = moment + .nanoseconds(1)
    }
    let note =
      "more than \(limits.entries) lines have the same moment, \(moment.nanoseconds) ns: the server "
      + "gives no more of them"
    return .done(LogPage(entries: [], next: next.start < next.end ? next : nil, notes: [note]))
  }

  /// The question for what lies outside of the range that the server allows at once.
  private func afterWindow() -> LogPageQuery? {
    var next = query
    next.handedOut = []
    switch query.direction {
    case .backward where start > query.start: next.end = start
    case .forward where end < query.end: next.start = end
    default: return nil
    }
    return next
  }
}
