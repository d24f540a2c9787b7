import Telemetry
import YAML

/// What a Loki's own configuration says of what it keeps, and for whom.
///
/// - Source: `/config` of the server, and <https://grafana.com/docs/loki/latest/configure/>.
package struct LokiConfiguration: Hashable, Sendable {
  /// How long lines are to be kept; `nil` where it does not say, zero for ever.
  package var retention: Duration?
  /// Whether a compactor deletes what is older.
  package var isEnforced = false
  /// Whether each request has to name a tenant; `nil` where it does not say.
  package var hasTenants: Bool?

  /// Reads YAML, as the server shows it; `nil` for what is none.
  package init?(_ text: String) {
    guard let root = try? YAMLNode.parse(text) else { return nil }
    let period = root["limits_config"]?["retention_period"]?.text
    retention = period.flatMap { Duration(prometheusText: $0) }
    isEnforced = root["compactor"]?["retention_enabled"]?.text == "true"
    hasTenants = root["auth_enabled"]?.text.map { $0 == "true" }
  }

  /// How long lines are really kept; `nil` for ever, or where it does not say.
  package var kept: Duration? {
    guard let retention, retention > .zero, isEnforced else { return nil }
    return retention
  }
}
