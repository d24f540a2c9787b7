import Telemetry

/// How long a Loki keeps lines, as its own configuration says.
///
/// - Source: `/config` of the server, and
///   <https://grafana.com/docs/loki/latest/operations/storage/retention/>.
package enum LokiRetention {
  /// Judges a configuration.
  ///
  /// - Parameters:
  ///   - text: YAML, as the server shows it.
  ///   - wanted: How long lines are wanted.
  ///   - place: The server.
  /// - Returns: Findings, that it is in order, or that it does not say.
  package static func outcome(
    of text: String,
    wanted: Duration,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let configuration = LokiConfiguration(text), let kept = configuration.retention else {
      let reason = "its configuration has no limits_config.retention_period"
      outcome.unchecked.append(Unchecked(RetentionChecks.logs, at: place, because: reason))
      return outcome
    }
    if kept > .zero, !configuration.isEnforced {
      outcome.findings.append(
        Finding(
          RetentionChecks.logs,
          .warning,
          at: place,
          "retention_period is \(kept.prometheusText), and no compactor enforces it",
          why: "lines are kept for ever, until the disk is full",
          remedy: "compactor:\n  retention_enabled: true\n  delete_request_store: filesystem"
        )
      )
      return outcome
    }
    outcome.add(RetentionChecks.outcome(ofLogs: kept, wanted: wanted, at: place))
    return outcome
  }
}
