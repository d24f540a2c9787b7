import Synchronization
import Telemetry

/// Something that questions wait for, once.
final class StartGate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let state = Mutex(State())

  /// Lets all waiting tasks continue, and later ones pass.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for one in waiting { one.finish() }
  }

  /// Returns once it is open.
  ///
  /// - Throws: `SourceError.cancelled` as soon as the task is cancelled.
  func wait() async throws(SourceError) {
    let (opening, continuation) = AsyncStream.makeStream(of: Never.self)
    let isOpen = state.withLock { state in
      if !state.isOpen { state.waiting.append(continuation) }
      return state.isOpen
    }
    if !isOpen { for await _ in opening {} }
    if Task.isCancelled { throw .cancelled }
  }
}
