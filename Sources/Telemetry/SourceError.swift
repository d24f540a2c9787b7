/// Why a source gave no answer, in words that a panel can show.
///
/// Server texts inside are as they came: hostile until drawn through `Screen`.
package enum SourceError: Error, Hashable, Sendable {
  /// No connection: refused, reset, no such host, TLS. The text says which.
  case unreachable(String)
  /// No complete answer within the deadline, whoever gave up first.
  case timedOut(after: Duration)
  /// The server is up but not serving yet or no longer: 503 with a plain text.
  case notReady(String)
  /// 401 or 403, with the server's own words.
  case unauthorized(status: Int, message: String)
  /// Another status without an API error in the body; `message` is its first line, and `retryAfter`
  /// how long the server asks to wait.
  case http(status: Int, message: String, retryAfter: Duration? = nil)
  /// An error of the API: `type` is an open set (`bad_data`, `execution`, `"422"`…).
  case api(type: String, message: String)
  /// The body could not be read as what was asked for; `reason` says where and why.
  case malformed(String)
  /// More than the client is willing to hold.
  case tooMuch(String)
  /// The setting, not the server, is at fault: an unreadable credentials file, a bad URL.
  case misconfigured(String)
  /// The request was superseded; never shown.
  case cancelled

  /// One line for a panel: what happened, in the server's own words where it had any.
  package var headline: String {
    switch self {
    case .unreachable(let reason): reason
    case .timedOut(let limit): "no answer within \(limit.prometheusText)"
    case .notReady(let message): "not ready: \(message)"
    case .unauthorized(let status, let message): "\(status) \(message)"
    case .http(let status, let message, _): "HTTP \(status) \(message)"
    case .api(let type, let message): "\(type): \(message)"
    case .malformed(let reason): "unreadable answer: \(reason)"
    case .tooMuch(let reason): "too much: \(reason)"
    case .misconfigured(let reason): reason
    case .cancelled: "cancelled"
    }
  }

  /// Whether the server itself answered, so that it is reachable for the health sign.
  package var cameFromServer: Bool {
    switch self {
    case .unreachable, .timedOut, .misconfigured, .cancelled: false
    case .notReady, .unauthorized, .http, .api, .malformed, .tooMuch: true
    }
  }
}
