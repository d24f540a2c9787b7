import FoundationEssentials
package import HTTPTransport
package import Telemetry

/// Asks an Alertmanager which alerts it knows, and which of them are silenced or inhibited; sets
/// silences where it is told to.
///
/// - Source: <https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml>.
package final class AlertmanagerClient: AlertSource {
  /// The transport, which this client's maker shuts down.
  package let transport: HTTPTransport

  /// Where answers are decoded.
  private let work: AnswerWork

  package init(_ transport: HTTPTransport, work: AnswerWork = AnswerWork()) {
    self.transport = transport
    self.work = work
  }

  /// Opens a transport of its own; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - address: The server, with the path prefix that it runs under.
  ///   - environment: The process environment, for the proxy variables.
  ///   - observer: Called after each request that was sent, on any thread.
  /// - Throws: `SourceError.misconfigured`.
  package convenience init(
    _ address: ServerAddress,
    environment: [String: String] = [:],
    observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) {
    self.init(try .source(address, environment: environment, observer: observer))
  }

  /// Closes all connections.
  package func shutdown() async {
    await transport.shutdown()
  }

  /// All alerts that have not ended, whether they notify or not.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Alerts in the server's order; never one that is pending.
  /// - Throws: `SourceError`.
  @concurrent
  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    let (items, receipt): ([AlertPayload], Receipt) = try await get("/api/v2/alerts", deadline)
    return Answer(items.map(\.alert), receipt: receipt)
  }

  /// Asks an endpoint that answers with a list.
  func get<Payload: Decodable & Sendable>(
    _ path: String,
    _ deadline: Duration
  ) async throws(SourceError) -> (Payload, Receipt) {
    let response = try await send(HTTPRequest(.get, path, deadline: deadline))
    do {
      let payload = try await work.run(bytes: response.body.count) {
        try JSONDecoder().decode(Payload.self, from: Data(response.body))
      }
      return (payload, response.receipt)
    } catch {
      throw AlertmanagerFault.unreadable(error, response)
    }
  }

  /// Sends a request; every answer but 200 is an error.
  func send(_ request: HTTPRequest) async throws(SourceError) -> HTTPResponse {
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      throw SourceError(error)
    }
    guard response.status == 200 else { throw AlertmanagerFault.error(response) }
    return response
  }
}
