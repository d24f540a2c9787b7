import NIOCore
import NIOWebSocket
import Synchronization

/// Counts all bytes of a connection as they come, before anything is made of them.
///
/// A frame of megabytes over a slow link is a sign of life long before it is complete.
final class WebSocketMeter: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// State shared with other threads.
  final class Count: Sendable {
    let bytes = Atomic(0)
  }

  private let count: Count

  init(_ count: Count) {
    self.count = count
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    count.bytes.add(Self.unwrapInboundIn(data).readableBytes, ordering: .relaxed)
    context.fireChannelRead(data)
  }
}

/// Turns frames into events: joins fragments, answers pings and tells of the end once.
final class WebSocketReader: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let server: String
  private let secrets: SentSecrets
  private let limit: Int
  private let deliver: @Sendable (WebSocketEvent) -> Void
  /// The fragments so far of an unfinished message.
  private var fragments: ByteBuffer?
  private var fault: String?
  private var hasEnded = false

  init(
    server: String,
    secrets: SentSecrets,
    limit: Int,
    deliver: @escaping @Sendable (WebSocketEvent) -> Void
  ) {
    self.server = server
    self.secrets = secrets
    self.limit = limit
    self.deliver = deliver
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    guard !hasEnded else { return }
    switch frame.opcode {
    case .text, .binary, .continuation:
      take(frame, context)
    case .ping:
      deliver(.ping)
      send(.pong, frame.unmaskedData, context)
    case .pong:
      break
    case .connectionClose:
      end(frame, context)
    default:
      fail(.protocolError, "\(server) sent an unknown frame type", context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(WebSocketEnd(code: 1006, reason: fault ?? "the connection to \(server) was lost"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if fault == nil { fault = Self.words(for: error, server) }
    context.close(promise: nil)
  }

  private func take(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
    var data = frame.unmaskedData
    let isContinuation = frame.opcode == .continuation
    guard isContinuation == (fragments != nil) else {
      fail(.protocolError, "\(server) sent message fragments out of order", context)
      return
    }
    guard data.readableBytes <= limit - (fragments?.readableBytes ?? 0) else {
      fail(.messageTooLarge, "\(server) sent a message over \(limit) bytes", context)
      return
    }
    if isContinuation { fragments?.writeBuffer(&data) } else { fragments = data }
    guard frame.fin, let whole = fragments else { return }
    fragments = nil
    deliver(.message(Array(whole.readableBytesView)))
  }

  private func end(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
    var data = frame.unmaskedData
    let code = data.readInteger(as: UInt16.self)
    let reason = secrets.masked(String(decoding: data.readableBytesView, as: UTF8.self))
    var echo = context.channel.allocator.buffer(capacity: 2)
    if let code { echo.writeInteger(code) }
    send(.connectionClose, echo, context)
    finish(WebSocketEnd(code: code.map(Int.init) ?? 1005, reason: reason))
    context.close(promise: nil)
  }

  private func fail(_ code: WebSocketErrorCode, _ words: String, _ context: ChannelHandlerContext) {
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: code)
    send(.connectionClose, data, context)
    finish(WebSocketEnd(code: 1006, reason: words))
    context.close(promise: nil)
  }

  private func send(
    _ opcode: WebSocketOpcode,
    _ data: ByteBuffer,
    _ context: ChannelHandlerContext
  ) {
    // A client's frames are masked, or the server has to hang up.
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
  }

  private func finish(_ end: WebSocketEnd) {
    guard !hasEnded else { return }
    hasEnded = true
    fragments = nil
    deliver(.closed(end))
  }

  private static func words(for error: any Error, _ server: String) -> String {
    if case NIOWebSocketError.invalidFrameLength? = error as? NIOWebSocketError {
      return "\(server) sent an oversized frame"
    }
    if error is NIOWebSocketError { return "\(server) violated the web socket protocol" }
    return TransportError(error, server: server, bodyLimit: 0).message
  }
}
