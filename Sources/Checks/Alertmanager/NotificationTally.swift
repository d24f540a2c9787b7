import Telemetry

/// Attempts to notify since an Alertmanager started, by kind of receiver.
package struct NotificationTally: Hashable, Sendable {
  private struct Count: Hashable {
    var attempts = 0.0
    var failed = 0.0
  }

  private var counts: [String: Count] = [:]

  /// Attempts are counted when they have ended, notifications before the first attempt.
  private static let attempts = "alertmanager_notification_requests_total"
  private static let failures = "alertmanager_notification_requests_failed_total"

  /// Reads them; `nil` where the server does not count them.
  ///
  /// - Source: `/metrics` of Alertmanager since 0.22.
  package init?(_ figures: ServerFigures) {
    guard figures.sum(Self.attempts) != nil else { return nil }
    for sample in figures.all(Self.attempts) {
      counts[sample.labels["integration"] ?? "", default: Count()].attempts += sample.value
    }
    for sample in figures.all(Self.failures) {
      counts[sample.labels["integration"] ?? "", default: Count()].failed += sample.value
    }
  }

  /// What was added to an earlier one.
  package func since(_ earlier: NotificationTally) -> NotificationTally {
    var tally = self
    for (kind, count) in earlier.counts {
      tally.counts[kind]?.attempts -= count.attempts
      tally.counts[kind]?.failed -= count.failed
    }
    return tally
  }

  /// What is counted of some kinds of receivers.
  package func of(_ kinds: Set<String>) -> NotificationTally {
    var tally = self
    tally.counts = counts.filter { kinds.contains($0.key) }
    return tally
  }

  /// All attempts.
  package var attempts: Double { max(0, counts.values.reduce(0) { $0 + $1.attempts }) }

  /// The attempts of those kinds of which none succeeded.
  package var lost: Double {
    let lost = counts.values.filter { $0.attempts > 0 && $0.failed >= $0.attempts }
    return lost.reduce(0) { $0 + $1.failed }
  }
}
