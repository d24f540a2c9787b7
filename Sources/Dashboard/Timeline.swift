package import Telemetry

/// Which stretch of time is shown.
package struct Timeline: Hashable, Sendable {
  /// The length.
  package var range: TimeRange
  /// Where it ends; `nil` follows the clock, or stands still with it while paused.
  package var end: Timestamp?
  /// When it was paused; `nil` while it runs.
  package var pausedAt: Timestamp?
  /// The time cursor; `nil` while it is closed.
  package var cursor: Timestamp?

  /// Whether it shows a stretch of the past; a paused one is of the moment of the pause.
  package var isPast: Bool { end != nil && pausedAt == nil }

  /// The window at a moment of the server's clock, on multiples of the step; both ends are points.
  package func window(at now: Timestamp, step: Duration) -> (start: Timestamp, end: Timestamp) {
    let last = (end ?? now).floored(to: step)
    return (last - range.length, last)
  }

  /// Moves into the past by half the range.
  package mutating func panBack(from now: Timestamp, step: Duration) {
    end = (window(at: now, step: step).end - .seconds(range.length.components.seconds / 2))
      .floored(to: step)
    pausedAt = nil
  }

  /// Moves towards now by half the range, and goes live where it would pass it.
  package mutating func panForward(from now: Timestamp, step: Duration) {
    guard let end else { return }
    let moved = end + .seconds(range.length.components.seconds / 2)
    self.end = moved + step >= now ? nil : moved.floored(to: step)
  }

  /// Takes the next shorter range, or the next longer one; false where there is none.
  package mutating func zoom(in isIn: Bool) -> Bool {
    let all = TimeRange.allCases
    guard let index = all.firstIndex(of: range) else { return false }
    let next = index + (isIn ? -1 : 1)
    guard all.indices.contains(next) else { return false }
    range = all[next]
    return true
  }
}
