import Telemetry

/// Five seconds, by which lines are remembered and counted.
///
/// A slot holds its end and not its start, as an interval of `count_over_time` does.
struct TailSlot: Hashable, Comparable, Strideable {
  static let width = Duration.seconds(5)

  /// Counted from the epoch on.
  let number: Int64

  init(number: Int64) {
    self.number = number
  }

  /// The slot of a moment.
  init(holding moment: Timestamp) {
    number = (moment - .nanoseconds(1)).floored(to: Self.width).nanoseconds / Self.width.nanoseconds
  }

  /// The first moment, inclusive.
  var start: Timestamp { previous.evaluation + .nanoseconds(1) }
  /// The end, exclusive.
  var end: Timestamp { evaluation + .nanoseconds(1) }
  /// The last moment, at which a query counts this slot.
  var evaluation: Timestamp {
    let (moment, isTooFar) = (number + 1).multipliedReportingOverflow(by: Self.width.nanoseconds)
    return Timestamp(nanoseconds: isTooFar ? .max - 1 : moment)
  }

  private var previous: TailSlot { TailSlot(number: number - 1) }

  func distance(to other: TailSlot) -> Int64 { other.number - number }

  func advanced(by count: Int64) -> TailSlot { TailSlot(number: number + count) }
}
