/// How long the terminal's thread runs.
///
/// It ends when the program says so. A program that does not react to a signal, or to the loss of its
/// terminal, gets half a second: it only reads, so nothing is lost.
struct Lifetime {
  /// Whether the terminal is gone.
  private(set) var isHungUp = false
  /// The exit status when the time is over.
  private(set) var status = TerminationSignal.hangUp.exitStatus
  private var end: ContinuousClock.Instant?

  private static let patience = Duration.milliseconds(500)

  /// The terminal is gone.
  mutating func hangUp(now: ContinuousClock.Instant) {
    isHungUp = true
    end = end ?? now + Self.patience
  }

  /// A signal asked for the end.
  mutating func terminate(_ signal: TerminationSignal, now: ContinuousClock.Instant) {
    status = signal.exitStatus
    end = end ?? now + Self.patience
  }

  /// Whether the time is over.
  func isOver(now: ContinuousClock.Instant) -> Bool {
    end.map { $0 <= now } ?? false
  }

  /// Whether it has an end at all.
  var isEnding: Bool { end != nil }

  /// How long the thread may wait, given another time that it must not miss; `nil` without limit.
  func timeout(
    now: ContinuousClock.Instant,
    other: ContinuousClock.Instant?
  ) -> Duration? {
    [other, end].compactMap(\.self).min().map { max(.zero, $0 - now) }
  }
}
