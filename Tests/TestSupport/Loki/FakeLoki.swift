import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A Loki on loopback that keeps its lines in memory, and has the bad days that a test asks for.
///
/// It answers queries for lines, counts by level, labels, and tails over web sockets, in the way of
/// Loki 3. It can be stopped and started again on its port, its lines kept.
package final class FakeLoki: Sendable {
  /// What it has seen so far.
  package struct Log: Sendable {
    /// Requests in the order of their arrival, upgrades too.
    package var requests: [FakeRequest] = []
    /// Lines in answers to queries, repeated ones too.
    package var lines = 0
    /// Lines that were written to the sockets of tails, and taken from there by the system.
    package var sentLines = 0
    /// Tails that were opened.
    package var openedTails = 0
    /// Tails that are open now.
    package var openTails = 0
    /// Pongs that clients sent.
    package var pongs = 0
    /// Pings that were sent.
    package var pings = 0
    /// The codes of the close frames that clients sent.
    package var clientCloses: [Int] = []
    /// Frames of clients without a mask, which a real one refuses.
    package var unmaskedFrames = 0
  }

  private struct Listener {
    var channel: (any Channel)?
    var children: [ObjectIdentifier: any Channel] = [:]
    var port = 0
  }

  let state = FakeLokiState()
  private let tls: FakeTLS?
  private let listener = Mutex(Listener())

  /// Makes a server that does not listen yet; it speaks TLS where given.
  package init(tls: FakeTLS? = nil) {
    self.tls = tls
  }

  /// The port on 127.0.0.1; the same one after a stop.
  package var port: Int { listener.withLock { $0.port } }
  /// The base URL.
  package var url: String { "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)" }
  /// What was seen until now.
  package var log: Log { state.read { $0.log } }

  /// Waits until what was seen fulfils a condition; the test's own time limit bounds it.
  ///
  /// - Parameter condition: What must have been seen.
  /// - Throws: `CancellationError` when the test is given up.
  package func wait(until condition: (Log) -> Bool) async throws {
    try await state.wait(until: condition)
  }

  /// Changes what it allows and how bad its day is.
  package func behave(_ change: @Sendable (inout FakeLokiBehaviour) -> Void) {
    state.update { change(&$0.behaviour) }
  }

  /// Takes lines in, as a sender pushes them; also while it is stopped, as if they came before it
  /// stopped or after it has started.
  package func push(_ lines: [FakeLokiLine]) {
    state.push(lines)
  }

  /// Drops the next lines from all tails, and tells of it with the next line that it sends.
  package func dropFromTails(_ count: Int) {
    state.update { $0.dropsLeft = count }
  }

  /// Keeps the next lines from all tails and tells nobody, as ingesters do that are too slow.
  package func swallowFromTails(_ count: Int) {
    state.update { $0.swallowsLeft = count }
  }

  /// Closes all tails with a code and words.
  package func closeTails(code: Int = 1011, reason: String) {
    for tail in state.read({ Array($0.tails.values) }) { tail.close(code: code, reason: reason) }
  }

  /// Ends the connections of all tails without a word.
  package func cutTails() {
    for tail in state.read({ Array($0.tails.values) }) { tail.cut() }
  }

  /// Runs a body with a server that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - tls: Speaks TLS where given.
  ///   - body: The test.
  /// - Returns: What the body returned.
  /// - Throws: What the body threw.
  package static func run<Value: Sendable>(
    tls: FakeTLS? = nil,
    _ body: (FakeLoki) async throws -> Value
  ) async throws -> Value {
    let loki = FakeLoki(tls: tls)
    try await loki.start()
    do {
      let value = try await body(loki)
      await loki.stop()
      return value
    } catch {
      await loki.stop()
      throw error
    }
  }

  /// Listens, on the port of before where there was one.
  ///
  /// - Throws: Where the port cannot be had.
  package func start() async throws {
    let state = state
    let context = try tls.map { try NIOSSLContext(configuration: $0.serverConfiguration()) }
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        self.adopt(channel)
        return channel.eventLoop.makeCompletedFuture {
          let fallback = FakeConnection(
            handler: { request in FakeLokiAnswers(state).reply(to: request) },
            state: FakeServer.Box()
          )
          if let context {
            let handler = NIOSSLServerHandler(context: context)
            try channel.pipeline.syncOperations.addHandler(handler)
          }
          let bound = NIOLoopBound(fallback, eventLoop: channel.eventLoop)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [FakeLokiUpgrade(state).upgrader],
              completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
              }
            ),
            withErrorHandling: false
          )
          try channel.pipeline.syncOperations.addHandler(fallback)
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    listener.withLock { listener in
      listener.channel = channel
      listener.port = channel.localAddress?.port ?? 0
    }
  }

  /// Stops listening and ends all connections; tails hear of it as from a server that shuts down.
  ///
  /// - Parameter isOrderly: Whether tails get a close frame.
  package func stop(isOrderly: Bool = false) async {
    if isOrderly { closeTails(reason: "all ingesters closed the connection") }
    let (channel, children) = listener.withLock { listener in
      defer {
        listener.channel = nil
        listener.children = [:]
      }
      return (listener.channel, Array(listener.children.values))
    }
    try? await channel?.close()
    for child in children {
      if isOrderly {
        // The close frame goes first.
        try? await child.eventLoop.submit { child.close(promise: nil) }.get()
      } else {
        try? await child.close()
      }
    }
  }

  private func adopt(_ channel: any Channel) {
    listener.withLock { $0.children[ObjectIdentifier(channel)] = channel }
    channel.closeFuture.whenComplete { _ in
      self.listener.withLock { _ = $0.children.removeValue(forKey: ObjectIdentifier(channel)) }
    }
  }
}
