import NIOCore
import NIOSOCKS

/// Waits until a SOCKS proxy has opened the way, or says why it has not.
final class SOCKSWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let server: String
  private let promise: EventLoopPromise<Void>
  private var isOver = false

  /// - Parameters:
  ///   - server: Host and port, for messages.
  ///   - promise: Fulfilled when the way is open.
  init(server: String, promise: EventLoopPromise<Void>) {
    self.server = server
    self.promise = promise
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is SOCKSProxyEstablishedEvent { finish(nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(.proxy("the proxy closed the connection"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is SOCKSError.ConnectionFailed:
      finish(.proxy("the proxy refused to connect to \(server)"))
    case is SOCKSError.NoValidAuthenticationMethod, is SOCKSError.InvalidAuthenticationSelection:
      finish(.proxy("the proxy requires a user and password, which goldtop cannot give to SOCKS"))
    default:
      finish(.proxy("invalid SOCKS response from the proxy"))
    }
    context.fireErrorCaught(error)
  }

  private func finish(_ fault: TransportError?) {
    guard !isOver else { return }
    isOver = true
    if let fault { promise.fail(fault) } else { promise.succeed() }
  }
}
