import NIOCore
import NIOPosix

/// An HTTP proxy on loopback that knows `CONNECT` alone.
package final class FakeProxy: Sendable {
  /// The port on 127.0.0.1.
  package let port: Int
  /// The heads of the requests that it got.
  package var heads: [String] { received.value }

  private let channel: any Channel
  private let received: ScriptedState<[String]>

  private init(_ channel: any Channel, _ received: ScriptedState<[String]>) {
    self.channel = channel
    self.received = received
    port = channel.localAddress?.port ?? 0
  }

  /// Runs a body with a proxy that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - refusal: The status line with which it refuses; `nil` opens tunnels.
  ///   - body: The test.
  /// - Returns: What the body returned.
  /// - Throws: What the body threw.
  package static func run<Value: Sendable>(
    refusing refusal: String? = nil,
    _ body: (FakeProxy) async throws -> Value
  ) async throws -> Value {
    let received = ScriptedState<[String]>([])
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ProxyHead(refusal, received))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let proxy = FakeProxy(channel, received)
    do {
      let value = try await body(proxy)
      try? await channel.close()
      return value
    } catch {
      try? await channel.close()
      throw error
    }
  }
}

/// Reads the head, connects, and hands on what comes from then on.
private final class ProxyHead: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let refusal: String?
  private let received: ScriptedState<[String]>
  private var head = ByteBuffer()
  private var isDone = false
  private var target: (any Channel)?

  init(_ refusal: String?, _ received: ScriptedState<[String]>) {
    self.refusal = refusal
    self.received = received
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = Self.unwrapInboundIn(data)
    if let target { return target.writeAndFlush(part, promise: nil) }
    head.writeBuffer(&part)
    let text = String(decoding: head.readableBytesView, as: UTF8.self)
    guard !isDone, text.hasSuffix("\r\n\r\n") else { return }
    isDone = true
    received.change { $0.append(text) }
    if let refusal { return answer(refusal, context) }
    let place = text.split(separator: " ").dropFirst().first?.split(separator: ":") ?? []
    guard let port = place.last.flatMap({ Int($0) }) else {
      return answer("400 Bad Request", context)
    }
    let client = context.channel
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    ClientBootstrap(group: context.eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ProxyBack(client))
        }
      }
      .connect(host: "127.0.0.1", port: port)
      .whenSuccess { channel in
        let (handler, context) = bound.value
        handler.target = channel
        handler.answer("200 Connection established", context)
      }
  }

  func channelInactive(context: ChannelHandlerContext) {
    target?.close(promise: nil)
    context.fireChannelInactive()
  }

  private func answer(_ line: String, _ context: ChannelHandlerContext) {
    let bytes = context.channel.allocator.buffer(string: "HTTP/1.1 \(line)\r\n\r\n")
    context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil)
  }
}

/// Hands what the server sends back to the client.
private final class ProxyBack: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let client: any Channel

  init(_ client: any Channel) {
    self.client = client
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    client.writeAndFlush(Self.unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    client.close(promise: nil)
    context.fireChannelInactive()
  }
}
