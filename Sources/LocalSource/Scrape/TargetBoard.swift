import Synchronization
package import Telemetry

/// State of the targets, as reported by their scrapers.
package final class TargetBoard: Sendable {
  private let state = Mutex<[Int: ScrapeTarget]>([:])

  package init() {}

  /// Puts a target's state up, in place of what stood there.
  ///
  /// - Parameters:
  ///   - target: The state.
  ///   - number: Which target, in the order in which they are shown.
  package func post(_ target: ScrapeTarget, number: Int) {
    state.withLock { $0[number] = target }
  }

  /// All targets in their order.
  package var targets: [ScrapeTarget] {
    state.withLock { state in state.sorted { $0.key < $1.key }.map(\.value) }
  }
}
