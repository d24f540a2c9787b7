import Telemetry

/// The moments at which one poll is asked: a fixed rhythm with a phase of its own, so that the
/// polls of a plan are spread evenly over the interval, a few of them at a time.
struct PollSlots: Hashable, Sendable {
  /// How many neighbours of a plan are asked at the same moment.
  ///
  /// Below the default limit of requests under way, so that none waits. To wake an idle process
  /// costs as much as a request: waking once for four polls takes two thirds of the processor
  /// time of waking for each.
  static let together = 4

  private let interval: Int64
  private let phase: Int64

  /// The slots of the poll at a place in a plan of so many.
  init(interval: Duration, place: Int, of count: Int) {
    // A plan with no interval would ask without a pause.
    self.interval = max(interval.nanoseconds, 100_000_000)
    let moments = max(1, (count + Self.together - 1) / Self.together)
    phase = self.interval / Int64(moments) * Int64(place / Self.together)
  }

  /// The first slot at or after a moment.
  func first(from moment: Duration) -> Duration {
    let distance = (moment - .nanoseconds(phase)).nanoseconds
    let (whole, rest) = distance.quotientAndRemainder(dividingBy: interval)
    return .nanoseconds(phase + (rest > 0 ? whole + 1 : whole) * interval)
  }

  /// The slot after a request that was sent at a moment: half an interval later at the earliest,
  /// so that a first request and its successor are neither together nor far apart.
  func next(afterSendingAt moment: Duration) -> Duration {
    first(from: moment + .nanoseconds(interval / 2))
  }

  /// The first slot that is later than a moment.
  func next(after moment: Duration) -> Duration {
    first(from: moment + .nanoseconds(1))
  }
}
