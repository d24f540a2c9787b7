/// How long to wait before the next attempt: a second, then twice as long each time.
struct TailBackoff {
  private static let most = Duration.seconds(30)

  /// Attempts that have failed in a row.
  private(set) var failures = 0

  /// The wait after one more failure.
  mutating func fail() -> Duration {
    failures += 1
    return min(Self.most, .seconds(1 << min(failures - 1, 5)))
  }

  /// Resets after a success.
  mutating func succeed() {
    failures = 0
  }
}
