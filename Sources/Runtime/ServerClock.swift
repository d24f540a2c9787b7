package import Telemetry

/// What a server's clock shows, from the `Date` of its answers.
///
/// A window that ends at our now is empty at its end, or lacks its end, when the server's now is
/// another; so windows end at the server's. Up to 5 s nothing is corrected: `Date` has whole
/// seconds and travels for a while.
package struct ServerClock: Hashable, Sendable {
  /// How far the server's clock is ahead of ours; `nil` before an answer with a `Date`.
  package private(set) var offset: Duration?
  private var isCorrecting = false

  /// Makes a clock that is taken to be right until an answer says otherwise.
  package init() {}

  /// Takes in an answer that was complete at `arrival`, by the local clock.
  package mutating func observe(_ receipt: Receipt, arrival: Timestamp) {
    // The date was written some time within the exchange; after a long one it says too little.
    guard let date = receipt.serverDate, receipt.elapsed <= .seconds(5) else { return }
    let written = arrival - receipt.elapsed / 2
    let offset = (date + .milliseconds(500)) - written
    let size = offset < .zero ? Duration.zero - offset : offset
    isCorrecting = size > (isCorrecting ? .seconds(4) : .seconds(5))
    self.offset = offset
  }

  /// The server's time at a local moment.
  package func time(at local: Timestamp) -> Timestamp {
    guard isCorrecting, let offset else { return local }
    return local + offset
  }
}
