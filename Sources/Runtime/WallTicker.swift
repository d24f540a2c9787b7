import Dashboard
import Telemetry

/// Sends the time once a second, just after the wall clock's second has begun, so that the clock
/// on the screen is right; and what the process has cost by then.
struct WallTicker: Sendable {
  /// A little late is right and a little early is a whole second wrong, so aim past the second.
  private static let margin = Duration.milliseconds(2)

  let environment: RuntimeEnvironment
  let send: @Sendable (Timestamp) -> Void

  /// Ticks until its task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let wait = Self.untilNextSecond(environment.now())
      do { try await environment.sleep(environment.elapsed() + wait) } catch { return }
      send(environment.now())
    }
  }

  static func untilNextSecond(_ now: Timestamp) -> Duration {
    now.floored(to: .seconds(1)) + .seconds(1) + margin - now
  }
}
