package import Dashboard
package import Telemetry

/// A stretch of time on the grid of a step; both ends are inclusive.
package struct TimeSpan: Hashable, Sendable {
  /// The first moment.
  package var start: Timestamp
  /// The last moment; not before the first.
  package var end: Timestamp

  package init(from start: Timestamp, to end: Timestamp) {
    self.start = start
    self.end = end
  }

  /// How many points of a step it holds.
  package func points(step: Duration) -> Int {
    guard end >= start, step.nanoseconds > 0 else { return 0 }
    return Int((end - start).nanoseconds / step.nanoseconds).addingSaturating(1)
  }
}

extension RangeWindow {
  /// The window at a moment: both ends rounded down to the step, so that a refresh asks for the
  /// same points again, which the server's cache may know, and the last one is never in the future.
  package func span(at now: Timestamp) -> TimeSpan {
    let last = (end ?? now).floored(to: step)
    return TimeSpan(from: (last - length).floored(to: step), to: last)
  }

  /// Whether the window moves with the clock.
  package var isLive: Bool { end == nil }
}
