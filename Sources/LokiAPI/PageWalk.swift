import Logs
import Telemetry

/// One page of history in the making: what to ask, and what to make of the answer.
///
/// A server has no cursor. So a page that is full ends at a moment whose lines may not all have
/// come; the next page begins at that same moment, and knows which of its lines were handed out.
struct PageWalk {
  /// The next step.
  enum Step: Equatable {
    /// The page is complete.
    case done(LogPage)
    /// The answer held nothing but known lines of one moment: ask for more at once.
    case again
    /// The same, and no more may be asked for at once.
    case stuck(at: Timestamp)
  }

  private let query: LogPageQuery
  /// The first moment to ask for, inclusive.
  private(set) var start: Timestamp
  /// The end to ask for, exclusive.
  private(set) var end: Timestamp
  /// How many lines to ask for.
  private(set) var limit: Int
  /// Writing a stack trace takes no longer.
  private static let traceLength = Duration.seconds(1)

  /// How many lines of it are kept.
  private var room: Int
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
    room = max(1, query.limit)
  }

  /// The next request.
  var question: LogPageQuery {
    var question = query
    (question.start, question.end, question.limit) = (start, end, limit)
    return question
  }

  /// Takes an answer.
  ///
  /// - Parameter lines: All lines of it, ascending.
  /// - Returns: The page, or that more must be asked for.
  mutating func take(_ lines: [ReceivedLine]) -> Step {
    let known = Set(query.handedOut)
    let fresh = lines.counted.filter { !known.contains($0.key) }
    let isWhole = lines.count < limit
    var kept = trimmed(fresh)
    if !isWhole {
      let uncut = withoutCutTraces(kept)
      // A stack trace that is longer than the page is asked for as a whole.
      if uncut.isEmpty, !kept.isEmpty, limit < limits.entries {
        limit = min(limits.entries, limit * 4)
        room = limit
        return .again
      }
      if !uncut.isEmpty { kept = uncut }
    }
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
    case .backward: lines.suffix(room)
    case .forward: lines.prefix(room)
    }
  }

  /// A page without the part of a stack trace at its edge, which comes with the rest of it.
  private func withoutCutTraces(_ lines: ArraySlice<ReceivedLine>) -> ArraySlice<ReceivedLine> {
    switch query.direction {
    case .backward:
      Self.leadingTrace(lines).map { last in lines.drop { $0.entry.timestamp <= last } } ?? lines
    case .forward:
      Self.openTrace(lines).map { first in lines.prefix { $0.entry.timestamp < first } } ?? lines
    }
  }

  /// The last moment of lines that go on with an entry before the page.
  private static func leadingTrace(_ lines: ArraySlice<ReceivedLine>) -> Timestamp? {
    guard let start = lines.first?.entry.timestamp else { return nil }
    var begun: Set<Int> = []
    var last: Timestamp?
    let near = lines.prefix { $0.entry.timestamp <= start + traceLength }
    for line in near where !begun.contains(line.key.stream) {
      if TraceFollower.goesOn(CarriedLine(line.entry.line)?.text ?? line.entry.line) {
        last = line.entry.timestamp
      } else {
        begun.insert(line.key.stream)
      }
    }
    return last
  }

  /// When the first trace begins that may go on behind the page.
  private static func openTrace(_ lines: ArraySlice<ReceivedLine>) -> Timestamp? {
    guard let end = lines.last?.entry.timestamp else { return nil }
    var heads: [Int: (follower: TraceFollower, start: Timestamp)] = [:]
    for line in lines {
      var (follower, start) = heads[line.key.stream] ?? (TraceFollower(), line.entry.timestamp)
      let text = CarriedLine(line.entry.line)?.text ?? line.entry.line
      if !follower.follows(text) { start = line.entry.timestamp }
      heads[line.key.stream] = (follower, start)
    }
    return heads.values.filter { $0.follower.isInTrace && $0.start + traceLength >= end }
      .map(\.start).min()
  }

  private func edgeLine(_ lines: some BidirectionalCollection<ReceivedLine>) -> ReceivedLine? {
    query.direction == .backward ? lines.first : lines.last
  }

  /// A full answer with nothing new in it.
  private mutating func stuck(at moment: Timestamp) -> Step {
    guard limit < limits.entries else { return .stuck(at: moment) }
    limit = min(limits.entries, limit * 2)
    return .again
  }

  /// The question for lines of a moment from its other end.
  func otherEnd(of moment: Timestamp) -> LogPageQuery {
    var other = query
    (other.start, other.end) = (moment, moment + .nanoseconds(1))
    other.direction = query.direction == .forward ? .backward : .forward
    other.limit = limits.entries
    return other
  }

  /// Goes past a moment of which no more lines can be read.
  ///
  /// - Parameters:
  ///   - moment: The moment, of which lines were handed out.
  ///   - lines: Its lines from the other end.
  ///   - total: How many lines it has; `nil` where the server does not tell.
  /// - Returns: The lines that are new; it notes what is missing.
  func passing(_ moment: Timestamp, _ lines: [ReceivedLine], total: Int?) -> LogPage {
    var next = query
    next.handedOut = []
    switch query.direction {
    case .backward: next.end = moment
    case .forward: next.start = moment + .nanoseconds(1)
    }
    let known = Set(query.handedOut)
    let fresh = lines.counted.filter { !known.contains($0.key) }
    var page = LogPage(
      entries: fresh.map(\.entry),
      next: next.start < next.end ? next : nil
    )
    let place = "with timestamp \(moment.nanoseconds) ns"
    let reason = "the server returns at most \(limits.entries)"
    let read = known.count + fresh.count
    if let total, total > read {
      page.unreadable = total - read
      page.notes = ["\(total - read) of \(total) lines \(place) cannot be read: \(reason)"]
    } else if total == nil {
      page.notes = ["\(read) lines \(place), maybe more: \(reason)"]
    }
    return page
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
