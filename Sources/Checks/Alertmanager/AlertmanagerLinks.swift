import Telemetry

/// Judges whether a Prometheus has somebody to send its alerts to.
package enum AlertmanagerLinks {
  /// The check's name.
  package static let name = "alertmanager-connected"

  /// Judges the Alertmanagers that a Prometheus has found.
  ///
  /// - Parameters:
  ///   - urls: Of those that are in use.
  ///   - place: The Prometheus.
  /// - Returns: A finding, or that it is in order.
  package static func outcome(of urls: [String], at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard urls.isEmpty else {
      let words = urls.prefix(3).joined(separator: ", ")
      outcome.inOrder.append(Checked(name, at: place, "\(urls.count) in use: \(words)"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        name,
        .critical,
        at: place,
        "the server has no Alertmanager",
        why: "alerts fire, and nobody is told",
        remedy: "alerting:\n  alertmanagers:\n    - static_configs:\n"
          + "        - targets: [\"alertmanager:9093\"]"
      )
    )
    return outcome
  }
}
