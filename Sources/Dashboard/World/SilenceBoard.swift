package import Telemetry

/// The silences, and how many of the known alerts each matches.
package struct SilenceBoard: Hashable, Sendable {
  /// Those that have not ended, what ends first in front; `nil` while they are not known.
  package private(set) var silences: [AlertSilence]?
  /// How many known alerts each matches, by ID.
  package private(set) var counts: [String: Int] = [:]
  /// Since when each has been seen to match no alert, by ID.
  package private(set) var idleSince: [String: Timestamp] = [:]

  /// Nothing known.
  package init() {}

  /// The silence of an ID; `nil` where there is none any more.
  package subscript(id: String) -> AlertSilence? { silences?.first { $0.id == id } }

  /// Takes in an answer, or alerts that have changed since.
  mutating func take(_ known: [AlertSilence], _ alerts: [AlertBoard.Item], at now: Timestamp) {
    silences = known.sorted { ($0.end, $0.id) < ($1.end, $1.id) }
    // Alertmanager has compared them already; what it does not know yet is compared here.
    var told: [String: Int] = [:]
    for alert in alerts {
      for id in alert.silencedBy { told[id, default: 0] += 1 }
    }
    counts = [:]
    for silence in known {
      counts[silence.id] =
        told[silence.id]
        ?? MatcherTest(silence.matchers).map { test in
          alerts.count { test.matches($0.sentLabels) }
        }
    }
    let idle = known.filter { counts[$0.id] == 0 }.map(\.id)
    idleSince = Dictionary(idle.map { ($0, idleSince[$0] ?? now) }) { first, _ in first }
  }
}
