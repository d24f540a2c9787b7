import Glibc

/// A condition that did not come about in time.
package struct NotInTime: Error, CustomStringConvertible {
  /// What was waited for, and what was there instead.
  package let description: String
}

/// The most that is waited for anything: only a test that fails waits so long, and busy machines
/// stand still for seconds.
package let patience = Duration.seconds(150)

/// Waits until `probe` gives a value, looking every few milliseconds, and gives that value.
///
/// This and the terminal driver are the places where tests may wait for the outside world. Tests
/// of goldtop's own code wait for its events.
///
/// - Parameters:
///   - what: What is waited for, in words that follow "no".
///   - limit: The most that is waited.
///   - pause: The time between two looks.
///   - last: What was seen at the end, for the error.
///   - probe: Looks once; `nil` means not yet.
/// - Returns: What `probe` gave first.
/// - Throws: `NotInTime`, or what `probe` throws.
package func eventually<Value>(
  _ what: String,
  within limit: Duration = patience,
  every pause: Duration = .milliseconds(20),
  last: () async -> String = { "" },
  _ probe: () async throws -> Value?
) async throws -> Value {
  let clock = ContinuousClock()
  let end = clock.now + limit
  while true {
    if let value = try await probe() { return value }
    guard clock.now < end else {
      throw NotInTime(description: "no \(what) within \(limit); \(await last())")
    }
    try await Task.sleep(for: pause)
  }
}

/// Seconds since 1970 by the machine's clock.
@Sendable package func wallClockSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
