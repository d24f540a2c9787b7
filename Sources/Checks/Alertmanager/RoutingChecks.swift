package import Telemetry
import YAML

/// Judges where alerts end, by the configuration that an Alertmanager has loaded.
package struct RoutingChecks {
  /// The names of all checks.
  package static let names = [
    "route-null", "alert-reaches-nobody", "receiver-on-call", "alertmanager-routing",
  ]

  /// Alerts whose way is shown.
  private static let mostShown = 8
  /// Kinds of receivers that wake somebody, or hand over to what does.
  private static let waking: Set = [
    "pagerduty", "opsgenie", "victorops", "pushover", "sns", "webhook", "jira", "incidentio",
    "rootly",
  ]

  private let root: AlertRoute
  /// The receivers by name, each with the kinds of its ways, such as `slack`.
  private let receivers: [String: Set<String>]
  private let place: String

  /// Judges where alerts end.
  ///
  /// - Parameters:
  ///   - configuration: YAML, as the server shows it.
  ///   - rules: The rules whose alerts come there; empty where they are not known.
  ///   - isProduction: Whether critical alerts have to wake somebody.
  ///   - place: The server.
  /// - Returns: Findings, the ways that are in order, and what is not known.
  package static func outcome(
    of configuration: String,
    _ rules: [WrittenRule],
    isProduction: Bool,
    at place: String
  ) -> CheckOutcome {
    guard let root = try? YAMLNode.parse(configuration), let checks = RoutingChecks(root, place)
    else {
      var outcome = CheckOutcome()
      outcome.unchecked = names.map {
        Unchecked($0, at: place, because: "the server does not show its configuration")
      }
      return outcome
    }
    var outcome = checks.outcome(of: rules, isProduction: isProduction)
    outcome.add(settings(of: root, configuration, at: place))
    return outcome
  }

  /// What is judged of a file, and may as well be wrong in what is loaded.
  private static let ofFiles: Set = [
    "alertmanager-inhibits-itself", "alertmanager-inhibits-all", "alertmanager-no-grouping",
    "alertmanager-intervals", "alertmanager-route-unreached", "alertmanager-deprecated-match",
  ]

  /// Grouping, inhibition and intervals, with the lines of the page that shows the configuration.
  private static func settings(
    of root: YAMLNode,
    _ configuration: String,
    at place: String
  ) -> CheckOutcome {
    let file = ConfigurationFile(name: "\(place)/#/status", text: configuration)
    let checks = AlertmanagerFileChecks(
      ReadFile(file: file, kind: .alertmanager, documents: [root]),
      in: StackFolder(files: [], wanted: WantedRetention(metrics: .zero, logs: .zero))
    )
    var outcome = CheckOutcome()
    outcome.findings = checks.outcome.findings.filter { ofFiles.contains($0.check) }
    if outcome.findings.isEmpty {
      let inhibitions = root["inhibit_rules"]?.items.count ?? 0
      let groups = root.at("route.group_by")?.texts ?? []
      outcome.inOrder.append(
        Checked(
          names[3],
          at: place,
          (groups.isEmpty ? "all in one group" : "grouped by \(groups.joined(separator: ", "))")
            + (inhibitions == 1 ? ", 1 inhibition" : ", \(inhibitions) inhibitions")
        )
      )
    }
    return outcome
  }

  /// The kinds of ways that receivers have to tell somebody, such as `slack`; `nil` where that is not known.
  package static func kinds(of names: [String], in configuration: String) -> Set<String>? {
    guard !names.isEmpty, let root = try? YAMLNode.parse(configuration),
      let checks = RoutingChecks(root, "")
    else { return nil }
    let known = names.compactMap { checks.receivers[$0] }
    return known.count == names.count ? known.reduce([]) { $0.union($1) } : nil
  }

  /// Nothing where there is no root route.
  private init?(_ node: YAMLNode, _ place: String) {
    guard let route = node["route"] else { return nil }
    root = AlertRoute(route)
    let all = (node["receivers"]?.items ?? []).map { receiver in
      let kinds = receiver.entries.filter { !$0.value.items.isEmpty }.map(\.key)
        .filter { $0.hasSuffix("_configs") }.map { String($0.dropLast("_configs".count)) }
      return (receiver["name"]?.text ?? "", Set(kinds))
    }
    receivers = Dictionary(all) { $0.union($1) }
    self.place = place
  }

  private func outcome(of rules: [WrittenRule], isProduction: Bool) -> CheckOutcome {
    var outcome = ends
    let alerts = rules.filter { $0.kind == .alerting }
    guard !alerts.isEmpty else {
      let names = isProduction ? Self.names[1..<3] : Self.names[1..<2]
      outcome.unchecked += names.map {
        Unchecked($0, at: place, because: "no Prometheus tells which alerts come here")
      }
      return outcome
    }
    let ways = alerts.map { ($0, reached(by: $0)) }
    let lost = ways.filter { rule, reached in
      !reached.isEmpty && reached.allSatisfy(isNull) && isMeant(rule)
    }
    outcome.findings += lost.map(nobody)
    if lost.isEmpty {
      let shown = ways.prefix(Self.mostShown).map { rule, reached in
        "\(rule.name) → \(reached.sorted().joined(separator: ", "))"
      }
      let more = ways.count > Self.mostShown ? ["and \(ways.count - Self.mostShown) more"] : []
      outcome.inOrder.append(
        Checked(Self.names[1], at: place, (shown + more).joined(separator: "; "))
      )
    }
    if isProduction { outcome.add(onCall(ways)) }
    return outcome
  }

  /// The receivers that an alert may reach by the labels of its rule.
  private func reached(by rule: WrittenRule) -> Set<String> {
    var labels = ["alertname": rule.name]
    // A label that is a template is known only once the alert fires.
    for label in rule.labels.labels where !label.value.contains("{{") {
      labels[label.name] = label.value
    }
    return root.receivers(of: labels)
  }

  private func isNull(_ receiver: String) -> Bool { receivers[receiver]?.isEmpty ?? true }

  /// Whether somebody should hear of an alert: not of signs of life, and of what is for the record.
  private func isMeant(_ rule: WrittenRule) -> Bool {
    !["", "none", "info"].contains((rule.labels["severity"] ?? "").lowercased())
  }

  private var ends: CheckOutcome {
    var outcome = CheckOutcome()
    guard isNull(root.receiver) else {
      let words = "what no other route takes goes to \(root.receiver)"
      outcome.inOrder.append(Checked(Self.names[0], at: place, words))
      return outcome
    }
    let tellsNobody = root.all.allSatisfy { isNull($0.receiver) }
    outcome.findings.append(
      Finding(
        Self.names[0],
        tellsNobody ? .critical : .warning,
        at: place,
        (tellsNobody ? "all routes end" : "what no other route takes ends")
          + " in '\(root.receiver)', which tells nobody",
        why: "alerts fire, and nobody hears of them",
        remedy: "receivers:\n  - name: \(root.receiver)\n    webhook_configs:\n"
          + "      - url: https://example.com/alerts"
      )
    )
    return outcome
  }

  private func nobody(_ rule: WrittenRule, _ reached: Set<String>) -> Finding {
    let severity = rule.labels["severity"] ?? ""
    return Finding(
      Self.names[1],
      rule.isCritical ? .critical : .warning,
      at: rule.spot,
      "the alert is routed to '\(reached.sorted().joined(separator: "', '"))', which tells nobody",
      why: "the alert fires, and nobody hears of it",
      remedy: "routes:\n  - matchers: ['severity=\"\(severity)\"']\n    receiver: TEAM"
    )
  }

  /// Whether critical alerts wake somebody.
  private func onCall(_ ways: [(rule: WrittenRule, reached: Set<String>)]) -> CheckOutcome {
    var outcome = CheckOutcome()
    let critical = ways.filter(\.rule.isCritical)
    guard !critical.isEmpty else {
      outcome.unchecked.append(
        Unchecked(Self.names[2], at: place, because: "no alert has the severity 'critical'")
      )
      return outcome
    }
    for (rule, reached) in critical {
      let kinds = reached.reduce(into: Set<String>()) { $0.formUnion(receivers[$1] ?? []) }
      guard !kinds.isEmpty, kinds.isDisjoint(with: Self.waking) else { continue }
      outcome.findings.append(
        Finding(
          Self.names[2],
          .warning,
          at: rule.spot,
          "the critical alert goes to \(kinds.sorted().joined(separator: " and ")) alone",
          why: "a message that nobody reads at night wakes nobody",
          remedy: "receivers:\n  - name: on-call\n    pagerduty_configs:\n"
            + "      - routing_key_file: /run/secrets/pagerduty_key"
        )
      )
    }
    if outcome.findings.isEmpty {
      let words = "\(critical.count) critical alerts wake somebody"
      outcome.inOrder.append(Checked(Self.names[2], at: place, words))
    }
    return outcome
  }
}
