import NIOCore
import NIOHTTP1
import NIOWebSocket

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One connection of a fake server; requests on it come one after another.
final class FakeConnection: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let handler: FakeServer.Handler
  private let state: FakeServer.Box
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  private var isAnswering = false
  private var stream: Pending?

  /// What is left of a streamed body.
  private struct Pending {
    var stream: FakeStream
    var sent = 0
    var piece: ByteBuffer
  }

  init(handler: @escaping FakeServer.Handler, state: FakeServer.Box) {
    self.handler = handler
    self.state = state
  }

  func channelActive(context: ChannelHandlerContext) {
    state.update { $0.connections += 1 }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stream = nil
    let wasAnswering = isAnswering
    isAnswering = false
    state.update { log in
      log.closedConnections += 1
      if wasAnswering { log.abandoned += 1 }
    }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A refused upgrade goes on as a plain request.
    guard !(error is NIOWebSocketUpgradeError) else { return }
    // As real servers answer what is not HTTP, such as the greeting of a TLS client.
    if error is HTTPParserError { sendRaw(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), context) }
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = context.channel.allocator.buffer(capacity: 0)
    case .body(var part):
      body.writeBuffer(&part)
    case .end:
      guard let head else { return }
      let request = FakeRequest(
        method: head.method.rawValue,
        target: head.uri,
        headers: head.headers.map { ($0.name.lowercased(), $0.value) },
        body: Array(body.readableBytesView)
      )
      isAnswering = true
      let reply = handler(request)
      state.update { $0.requests.append(request) }
      perform(reply, context)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { pump(context) }
    context.fireChannelWritabilityChanged()
  }

  // MARK: Replies

  private func perform(_ reply: FakeReply, _ context: ChannelHandlerContext) {
    switch reply {
    case .answer(let status, let headers, let body):
      sendHead(status, headers + [("Content-Length", "\(body.count)")], context)
      sendBody(body, context)
      finish(context)
    case .stream(let status, let headers, let stream):
      sendHead(status, headers + [("Transfer-Encoding", "chunked")], context)
      sendBody(stream.head, context)
      self.stream = Pending(
        stream: stream,
        piece: context.channel.allocator.buffer(bytes: stream.piece)
      )
      pump(context)
    case .part(let status, let headers, let promised, let body, let ending):
      sendHead(status, headers + [("Content-Length", "\(promised)")], context)
      sendBody(body, context)
      context.flush()
      end(ending, context)
    case .raw(let bytes):
      sendRaw(bytes, context)
      context.close(promise: nil)
    case .silence:
      break
    case .close:
      context.close(promise: nil)
    case .reset:
      end(.reset, context)
    case .after(let gate, let reply):
      wait(for: gate, reply, context)
    }
  }

  private func wait(for gate: FakeGate, _ reply: FakeReply, _ context: ChannelHandlerContext) {
    let loop = context.eventLoop
    let bound = NIOLoopBound((self, context), eventLoop: loop)
    gate.whenOpen {
      loop.execute {
        let (connection, context) = bound.value
        guard context.channel.isActive else { return }
        connection.perform(reply, context)
      }
    }
  }

  private func end(_ ending: FakeReply.Ending, _ context: ChannelHandlerContext) {
    switch ending {
    case .close:
      context.close(promise: nil)
    case .silence:
      break
    case .reset:
      // A zero linger makes the kernel send RST instead of FIN.
      let channel = context.channel
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      (channel as? any SocketOptionProvider)?
        .setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { _ in bound.value.close(promise: nil) }
    }
  }

  /// Sends bytes past the codec, which would make HTTP of them.
  private func sendRaw(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    let encoder = try? context.channel.pipeline.syncOperations.context(
      handlerType: HTTPResponseEncoder.self
    )
    encoder?.writeAndFlush(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
  }

  private func sendHead(
    _ status: Int,
    _ headers: [(String, String)],
    _ context: ChannelHandlerContext
  ) {
    var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
    head.headers = HTTPHeaders(headers)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
  }

  private func sendBody(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    guard !bytes.isEmpty else { return }
    sendBody(context.channel.allocator.buffer(bytes: bytes), context)
  }

  private func sendBody(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    let count = buffer.readableBytes
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    state.update { $0.sentBytes += count }
  }

  /// Writes pieces as long as the network takes them.
  private func pump(_ context: ChannelHandlerContext) {
    while var pending = stream, context.channel.isWritable {
      guard pending.sent < pending.stream.count else {
        stream = nil
        sendBody(pending.stream.tail, context)
        finish(context)
        return
      }
      pending.sent += 1
      stream = pending
      sendBody(pending.piece, context)
      context.flush()
    }
  }

  private func finish(_ context: ChannelHandlerContext) {
    isAnswering = false
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
  }
}
