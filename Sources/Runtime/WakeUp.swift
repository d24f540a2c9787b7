import Synchronization

/// Wakes one waiting task, from any thread.
///
/// An `AsyncStream` runs its `next` on the thread pool. Waiting here needs no thread but those of the
/// waiting task: its actor's and that of its preferred executor.
package final class WakeUp: Sendable {
  private struct State {
    var isDue = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  package init() {}

  /// Wakes the waiting task, or lets the next call of `wait()` return at once.
  package func wake() {
    let waiting = state.withLock { state in
      defer { state.waiting = nil }
      if state.waiting == nil { state.isDue = true }
      return state.waiting
    }
    waiting?.resume()
  }

  /// Returns at the next `wake()`, at once if there was one since the last return.
  ///
  /// Returns also when the task is cancelled. For one caller at a time.
  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          defer { state.isDue = false }
          if !state.isDue { state.waiting = continuation }
          return state.isDue
        }
        if isDue { continuation.resume() }
      }
    } onCancel: {
      wake()
    }
  }
}
