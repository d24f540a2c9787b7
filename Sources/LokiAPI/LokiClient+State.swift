import HTTPTransport
package import Telemetry

extension LokiClient {
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
}

/// The answer of `buildinfo`.
private struct BuildPayload: Decodable, Sendable {
  var version: String
}
