import Checks
import DashboardConfig
import LokiAPI
import PrometheusAPI
import Reports
import Runtime
import Telemetry

/// Asks servers who may do what with them.
struct ReportAccess {
  let inquiry: ReportInquiry
  let settings: Settings
  /// The environment variables.
  let variables: [String: String]

  /// The section.
  func section() async -> ReportSection {
    var outcome = CheckOutcome()
    for checkup in checkups { outcome.add(await checkup.outcome()) }
    if let prometheus = inquiry.sources.metrics as? PrometheusClient {
      outcome.add(await flags(of: prometheus))
    }
    if let loki = inquiry.sources.logs as? LokiClient { outcome.add(await tenants(of: loki)) }
    for unchecked in outcome.unchecked {
      inquiry.miss("\(unchecked.check) of \(unchecked.place)", because: unchecked.reason)
    }
    if settings.grafana == nil {
      inquiry.miss("who may do what in Grafana", because: "no Grafana is configured: grafana.url")
    } else {
      inquiry.miss(
        "users and roles of Grafana",
        because: "its API tells them to administrators alone"
      )
    }
    return inquiry.asked(Self.section(of: outcome, over: inquiry.window))
  }

  /// What looks at each server as `check --production` does.
  private var checkups: [ProductionCheckup] {
    let servers: [(ServerKind, ServerAddress?)] = [
      (.prometheus, settings.prometheus), (.alertmanager, settings.alertmanager),
      (.loki, settings.loki), (.grafana, settings.grafana.map { ServerAddress(url: $0.base) }),
    ]
    return servers.compactMap { kind, address in
      address.map { address in
        ProductionCheckup(
          kind: kind,
          address: address,
          server: CheckedServer(
            "\(kind.word) \(address.authority)",
            deadline: inquiry.deadline
          ),
          variables: variables,
          now: inquiry.now
        )
      }
    }
  }

  private func flags(of prometheus: PrometheusClient) async -> CheckOutcome {
    let place = "\(ServerKind.prometheus.word) \(inquiry.name(of: .metrics))"
    let server = CheckedServer(place, deadline: inquiry.deadline)
    return await server.judge(FlagChecks.names) { deadline throws(SourceError) in
      try await prometheus.flags(deadline: deadline).value
    } _: { flags in
      FlagChecks.outcome(of: flags, at: server.place)
    }
  }

  private func tenants(of loki: LokiClient) async -> CheckOutcome {
    let place = "\(ServerKind.loki.word) \(inquiry.name(of: .logs))"
    let server = CheckedServer(place, deadline: inquiry.deadline)
    return await server.judge([TenantCheck.name]) { deadline throws(SourceError) in
      try await loki.configuration(deadline: deadline)
    } _: { configuration in
      TenantCheck.outcome(of: configuration, at: server.place)
    }
  }

  /// What was found as a table, the worst first.
  private static func section(of outcome: CheckOutcome, over window: Stretch) -> ReportSection {
    var section = ReportSection("access", "Who may do what", over: window)
    var table = ReportTable(
      "access",
      "",
      ["server": "SERVER", "check": "CHECK", "found": "FOUND", "meaning": "MEANS"]
    )
    let findings = outcome.findings.sorted { $0.severity > $1.severity }
    table.rows = findings.map { finding in
      [
        .text(finding.place, finding.severity.inReport), .text(finding.check),
        .text(finding.what), .text(finding.why),
      ]
    }
    table.rows += outcome.inOrder.map { checked in
      [.text(checked.place), .text(checked.check), .text(checked.seen), .nothing]
    }
    section.blocks = [table.rows.isEmpty ? .text("no server was asked") : .table(table)]
    let open = findings.filter { $0.severity == .critical }.map(\.place)
    let places = Set(open).sorted().joined(separator: ", ")
    if !open.isEmpty {
      section.headlines = [
        ReportHeadline(.warning, "anybody may read or change too much: \(places)")
      ]
    }
    return section
  }
}

extension ServerKind {
  /// Its name.
  fileprivate var word: String {
    switch self {
    case .prometheus: "Prometheus"
    case .alertmanager: "Alertmanager"
    case .loki: "Loki"
    case .grafana: "Grafana"
    }
  }
}

extension Finding.Severity {
  /// How bad it is in a report, of which whether the service works is the worst.
  fileprivate var inReport: Severity { self == .note ? .ok : .warning }
}
