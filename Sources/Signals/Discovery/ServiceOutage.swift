package import Telemetry

/// That targets of a service cannot be scraped, and why.
package struct ServiceOutage: Hashable, Sendable {
  /// How many of its targets are down.
  package let down: Int
  /// How many it has.
  package let targets: Int
  /// Why the last scrape failed, of the first of them in order of labels; hostile until drawn, `nil` where
  /// the server does not say.
  package let reason: String?

  /// Judges the targets of a service; `nil` where none is down.
  package init?(_ targets: [ScrapeTarget]) {
    let down = targets.filter { $0.health == .down }.sorted { $0.labels < $1.labels }
    guard !down.isEmpty else { return nil }
    self.down = down.count
    self.targets = targets.count
    reason = down.lazy.compactMap(\.lastError).first.map(Self.shortened)
  }

  /// Whether nothing of it can be scraped.
  package var isTotal: Bool { down == targets }

  /// How many are down, and why.
  package var words: String {
    let head = targets == 1 ? "down" : "\(down) of \(targets) targets down"
    return reason.map { "\(head): \($0)" } ?? head
  }

  /// The reason in an error of Prometheus: what comes before it repeats the address.
  package static func shortened(_ error: String) -> String {
    guard error.hasPrefix("Get \""), let reason = error.split(separator: ": ").last else {
      return error
    }
    return String(reason)
  }
}
