import Synchronization

/// A value that a test can wait for: the pieces of test support tell each other nothing else.
package final class ScriptedState<Value: Sendable>: Sendable {
  private struct Guarded {
    var value: Value
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var watched = 0
  }

  private let guarded: Mutex<Guarded>

  /// Starts with a value.
  package init(_ value: Value) {
    guarded = Mutex(Guarded(value: value))
  }

  /// The value as it is now.
  package var value: Value { guarded.withLock(\.value) }

  /// Changes the value and wakes whoever waits for it.
  @discardableResult
  package func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    let (result, watchers) = guarded.withLock { guarded in
      (body(&guarded.value), Array(guarded.watchers.values))
    }
    for watcher in watchers { watcher.yield() }
    return result
  }

  /// Waits for the value to meet a condition, as long as the test's own time limit.
  ///
  /// - Parameter isMet: The condition.
  /// - Returns: the first value seen that meets it.
  /// - Throws: `CancellationError` when the test is given up.
  package func first(where isMet: (Value) -> Bool) async throws -> Value {
    let (changes, watcher) = AsyncStream.makeStream(
      of: Void.self,
      bufferingPolicy: .bufferingNewest(1)
    )
    let id = guarded.withLock { guarded in
      guarded.watched += 1
      guarded.watchers[guarded.watched] = watcher
      return guarded.watched
    }
    defer { guarded.withLock { $0.watchers[id] = nil } }
    watcher.yield()
    for await _ in changes {
      let value = self.value
      if isMet(value) { return value }
    }
    throw CancellationError()
  }
}
