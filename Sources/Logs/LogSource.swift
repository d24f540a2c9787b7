package import Telemetry

/// Which lines are wanted, whoever keeps them.
package struct LogQuery: Hashable, Sendable {
  /// The streams; empty takes what the source calls all.
  package var selector: [LabelMatcher]
  /// The filter.
  ///
  /// A source may hand out more than that: what it cannot check itself the taker checks.
  package var filter: LogFilter
  /// LogQL of the person's own that replaces selector and filter at a Loki; `nil` for none.
  package var logQL: String?

  package init(
    selector: [LabelMatcher] = [],
    filter: LogFilter = LogFilter(),
    logQL: String? = nil
  ) {
    self.selector = selector
    self.filter = filter
    self.logQL = logQL
  }
}

/// One page of history that is wanted.
package struct LogPageQuery: Hashable, Sendable {
  /// From which end pages are taken; entries of a page are ascending all the same.
  package enum Direction: Hashable, Sendable {
    /// The newest first.
    case backward
    /// The oldest first.
    case forward
  }

  /// The lines.
  package var query: LogQuery
  /// The first moment, inclusive.
  package var start: Timestamp
  /// The end, exclusive.
  package var end: Timestamp
  /// From which end.
  package var direction: Direction
  /// The most lines of a page; a source may give fewer and yet have more.
  package var limit: Int
  /// The most that the caller waits.
  package var deadline: Duration
  /// Lines at the edge of the page before that were handed out already; sources alone read it.
  package var handedOut: [LogKey]

  /// A query for the first page.
  package init(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    direction: Direction = .backward,
    limit: Int,
    deadline: Duration
  ) {
    self.query = query
    self.start = start
    self.end = end
    self.direction = direction
    self.limit = limit
    self.deadline = deadline
    handedOut = []
  }
}

/// One page of history.
package struct LogPage: Hashable, Sendable {
  /// Ascending by time, equal times as the source orders them, no line twice.
  package var entries: [LogEntry]
  /// The question for what is left of the stretch; `nil` where there is nothing left.
  package var next: LogPageQuery?
  /// Notes for the user: a shortened range, a limit of the server.
  package var notes: [String]
  /// Lines of the stretch that the server has and does not give.
  package var unreadable = 0

  package init(entries: [LogEntry], next: LogPageQuery? = nil, notes: [String] = []) {
    self.entries = entries
    self.next = next
    self.notes = notes
  }
}

/// How many lines of each level an interval has.
package struct LevelCount: Hashable, Sendable {
  /// The start of the interval.
  package var start: Timestamp
  /// Lines by level; `nil` counts those without one.
  package var lines: [LogLevel?: Int]

  package init(start: Timestamp, lines: [LogLevel?: Int]) {
    self.start = start
    self.lines = lines
  }
}

/// How lines are coming in right now.
package enum LogFeedStatus: Hashable, Sendable {
  /// The way in which a source is followed.
  package enum Way: Hashable, Sendable {
    /// A server pushes lines over a web socket.
    case webSocket
    /// A server is asked every so often; the text says why it is not pushed.
    case polling(every: Duration, reason: String)
    /// A file or a pipe is read.
    case file
  }

  /// Not there yet.
  case connecting
  /// Lines come as they are written.
  case live(Way)
  /// Lines come in, but those of some time ago: so far behind is what was read. Where that is so
  /// because a request failed, it tells how, and when the next one is made.
  case behind(by: Duration, error: SourceError?, retryAt: Timestamp?)
  /// It broke; the next attempt is made at the moment given.
  case broken(SourceError, retryAt: Timestamp)
  /// The source has ended: standard input was closed.
  case ended
}

/// One thing that following a source brings.
package enum LogNews: Hashable, Sendable {
  /// New lines, mostly ascending; late ones may be older than what came before.
  case entries([LogEntry])
  /// Something that happened to the stream.
  case mark(LogMark)
  /// How lines come in from now on.
  case status(LogFeedStatus)
  /// Which streams the query means has become known only now, with what a reader should know of it:
  /// pages that were asked for before may lack lines. Those since following began come by themselves.
  case selected(notes: [String])
}

/// A source of log lines: Loki, files, a pipe, a simulation.
///
/// Every method throws `SourceError.cancelled` when its task is cancelled, and gives up its work.
package protocol LogSource: Sendable {
  /// One page of history.
  func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage>
  /// Lines from a moment on, without end.
  ///
  /// Breaks are mended by the source itself: it connects again, fills the gap, hands out no line
  /// twice and tells of it by a mark and a status. It returns when the source has ended, and throws
  /// only where trying again cannot help.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - start: The first moment wanted, inclusive.
  ///   - known: Lines at `start` or after it that the caller has already.
  ///   - deliver: Takes news in order; called from one task, and returns at once.
  /// - Throws: `SourceError`.
  func follow(
    _ query: LogQuery,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) async throws(SourceError)
  /// Lines by level over the intervals of a stretch, ascending; intervals without lines may be left
  /// out.
  func levelCounts(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LevelCount]>
}

/// A source that answers LogQL itself, also such as counts lines.
package protocol LogQLSource: LogSource {
  /// The elements of a metric query at one moment.
  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]>
  /// The series of a metric query over a range.
  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]>
}
