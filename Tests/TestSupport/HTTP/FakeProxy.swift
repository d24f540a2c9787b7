import NIOCore
import NIOPosix

/// A proxy on loopback that opens tunnels: HTTP with `CONNECT` alone, or SOCKS 5 without a login.
package final class FakeProxy: Sendable {
  /// The language of a proxy.
  package enum Kind: Sendable {
    case http
    case socks
  }

  /// The port on 127.0.0.1.
  package let port: Int
  /// The heads of the requests that it got; of SOCKS, host and port.
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
  ///   - kind: What it speaks.
  ///   - refusal: The status line with which it refuses, of which SOCKS tells nothing; `nil` opens
  ///     tunnels.
  ///   - body: The test.
  /// - Returns: What the body returned.
  /// - Throws: What the body threw.
  package static func run<Value: Sendable>(
    _ kind: Kind = .http,
    refusing refusal: String? = nil,
    _ body: (FakeProxy) async throws -> Value
  ) async throws -> Value {
    let received = ScriptedState<[String]>([])
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          switch kind {
          case .http: try pipeline.addHandler(ProxyHead(refusal, received))
          case .socks: try pipeline.addHandler(SOCKSHead(refusal != nil, received))
          }
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
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    ProxyBack.connect(context.channel, to: port).whenSuccess { channel in
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

/// Answers greeting and request of SOCKS 5 (RFC 1928), and hands on what comes from then on.
private final class SOCKSHead: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let refuses: Bool
  private let received: ScriptedState<[String]>
  private var bytes = ByteBuffer()
  private var isGreeted = false
  private var target: (any Channel)?

  init(_ refuses: Bool, _ received: ScriptedState<[String]>) {
    self.refuses = refuses
    self.received = received
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = Self.unwrapInboundIn(data)
    if let target { return target.writeAndFlush(part, promise: nil) }
    bytes.writeBuffer(&part)
    if !isGreeted {
      let view = Array(bytes.readableBytesView)
      guard view.count >= 2, view.count >= 2 + Int(view[1]) else { return }
      bytes.moveReaderIndex(forwardBy: 2 + Int(view[1]))
      isGreeted = true
      write([5, 0], context)
    }
    guard let (host, port) = request() else { return }
    received.change { $0.append("\(host):\(port)") }
    // 2 is "not allowed by ruleset".
    guard !refuses else { return write([5, 2, 0, 1, 0, 0, 0, 0, 0, 0], context) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    ProxyBack.connect(context.channel, to: port).whenSuccess { channel in
      let (handler, context) = bound.value
      handler.target = channel
      handler.write([5, 0, 0, 1, 0, 0, 0, 0, 0, 0], context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    target?.close(promise: nil)
    context.fireChannelInactive()
  }

  /// Host and port of the request, once it is complete: an IPv4 address or a name.
  private func request() -> (host: String, port: Int)? {
    let view = Array(bytes.readableBytesView)
    guard view.count > 4 else { return nil }
    let start = view[3] == 3 ? 5 : 4
    let end = start + (view[3] == 3 ? Int(view[4]) : 4)
    guard view.count >= end + 2 else { return nil }
    let host = view[start..<end]
    bytes.clear()
    return (
      view[3] == 3
        ? String(decoding: host, as: UTF8.self) : host.map { "\($0)" }.joined(separator: "."),
      Int(view[end]) << 8 | Int(view[end + 1])
    )
  }

  private func write(_ answer: [UInt8], _ context: ChannelHandlerContext) {
    let bytes = context.channel.allocator.buffer(bytes: answer)
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

  /// Connects to a port on loopback, whose bytes go to a client.
  static func connect(_ client: any Channel, to port: Int) -> EventLoopFuture<any Channel> {
    ClientBootstrap(group: client.eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ProxyBack(client))
        }
      }
      .connect(host: "127.0.0.1", port: port)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    client.writeAndFlush(Self.unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    client.close(promise: nil)
    context.fireChannelInactive()
  }
}
