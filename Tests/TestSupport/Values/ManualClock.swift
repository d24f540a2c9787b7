/// A clock that stands still until a test moves it.
package final class ManualClock: Clock, Sendable {
  /// A moment as the time since the clock was made.
  package struct Instant: InstantProtocol {
    /// The time since the clock was made.
    package var offset: Duration

    /// Makes a moment.
    package init(_ offset: Duration) {
      self.offset = offset
    }

    package func advanced(by duration: Duration) -> Instant {
      Instant(offset + duration)
    }

    package func duration(to other: Instant) -> Duration {
      other.offset - offset
    }

    package static func < (left: Instant, right: Instant) -> Bool {
      left.offset < right.offset
    }
  }

  private struct Sleeper {
    var deadline: Duration
    var wake: CheckedContinuation<Void, Never>
  }

  private struct Standing {
    var now = Duration.zero
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    var slept = 0
  }

  private let state = ScriptedState(Standing())

  /// Makes a clock that shows zero.
  package init() {}

  package var now: Instant { Instant(state.value.now) }
  package var minimumResolution: Duration { .nanoseconds(1) }

  /// The moments for which somebody sleeps, in ascending order.
  package var deadlines: [Duration] { state.value.sleepers.values.map(\.deadline).sorted() }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = state.change { state in
      state.slept += 1
      return state.slept
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { wake in
        let isOver = state.change { state in
          if state.cancelled.remove(id) != nil || deadline.offset <= state.now { return true }
          state.sleepers[id] = Sleeper(deadline: deadline.offset, wake: wake)
          return false
        }
        if isOver { wake.resume() }
      }
    } onCancel: {
      let sleeper = state.change { state -> Sleeper? in
        let sleeper = state.sleepers.removeValue(forKey: id)
        if sleeper == nil { state.cancelled.insert(id) }
        return sleeper
      }
      sleeper?.wake.resume()
    }
    try Task.checkCancellation()
  }

  /// Moves the clock on and wakes, in order, all whose time has come.
  package func advance(by duration: Duration) {
    let due = state.change { state -> [Sleeper] in
      state.now += duration
      let now = state.now
      let due = state.sleepers.filter { $0.value.deadline <= now }
      for id in due.keys { state.sleepers[id] = nil }
      return due.values.sorted { $0.deadline < $1.deadline }
    }
    for sleeper in due { sleeper.wake.resume() }
  }

  /// Moves the clock on to a moment; backwards it does not go.
  package func advance(to moment: Duration) {
    advance(by: max(.zero, moment - state.value.now))
  }

  /// Waits until somebody sleeps for exactly this moment.
  ///
  /// - Parameter deadline: The moment, since the clock was made.
  /// - Throws: `CancellationError` when the test is given up.
  package func sleeper(until deadline: Duration) async throws {
    _ = try await state.first { $0.sleepers.values.contains { $0.deadline == deadline } }
  }
}
