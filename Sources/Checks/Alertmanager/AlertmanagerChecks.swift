package import Telemetry

/// Judges an Alertmanager by its cluster and by what it counts about itself.
package enum AlertmanagerChecks {
  /// The name of the check of clusters.
  package static let cluster = "alertmanager-cluster"
  /// The names of the checks of what it counts.
  package static let figures = [
    "notifications-failed", "config-reload", "server-memory", "server-files",
  ]

  /// Judges the cluster.
  ///
  /// - Parameters:
  ///   - status: What the server says.
  ///   - senders: The Alertmanagers that a Prometheus sends to; empty where that is not known.
  ///   - place: The server.
  /// - Returns: A finding, or that it is in order.
  package static func outcome(
    of status: AlertmanagerStatus,
    knownTo senders: [String],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    let members = max(1, status.peers.count)
    if status.cluster == "settling" {
      outcome.findings.append(
        Finding(
          cluster,
          .warning,
          at: place,
          "the cluster is still settling",
          why: "until it has, notifications wait or come twice",
          remedy: "look for its peers' addresses: --cluster.peer, and port 9094 over TCP and UDP"
        )
      )
    } else if senders.count > 1, members < senders.count {
      outcome.findings.append(
        Finding(
          cluster,
          .critical,
          at: place,
          "Prometheus sends to \(senders.count) Alertmanagers, and this one knows of \(members)",
          why: "those that do not know each other notify twice, and a silence holds at one of them",
          remedy: "--cluster.peer=HOST:9094 on each, and port 9094 open over TCP and UDP"
        )
      )
    } else {
      let words = members == 1 ? "one instance" : "\(members) members"
      outcome.inOrder.append(Checked(cluster, at: place, "\(words), \(status.cluster)"))
    }
    return outcome
  }

  private static let failures = "alertmanager_notifications_failed_total"
  private static let sent = "alertmanager_notifications_total"

  /// The counters of notifications, where some have failed.
  package static func counters(in figures: ServerFigures) -> [String] {
    figures.counted(among: [failures]).isEmpty ? [] : [failures, sent]
  }

  /// Judges what an Alertmanager counts about itself.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what it does not tell.
  package static func outcome(of figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = notifications(figures, at: place)
    outcome.add(ProcessFigures.outcome(of: figures, at: place))
    if let success = figures.sum("alertmanager_config_last_reload_successful") {
      outcome.add(ReloadCheck.outcome(success == 1, command: "amtool check-config", at: place))
    } else {
      let reason = "the server has no alertmanager_config_last_reload_successful"
      outcome.unchecked.append(Unchecked(ReloadCheck.name, at: place, because: reason))
    }
    let failed = figures.sum("alertmanager_cluster_failed_peers") ?? 0
    if failed > 0 {
      outcome.findings.append(
        Finding(
          cluster,
          .critical,
          at: place,
          "\(FigureText.count(failed)) members of the cluster do not answer",
          why: "notifications come twice, and a silence holds at one of them",
          remedy: "goldtop query alertmanager_cluster_failed_peers"
        )
      )
    }
    return outcome
  }

  private static func notifications(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let check = Self.figures[0]
    var outcome = CheckOutcome()
    let all = figures.all(failures)
    guard !all.isEmpty else {
      let reason = "the server has no \(failures)"
      outcome.unchecked.append(Unchecked(check, at: place, because: reason))
      return outcome
    }
    let sent = byIntegration(figures.all(sent))
    for (integration, failed) in byIntegration(all).sorted(by: { $0.key < $1.key })
    where failed > 0 {
      let tried = max(failed, sent[integration] ?? 0)
      let isLost = failed * 2 > tried
      outcome.findings.append(
        Finding(
          check,
          isLost ? .critical : .warning,
          at: "\(place): \(integration)",
          "\(FigureText.count(failed)) of \(FigureText.count(tried)) notifications failed "
            + figures.since(failures),
          why: "whoever should have been told was not",
          remedy:
            "amtool alert query  # and look for 'notify' in the server's log: it has the reason"
        )
      )
    }
    if outcome.findings.isEmpty {
      let count = sent.values.reduce(0, +)
      outcome.inOrder.append(
        Checked(check, at: place, "\(FigureText.count(count)) sent, none failed")
      )
    }
    return outcome
  }

  private static func byIntegration(_ samples: [ServerFigures.Sample]) -> [String: Double] {
    samples.reduce(into: [:]) { $0[$1.labels["integration"] ?? "", default: 0] += $1.value }
  }
}
