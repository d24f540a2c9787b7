package import HTTPTransport
import Logs
import Synchronization
package import Telemetry

/// Asks a Loki over its HTTP API, and follows its lines.
///
/// It only reads. Everything is decoded off the caller's actor.
///
/// - Source: <https://grafana.com/docs/loki/latest/reference/loki-http-api/>.
package final class LokiClient: LogQLSource {
  /// The transport, which this client's maker shuts down.
  package let transport: HTTPTransport

  let settings: LokiSettings
  let timing: LokiTiming
  /// Whether requests are made for several tenants at once.
  let hasManyTenants: Bool
  /// The server's limits, learnt from its refusals.
  let limits = Mutex(LokiLimits())
  /// The names of labels; `nil` before they were asked for.
  let knownLabels = Mutex<[String]?>(nil)

  /// Opens a transport of its own; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - address: The server; its tenant is a header of its access, `X-Scope-OrgID`.
  ///   - environment: The process environment, for the proxy variables.
  ///   - settings: How it is asked and followed.
  ///   - timing: The clocks.
  ///   - observer: Called after each request that was sent, on any thread.
  /// - Throws: `SourceError.misconfigured`.
  package init(
    _ address: ServerAddress,
    environment: [String: String] = [:],
    settings: LokiSettings = LokiSettings(),
    timing: LokiTiming,
    observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) {
    var address = address
    hasManyTenants = address.access.headers.contains { header in
      header.name.lowercased() == "x-scope-orgid" && header.value.reveal().contains("|")
    }
    // Without it a server puts structured metadata among the labels of the stream, and nearly
    // every line becomes a stream of its own.
    address.access.headers.append(
      HTTPAccess.Header(name: "X-Loki-Response-Encoding-Flags", text: "categorize-labels")
    )
    // A cache of answers knows nothing of lines that were written late.
    address.access.headers.append(
      HTTPAccess.Header(name: "Cache-Control", text: "no-cache")
    )
    transport = try .source(address, environment: environment, observer: observer)
    self.settings = settings
    self.timing = timing
  }

  /// Closes all connections.
  package func shutdown() async {
    await transport.shutdown()
  }

  /// Sends a request.
  ///
  /// - Parameters:
  ///   - path: The endpoint, percent-encoded.
  ///   - parameters: Its parameters.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The response, whatever its status.
  /// - Throws: What the transport throws, translated.
  func send(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter] = [],
    deadline: Duration
  ) async throws(SourceError) -> HTTPResponse {
    do {
      return try await transport.send(
        HTTPRequest(.get, path, parameters: parameters, deadline: deadline)
      )
    } catch {
      throw SourceError(error)
    }
  }
}
