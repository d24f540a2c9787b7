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
      throw .api(type: "query", message: "lines of a query that counts itself cannot be counted")
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

  /// The lines that a sample counts, whatever number it has; no more than can be added up.
  static func lineCount(_ value: Double) -> Int {
    max(0, min(1_000_000_000_000, Int(saturating: value)))
  }

  private static func counts(_ all: [MetricPayload.Series], _ step: Duration) -> [LevelCount] {
    var counts: [Timestamp: [LogLevel?: Int]] = [:]
    for series in all {
      let level =
        series.labels["detected_level"].flatMap(LogLevel.init(lokiText:))
        ?? series.labels["level"].flatMap(LogLevel.init(lokiText:))
      for sample in series.samples {
        let lines = lineCount(sample.value)
        guard lines > 0 else { continue }
        // A sample counts the lines of the step before it.
        counts[sample.timestamp - step, default: [:]][level, default: 0] += lines
      }
    }
    return counts.sorted { $0.key < $1.key }.map { LevelCount(start: $0.key, lines: $0.value) }
  }
}
