import HTTPTransport
package import Telemetry

/// Loki's facts about streams besides their lines; a server may have each of these disabled.
package struct LokiInsights: Sendable {
  private let client: LokiClient

  /// Asks by a client.
  package init(_ client: LokiClient) {
    self.client = client
  }

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
    try await client.document(
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
    let answer: Answer<MetricPayload> = try await client.data(
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
    let answer: Answer<[PatternPayload]> = try await client.data(
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
    let answer: Answer<FieldsPayload> = try await client.document(
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

  private static func question(
    _ matchers: [LabelMatcher],
    _ start: Timestamp,
    _ end: Timestamp
  ) -> [HTTPRequest.Parameter] {
    [HTTPRequest.Parameter("query", LokiClient.selector(matchers))] + .stretch(start, end)
  }
}

/// How much there is of streams, as far as it has left the server's memory.
///
/// - Source: `/loki/api/v1/index/stats`.
package struct LokiStatistics: Hashable, Sendable, Decodable {
  /// Streams.
  package var streams: Int
  /// Chunks.
  package var chunks: Int
  /// Lines.
  package var entries: Int
  /// Bytes of lines.
  package var bytes: Int
}

/// Lines that agree in all but what differs from one to the next.
///
/// - Source: `/loki/api/v1/patterns`.
package struct LokiPattern: Hashable, Sendable {
  /// The text, with `<_>` for what differs.
  package var pattern: String
  /// The level of its lines; `nil` where the server names none.
  package var level: String?
  /// Lines by interval, ascending.
  package var samples: [Sample]
}

/// A field that the server has found in lines or beside them.
///
/// - Source: `/loki/api/v1/detected_fields`.
package struct LokiField: Hashable, Sendable, Decodable {
  /// The name by which queries know it.
  package var label: String
  /// `string`, `int`, `float`, `boolean`, `duration` or `bytes`.
  package var type: String
  /// Values that were seen, roughly.
  package var cardinality: Int
  /// The parsers that find it; empty for structured metadata.
  package var parsers: [String]?
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
