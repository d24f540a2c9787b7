/// Lets a few changes of plan start their polls at once, and of many in a row five a second.
///
/// Whoever holds a key for panning changes the plan thirty times a second, and each change would
/// cancel the requests of the one before and send its own.
struct BurstAllowance: Sendable {
  private static let burst = 4
  private static let span = Duration.milliseconds(800)

  /// The latest moments at which polls were started, ascending; the last one may be to come.
  private var starts: [Duration] = []

  /// When the new polls of a plan that comes now may start.
  mutating func admit(at now: Duration) -> Duration {
    if let last = starts.last, last > now { return last }
    var start = now
    if starts.count == Self.burst { start = max(now, starts.removeFirst() + Self.span) }
    starts.append(start)
    return start
  }
}
