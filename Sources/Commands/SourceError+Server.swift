import HTTPTransport
import Telemetry

extension SourceError {
  /// The headline, naming the server where the error's own words do not.
  ///
  /// - Parameter server: Host and port.
  /// - Returns: One line.
  func headline(of server: String) -> String {
    switch self {
    case .timedOut(let limit): "no answer from \(server) within \(limit.prometheusText)"
    case .notReady, .unauthorized, .http, .malformed, .tooMuch: "\(server): \(headline)"
    case .unreachable, .api, .misconfigured, .cancelled: headline
    }
  }
}

extension ServerAddress {
  /// Host and port, for messages.
  var authority: String { (try? BaseURL(url))?.authority ?? "the server" }
}
