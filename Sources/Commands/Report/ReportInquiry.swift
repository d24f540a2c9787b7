import Reports
import Runtime
import Telemetry

/// Puts a report's questions one after the other, so that a server is never busy with more than one, and
/// keeps what was asked and what was not answered.
final class ReportInquiry {
  /// Who is asked.
  let sources: PollSources
  /// The most that an answer may take.
  let deadline: Duration
  /// What the report looks at.
  let window: Stretch
  /// Since when there is history; `nil` where that is before all that a report looks at.
  var earliest: Timestamp?
  private var questions: [ReportQuestion] = []
  private var gaps: [ReportGap] = []

  /// The most points of one question, below the limit of 11,000 that Prometheus has.
  static let points = 10_000

  init(_ sources: PollSources, deadline: Duration, window: Stretch) {
    self.sources = sources
    self.deadline = deadline
    self.window = window
  }

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
    var whole: [LabelSet: TimeSeries] = [:]
    var start = stretch.start
    while start <= stretch.end {
      let end = min(stretch.end, start + step * Self.points)
      let query = RangeQuery(expression, from: start, to: end, step: step, deadline: deadline)
      let part = await answer(what) { () async throws(SourceError) in
        try await sources.metrics.range(query).value
      }
      guard let part else { return nil }
      for series in part {
        whole[series.labels, default: TimeSeries(labels: series.labels, samples: [])].samples +=
          series.samples
      }
      start = end + step
    }
    return whole.values.sorted { $0.labels < $1.labels }
  }

  /// Carries a question out; its failure becomes a gap.
  func answer<Value>(
    _ what: String,
    _ ask: () async throws(SourceError) -> Value
  ) async -> Value? {
    do throws(SourceError) {
      return try await ask()
    } catch {
      miss(what, because: error.headline, isFailure: true)
      return nil
    }
  }

  /// Notes what is asked of another server.
  func note(_ question: ReportQuestion) { questions.append(question) }

  /// Notes what cannot be asked.
  func miss(_ what: String, because reason: String, isFailure: Bool = false) {
    gaps.append(ReportGap(what, because: reason, isFailure: isFailure))
  }

  /// A section with what was asked since the last one, and what history lacks for it.
  ///
  /// - Parameters:
  ///   - section: The section.
  ///   - needed: How far back it looks; `nil` where that is its window.
  /// - Returns: The section, whole.
  func concluded(_ section: ReportSection, needing needed: Stretch? = nil) -> ReportSection {
    var section = section
    section.questions += questions
    section.gaps += gaps
    (questions, gaps) = ([], [])
    let needed = needed ?? section.window
    if let earliest, earliest > needed.start {
      let known = needed.clamped(to: Stretch(from: earliest, to: needed.end)).length
      let begin = "\(CivilTime(earliest).rfc3339.prefix(10)) \(CivilTime(earliest).hourMinute) UTC"
      section.remarks.append(
        "history begins \(begin): \(Unit.seconds.format(known.inSeconds).text) of "
          + "\(needed.length.prometheusText) are known"
      )
    }
    return section
  }

  /// Finds out since when there is history.
  ///
  /// - Parameter length: How far back a report looks.
  func reach(back length: Duration) async {
    let lowest = "min(prometheus_tsdb_lowest_timestamp_seconds)"
    if let seconds = await instant("the earliest sample", lowest)?.first?.value, seconds > 0 {
      let moment = Timestamp(seconds: seconds)
      earliest = moment > window.end - length ? moment : nil
      return
    }
    // A step of an hour: a sample is seen for five minutes at least, and targets have one each minute.
    let step = Duration.seconds(3600)
    let stretch = Stretch(from: window.end - length, to: window.end)
    let series = await range(
      "the earliest sample",
      "count(up) or count(target_info)",
      over: stretch,
      step: step
    )
    let first = (series ?? []).compactMap(\.samples.first?.timestamp).min()
    guard let first, first > stretch.start else { return }
    earliest = first
  }
}
