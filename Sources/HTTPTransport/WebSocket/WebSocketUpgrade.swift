import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The handshake that makes a web socket of an HTTP connection.
struct WebSocketUpgrade: Sendable {
  let head: HTTPRequestHead
  let server: String
  let secrets: SentSecrets
  let limit: Int
  let deliver: @Sendable (WebSocketEvent) -> Void

  private enum Outcome: Sendable {
    case upgraded
    case refused(EventLoopFuture<HTTPResponse>)
  }

  /// Sends the request and waits for the answer; to be called on the channel's event loop.
  ///
  /// - Parameter channel: Connected, with TLS where it is wanted.
  /// - Returns: The connection and its channel, or `TransportError.upgradeRefused`.
  func perform(
    on channel: any Channel
  ) -> EventLoopFuture<(WebSocketConnection, any Channel)> {
    let count = WebSocketMeter.Count()
    do {
      let pipeline = channel.pipeline.syncOperations
      var setup = NIOUpgradableHTTPClientPipelineConfiguration(
        upgradeConfiguration: configuration(count)
      )
      // A server's first frames may come in one piece with its answer.
      setup.leftOverBytesStrategy = .forwardBytes
      let outcome = try pipeline.configureUpgradableHTTPClientPipeline(configuration: setup)
      return outcome.flatMap { outcome -> EventLoopFuture<(WebSocketConnection, any Channel)> in
        switch outcome {
        case .upgraded:
          let connection = WebSocketConnection(channel: channel, meter: count)
          return channel.eventLoop.makeSucceededFuture((connection, channel))
        case .refused(let response):
          return response.flatMapThrowing { response in
            channel.close(promise: nil)
            var response = response
            response.secrets = secrets
            throw TransportError.upgradeRefused(
              status: response.status,
              VisibleLine.first(of: response)
            )
          }
        }
      }
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
  }

  private func configuration(
    _ count: WebSocketMeter.Count
  ) -> NIOTypedHTTPClientUpgradeConfiguration<Outcome> {
    let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(
      maxFrameSize: limit,
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(WebSocketMeter(count), position: .first)
          try pipeline.addHandler(
            WebSocketReader(server: server, secrets: secrets, limit: limit, deliver: deliver)
          )
          return Outcome.upgraded
        }
      }
    )
    return .init(
      upgradeRequestHead: head,
      upgraders: [upgrader],
      notUpgradingCompletionHandler: { channel in
        channel.eventLoop.makeCompletedFuture {
          let promise = channel.eventLoop.makePromise(of: HTTPResponse.self)
          try channel.pipeline.syncOperations.addHandler(UpgradeRefusal(promise: promise))
          return Outcome.refused(promise.futureResult)
        }
      }
    )
  }
}
