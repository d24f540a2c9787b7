package import Telemetry

extension SourceError {
  /// Translates what the transport threw.
  package init(_ error: TransportError) {
    switch error {
    case .refused, .connectionLost, .noSuchHost, .unreachable, .tls, .proxy, .shutDown:
      self = .unreachable(error.message)
    case .timedOut(let limit):
      self = .timedOut(after: limit)
    case .redirected(let status, let message):
      self = .http(status: status, message: message)
    case .upgradeRefused(let status, let message) where [401, 403, 407].contains(status):
      self = .unauthorized(status: status, message: message)
    case .upgradeRefused(let status, let message):
      self = .http(status: status, message: message)
    case .bodyOverLimit:
      self = .tooMuch(error.message)
    case .malformed(let reason):
      self = .malformed(reason)
    case .misconfigured(let reason):
      self = .misconfigured(reason)
    case .cancelled:
      self = .cancelled
    }
  }
}
