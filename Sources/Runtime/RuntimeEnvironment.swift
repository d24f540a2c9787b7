import Synchronization
package import Telemetry

/// Everything that makes two runs differ, as values: time, wall clock, chance and the process.
package struct RuntimeEnvironment: Sendable {
  /// Time since the environment was made, by a clock that never jumps.
  package let elapsed: @Sendable () -> Duration
  /// Waits until `elapsed` has reached a moment; throws `CancellationError` when cancelled.
  package let sleep: @Sendable (_ until: Duration) async throws -> Void
  /// The wall clock; it may jump.
  package let now: @Sendable () -> Timestamp
  /// A number from 0 up to but not including 1, for jitter.
  package let random: @Sendable () -> Double
  /// Memory and CPU use of the process.
  package let processUse: @Sendable () -> ProcessUse
  /// Where lines for bug reports go.
  package let log: DebugLog

  /// The same seed gives the same jitter.
  package init(
    clock: some Clock<Duration>,
    now: @escaping @Sendable () -> Timestamp,
    seed: UInt64,
    processUse: @escaping @Sendable () -> ProcessUse = { ProcessUse() },
    logLine: (@Sendable (String) -> Void)? = nil
  ) {
    let origin = clock.now
    elapsed = { origin.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    self.now = now
    let generator = JitterGenerator(seed: seed)
    random = { generator.next() }
    self.processUse = processUse
    log = DebugLog(now: now, write: logLine)
  }

  /// The environment of a real run; time that the machine sleeps through counts, so that polls
  /// are due when it wakes.
  package static func live(logLine: (@Sendable (String) -> Void)? = nil) -> RuntimeEnvironment {
    RuntimeEnvironment(
      clock: ContinuousClock(),
      now: SystemReadings.wallClock,
      seed: UInt64.random(in: .min ... .max),
      processUse: SystemReadings.processUse,
      logLine: logLine
    )
  }
}

/// Numbers for jitter that a seed decides (SplitMix64).
private final class JitterGenerator: Sendable {
  private let state: Mutex<UInt64>

  init(seed: UInt64) {
    state = Mutex(seed)
  }

  func next() -> Double {
    let bits = state.withLock { state -> UInt64 in
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    return Double(bits >> 11) / Double(1 << 53)
  }
}
