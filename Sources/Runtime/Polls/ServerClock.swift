import Dashboard
package import Telemetry

/// A server's clock, from the `Date` of its answers.
///
/// A window that ends at our now is empty at its end, or lacks its end, when the server's now is
/// another; so windows end at the server's.
package struct ServerClock: Hashable, Sendable {
  /// How far the server's clock is ahead of ours; zero where the difference does not matter.
  package private(set) var skew = Duration.zero

  /// Taken to be right until an answer says otherwise.
  package init() {}

  /// Takes in an answer that was complete at `arrival`, by the local clock.
  package mutating func observe(_ receipt: Receipt, arrival: Timestamp) {
    guard let date = receipt.serverDate else { return }
    skew = ServerHealth.skew(of: date, at: arrival, elapsed: receipt.elapsed)
  }

  /// The server's time at a local moment.
  package func time(at local: Timestamp) -> Timestamp {
    local + skew
  }
}
