package import Telemetry

/// Judges how a server evaluates its rules.
package enum LoadedRuleChecks {
  /// The names of all checks.
  package static let names = ["rules-loaded", "rule-failing", "rule-group-slow"]

  /// Judges the rules of a server.
  ///
  /// - Parameters:
  ///   - rules: All rules, as the server tells of them.
  ///   - place: The server.
  /// - Returns: Findings, and what is in order.
  package static func outcome(of rules: [WrittenRule], at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    let alerts = rules.filter { $0.kind == .alerting }.count
    guard alerts > 0 else {
      outcome.findings.append(noAlerts(rules.count, at: place))
      return outcome
    }
    outcome.inOrder.append(
      Checked(
        "rules-loaded",
        at: place,
        "\(alerts) that alert, \(rules.count - alerts) that record"
      )
    )
    let failing = rules.filter { $0.health == .failing }
    outcome.findings += failing.map(failure)
    if failing.isEmpty {
      outcome.inOrder.append(Checked("rule-failing", at: place, "all \(rules.count) evaluate"))
    }
    let slow = slowGroups(rules)
    outcome.findings += slow
    if slow.isEmpty {
      let count = Set(rules.map(\.place)).count
      let words = count == 1 ? "1 group is in time" : "\(count) groups are in time"
      outcome.inOrder.append(Checked("rule-group-slow", at: place, words))
    }
    return outcome
  }

  private static func noAlerts(_ count: Int, at place: String) -> Finding {
    Finding(
      "rules-loaded",
      .warning,
      at: place,
      count == 0 ? "no rules are loaded" : "\(count) rules are loaded, and none of them alerts",
      why: "nobody is told of anything",
      remedy: "rule_files:\n  - rules/*.rules.yml  # goldtop init writes some"
    )
  }

  private static func failure(_ rule: WrittenRule) -> Finding {
    Finding(
      "rule-failing",
      .critical,
      at: rule.spot,
      "the rule fails: \(rule.lastError ?? "no reason given")",
      why: rule.kind == .alerting ? "the alert cannot fire" : "what is computed from it is missing"
    )
  }

  private static func slowGroups(_ rules: [WrittenRule]) -> [Finding] {
    var seen: Set<String> = []
    return rules.compactMap { rule in
      guard let time = rule.groupTime, let interval = rule.interval, time > interval * 4 / 5,
        seen.insert(rule.place).inserted
      else { return nil }
      return Finding(
        "rule-group-slow",
        time > interval ? .critical : .warning,
        at: rule.place,
        "one evaluation takes \(time.prometheusText), and one is due every "
          + interval.prometheusText,
        why: "evaluations are left out, and alerts come late or not at all",
        remedy: "split the group, record its costly parts, or raise its 'interval'"
      )
    }
  }
}
