import NIOCore
import Synchronization

/// One attempt to open a web socket, which its deadline or its task may end at any moment.
///
/// The first outcome counts; a connection that comes too late is closed.
final class WebSocketAttempt: Sendable {
  private struct State {
    var outcome: Result<WebSocketConnection, any Error>?
    var channel: (any Channel)?
    var waiter: CheckedContinuation<WebSocketConnection, any Error>?
  }

  private let state = Mutex(State())

  /// Takes charge of the channel; one that comes after the end is closed.
  func adopt(_ channel: any Channel) {
    let isLate = state.withLock { state in
      state.channel = channel
      return state.outcome != nil
    }
    if isLate { channel.close(promise: nil) }
  }

  /// Ends the attempt unless it has ended; a failed one closes its channel.
  func finish(_ outcome: Result<WebSocketConnection, any Error>) {
    let (waiter, channel) = state.withLock { state in
      guard state.outcome == nil else {
        return (CheckedContinuation<WebSocketConnection, any Error>?.none, (any Channel)?.none)
      }
      state.outcome = outcome
      defer { state.waiter = nil }
      if case .success = outcome { return (state.waiter, nil) }
      return (state.waiter, state.channel)
    }
    channel?.close(promise: nil)
    waiter?.resume(with: outcome)
  }

  /// The outcome, once there is one; only one may wait.
  func value() async throws -> WebSocketConnection {
    try await withCheckedThrowingContinuation { continuation in
      let outcome = state.withLock { state in
        if state.outcome == nil { state.waiter = continuation }
        return state.outcome
      }
      if let outcome { continuation.resume(with: outcome) }
    }
  }
}
