import NIOCore
import NIOHTTP1
import Synchronization

/// How many body bytes each exchange took on the wire.
///
/// The client library decompresses inside the connection and tells nobody how much came in, and a
/// chunked answer has no length either. So a handler before the decompression counts, and gives
/// each response a number in a header by which its count is found when the body has been read.
final class WireLedger: Sendable {
  /// The header that carries an exchange's number; it never leaves the process.
  static let header = "x-goldtop-exchange"

  private struct State {
    var next: UInt64 = 0
    var counts: [UInt64: Int] = [:]
  }

  private let state = Mutex(State())

  /// A number for an exchange that begins.
  func begin() -> UInt64 {
    state.withLock { state in
      state.next += 1
      return state.next
    }
  }

  /// Keeps the count of a complete response.
  func record(_ exchange: UInt64, bytes: Int) {
    state.withLock { state in
      // Given-up exchanges never collect their count; a handful is in flight at any time.
      if state.counts.count >= 256 { state.counts.removeAll() }
      state.counts[exchange] = bytes
    }
  }

  /// Takes the count of an exchange out; `nil` where its response is not complete.
  func take(_ exchange: String?) -> Int? {
    guard let exchange, let number = UInt64(exchange) else { return nil }
    return state.withLock { $0.counts.removeValue(forKey: number) }
  }
}

/// Sits on a connection, between the HTTP codec and the decompression.
///
/// It counts for the ledger, and turns request targets into absolute ones where the connection leads
/// to a forward proxy.
final class ConnectionTap: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart
  typealias OutboundIn = HTTPClientRequestPart
  typealias OutboundOut = HTTPClientRequestPart

  private let ledger: WireLedger
  private let absoluteOrigin: String?
  private var exchange: UInt64 = 0
  private var bytes = 0

  init(ledger: WireLedger, absoluteOrigin: String?) {
    self.ledger = ledger
    self.absoluteOrigin = absoluteOrigin
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head(var head):
      exchange = ledger.begin()
      bytes = 0
      head.headers.replaceOrAdd(name: WireLedger.header, value: "\(exchange)")
      context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    case .body(let part):
      bytes += part.readableBytes
      context.fireChannelRead(data)
    case .end:
      ledger.record(exchange, bytes: bytes)
      context.fireChannelRead(data)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let absoluteOrigin, case .head(var head) = Self.unwrapOutboundIn(data) else {
      context.write(data, promise: promise)
      return
    }
    head.uri = absoluteOrigin + head.uri
    context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
  }

  /// Puts a tap on a connection that was just made; to be called on its event loop.
  static func install(on channel: any Channel, _ tap: ConnectionTap) throws {
    let pipeline = channel.pipeline.syncOperations
    let codec = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
    try pipeline.addHandler(tap, position: .after(codec))
  }
}
