/// How long the terminal's thread goes on.
///
/// It ends when the program says so. A program that does not react to losing its terminal, or to a
/// signal, does not keep it for ever.
struct Lifetime {
  /// Whether the terminal is gone.
  private(set) var isHungUp = false
  private var end: ContinuousClock.Instant?

  /// The terminal is gone: nothing is lost by ending soon.
  mutating func hangUp(now: ContinuousClock.Instant) {
    guard !isHungUp else { return }
    isHungUp = true
    shorten(to: now + .milliseconds(500))
  }

  /// A signal asked for the end; the program may still want to finish something.
  mutating func terminate(now: ContinuousClock.Instant) {
    shorten(to: now + .seconds(2))
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

  private mutating func shorten(to instant: ContinuousClock.Instant) {
    end = min(end ?? instant, instant)
  }
}
