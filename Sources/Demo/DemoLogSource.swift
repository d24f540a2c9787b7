package import Logs
package import Telemetry

/// The log lines of a world, as a server would keep them.
///
/// Nothing is stored: lines are simulated on request, so that six hours cost no memory.
package struct DemoLogSource: LogSource {
  private let world: DemoWorld
  private let now: @Sendable () -> Timestamp
  private let pause: @Sendable (Duration) async throws -> Void

  /// How far back there are lines.
  private static let history = Duration.seconds(6 * 3600)
  /// How much is simulated at once when pages are made, in seconds.
  private static let stretch = 60
  /// How often new lines are handed out.
  private static let pace = Duration.milliseconds(500)

  /// - Parameters:
  ///   - world: The world.
  ///   - now: The clock that lines are written by.
  ///   - pause: Waits for a while; throws when its task is cancelled.
  package init(
    _ world: DemoWorld,
    now: @escaping @Sendable () -> Timestamp,
    pause: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.world = world
    self.now = now
    self.pause = pause
  }

  @concurrent
  package func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    let test = try LineTest(query.query)
    var stretch = test.narrowed(bounds(from: query.start, to: query.end))
    let handedOut = Set(query.handedOut)
    var entries: [LogEntry] = []
    while !stretch.isEmpty {
      guard !Task.isCancelled else { throw .cancelled }
      let part = Self.cut(&stretch, query.direction)
      let found = lines(of: part, test)
        .filter { handedOut.isEmpty || !handedOut.contains(LogKey($0)) }
      entries = query.direction == .backward ? found + entries : entries + found
      if entries.count > query.limit { break }
    }
    let isMore = entries.count > query.limit
    var page = LogPage(entries: entries)
    if isMore || !stretch.isEmpty {
      page.entries =
        Array(
          query.direction == .backward
            ? entries.suffix(query.limit) : entries.prefix(query.limit)
        )
      page.next = Self.next(query, after: page.entries)
    }
    return Answer(page)
  }

  @concurrent
  package func follow(
    _ query: LogQuery,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) async throws(SourceError) {
    let test = try LineTest(query)
    let known = Set(known)
    let first = Swift.max(start, now() - Self.history)
    var cursor = ShopLog.Cursor(world, from: Int(first.nanoseconds / 1_000_000_000))
    deliver(.status(.live(.file)))
    while true {
      let entries = cursor.advance(to: now().nanoseconds / 1000)
        .compactMap(test.entry)
        .filter { $0.timestamp >= first && (known.isEmpty || !known.contains(LogKey($0))) }
      if !entries.isEmpty { deliver(.entries(entries)) }
      do {
        try await pause(Self.pace)
      } catch {
        throw .cancelled
      }
    }
  }

  @concurrent
  package func levelCounts(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LevelCount]> {
    guard step > .zero else { return Answer([]) }
    let test = try LineTest(query)
    var stretch = test.narrowed(bounds(from: start, to: end))
    var counter = LevelCounter(step: step)
    while !stretch.isEmpty {
      guard !Task.isCancelled else { throw .cancelled }
      let part = Self.cut(&stretch, .forward)
      for entry in lines(of: part, test) { counter.add(entry) }
    }
    return Answer(counter.intervals)
  }

  /// The part of a stretch for which the world has lines.
  private func bounds(from start: Timestamp, to end: Timestamp) -> Stretch {
    let now = now()
    return Stretch(from: start, to: end).clamped(to: Stretch(from: now - Self.history, to: now))
  }

  /// The lines of a stretch that meet a test, ascending.
  private func lines(of stretch: Stretch, _ test: LineTest) -> [LogEntry] {
    let first = Int(stretch.start.nanoseconds / 1_000_000_000)
    let last = Int((stretch.end.nanoseconds + 999_999_999) / 1_000_000_000)
    return ShopLog.records(world, from: first, to: last).compactMap(test.entry)
      .filter { stretch.contains($0.timestamp) }
  }

  /// Takes as much from an end of a stretch as is simulated at once.
  private static func cut(
    _ stretch: inout Stretch,
    _ direction: LogPageQuery.Direction
  ) -> Stretch {
    var part = stretch
    let length = Duration.seconds(Self.stretch)
    switch direction {
    case .backward:
      part.start = Swift.max(stretch.start, stretch.end - length)
      stretch.end = part.start
    case .forward:
      part.end = Swift.min(stretch.end, stretch.start + length)
      stretch.start = part.end
    }
    return part
  }

  /// The question for what a page has left out.
  private static func next(_ query: LogPageQuery, after entries: [LogEntry]) -> LogPageQuery? {
    var next = query
    let edge = query.direction == .backward ? entries.first : entries.last
    guard let edge = edge?.timestamp else { return nil }
    // Lines of the very same moment may lie on both sides of the edge.
    if query.direction == .backward {
      next.end = edge + .nanoseconds(1)
    } else {
      next.start = edge
    }
    let before = query.handedOut.filter { $0.timestamp == edge }
    next.handedOut = before + entries.filter { $0.timestamp == edge }.map { LogKey($0) }
    return next
  }
}

/// A query's filter, applied to records before they are written where that can
/// be done.
private struct LineTest: Sendable {
  private let matcher: LogMatcher
  private let least: LogLevel
  private let begun: Timestamp?

  init(_ query: LogQuery) throws(SourceError) {
    let labels = query.selector.map { LogFilter.Condition.label($0) }
    do throws(LogFilterProblem) {
      matcher = try LogMatcher(LogFilter(labels + query.filter.conditions))
    } catch {
      throw .misconfigured("\(error)")
    }
    var least = LogLevel.trace
    var begun: Timestamp?
    for condition in query.filter.conditions {
      switch condition {
      case .level(let level): least = Swift.max(least, level)
      case .correlation(let id): begun = CorrelationID(id)?.created ?? begun
      default: break
      }
    }
    (self.least, self.begun) = (least, begun)
  }

  /// The entry of a record; `nil` where it does not meet the test.
  func entry(_ record: ShopLogRecord) -> LogEntry? {
    guard record.level >= least else { return nil }
    let entry = ShopLogLine.entry(record)
    return matcher.matches(entry) ? entry : nil
  }

  /// The part of a stretch in which there can be such lines: those of a journey follow its begin.
  func narrowed(_ stretch: Stretch) -> Stretch {
    guard let begun else { return stretch }
    let longest = Duration.seconds(JourneyWalk<ShopLog>.longestSeconds)
    return stretch.clamped(to: Stretch(from: begun, to: begun + longest))
  }
}
