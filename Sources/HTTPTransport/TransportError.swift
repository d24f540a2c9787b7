import Telemetry

/// Why a request brought no complete response, in words for people.
///
/// No text in it holds a credential, a header value or the query of a URL.
package enum TransportError: Error, Hashable, Sendable {
  /// Nothing listens at the address.
  case refused(String)
  /// The connection was reset or closed before the whole answer had come.
  case connectionLost(String)
  /// The name has no address, or no resolver answered.
  case noSuchHost(String)
  /// No route, no network, no permission.
  case unreachable(String)
  /// The TLS handshake failed; the text says why.
  case tls(String)
  /// The proxy refused or did not understand.
  case proxy(String)
  /// The deadline passed first.
  case timedOut(after: Duration)
  /// A redirect that is not followed: to another origin, or one too many.
  case redirected(status: Int, String)
  /// No web socket: the server answered the upgrade with this status and these words.
  case upgradeRefused(status: Int, String)
  /// The body is longer than the limit, decompressed.
  case bodyOverLimit(bytes: Int)
  /// Not HTTP, or corrupt compression.
  case malformed(String)
  /// A setting is at fault: a bad URL, an unreadable file.
  case misconfigured(String)
  /// The task was cancelled.
  case cancelled
  /// The transport was shut down.
  case shutDown

  /// One line that says what happened.
  package var message: String {
    switch self {
    case .refused(let text), .connectionLost(let text), .noSuchHost(let text),
      .unreachable(let text), .tls(let text), .proxy(let text), .redirected(_, let text),
      .upgradeRefused(_, let text), .malformed(let text), .misconfigured(let text):
      text
    case .timedOut(let limit): "no answer within \(limit.prometheusText)"
    case .bodyOverLimit(let bytes):
      "the response exceeds body_limit, \(Unit.bytes.format(Double(bytes)).text): raise it in "
        + "the configuration, or query less"
    case .cancelled: "cancelled"
    case .shutDown: "the connection to this server was shut down"
    }
  }
}
