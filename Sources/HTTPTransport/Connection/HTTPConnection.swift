import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Sends one request at a time over a channel and collects the response: the end of its pipeline.
final class HTTPConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  let channel: any Channel
  private let meter = BodyMeter()
  private let isFree: (HTTPConnection) -> Void
  private var exchange: HTTPExchange?
  private var head: HTTPResponseHead?
  private var body = BodyCollector()
  private var limit = 0
  private var hasSentAll = false

  /// Equips a channel that leads to a server; on its event loop.
  ///
  /// - Parameters:
  ///   - channel: Connected, maybe still in its TLS handshake.
  ///   - bodyLimit: The most bytes that a body may have decompressed.
  ///   - isFree: Told after each response when the next request can be sent.
  /// - Throws: What NIO throws where the channel has closed meanwhile.
  init(
    _ channel: any Channel,
    bodyLimit: Int,
    isFree: @escaping (HTTPConnection) -> Void
  ) throws {
    self.channel = channel
    self.isFree = isFree
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHTTPClientHandlers()
    try pipeline.addHandlers([
      meter, NIOHTTPResponseDecompressor(limit: .size(bodyLimit)), self,
    ])
  }

  /// Sends the request of an exchange, which no other may share the connection with.
  func begin(_ exchange: HTTPExchange) {
    self.exchange = exchange
    (head, body, hasSentAll) = (nil, BodyCollector(), false)
    exchange.run(on: channel)
    channel.write(HTTPClientRequestPart.head(exchange.request.head), promise: nil)
    if let form = exchange.request.body {
      let bytes = channel.allocator.buffer(string: form)
      channel.write(HTTPClientRequestPart.body(.byteBuffer(bytes)), promise: nil)
    }
    let sent = channel.eventLoop.makePromise(of: Void.self)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: sent)
    let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
    sent.futureResult.whenComplete { result in
      switch result {
      case .success: connection.value.hasSentAll = true
      case .failure(let error): connection.value.fail(error)
      }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let exchange, !exchange.isOver else { return }
    switch Self.unwrapInboundIn(data) {
    case .head(let head): begin(head, exchange.request)
    case .body(let part): take(part)
    case .end: end()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(ConnectionFault.closedBeforeResponse)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(error)
  }

  private func begin(_ head: HTTPResponseHead, _ request: OutgoingRequest) {
    let isError = head.status.code >= 400
    limit = isError ? min(request.bodyLimit, request.errorBodyLimit) : request.bodyLimit
    self.head = head
    // What is compressed may be longer or shorter than it says.
    guard !isError, !head.headers.contains(name: "content-encoding"),
      let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > limit
    else { return }
    fail(TransportError.bodyOverLimit(bytes: limit))
  }

  private func take(_ part: ByteBuffer) {
    guard let head else { return }
    let room = limit - body.count
    body.append(part.readableBytesView.prefix(room))
    guard part.readableBytes > room else { return }
    // Of an error page the beginning is enough.
    guard head.status.code >= 400 else { return fail(TransportError.bodyOverLimit(bytes: limit)) }
    succeed(head)
    channel.close(promise: nil)
  }

  private func end() {
    guard let head else { return }
    succeed(head)
    if head.isKeepAlive, hasSentAll, channel.isActive {
      isFree(self)
    } else {
      channel.close(promise: nil)
    }
  }

  private func succeed(_ head: HTTPResponseHead) {
    let response = IncomingResponse(head: head, body: body.finish(), wireBytes: meter.bytes)
    exchange?.finish(.success(response))
    exchange = nil
  }

  /// Ends the exchange and the connection, of which no further response could be told apart.
  private func fail(_ error: any Error) {
    exchange?.finish(.failure(error))
    exchange = nil
    body = BodyCollector()
    channel.close(promise: nil)
  }
}

/// Counts the body bytes of a response before they are decompressed, which the handler that does it
/// does not tell.
private final class BodyMeter: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  /// Of the last response.
  private(set) var bytes = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head: bytes = 0
    case .body(let part): bytes += part.readableBytes
    case .end: break
    }
    context.fireChannelRead(data)
  }
}
