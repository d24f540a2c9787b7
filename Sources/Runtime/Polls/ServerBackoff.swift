package import Telemetry

/// Back-off of a failing server: 1 s, doubling to 30 s, with jitter.
struct ServerBackoff: Sendable {
  /// The longest pause.
  private static let longest = Duration.seconds(30)

  /// Failures since the last success that counted.
  private(set) var failures = 0
  /// Grows with each failure that counts, so that requests sent together count once.
  private(set) var generation = 0
  /// When the server may be asked again; meaningful while there are failures.
  private(set) var until = Duration.zero
  /// The latest failure; `nil` while the server serves.
  private(set) var error: SourceError?
  private var lastSuccess: Duration?

  /// Whether the server is backed off, or is being tried with a single request.
  var isActive: Bool { failures > 0 }

  /// Takes in an answer, good or bad for the query: the server serves.
  mutating func succeed(at now: Duration) {
    failures = 0
    error = nil
    lastSuccess = now
  }

  /// Takes in a failure of a request that was sent at `start` in some generation.
  mutating func fail(
    _ error: SourceError,
    sentAt start: Duration,
    generation: Int,
    now: Duration,
    random: Double
  ) {
    guard generation == self.generation else { return }
    // A query that fails while others are answered is to blame itself, unless the server asks
    // for less.
    if let lastSuccess, lastSuccess >= start, !error.asksForLess { return }
    failures += 1
    self.generation += 1
    self.error = error
    until = now + max(Self.pause(failures: failures, random: random), error.askedPause)
  }

  /// The pause after a number of failures, between three and five quarters of its power of two.
  static func pause(failures: Int, random: Double) -> Duration {
    let doubled = Duration.seconds(1 << min(max(0, failures - 1), 5))
    let jittered = min(longest, min(longest, doubled) * (0.75 + 0.5 * random))
    // Whole milliseconds, since the time of the next try is shown and logged.
    return .milliseconds(jittered.nanoseconds / 1_000_000)
  }
}

extension SourceError {
  /// Whether the error says that the server does not serve at all, rather than that it refuses
  /// one question.
  package var callsForPause: Bool {
    switch self {
    case .unreachable, .timedOut, .notReady: true
    case .http(let status, _, _): status == 429 || status >= 500
    case .unauthorized, .api, .malformed, .tooMuch, .misconfigured, .cancelled: false
    }
  }

  /// The pause that the server asks for, within reason.
  fileprivate var askedPause: Duration {
    guard case .http(_, _, let pause?) = self else { return .zero }
    return min(pause, .seconds(300))
  }

  /// Whether the server itself asks for fewer requests.
  fileprivate var asksForLess: Bool {
    if case .http(429, _, _) = self { true } else { false }
  }
}
