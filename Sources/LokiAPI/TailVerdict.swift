import HTTPTransport
import Telemetry

/// The reaction to a web socket that was refused or has ended.
enum TailVerdict: Equatable {
  /// Try again; the text says what happened.
  case retry(SourceError)
  /// Ask for lines instead of waiting for them, so long.
  case poll(reason: String, PollSpan)
  /// Trying again cannot help.
  case giveUp(SourceError)

  /// The verdict on a refusal before the upgrade.
  ///
  /// - Parameter error: What opening the web socket threw.
  /// - Returns: Network failures and a server that is not ready are worth another attempt.
  static func refusal(_ error: TransportError) -> TailVerdict {
    guard case .upgradeRefused(let status, let message) = error else {
      if case .proxy = error { return .poll(reason: error.message, .forAWhile) }
      if case .misconfigured = error { return .giveUp(SourceError(error)) }
      if case .cancelled = error { return .giveUp(.cancelled) }
      // A server, or a proxy, that lets an upgrade hang may well answer queries.
      if case .timedOut = error {
        return .poll(reason: "no web socket: \(error.message)", .forAWhile)
      }
      return .retry(SourceError(error))
    }
    if message.contains("multiple org IDs") {
      return .poll(reason: "a web socket supports only one tenant", .forGood)
    }
    switch status {
    case 400 where isMissingUpgrade(message), 200..<400, 426:
      return .poll(reason: missingUpgrade, .forAWhile)
    case 400 where isOfQuery(message):
      return .giveUp(.api(type: "400", message: message))
    case 401, 403, 407:
      return .retry(.unauthorized(status: status, message: LokiAnswer.withRemedy(message)))
    case 404, 405, 501:
      return .poll(reason: "the server has no tail endpoint (\(status) \(message))", .forAWhile)
    case 429, 500:
      return .poll(reason: "web socket refused: \(message)", .forAWhile)
    case 400..<500:
      // Something on the way may say so of every upgrade; of a query that is wrong polls tell.
      return .poll(reason: "web socket refused: HTTP \(status) \(message)", .forAWhile)
    default:
      return .retry(.http(status: status, message: message))
    }
  }

  /// The verdict on the end of a web socket.
  ///
  /// - Parameters:
  ///   - end: How it ended.
  ///   - wasAlive: Whether anything came over it before.
  /// - Returns: A close of the server's with a reason of its limits leads to polling.
  static func end(_ end: WebSocketEnd, wasAlive: Bool) -> TailVerdict {
    let reason = end.reason.isEmpty ? "closed with code \(end.code)" : end.reason
    if reason.contains("only log selector is supported") {
      return .giveUp(.api(type: "tail", message: "\(reason): a metric query has no new lines"))
    }
    if reason.contains("max concurrent tail requests") || reason.contains("max streams") {
      return .poll(reason: reason, .forAWhile)
    }
    if reason.contains("multiple org IDs") { return .poll(reason: reason, .forGood) }
    return .retry(wasAlive ? .unreachable(reason) : .api(type: "tail", message: reason))
  }

  /// Whether a close is the rotation that a server does each hour.
  static func isRotation(_ end: WebSocketEnd) -> Bool {
    end.reason.contains("reached tail max duration limit")
  }

  /// Whether a server refuses the query, and not the way in which it is asked.
  private static func isOfQuery(_ message: String) -> Bool {
    message.contains("parse error")
  }

  private static let missingUpgrade =
    "a proxy drops the Upgrade and Connection headers"

  private static func isMissingUpgrade(_ message: String) -> Bool {
    message.contains("'upgrade' token not found") || message.contains("'websocket' token not found")
      || message.lowercased() == "bad request" || message.contains("Upgrade")
  }
}
