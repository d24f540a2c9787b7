import NIOCore

/// Asks an HTTP proxy for a tunnel, and steps aside when there is one.
final class ProxyTunnel: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let headLimit = 16 << 10

  private let target: String
  private let authorization: String?
  private let secrets: SentSecrets
  private let promise: EventLoopPromise<Void>
  private var answer: ByteBuffer?
  private var isOver = false

  /// - Parameters:
  ///   - target: Host and port, as `CONNECT` wants them.
  ///   - authorization: The value of `Proxy-Authorization`; `nil` for none.
  ///   - secrets: What of it must not be shown where the proxy repeats it.
  ///   - promise: Fulfilled when the tunnel is open.
  init(
    target: String,
    authorization: String?,
    secrets: SentSecrets,
    promise: EventLoopPromise<Void>
  ) {
    self.target = target
    self.authorization = authorization
    self.secrets = secrets
    self.promise = promise
  }

  func handlerAdded(context: ChannelHandlerContext) {
    var head = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n"
    if let authorization { head += "Proxy-Authorization: \(authorization)\r\n" }
    let bytes = context.channel.allocator.buffer(string: head + "\r\n")
    context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = Self.unwrapInboundIn(data)
    if answer == nil { answer = part } else { answer?.writeBuffer(&part) }
    let bytes = Array(answer?.readableBytesView ?? ByteBufferView())
    let end = Array("\r\n\r\n".utf8)
    guard bytes.indices.contains(where: { bytes[$0...].starts(with: end) }) else {
      if bytes.count > Self.headLimit { finish(.proxy("invalid HTTP response from the proxy")) }
      return
    }
    let line = String(decoding: bytes.prefix { $0 != 0x0d }, as: UTF8.self)
    let words = line.split(separator: " ", maxSplits: 2)
    switch words.dropFirst().first.flatMap({ Int($0) }) {
    case .some(200..<300): finish(nil)
    case 407: finish(.proxy("the proxy requires a user and password"))
    case .some(let status):
      let phrase = words.count > 2 ? " " + secrets.masked(String(words[2])) : ""
      finish(.proxy("the proxy refused to connect to \(target): \(status)\(phrase)"))
    case nil: finish(.proxy("invalid HTTP response from the proxy"))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(.proxy("the proxy closed the connection"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isOver else { return context.fireErrorCaught(error) }
    isOver = true
    promise.fail(error)
  }

  private func finish(_ fault: TransportError?) {
    guard !isOver else { return }
    isOver = true
    if let fault { promise.fail(fault) } else { promise.succeed() }
  }
}
