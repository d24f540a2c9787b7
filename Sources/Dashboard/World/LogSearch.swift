import Logs
import Telemetry

/// Which log lines are wanted, beside the stretch of time that the charts show.
struct LogSearch: Hashable, Sendable {
  /// The lines of one correlation ID that are looked for.
  struct Correlation: Hashable, Sendable {
    var id: CorrelationID
    /// When it was asked for, by the server's clock.
    var askedAt: Timestamp
    /// Whether the window that the ID itself names had no line, so that longer ones are searched.
    var isSearching = false
  }

  /// The filter.
  var filter = LogFilter()
  /// LogQL of the person's own; `nil` for none.
  var logQL: String?
  /// The request that is followed; `nil` for none.
  var correlation: Correlation?
  /// The stretch chosen for lines alone, its end exclusive; `nil` follows the charts.
  var stretch: Stretch?

  /// The filter with the correlation ID.
  var effectiveFilter: LogFilter {
    guard let correlation else { return filter }
    return LogFilter([.correlation(correlation.id.text)] + filter.conditions)
  }

  /// The plan for these lines, but for its number.
  func plan(_ settings: LogSettings, _ timeline: Timeline) -> LogPlan {
    let span = span(timeline)
    var step: Duration?
    if case .past(let stretch) = span { step = LogTimes.countStep(for: stretch.length) }
    return LogPlan(
      generation: 0,
      query: LogQuery(
        selector: correlation == nil ? settings.selector : settings.correlationSelector,
        filter: effectiveFilter,
        logQL: correlation == nil ? logQL : nil
      ),
      span: span,
      // All lines of a request belong together.
      limit: correlation == nil
        ? settings.historyLines : max(settings.historyLines, LogFeed.storyLimit),
      countStep: step
    )
  }

  /// The stretch of time whose lines are wanted.
  private func span(_ timeline: Timeline) -> LogPlan.Span {
    if let correlation { return Self.span(of: correlation, timeline) }
    if let stretch { return .past(stretch) }
    guard timeline.isPast, let end = timeline.end else {
      return .live(history: timeline.range.length)
    }
    return .past(Stretch(from: end - timeline.range.length, to: end))
  }

  /// An ID that carries its time is looked for in the minutes after it, others ever further back.
  private static func span(of correlation: Correlation, _ timeline: Timeline) -> LogPlan.Span {
    guard !correlation.isSearching, let written = CorrelationSearch.stretch(of: correlation.id)
    else { return .search(windows: CorrelationSearch.reaches, until: timeline.end) }
    // A clock that is a little ahead must not hide the lines of a request of now.
    if timeline.end == nil, written.end >= correlation.askedAt {
      let age = correlation.askedAt - written.start
      return .live(history: max(CorrelationSearch.clockError, age))
    }
    return .past(written)
  }
}
