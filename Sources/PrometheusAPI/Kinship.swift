import HTTPTransport
import Synchronization
import Telemetry

/// Kind of a server that lacks a path.
enum Kinship: Sendable {
  /// Mimir or Cortex, whose API lies under a prefix.
  case prefixed(String)
  /// Nothing is known.
  case unknown
}

extension PrometheusClient {
  /// The error of an answer that is not the API's, with a remedy where one is known.
  ///
  /// - Parameters:
  ///   - answer: What came.
  ///   - path: The endpoint that was asked.
  ///   - deadline: The caller's.
  /// - Returns: A 404 below a base URL without prefix asks the server once what it is.
  func explained(
    _ answer: ServerAnswer,
    _ path: String,
    _ deadline: Duration
  ) async -> SourceError {
    let error = answer.error(deadline: deadline)
    let isForeign = answer.response.status == 404 || Self.isAlertmanagerConfiguration(answer, path)
    guard isForeign, answer.envelope == nil, transport.base.prefix.isEmpty else { return error }
    switch await probe(deadline) {
    case .prefixed(let name):
      return .http(
        status: answer.response.status,
        message: "this is \(name), whose API has a prefix: "
          + "set the URL to \(transport.base.origin)/prometheus"
      )
    case .unknown:
      let message = VisibleLine.first(of: answer.response)
      return .http(
        status: answer.response.status,
        message:
          "\(message): is the URL complete? It needs the path of Prometheus' --web.external-url "
          + "or --web.route-prefix, /prometheus for Mimir and Cortex, /api/prom for Grafana Cloud, "
          + "/select/0/prometheus for a VictoriaMetrics cluster"
      )
    }
  }

  /// Without its prefix, Mimir takes this path for the tenant's Alertmanager configuration.
  ///
  /// - Source: <https://grafana.com/docs/mimir/latest/references/http-api/>.
  private static func isAlertmanagerConfiguration(_ answer: ServerAnswer, _ path: String) -> Bool {
    guard path == "/api/v1/alerts" else { return false }
    let text = String(decoding: answer.response.body.prefix(4096), as: UTF8.self)
    return text.contains("alertmanager_config") || text.contains("alertmanager storage object")
  }

  private func probe(_ deadline: Duration) async -> Kinship {
    if let known = kinship.withLock({ $0 }) { return known }
    let request = HTTPRequest(.get, "/api/v1/status/buildinfo", deadline: deadline)
    guard let response = try? await send(request) else { return .unknown }
    let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
    let name = ["Mimir", "Cortex", "Enterprise Metrics"].first { text.contains($0) }
    let found = name.map { Kinship.prefixed($0) } ?? .unknown
    kinship.withLock { $0 = found }
    return found
  }
}
