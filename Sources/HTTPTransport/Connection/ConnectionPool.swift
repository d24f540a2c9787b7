import NIOCore
import NIOHTTP1

/// Connections to one server, which requests take in turn.
///
/// A connection that has answered is kept for the next request. All of it lives on one event loop.
final class ConnectionPool: Sendable {
  /// A connection that waits for a request, and the timer that ends it.
  private struct Idle {
    var connection: HTTPConnection
    var end: Scheduled<Void>
  }

  /// An attempt to connect, which may try several addresses.
  private struct Attempt {
    var channels: [any Channel] = []
    var isOver = false
  }

  private struct State {
    var waiting: [HTTPExchange] = []
    var idle: [Idle] = []
    /// Attempts to connect.
    var attempts = 0
    /// Everything open, attempts too.
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// Channels that have led to the server; they count against the limit.
    var connections = 0
    var isShutDown = false
  }

  /// As many as browsers open to one server, and some.
  private static let limit = 8
  /// Above the pauses between two refreshes; servers end it earlier, or never.
  private static let idleTime = TimeAmount.seconds(90)
  /// For the whole way, with the proxy's answer; longer than one attempt to connect.
  private static let patience = TimeAmount.seconds(15)

  private let loop: any EventLoop
  private let route: ServerRoute
  private let bodyLimit: Int
  private let state: NIOLoopBoundBox<State>

  init(_ route: ServerRoute, bodyLimit: Int, on loop: any EventLoop) {
    self.route = route
    self.bodyLimit = bodyLimit
    self.loop = loop
    state = .makeBoxSendingValue(State(), eventLoop: loop)
  }

  /// Sends a request over the first connection that is free.
  ///
  /// - Throws: Errors of the libraries, `ConnectionFault` and `TransportError`; where the task is
  ///   cancelled, the request is given up.
  func send(_ request: OutgoingRequest) async throws -> IncomingResponse {
    let exchange = HTTPExchange(request, on: loop)
    return try await withTaskCancellationHandler {
      loop.execute { self.begin(exchange) }
      return try await exchange.response()
    } onCancel: {
      loop.execute {
        exchange.abandon()
        self.state.value.waiting.removeAll(where: \.isOver)
      }
    }
  }

  /// Closes everything; requests in flight and later ones fail.
  func shutDown() {
    loop.execute { [self] in
      state.value.isShutDown = true
      let waiting = state.value.waiting
      state.value.waiting = []
      for exchange in waiting { exchange.finish(.failure(TransportError.shutDown)) }
      for channel in state.value.channels.values { channel.close(promise: nil) }
    }
  }

  private func begin(_ exchange: HTTPExchange) {
    guard !exchange.isOver else { return }
    guard !state.value.isShutDown else {
      return exchange.finish(.failure(TransportError.shutDown))
    }
    while let idle = state.value.idle.popLast() {
      idle.end.cancel()
      if idle.connection.channel.isActive { return idle.connection.begin(exchange) }
    }
    state.value.waiting.append(exchange)
    connectIfNeeded()
  }

  /// Begins another attempt to connect where more requests wait than attempts go on.
  private func connectIfNeeded() {
    while state.value.attempts < state.value.waiting.count,
      state.value.attempts + state.value.connections < Self.limit
    {
      connect()
    }
  }

  private func connect() {
    state.value.attempts += 1
    let attempt = NIOLoopBoundBox.makeBoxSendingValue(Attempt(), eventLoop: loop)
    let timer = loop.scheduleTask(in: Self.patience) {
      self.end(attempt, .failure(ConnectionFault.tooSlow(isProxy: self.route.hasProxy)))
      for channel in attempt.value.channels { channel.close(promise: nil) }
    }
    route
      .connect(
        on: loop,
        adopt: { channel in
          attempt.value.channels.append(channel)
          self.keep(channel)
        }
      )
      .whenComplete { result in
        timer.cancel()
        self.end(attempt, result)
      }
  }

  /// Takes the first outcome of an attempt; a channel that comes later is closed.
  private func end(_ attempt: NIOLoopBoundBox<Attempt>, _ result: Result<any Channel, any Error>) {
    guard !attempt.value.isOver else { return }
    attempt.value.isOver = true
    state.value.attempts -= 1
    do {
      let channel = try result.get()
      open(try HTTPConnection(channel, bodyLimit: bodyLimit, isFree: reuse))
    } catch {
      for channel in attempt.value.channels { channel.close(promise: nil) }
      fail(error)
    }
  }

  /// Remembers a channel until it has closed.
  private func keep(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    state.value.channels[id] = channel
    channel.closeFuture.whenComplete { _ in
      self.state.value.channels[id] = nil
      self.state.value.idle.removeAll { $0.connection.channel === channel }
    }
    if state.value.isShutDown { channel.close(promise: nil) }
  }

  private func open(_ connection: HTTPConnection) {
    state.value.connections += 1
    connection.channel.closeFuture.whenComplete { _ in
      self.state.value.connections -= 1
      self.connectIfNeeded()
    }
    reuse(connection)
  }

  /// Gives a connection to the request that has waited longest, or keeps it.
  private func reuse(_ connection: HTTPConnection) {
    guard !state.value.isShutDown else { return connection.channel.close(promise: nil) }
    guard state.value.waiting.isEmpty else {
      return connection.begin(state.value.waiting.removeFirst())
    }
    let channel = connection.channel
    let end = loop.scheduleTask(in: Self.idleTime) { channel.close(promise: nil) }
    state.value.idle.append(Idle(connection: connection, end: end))
  }

  /// Tells the request that has waited longest that there is no way to the server.
  private func fail(_ error: any Error) {
    let fault = state.value.isShutDown ? TransportError.shutDown : error
    if !state.value.waiting.isEmpty {
      state.value.waiting.removeFirst().finish(.failure(fault))
    }
    connectIfNeeded()
  }
}
