import HTTPTransport
package import Telemetry

extension LokiClient {
  /// How much there is of streams in a stretch, without what the server still has in memory.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - start: The first moment.
  ///   - end: The last moment.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The counts.
  /// - Throws: `SourceError`.
  @concurrent
  package func statistics(
    of matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Answer<LokiStatistics> {
    try await document(
      LokiPath.indexStatistics,
      Self.question(matchers, start, end),
      deadline: deadline
    )
  }

  /// The bytes of streams in a stretch, by their labels, the largest first.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - start: The first moment.
  ///   - end: The last moment.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The server's choice of series, mostly a hundred at most.
  /// - Throws: `SourceError`; `api` or `http` where the server has this switched off.
  @concurrent
  package func volume(
    of matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    let answer: Answer<MetricPayload> = try await data(
      LokiPath.volume,
      Self.question(matchers, start, end),
      deadline: deadline
    )
    let samples = answer.value.series.flatMap { series in
      series.samples.map {
        VectorSample(labels: series.labels, timestamp: $0.timestamp, value: $0.value)
      }
    }
    return Answer(samples.sorted { $0.value > $1.value }, receipt: answer.receipt)
  }

  /// The patterns of lines in a stretch, in the server's order.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - start: The first moment.
  ///   - end: The last moment.
  ///   - step: The width of an interval.
  ///   - deadline: The most that the caller waits.
  /// - Returns: Empty where the server looks for none, or found none.
  /// - Throws: `SourceError`.
  @concurrent
  package func patterns(
    of matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LokiPattern]> {
    let width = HTTPRequest.Parameter("step", "\(step.nanoseconds / 1_000_000)ms")
    let answer: Answer<[PatternPayload]> = try await data(
      LokiPath.patterns,
      Self.question(matchers, start, end) + [width],
      deadline: deadline
    )
    return Answer(answer.value.map(\.pattern), receipt: answer.receipt)
  }

  /// The fields that the server has found in lines of a stretch.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - start: The first moment.
  ///   - end: The last moment.
  ///   - deadline: The most that the caller waits.
  /// - Returns: In the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func detectedFields(
    of matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LokiField]> {
    let answer: Answer<FieldsPayload> = try await document(
      LokiPath.detectedFields,
      Self.question(matchers, start, end),
      deadline: deadline
    )
    // A server leaves the list out where it found none, and says then how many it looked for.
    guard answer.value.fields != nil || answer.value.limit != nil else {
      throw .malformed("'fields' is missing")
    }
    return Answer(answer.value.fields ?? [], receipt: answer.receipt)
  }

  /// Whether the server calls itself ready; queries may be answered before.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Nothing but the costs.
  /// - Throws: `SourceError.notReady` with the server's words, or another.
  @concurrent
  package func ready(deadline: Duration) async throws(SourceError) -> Receipt {
    let response = try await send(LokiPath.ready, deadline: deadline)
    guard response.status == 200, !VisibleLine.isHTML(response) else {
      throw LokiAnswer(response).error(deadline: deadline)
    }
    return response.receipt
  }

  /// The version of the server, such as `3.5.0`.
  @concurrent
  package func version(deadline: Duration) async throws(SourceError) -> Answer<String> {
    let answer: Answer<BuildPayload> = try await document(
      LokiPath.buildInformation,
      deadline: deadline
    )
    return Answer(answer.value.version, receipt: answer.receipt)
  }

  private static func question(
    _ matchers: [LabelMatcher],
    _ start: Timestamp,
    _ end: Timestamp
  ) -> [HTTPRequest.Parameter] {
    [HTTPRequest.Parameter("query", selector(matchers))] + .stretch(start, end)
  }
}

/// The answer of `buildinfo`.
private struct BuildPayload: Decodable, Sendable {
  var version: String
}

/// The answer of `detected_fields`.
private struct FieldsPayload: Decodable, Sendable {
  var fields: [LokiField]?
  var limit: Int?
}

/// One element of the answer of `patterns`.
private struct PatternPayload: Decodable, Sendable {
  var pattern: LokiPattern

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let pairs = try container.decodeIfPresent([[Double]].self, forKey: .samples) ?? []
    pattern = LokiPattern(
      pattern: try container.decode(String.self, forKey: .pattern),
      level: try container.decodeIfPresent(String.self, forKey: .level),
      samples: pairs.compactMap { pair in
        pair.count == 2 ? Sample(Timestamp(seconds: pair[0]), pair[1]) : nil
      }
    )
  }

  private enum Keys: CodingKey { case pattern, level, samples }
}
