import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP/1.1 server on loopback that behaves as badly as a test asks.
///
/// Its handler says for every request what to do: answer, or one of the ways in which servers fail.
/// It keeps what it was asked and what came of it, and tests wait for that instead of for time.
package final class FakeServer: Sendable {
  /// Decides what happens to a request; called on the server's event loop.
  package typealias Handler = @Sendable (FakeRequest) -> FakeReply

  /// What the server has seen so far.
  package struct Log: Sendable {
    /// Requests in the order of their arrival.
    package var requests: [FakeRequest] = []
    /// Body bytes that were handed to the network.
    package var sentBytes = 0
    /// Connections that were opened.
    package var connections = 0
    /// Connections that have ended, whoever ended them.
    package var closedConnections = 0
    /// Requests whose connection ended before their answer was complete.
    package var abandoned = 0
  }

  private struct Waiter {
    let number: Int
    let condition: @Sendable (Log) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var log = Log()
    var waiters: [Waiter] = []
    var nextNumber = 0
  }

  /// The port on 127.0.0.1.
  package let port: Int
  /// `http` or `https`.
  package let scheme: String

  private let channel: any Channel
  private let state: Box

  /// State that connections outlive the server's owner with.
  final class Box: Sendable {
    private let state = Mutex(State())

    var log: Log { state.withLock { $0.log } }

    func update(_ change: (inout Log) -> Void) {
      let ready = state.withLock { state in
        change(&state.log)
        let log = state.log
        let ready = state.waiters.filter { $0.condition(log) }
        state.waiters.removeAll { $0.condition(log) }
        return ready
      }
      for waiter in ready { waiter.continuation.resume() }
    }

    /// Waits until the condition is met, or until the test is given up.
    func wait(until condition: @escaping @Sendable (Log) -> Bool) async {
      let number = state.withLock { state in
        state.nextNumber += 1
        return state.nextNumber
      }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isOver = state.withLock { state in
            guard !condition(state.log), !Task.isCancelled else { return true }
            state.waiters.append(
              Waiter(number: number, condition: condition, continuation: continuation)
            )
            return false
          }
          if isOver { continuation.resume() }
        }
      } onCancel: {
        let waiter = state.withLock { state in
          state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume()
      }
    }
  }

  private init(channel: any Channel, port: Int, scheme: String, state: Box) {
    self.channel = channel
    self.port = port
    self.scheme = scheme
    self.state = state
  }

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - port: The port, such as that of a server which was stopped; 0 takes a free one.
  ///   - tls: Speaks TLS where given.
  ///   - handler: What to do with each request.
  /// - Returns: The listening server, to be stopped.
  /// - Throws: Where no port can be had.
  package static func start(
    port: Int = 0,
    tls: FakeTLS? = nil,
    handler: @escaping Handler
  ) async throws -> FakeServer {
    let state = Box()
    let context = try tls.map { try NIOSSLContext(configuration: $0.serverConfiguration()) }
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
          try pipeline.addHandler(FakeConnection(handler: handler, state: state))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    return FakeServer(
      channel: channel,
      port: channel.localAddress?.port ?? 0,
      scheme: tls == nil ? "http" : "https",
      state: state
    )
  }

  /// Runs a body with a server that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - tls: Speaks TLS where given.
  ///   - handler: What to do with each request.
  ///   - body: The test.
  /// - Returns: What the body returned.
  /// - Throws: What the body threw.
  package static func run<Value: Sendable>(
    tls: FakeTLS? = nil,
    handler: @escaping Handler,
    _ body: (FakeServer) async throws -> Value
  ) async throws -> Value {
    let server = try await start(tls: tls, handler: handler)
    do {
      let value = try await body(server)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }

  /// The base URL, without a slash at its end.
  package var url: String { "\(scheme)://127.0.0.1:\(port)" }

  /// What was seen until now.
  package var log: Log { state.log }

  /// Waits until what was seen fulfils a condition; the test's own time limit bounds it.
  package func wait(until condition: @escaping @Sendable (Log) -> Bool) async {
    await state.wait(until: condition)
  }

  /// Stops listening; open connections end with their clients.
  package func stop() async {
    try? await channel.close()
  }
}
