import FoundationEssentials
import HTTPTransport
import Telemetry

/// A response, looked at as an answer of Loki or as something that stood in its way.
struct LokiAnswer {
  let response: HTTPResponse

  init(_ response: HTTPResponse) {
    self.response = response
  }

  /// Whether it is a good answer, as far as its status and first byte tell.
  var isGood: Bool { (200...299).contains(response.status) && beginsAsJSON }

  /// The error in the server's own words, with sent secrets hidden.
  ///
  /// Loki's errors are plain text; gateways before it send JSON or pages.
  var message: String {
    fault ?? VisibleLine.first(of: response)
  }

  /// The error from a JSON body.
  private var fault: String? {
    guard beginsAsJSON else { return nil }
    let fault = try? JSONDecoder().decode(Fault.self, from: Data(response.body.prefix(1 << 16)))
    return (fault?.error ?? fault?.message).map(response.words)
  }

  /// The error of an answer that looks good but has no result.
  var withoutResult: SourceError {
    fault.map { SourceError.http(status: response.status, message: $0) }
      ?? .malformed("an answer without a result")
  }

  /// The error that this answer is.
  ///
  /// - Parameter deadline: The caller's, for an answer that says that time ran out.
  /// - Returns: The server's own words where it had any.
  func error(deadline: Duration) -> SourceError {
    let message = message
    if response.status == 504 || Self.timeouts.contains(where: { message.contains($0) }) {
      return .timedOut(after: deadline)
    }
    switch response.status {
    case 401, 403, 407:
      return .unauthorized(status: response.status, message: Self.withRemedy(message))
    case 429:
      let hint = response.retryAfter.map { " (try again in \($0.prometheusText))" }
      return .http(
        status: 429,
        message: message + (hint ?? ""),
        retryAfter: response.retryAfter
      )
    case 503 where !VisibleLine.isHTML(response):
      return .notReady(message)
    case 400 where !VisibleLine.isHTML(response):
      return .api(type: "400", message: message)
    case 404:
      let advice = "is this Loki's URL, with any path before /loki/api?"
      return .http(status: 404, message: "\(message): \(advice)")
    case 200...299:
      return .malformed("not the Loki API: \(message)")
    default:
      return .http(status: response.status, message: message)
    }
  }

  /// The server's words, with what to do where it wants a tenant to be named.
  static func withRemedy(_ message: String) -> String {
    guard message.lowercased().contains("no org id") else { return message }
    return "\(message): set the tenant with LOKI_ORG_ID or loki.headers.X-Scope-OrgID"
  }

  private static let timeouts = [
    "context deadline exceeded", "query timed out", "timeout exceeded",
  ]

  private var beginsAsJSON: Bool {
    response.body.first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  private struct Fault: Decodable {
    var error: String?
    var message: String?
  }
}
