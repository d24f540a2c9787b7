/// A stretch of time.
///
/// Whether a moment at the end is in it depends on what is looked at: a range of points has one at
/// either end, log lines lie before the end.
package struct Stretch: Hashable, Sendable {
  /// The first moment.
  package var start: Timestamp
  /// The end; where it is before the start, the stretch is empty.
  package var end: Timestamp

  package init(from start: Timestamp, to end: Timestamp) {
    self.start = start
    self.end = end
  }

  /// From start to end; negative where they are exchanged.
  package var length: Duration { end - start }

  /// Whether there is no moment before the end.
  package var isEmpty: Bool { start >= end }

  /// Whether a moment lies in it and before its end.
  package func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

  /// How many points of a step it has, with one at either end.
  package func points(step: Duration) -> Int {
    guard end >= start, step.nanoseconds > 0 else { return 0 }
    return Int(length.nanoseconds / step.nanoseconds).addingSaturating(1)
  }

  /// The part that lies in another one; empty where there is none.
  package func clamped(to other: Stretch) -> Stretch {
    let start = max(start, other.start)
    return Stretch(from: start, to: max(start, min(end, other.end)))
  }
}
