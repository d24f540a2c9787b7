package import Logs
package import Telemetry

/// Which lines the dashboard wants from now on, complete in itself.
///
/// Handing over a plan that differs ends the one before; `nil` ends it alone.
package struct LogPlan: Hashable, Sendable {
  /// The stretch of time.
  package enum Span: Hashable, Sendable {
    /// The last lines, then every new one.
    case live(history: Duration)
    /// A stretch of the past; the end is exclusive.
    case past(Stretch)
    /// Longer and longer windows back from an end, until one has lines; then every new line where
    /// the end is `nil`, which stands for now.
    case search(windows: [Duration], until: Timestamp?)
  }

  /// Tells plans apart, so that what a former one still brings can be left out.
  package var generation: Int
  /// The lines.
  package var query: LogQuery
  /// The stretch of time.
  package var span: Span
  /// The most lines of history, the newest ones.
  package var limit: Int
  /// The width of the intervals whose levels are to be counted by the source; `nil` for none.
  package var countStep: Duration?

  /// Whether new lines are wanted after the past.
  package var isFollowing: Bool {
    switch span {
    case .live, .search(_, until: nil): true
    case .past, .search: false
    }
  }

  /// Whether it starts with the last lines and follows new ones.
  var isLive: Bool {
    if case .live = span { true } else { false }
  }

  package init(
    generation: Int,
    query: LogQuery,
    span: Span,
    limit: Int,
    countStep: Duration? = nil
  ) {
    self.generation = generation
    self.query = query
    self.span = span
    self.limit = limit
    self.countStep = countStep
  }
}

/// Something that a plan has brought.
package struct LogDelivery: Hashable, Sendable {
  /// The news.
  package enum Content: Hashable, Sendable {
    /// Lines of the past, newest page first, ascending within; whether that was all of the stretch.
    case history([LogEntry], isComplete: Bool)
    /// Current lines and events.
    case news(LogNews)
    /// A search has begun to look through this window.
    case searching(Duration)
    /// Levels by interval.
    case counts([LevelCount])
    /// Lines dropped before they were taken in, since the screen was stopped for
    /// longer than can be held; all of them are older than the news that follows.
    case passed(lines: Int, until: Timestamp)
    /// Notes on the answer.
    case notes([String])
    /// History or search failed; following is tried all the same.
    case failed(SourceError)
  }

  /// The plan that it belongs to.
  package var generation: Int
  /// When it came, by the local clock.
  package var at: Timestamp
  /// The news.
  package var content: Content

  package init(generation: Int, at: Timestamp, _ content: Content) {
    self.generation = generation
    self.at = at
    self.content = content
  }
}
