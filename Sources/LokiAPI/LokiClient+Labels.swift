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

  /// The values that a label has among the streams of a stretch that ends now.
  ///
  /// - Parameters:
  ///   - name: The label, as the server names it.
  ///   - start: The first moment of the stretch.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The values in the server's order; empty where there are none.
  /// - Throws: `SourceError`.
  @concurrent
  package func labelValues(
    of name: String,
    since start: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String]> {
    let answer: Answer<[String]?> = try await optionalData(
      "/loki/api/v1/label/\(PercentEncoding.encode(name))/values",
      [HTTPRequest.Parameter("start", "\(start.nanoseconds)")],
      deadline: deadline
    )
    return answer.with(answer.value ?? [])
  }
}
