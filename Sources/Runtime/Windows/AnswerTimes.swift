package import Telemetry

/// Which points of an answer are of the time that was asked about.
///
/// Points outside answer another question: they come from a stale cache, a restored backup, or a
/// server whose clock was set.
package struct AnswerTimes: Hashable, Sendable {
  /// The time that was asked about.
  private let asked: Stretch
  /// The same with what a server may move a point by.
  package let accepted: Stretch
  /// Points of the time that was asked about.
  private var inside = 0
  /// Points of another time.
  private var outside = 0
  /// The first and the last point of another time.
  private var strays: Stretch?

  /// A range query: servers align ranges with the step, so that a point may lie less than a step off.
  package init(range asked: Stretch, step: Duration) {
    self.asked = asked
    accepted = Stretch(from: asked.start - step, to: asked.end + step)
  }

  /// An instant query: a server that waits for late samples evaluates it at an earlier moment, and
  /// none by more than the five minutes that a sample counts for.
  package init(instant moment: Timestamp) {
    asked = Stretch(from: moment, to: moment)
    accepted = Stretch(from: moment - .seconds(300), to: moment + .seconds(300))
  }

  /// Takes in the moment of a point.
  ///
  /// - Returns: Whether it is of the time that was asked about.
  package mutating func admit(_ moment: Timestamp) -> Bool {
    if moment >= accepted.start, moment <= accepted.end {
      inside += 1
      return true
    }
    outside += 1
    strays = Stretch(
      from: min(strays?.start ?? moment, moment),
      to: max(strays?.end ?? moment, moment)
    )
    return false
  }

  /// Why the answer is not one to what was asked; `nil` where any point is, and where there is none.
  package var error: SourceError? {
    guard inside == 0, let strays else { return nil }
    let words =
      strays.end < asked.start
      ? "it ends \((asked.end - strays.end).ageText) too early"
      : "it begins \((strays.start - asked.start).ageText) too late"
    return .malformed("\(words): a stale cache, or a wrong clock?")
  }

  /// Points left out of a kept answer, as text; `nil` for none.
  package var warning: String? {
    guard inside > 0, outside > 0 else { return nil }
    let points = outside == 1 ? "1 point" : "\(outside) points"
    return "\(points) outside the requested time left out"
  }
}
