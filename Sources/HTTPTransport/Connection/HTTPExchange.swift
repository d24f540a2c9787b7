import NIOCore
import NIOHTTP1

/// A request as it goes onto a connection.
struct OutgoingRequest: Sendable {
  var head: HTTPRequestHead
  /// The form; `nil` where there is none.
  var body: String?
  /// The most decompressed bytes of a good response, which is given up beyond them.
  var bodyLimit: Int
  /// The most bytes of an error's page, which is cut there.
  var errorBodyLimit: Int
}

/// A response as it came over a connection.
struct IncomingResponse: Sendable {
  var head: HTTPResponseHead
  /// Decompressed.
  var body: [UInt8]
  /// Body bytes before they were decompressed.
  var wireBytes: Int
}

/// What befell a connection that no library has an error for.
enum ConnectionFault: Error {
  /// It was closed before the first byte of the response.
  case closedBeforeResponse
  /// The way to the server was not open in time.
  case tooSlow(isProxy: Bool)
}

/// One request and its response, which may be given up at any moment.
///
/// It lives on an event loop, as the connections do that it waits for.
final class HTTPExchange: Sendable {
  private struct State {
    var isOver = false
    /// The connection that works on it.
    var channel: (any Channel)?
  }

  let request: OutgoingRequest
  private let promise: EventLoopPromise<IncomingResponse>
  private let state: NIOLoopBoundBox<State>

  init(_ request: OutgoingRequest, on loop: any EventLoop) {
    self.request = request
    promise = loop.makePromise()
    state = .makeBoxSendingValue(State(), eventLoop: loop)
  }

  /// Whether it has its outcome; on the loop alone.
  var isOver: Bool { state.value.isOver }

  /// The response, once it has come.
  func response() async throws -> IncomingResponse {
    try await promise.futureResult.get()
  }

  /// Puts it onto a connection; on the loop alone.
  func run(on channel: any Channel) {
    state.value.channel = channel
  }

  /// Ends it unless it has ended; on the loop alone.
  func finish(_ outcome: Result<IncomingResponse, any Error>) {
    guard !isOver else { return }
    state.value = State(isOver: true)
    promise.completeWith(outcome)
  }

  /// Gives it up, with the connection that works on it, whose rest nobody could read; on the loop
  /// alone.
  func abandon() {
    let channel = state.value.channel
    finish(.failure(CancellationError()))
    channel?.close(promise: nil)
  }
}
