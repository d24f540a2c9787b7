import NIOCore
import NIOHTTP1

/// Reads the response of a server that did not upgrade.
final class UpgradeRefusal: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private static let bodyLimit = 16 << 10

  private let promise: EventLoopPromise<HTTPResponse>
  private var response: HTTPResponse?
  private var isOver = false

  init(promise: EventLoopPromise<HTTPResponse>) {
    self.promise = promise
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      response = HTTPResponse(
        status: Int(head.status.code),
        headers: HTTPTransport.dictionary(head.headers),
        body: [],
        wireBytes: 0,
        elapsed: .zero,
        requests: 1
      )
    case .body(let part):
      response?.body.append(contentsOf: part.readableBytesView)
      if let count = response?.body.count, count >= Self.bodyLimit { finish(ChannelError.eof) }
    case .end:
      finish(ChannelError.eof)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(ChannelError.eof)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    finish(error)
  }

  /// Hands over what has come; of a response that was cut off the beginning is enough.
  private func finish(_ error: any Error) {
    guard !isOver else { return }
    isOver = true
    if let response { promise.succeed(response) } else { promise.fail(error) }
  }
}
