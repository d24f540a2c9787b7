import AlertmanagerAPI
import HTTPTransport
import LokiAPI
import PrometheusAPI
import Reports
import Runtime
import Telemetry

/// Puts a report's questions one after the other, so that a server is never busy with more than one, and
/// keeps what was asked and what was not answered.
final class ReportInquiry {
  /// Whom a question is put to.
  enum Server {
    case metrics
    case alerts
    case logs
  }

  /// Who is asked.
  let sources: PollSources
  /// The most that an answer may take.
  let deadline: Duration
  /// What the report looks at.
  let window: Stretch
  /// The clocks that it is written by.
  let calendar: ReportCalendar
  /// The moment at which it is made.
  let now: Timestamp
  /// Whether it is known since when the metrics server has history.
  private(set) var knowsReach = false
  /// Since when the metrics server has history; `nil` where that is before all that a report looks at.
  private(set) var reach: HistoryReach?
  /// The same of the log server.
  var logReach: HistoryReach?
  private var questions: [ReportQuestion] = []
  private var gaps: [ReportGap] = []
  /// How many of the gaps are none of the next section's.
  private var foreignGaps = 0
  /// Whether a question of the last section failed.
  private var hasFailed = false

  /// The most points of one question, below the limit of 11,000 that Prometheus has.
  static let points = 10_000

  init(
    _ sources: PollSources,
    deadline: Duration,
    window: Stretch,
    calendar: ReportCalendar,
    now: Timestamp
  ) {
    self.sources = sources
    self.deadline = deadline
    self.window = window
    self.calendar = calendar
    self.now = now
  }

  /// Whether the window ends now, so that what servers tell of this moment is of its end.
  var isCurrent: Bool { now - window.end < .seconds(120) }

  /// The first moment of which something is known, be it before all that is looked at.
  var earliest: Timestamp { reach?.earliest ?? Timestamp(nanoseconds: .min) }

  /// Host and port of a server, for messages.
  func name(of server: Server) -> String {
    let transport =
      switch server {
      case .metrics: (sources.metrics as? PrometheusClient)?.transport
      case .alerts: (sources.alerts as? AlertmanagerClient)?.transport
      case .logs: (sources.logs as? LokiClient)?.transport
      }
    return transport?.base.authority ?? "the simulated shop"
  }

  // MARK: Questions

  /// Asks for the elements of a vector.
  ///
  /// - Parameters:
  ///   - what: What it is for, in words.
  ///   - expression: PromQL.
  ///   - moment: The moment; `nil` for the end of the window.
  /// - Returns: `nil` where there is no answer, which becomes a gap.
  func instant(
    _ what: String,
    _ expression: String,
    at moment: Timestamp? = nil
  ) async -> [VectorSample]? {
    let moment = moment ?? window.end
    questions.append(ReportQuestion(what, expression, from: moment, to: moment))
    return await answer(what) { () async throws(SourceError) in
      try await sources.metrics.instant(
        InstantQuery(expression, at: moment, deadline: deadline)
      ).value
    }
  }

  /// Asks for series over time, in several questions where one would have too many points.
  ///
  /// - Parameters:
  ///   - what: What it is for, in words.
  ///   - expression: PromQL.
  ///   - stretch: The first and the last point, if the step divides it.
  ///   - step: The distance of points.
  /// - Returns: Sorted by labels; `nil` where there is no answer, which becomes a gap.
  func range(
    _ what: String,
    _ expression: String,
    over stretch: Stretch,
    step: Duration
  ) async -> [TimeSeries]? {
    guard !stretch.isEmpty || stretch.length == .zero, step > .zero else { return [] }
    questions.append(
      ReportQuestion(what, expression, from: stretch.start, to: stretch.end, step: step)
    )
    var parts: [[TimeSeries]] = []
    var start = stretch.start
    while start <= stretch.end {
      let end = min(stretch.end, start + step * Self.points)
      let query = RangeQuery(expression, from: start, to: end, step: step, deadline: deadline)
      let part = await answer(what) { () async throws(SourceError) in
        try await sources.metrics.range(query).value
      }
      guard let part else { return nil }
      parts.append(part)
      start = end + step
    }
    return Self.joined(parts)
  }

  /// Asks for one figure of each of several stretches, with as few questions as they allow: one where all
  /// are as long and as far apart, and more where clocks are changed between them.
  ///
  /// - Parameters:
  ///   - what: What it is for, in words.
  ///   - stretches: Ascending by their ends.
  ///   - expression: PromQL for stretches of a length.
  /// - Returns: A point at the end of each stretch; `nil` where there is no answer, which becomes a gap.
  func figures(
    _ what: String,
    of stretches: [Stretch],
    _ expression: (Duration) -> String
  ) async -> [TimeSeries]? {
    var parts: [[TimeSeries]] = []
    for run in StretchRun.list(stretches) {
      let part = await range(what, expression(run.length), over: run.ends, step: run.distance)
      guard let part else { return nil }
      parts.append(part)
    }
    return Self.joined(parts)
  }

  private static func joined(_ parts: [[TimeSeries]]) -> [TimeSeries] {
    var whole: [LabelSet: TimeSeries] = [:]
    for series in parts.joined() {
      var known = whole[series.labels] ?? TimeSeries(labels: series.labels, samples: [])
      let last = known.samples.last?.timestamp
      // A server may give points that nobody asked for.
      known.samples += series.samples.filter { sample in last.map { $0 < sample.timestamp } ?? true
      }
      whole[series.labels] = known
    }
    return whole.values.sorted { $0.labels < $1.labels }
  }

  /// Carries a question out; its failure becomes a gap.
  func answer<Value>(
    _ what: String,
    of server: Server = .metrics,
    _ ask: () async throws(SourceError) -> Value
  ) async -> Value? {
    do throws(SourceError) {
      return try await ask()
    } catch {
      miss(what, because: error.headline(of: name(of: server)), isFailure: true)
      return nil
    }
  }

  /// Notes what is asked of another server.
  func note(_ question: ReportQuestion) { questions.append(question) }

  /// Notes what cannot be asked.
  func miss(_ what: String, because reason: String, isFailure: Bool = false) {
    gaps.append(ReportGap(what, because: reason, isFailure: isFailure))
  }

  // MARK: Sections

  /// A section with what was asked since the last one; what history lacks for it is noted.
  ///
  /// - Parameters:
  ///   - section: The section.
  ///   - needed: How far back it looks into the metrics server's history; `nil` where that is its window.
  ///   - isOfSameAnswers: Whether it stands on the answers of the section before it.
  /// - Returns: The section, whole.
  func concluded(
    _ section: ReportSection,
    needing needed: Stretch? = nil,
    isOfSameAnswers: Bool = false
  ) -> ReportSection {
    reach?.cut(section.title, needing: needed ?? section.window)
    return asked(section, isOfSameAnswers: isOfSameAnswers)
  }

  /// The same for a section that stands on another server's history, or on none.
  func asked(_ section: ReportSection, isOfSameAnswers: Bool = false) -> ReportSection {
    var section = section
    let fails = gaps.dropFirst(foreignGaps).contains(where: \.isFailure)
    hasFailed = fails || isOfSameAnswers && hasFailed
    // One sentence says that there is nothing, which nobody knows.
    if hasFailed, section.blocks.count == 1, case .text(let words) = section.blocks[0],
      words != ReportText.unknown
    {
      section.blocks = [.text("\(words), as far as was answered")]
    }
    section.questions += questions
    section.gaps += gaps
    (questions, gaps, foreignGaps) = ([], [], 0)
    return section
  }

  /// Notes that what was asked before is for the report as a whole, and not for its first section.
  func begin() { foreignGaps = gaps.count }

  /// Finds out since when there is history.
  ///
  /// - Parameter length: How far back a report looks.
  func reach(back length: Duration) async {
    let stretch = Stretch(from: window.end - length, to: window.end)
    guard let first = await earliest(in: stretch) else { return }
    knowsReach = true
    if first > stretch.start { reach = HistoryReach(name(of: .metrics), since: first) }
  }

  private func earliest(in stretch: Stretch) async -> Timestamp? {
    let lowest = await instant(
      "the earliest sample",
      "min(prometheus_tsdb_lowest_timestamp_seconds)"
    )?.first.flatMap { $0.value > 0 ? Timestamp(seconds: $0.value) : nil }
    // A step of an hour: a sample is seen for five minutes at least, and targets have one each minute.
    let step = Duration.seconds(3600)
    let series = await range(
      "the earliest sample",
      "count(up) or count(target_info)",
      over: stretch,
      step: step
    )
    guard let first = (series ?? []).compactMap(\.samples.first?.timestamp).min() else {
      return lowest
    }
    // The figure is exact, but may be of any Prometheus that is scraped, and not of the one that is asked.
    guard let lowest, lowest <= first, first - lowest <= step * 2 else { return first }
    return lowest
  }
}
