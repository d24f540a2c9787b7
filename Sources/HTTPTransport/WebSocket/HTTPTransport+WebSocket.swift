import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Telemetry

extension HTTPTransport {
  /// The most bytes of a web socket's message, fragments together.
  package static let messageLimit = 32 << 20

  /// Opens a web socket below the base URL: `ws` for `http`, `wss` for `https`.
  ///
  /// Authentication, headers, TLS and an HTTP proxy are those of requests; a proxy is always asked
  /// for a tunnel. Pings are answered.
  ///
  /// - Parameters:
  ///   - request: Path, parameters, and the most that the caller waits for the upgrade.
  ///   - limit: The most bytes of a message, fragments together; a longer one ends the connection.
  ///   - deliver: Takes what comes, in order; called on the transport's event loop, so that it must
  ///     return at once. The last event is `closed`.
  /// - Returns: The open connection, to be closed.
  /// - Throws: `TransportError`; `upgradeRefused` with the server's words where it answered
  ///   otherwise.
  @concurrent
  package func webSocket(
    _ request: HTTPRequest,
    limit: Int = HTTPTransport.messageLimit,
    _ deliver: @escaping @Sendable (WebSocketEvent) -> Void
  ) async throws(TransportError) -> WebSocketConnection {
    let start = ContinuousClock.now
    let step = Step(request: request, target: base.prefix + request.path)
    var record = RequestRecord(
      method: "GET",
      origin: base.origin,
      path: step.path,
      sentBytes: 0,
      wireBytes: 0,
      bodyBytes: 0,
      elapsed: .zero
    )
    do {
      let connection = try await open(step, limit, within: request.deadline, deliver)
      record.status = 101
      record.elapsed = start.duration(to: .now)
      tell(record)
      return connection
    } catch {
      let failure = Task.isCancelled ? .cancelled : await explained(error)
      if case .upgradeRefused(let status, _) = failure { record.status = status }
      record.failure = failure
      record.elapsed = start.duration(to: .now)
      tell(record)
      throw failure
    }
  }

  private func open(
    _ step: Step,
    _ limit: Int,
    within deadline: Duration,
    _ deliver: @escaping @Sendable (WebSocketEvent) -> Void
  ) async throws -> WebSocketConnection {
    try Task.checkCancellation()
    let (head, secrets) = try outgoing(step)
    let upgrade = WebSocketUpgrade(
      head: head,
      server: base.authority,
      secrets: secrets,
      limit: limit,
      deliver: { [weak self] event in
        if case .message(let bytes) = event { self?.count(messageBytes: bytes.count) }
        deliver(event)
      }
    )
    let attempt = WebSocketAttempt()
    let loop = Self.eventLoop
    let timer = loop.scheduleTask(in: .nanoseconds(deadline.nanoseconds)) {
      attempt.finish(.failure(TransportError.timedOut(after: deadline)))
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
      route.connect(on: loop, adopt: attempt.adopt)
        .flatMap { channel in upgrade.perform(on: channel) }
        .whenComplete { result in
          if case .success(let (_, channel)) = result { self.keep(channel) }
          attempt.finish(result.map(\.0))
        }
      return try await attempt.value()
    } onCancel: {
      attempt.finish(.failure(CancellationError()))
    }
  }
}
