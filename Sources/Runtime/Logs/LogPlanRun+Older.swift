import Dashboard
import Logs
import Telemetry

extension LogPlanRun {
  /// How often the stretch before a live plan's past is made longer until it has a line.
  private static let widenings = 4

  /// Reads one more page before a moment, from where reading has stopped if that is there.
  @concurrent
  func readOlder(before moment: Timestamp, _ rest: LogRest) async {
    do throws(SourceError) {
      let rest = try await older(before: moment, rest)
      self.rest(rest)
    } catch {
      guard error != .cancelled, !Task.isCancelled else { return }
      emit(.failed(error))
      self.rest(rest)
    }
  }

  private func older(before moment: Timestamp, _ rest: LogRest) async throws(SourceError) -> LogRest
  {
    for query in queries(before: moment, rest) {
      if let page = try await firstLines(of: query) { return deliver(page, of: query) }
    }
    emit(.history([], isComplete: true))
    return LogRest(oldest: moment, next: nil)
  }

  /// Hands out a page that has lines, and says where it stops.
  private func deliver(_ page: LogPage, of query: LogPageQuery) -> LogRest {
    let rest = LogRest(oldest: page.entries.first?.timestamp ?? query.start, next: page.next)
    var isComplete = false
    if rest.next == nil, let floor = plan.floor { isComplete = floor >= query.start }
    emit(.history(page.entries, isComplete: isComplete))
    return rest
  }

  /// The first page of a stretch that has a line; `nil` where none has.
  private func firstLines(of query: LogPageQuery) async throws(SourceError) -> LogPage? {
    var question = query
    while true {
      question.limit = limits.page
      let page = try await source.page(question).value
      if !page.notes.isEmpty { emit(.notes(page.notes)) }
      if !page.entries.isEmpty { return page }
      guard let next = page.next else { return nil }
      question = next
    }
  }

  /// The queries to try until there is a line.
  private func queries(before moment: Timestamp, _ rest: LogRest) -> [LogPageQuery] {
    var queries: [LogPageQuery] = []
    var end = moment
    if let next = rest.next, moment <= rest.oldest {
      queries.append(next)
      end = min(end, next.start)
    }
    guard plan.floor == nil else {
      guard let floor = plan.floor, floor < end, queries.isEmpty else { return queries }
      return [query(from: floor, to: end)]
    }
    var length = max(plan.reach, .seconds(3600))
    for _ in 0..<Self.widenings {
      queries.append(query(from: end - length, to: end))
      end = end - length
      length = length * 4
    }
    return queries
  }

  private func query(from start: Timestamp, to end: Timestamp) -> LogPageQuery {
    LogPageQuery(plan.query, from: start, to: end, limit: limits.page, deadline: limits.deadline)
  }
}

extension LogPlan {
  /// The moment before which the plan wants nothing; `nil` where it has none.
  fileprivate var floor: Timestamp? {
    if case .past(let stretch) = span { stretch.start } else { nil }
  }

  /// How far back the plan's own past goes.
  fileprivate var reach: Duration {
    switch span {
    case .live(let history): history
    case .past(let stretch): stretch.length
    case .search(let windows, _): windows.max() ?? .zero
    }
  }
}
