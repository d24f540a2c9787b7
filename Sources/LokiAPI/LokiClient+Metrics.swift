import HTTPTransport
package import Logs
package import Telemetry

extension LokiClient {
  /// The elements of a metric query at one moment, sorted by labels.
  ///
  /// - Parameter query: LogQL that counts; a query for lines is refused by the server.
  /// - Returns: A scalar comes as one element without labels.
  /// - Throws: `SourceError`.
  @concurrent
  package func instant(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    var parameters = [HTTPRequest.Parameter("query", query.expression)]
    if let time = query.time {
      parameters.append(HTTPRequest.Parameter("time", "\(time.nanoseconds)"))
    }
    let answer: Answer<MetricPayload> = try await data(
      LokiPath.query,
      parameters,
      deadline: query.deadline
    )
    let samples = answer.value.series.flatMap { series in
      series.samples.map {
        VectorSample(labels: series.labels, timestamp: $0.timestamp, value: $0.value)
      }
    }
    return Answer(samples.sorted { $0.labels < $1.labels }, receipt: answer.receipt)
  }

  /// The series of a metric query over a range, sorted by labels.
  ///
  /// - Parameter query: LogQL that counts; a query for lines has no numbers to give.
  /// - Returns: The series.
  /// - Throws: `SourceError`.
  @concurrent
  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let answer: Answer<MetricPayload> = try await data(
      LokiPath.queryRange,
      [
        HTTPRequest.Parameter("query", query.expression),
        HTTPRequest.Parameter("step", "\(query.step.nanoseconds / 1_000_000)ms"),
      ] + .stretch(query.start, query.end),
      deadline: query.deadline
    )
    let series = answer.value.series.map { TimeSeries(labels: $0.labels, samples: $0.samples) }
    return Answer(series.sorted { $0.labels < $1.labels }, receipt: answer.receipt)
  }

  /// Lines by level over the intervals of a stretch.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - start: In the first interval; intervals begin at multiples of the step.
  ///   - end: The end, exclusive.
  ///   - step: The width of an interval.
  ///   - deadline: The most that the caller waits.
  /// - Returns: Ascending; intervals without lines are left out.
  /// - Throws: `SourceError`.
  @concurrent
  package func levelCounts(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LevelCount]> {
    let known = try await knowledge(for: query, deadline: deadline)
    guard let text = LogQLQuery.levelCounts(query, step: step, in: known.context)?.text else {
      throw .api(type: "query", message: "lines of a metric query cannot be counted")
    }
    let first = start.floored(to: step)
    guard step > .zero, end > first else { return Answer([]) }
    let last = (end - .nanoseconds(1)).floored(to: step)
    let width = "\(step.nanoseconds / 1_000_000)ms"
    let answer: Answer<MetricPayload> = try await data(
      LokiPath.queryRange,
      [
        HTTPRequest.Parameter("query", text),
        HTTPRequest.Parameter("step", width),
      ] + .stretch(first + step, last + step),
      deadline: deadline
    )
    let counts = Self.counts(answer.value.series, step)
    return Answer(counts, infos: known.notes, receipt: answer.receipt)
  }

  /// How many lines the slots of a stretch have.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - audit: The stretch.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The server's counts.
  /// - Throws: `SourceError`.
  func count(
    _ query: LogQuery,
    over audit: TailAudit,
    deadline: Duration
  ) async throws(SourceError) -> TailCount {
    let text = try await countText(query, step: TailSlot.width, deadline: deadline)
    let answer: Answer<MetricPayload> = try await data(
      LokiPath.queryRange,
      [
        HTTPRequest.Parameter("query", text),
        HTTPRequest.Parameter("step", TailSlot.width.prometheusText),
      ] + .stretch(audit.slots.lowerBound.evaluation, audit.slots.upperBound.evaluation),
      deadline: deadline
    )
    var count = TailCount(audit: audit, lines: [:], elapsed: answer.receipt.elapsed)
    for sample in answer.value.series.flatMap(\.samples) {
      count.lines[TailSlot(holding: sample.timestamp), default: 0] += Self.lines(sample.value)
    }
    return count
  }

  /// How many lines a nanosecond has, at least.
  ///
  /// No interval of LogQL is shorter than a millisecond, so it is the difference of two that lie a
  /// nanosecond apart. It is too small only where there are lines of exactly one and three
  /// milliseconds before.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - moment: The nanosecond.
  ///   - deadline: The most that the caller waits for each of the answers.
  /// - Returns: The server's count.
  /// - Throws: `SourceError`.
  func count(
    _ query: LogQuery,
    at moment: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Int {
    var most = 0
    for width in [Duration.milliseconds(1), .milliseconds(3)] {
      let text = try await countText(query, step: width, deadline: deadline)
      var counts: [Int] = []
      for end in [moment, moment - .nanoseconds(1)] {
        let answer = try await instant(InstantQuery(text, at: end, deadline: deadline))
        counts.append(answer.value.reduce(0) { $0 + Self.lines($1.value) })
      }
      most = max(most, counts[0] - counts[1])
    }
    return most
  }

  private func countText(
    _ query: LogQuery,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> String {
    let context = try await knowledge(for: query, deadline: deadline).context
    guard let text = LogQLQuery.counts(query, step: step, in: context)?.text else {
      throw .api(type: "query", message: "lines of a metric query cannot be counted")
    }
    return text
  }

  /// The lines that a sample counts, whatever number it has; no more than can be added up.
  private static func lines(_ value: Double) -> Int {
    max(0, min(1_000_000_000_000, Int(saturating: value)))
  }

  private static func counts(_ all: [MetricPayload.Series], _ step: Duration) -> [LevelCount] {
    var counts: [Timestamp: [LogLevel?: Int]] = [:]
    for series in all {
      let level =
        series.labels["detected_level"].flatMap(LogLevel.init(word:))
        ?? series.labels["level"].flatMap(LogLevel.init(word:))
      for sample in series.samples {
        let lines = lines(sample.value)
        guard lines > 0 else { continue }
        // A sample counts the lines of the step before it.
        counts[sample.timestamp - step, default: [:]][level, default: 0] += lines
      }
    }
    return counts.sorted { $0.key < $1.key }.map { LevelCount(start: $0.key, lines: $0.value) }
  }
}
