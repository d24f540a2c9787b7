import HTTPTransport
package import Telemetry

extension LokiClient {
  /// The names of all labels of a stretch that ends now, ascending.
  ///
  /// - Parameters:
  ///   - start: Its first moment; `nil` for as many hours as the server looks back by itself.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The names; empty where there are no streams.
  /// - Throws: `SourceError`.
  @concurrent
  package func labels(
    since start: Timestamp? = nil,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String]> {
    let answer: Answer<[String]?> = try await optionalData(
      LokiPath.labels,
      start.map { [HTTPRequest.Parameter("start", "\($0.nanoseconds)")] } ?? [],
      deadline: deadline
    )
    return Answer((answer.value ?? []).sorted(), receipt: answer.receipt)
  }

  /// The values of a label, ascending; empty for one that does not exist.
  ///
  /// - Parameters:
  ///   - name: The label.
  ///   - matchers: The streams; empty for all.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The values of the last hours.
  /// - Throws: `SourceError`.
  @concurrent
  package func labelValues(
    _ name: String,
    of matchers: [LabelMatcher] = [],
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String]> {
    let query =
      matchers.isEmpty ? [] : [HTTPRequest.Parameter("query", Self.selector(matchers))]
    let answer: Answer<[String]?> = try await optionalData(
      "/loki/api/v1/label/\(PercentEncoding.encode(name))/values",
      query,
      deadline: deadline
    )
    return Answer((answer.value ?? []).sorted(), receipt: answer.receipt)
  }

  /// The streams that matchers select in a stretch, ascending.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - start: The first moment.
  ///   - end: The last moment.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The label sets.
  /// - Throws: `SourceError`.
  @concurrent
  package func series(
    _ matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LabelSet]> {
    let match = HTTPRequest.Parameter("match[]", Self.selector(matchers))
    let answer: Answer<[[String: String]]> = try await data(
      LokiPath.series,
      [match] + .stretch(start, end),
      deadline: deadline
    )
    return Answer(answer.value.map(LabelSet.init).sorted(), receipt: answer.receipt)
  }
}
