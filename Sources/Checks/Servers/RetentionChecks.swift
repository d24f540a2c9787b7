import Telemetry

/// Judges how long a server keeps what it has, against what is wanted.
package enum RetentionChecks {
  /// The name of the check of metrics.
  package static let metrics = "metrics-retention"
  /// The name of the check of log lines.
  package static let logs = "logs-retention"

  /// Judges what a Prometheus says of its retention.
  ///
  /// - Parameters:
  ///   - text: As in `15d`, `30d or 10GiB`, or `10GiB`; `nil` where the server does not tell.
  ///   - wanted: How long samples are wanted.
  ///   - remedy: The flag that keeps them so long; `nil` for Prometheus' own.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that it is not told.
  package static func outcome(
    ofMetrics text: String?,
    wanted: Duration,
    remedy: String? = nil,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let text else {
      outcome.unchecked.append(
        Unchecked(metrics, at: place, because: "the server does not tell its retention")
      )
      return outcome
    }
    let parts = text.split(separator: " ").map(String.init)
    guard let kept = parts.lazy.compactMap(Duration.init(prometheusText:)).first else {
      // A size alone: how long that lasts depends on what comes in.
      outcome.unchecked.append(
        Unchecked(metrics, at: place, because: "it is limited by size alone: \(text)")
      )
      return outcome
    }
    guard kept < wanted else {
      outcome.inOrder.append(
        Checked(metrics, at: place, "\(text), \(wanted.prometheusText) are wanted")
      )
      return outcome
    }
    outcome.findings.append(
      Finding(
        metrics,
        .warning,
        at: place,
        "samples are kept for \(kept.prometheusText), and \(wanted.prometheusText) are wanted",
        why: "what was usual a month ago, and the budget of a month, cannot be told",
        remedy: (remedy ?? "--storage.tsdb.retention.time=\(wanted.prometheusText)")
          + "  # or 'check.retention' if less will do"
      )
    )
    return outcome
  }

  /// Judges how long a Loki keeps lines.
  ///
  /// - Parameters:
  ///   - kept: How long, zero for ever; `nil` where it was not told.
  ///   - wanted: How long lines are wanted.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that it is not told.
  package static func outcome(
    ofLogs kept: Duration,
    wanted: Duration,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    if kept == .zero {
      outcome.inOrder.append(Checked(logs, at: place, "lines are kept for ever"))
    } else if kept >= wanted {
      outcome.inOrder.append(
        Checked(logs, at: place, "\(kept.prometheusText), \(wanted.prometheusText) are wanted")
      )
    } else {
      outcome.findings.append(
        Finding(
          logs,
          .warning,
          at: place,
          "lines are kept for \(kept.prometheusText), and \(wanted.prometheusText) are wanted",
          why: "what happened before a weekend is gone after it",
          remedy: "limits_config:\n  retention_period: \(wanted.prometheusText)"
        )
      )
    }
    return outcome
  }
}
