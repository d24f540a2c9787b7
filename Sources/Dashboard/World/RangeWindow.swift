package import Telemetry

/// A range query whose end is now, or fixed.
package struct RangeWindow: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The last moment; `nil` follows the clock.
  ///
  /// Both ends are floored to the step when asked.
  package var end: Timestamp?
  /// The length of the window.
  package var length: Duration
  /// The distance of the points.
  package var step: Duration
  /// How much of the known end is asked again, since late samples change it: at least the rate
  /// window, and more than the 30 s by which some servers hold recent points back.
  package var overlap: Duration
  /// Whether the answer is wanted as a matrix of buckets, and not as lines.
  package var isOfBuckets = false

  package init(
    expression: String,
    end: Timestamp?,
    length: Duration,
    step: Duration,
    overlap: Duration
  ) {
    self.expression = expression
    self.end = end
    self.length = length
    self.step = step
    self.overlap = overlap
  }

  /// The window at a moment: both ends rounded down to the step, so that a refresh asks for the
  /// same points again, which the server's cache may know, and the last one is never in the future.
  package func stretch(at now: Timestamp) -> Stretch {
    let last = (end ?? now).floored(to: step)
    return Stretch(from: (last - length).floored(to: step), to: last)
  }

  /// Whether the window moves with the clock.
  package var isLive: Bool { end == nil }
}
