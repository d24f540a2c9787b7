package import HTTPTransport
import Synchronization
package import Telemetry

/// Asks a server that speaks Prometheus' HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics.
///
/// It only reads. Everything is decoded off the caller's actor.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/querying/api/>.
package final class PrometheusClient: MetricsSource {
  /// The transport, which this client's maker shuts down.
  package let transport: HTTPTransport

  let limits: QueryLimits
  /// Where answers are decoded.
  let work: AnswerWork
  private let queryVerb: HTTPAccess.QueryVerb
  /// Paths that refused POST and answered GET.
  private let getOnly = Mutex<Set<String>>([])
  /// Result of the probe after a 404; `nil` before it.
  let kinship = Mutex<Kinship?>(nil)
  /// What questions that travel together have in common.
  let shares = QueryShares()

  /// - Parameters:
  ///   - transport: To the server's base URL, with the prefix of its API where it has one.
  ///   - queryVerb: The verb of queries.
  ///   - limits: What is held of an answer.
  ///   - work: Where answers are decoded.
  package init(
    _ transport: HTTPTransport,
    queryVerb: HTTPAccess.QueryVerb = .automatic,
    limits: QueryLimits = QueryLimits(),
    work: AnswerWork = AnswerWork()
  ) {
    self.transport = transport
    self.queryVerb = queryVerb
    self.limits = limits
    self.work = work
  }

  /// Opens a transport of its own; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - address: The server.
  ///   - environment: The process environment, for the proxy variables.
  ///   - observer: Called after each request that was sent, on any thread.
  /// - Throws: `SourceError.misconfigured`.
  package convenience init(
    _ address: ServerAddress,
    environment: [String: String] = [:],
    observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) {
    self.init(
      try .source(address, environment: environment, observer: observer),
      queryVerb: address.access.queryVerb
    )
  }

  /// Closes all connections.
  package func shutdown() async {
    await transport.shutdown()
  }

  // MARK: Requests

  /// Sends a query by POST, and by GET where POST is refused.
  ///
  /// - Parameters:
  ///   - path: The endpoint.
  ///   - parameters: Its parameters.
  ///   - deadline: For both attempts together.
  /// - Returns: The response, whatever its status; its costs are those of both attempts.
  /// - Throws: What the transport throws, translated.
  func sendQuery(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter],
    deadline: Duration
  ) async throws(SourceError) -> HTTPResponse {
    let isGetOnly = queryVerb == .get || getOnly.withLock { $0.contains(path) }
    guard !isGetOnly else {
      return try await send(HTTPRequest(.get, path, parameters: parameters, deadline: deadline))
    }
    let first = try await send(
      HTTPRequest(.post, path, parameters: parameters, deadline: deadline)
    )
    guard queryVerb == .automatic, ServerAnswer(first).refusesVerb else { return first }
    let rest = max(.milliseconds(1), deadline - first.elapsed)
    var second = try await send(HTTPRequest(.get, path, parameters: parameters, deadline: rest))
    if !ServerAnswer(second).refusesVerb {
      getOnly.withLock { _ = $0.insert(path) }
    }
    second.requests += first.requests
    second.wireBytes += first.wireBytes
    second.elapsed += first.elapsed
    return second
  }

  /// Sends a request.
  ///
  /// - Parameter request: The request.
  /// - Returns: The response, whatever its status.
  /// - Throws: What the transport throws, translated.
  func send(_ request: HTTPRequest) async throws(SourceError) -> HTTPResponse {
    do {
      return try await transport.send(request)
    } catch {
      throw SourceError(error)
    }
  }
}
