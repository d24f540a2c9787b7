import Logs
import Telemetry

extension Model {
  /// Asks for the lines that the present state wants, where they are others than before.
  ///
  /// The lines held stay until the first of the new ones come.
  ///
  /// - Parameter isForced: Asks anew though the state wants the same.
  /// - Returns: What is to be done.
  mutating func replanLogs(isForced: Bool = false) -> [Effect] {
    guard let wanted = wantedLogs else {
      guard logs.plan != nil else { return [] }
      logs.plan = nil
      return [.logs(nil)]
    }
    var next = wanted
    next.generation = logs.generation
    guard isForced || next != logs.plan else { return [] }
    logs.generation += 1
    next.generation = logs.generation
    let isOtherQuery = next.query != logs.plan?.query
    logs.plan = next
    logs.isOutdated = true
    logs.isComplete = false
    logs.isAskingForOlder = false
    logs.failure = nil
    logs.searching = nil
    logs.notes = []
    logs.counts = []
    (logs.countedTo, logs.countedAt, logs.counting) = (nil, nil, nil)
    if isOtherQuery {
      let matcher = try? LogMatcher(logs.effectiveFilter, table: settings.logs.fields)
      if let matcher { logs.lines.apply(matcher) }
      logs.services = []
      logs.arrivals = [0]
      noteServices()
    }
    countLevels()
    return [.logs(next)]
  }

  /// The plan for the present state, but for its number; `nil` where there are no logs.
  private var wantedLogs: LogPlan? {
    guard settings.logs.isPresent else { return nil }
    let isCorrelated = logs.correlation != nil
    let span = logSpan
    var step: Duration?
    if case .stretch(let start, let end) = span { step = LogTimes.countStep(for: end - start) }
    return LogPlan(
      generation: 0,
      query: LogQuery(
        selector: isCorrelated ? settings.logs.correlationSelector : settings.logs.selector,
        filter: logs.effectiveFilter,
        logQL: isCorrelated ? nil : logs.logQL
      ),
      span: span,
      // All lines of a request belong together.
      limit: isCorrelated
        ? max(settings.logs.historyLines, Self.storyLimit) : settings.logs.historyLines,
      countStep: step
    )
  }

  /// The stretch of time whose lines are wanted.
  private var logSpan: LogPlan.Span {
    if let correlation = logs.correlation { return span(of: correlation) }
    if let stretch = logs.stretch { return .stretch(from: stretch.start, to: stretch.end) }
    guard timeline.isPast, let end = timeline.end else {
      return .live(history: timeline.range.length)
    }
    return .stretch(from: end - timeline.range.length, to: end)
  }

  /// An ID that carries its time is looked for in the minutes after it, others ever further back.
  private func span(of correlation: LogBoard.Correlation) -> LogPlan.Span {
    guard !correlation.isSearching, let created = correlation.id.created else {
      return .search(windows: LogTimes.searchWindows, until: timeline.end)
    }
    let start = created - LogTimes.beforeCreation
    let end = created + LogTimes.afterCreation
    // A clock that is a little ahead must not hide the lines of a request of now.
    if timeline.end == nil, end >= correlation.askedAt {
      let age = correlation.askedAt - start
      return .live(history: max(LogTimes.beforeCreation, age))
    }
    return .stretch(from: start, to: end)
  }
}

/// Spans of time by which lines are looked for.
enum LogTimes {
  /// How far back a correlation ID is looked for, step by step.
  static let searchWindows: [Duration] = [
    .seconds(900), .seconds(3600), .seconds(21_600), .seconds(86_400), .seconds(604_800),
  ]
  /// Lines of a request may be written by clocks that are behind the one that made the ID.
  static let beforeCreation = Duration.seconds(60)
  /// How long a request is expected to leave traces, queues and retries included.
  static let afterCreation = Duration.seconds(600)

  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
  ]

  /// The width of the intervals that a source counts: a hundred and twenty at most.
  static func countStep(for span: Duration) -> Duration { step(for: span, in: 120) }

  /// A round width of intervals of which no more than so many cover a span.
  ///
  /// - Parameters:
  ///   - span: What is covered.
  ///   - columns: The most intervals.
  ///   - whole: The width is a multiple of this.
  /// - Returns: At least the span over the columns.
  static func step(
    for span: Duration,
    in columns: Int,
    multipleOf whole: Duration = .seconds(1)
  ) -> Duration {
    let unit = max(1, whole.nanoseconds / 1_000_000_000)
    let least = span.inSeconds / Double(max(1, columns))
    let step = steps.first { Double($0) >= least && $0 % unit == 0 }
    if let step { return .seconds(step) }
    let day = max(43_200, unit)
    return .seconds(day * max(1, Int64(saturating: (least / Double(day)).rounded(.up))))
  }
}

extension LogBoard {
  /// The filter with the correlation ID.
  var effectiveFilter: LogFilter {
    guard let correlation else { return filter }
    return LogFilter([.correlation(correlation.id.text)] + filter.conditions)
  }
}
