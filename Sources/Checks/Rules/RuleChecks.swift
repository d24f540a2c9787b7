import PromQL
package import Telemetry

/// Judges rules, be they loaded by a server or written in a file.
package struct RuleChecks {
  /// What may keep a rule from firing.
  package var reach = RuleReach()

  package init() {}

  /// The name of the check for alerts that nothing can make fire.
  package static let neverFires = "alert-never-fires"

  /// The names of all checks of rules.
  package static let names = [
    "rule-unreadable", neverFires, "alert-for-below-interval", "alert-without-severity",
    "alert-without-runbook",
  ]

  /// Judges rules.
  ///
  /// - Parameters:
  ///   - rules: The rules, in the order of their findings.
  ///   - place: Where they are from, for what is in order.
  /// - Returns: Findings, and what is in order.
  package func outcome(of rules: [WrittenRule], at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    let alerts = rules.filter { $0.kind == .alerting }
    for rule in rules { outcome.findings += findings(on: rule) }
    let faulty = Set(outcome.findings.map(\.check))
    let count = alerts.count == 1 ? "1 alert" : "\(alerts.count) alerts"
    for name in Self.names where !faulty.contains(name) && !alerts.isEmpty {
      outcome.inOrder.append(Checked(name, at: place, count))
    }
    return outcome
  }

  private func findings(on rule: WrittenRule) -> [Finding] {
    let expression: Expression
    do throws(ParseProblem) {
      expression = try Expression.parse(rule.expression)
    } catch {
      // What a server has loaded is in order: it may know more of PromQL than this parser.
      guard rule.health == nil else { return [] }
      return [unreadable(rule, error)]
    }
    guard rule.kind == .alerting else { return [] }
    return [
      neverFires(rule, expression), heldTooShort(rule), withoutSeverity(rule),
      withoutRunbook(rule, expression),
    ].compactMap { $0 }
  }

  private func unreadable(_ rule: WrittenRule, _ problem: ParseProblem) -> Finding {
    Finding(
      "rule-unreadable",
      .critical,
      at: rule.spot,
      "the expression is no PromQL: \(problem.description)",
      why: "Prometheus refuses the whole file, and every rule in it"
    )
  }

  private func neverFires(_ rule: WrittenRule, _ expression: Expression) -> Finding? {
    guard let obstacle = reach.obstacle(in: expression) else { return nil }
    return Finding(
      Self.neverFires,
      .warning,
      at: rule.spot,
      "\(obstacle.part) in the expression: \(obstacle.words)",
      why: "the alert stays silent whatever happens",
      remedy: obstacle.remedy
    )
  }

  private func heldTooShort(_ rule: WrittenRule) -> Finding? {
    guard let interval = rule.interval, rule.holdFor > .zero, rule.holdFor < interval else {
      return nil
    }
    let (hold, every) = (rule.holdFor.prometheusText, interval.prometheusText)
    return Finding(
      "alert-for-below-interval",
      .warning,
      at: rule.spot,
      "'for: \(hold)' is shorter than the \(every) between two evaluations of its group",
      why: "the alert waits \(every), and what lasts \(hold) is never seen twice",
      remedy: "for: \(every)"
    )
  }

  private func withoutSeverity(_ rule: WrittenRule) -> Finding? {
    guard (rule.labels["severity"] ?? "").isEmpty else { return nil }
    return Finding(
      "alert-without-severity",
      .warning,
      at: rule.spot,
      "the alert has no label 'severity'",
      why: "routes and inhibitions of Alertmanager tell what wakes somebody by it",
      remedy: "labels:\n  severity: warning"
    )
  }

  private func withoutRunbook(_ rule: WrittenRule, _ expression: Expression) -> Finding? {
    let names = rule.annotations.filter { !$0.value.isEmpty }.map { $0.key.lowercased() }
    let hasRunbook = names.contains { $0.contains("runbook") || $0.contains("playbook") }
    // An alert that always fires is a sign of life, and nobody acts on it.
    let isSignOfLife = RuleReach.selectors(of: expression).isEmpty && rule.holdFor == .zero
    guard !hasRunbook, !isSignOfLife else { return nil }
    let isCritical = rule.isCritical
    return Finding(
      "alert-without-runbook",
      isCritical ? .warning : .note,
      at: rule.spot,
      "\(isCritical ? "the critical" : "the") alert has no annotation 'runbook_url'",
      why: "whoever is woken by it has to find out what to do",
      remedy: "annotations:\n  runbook_url: https://example.com/runbooks/\(rule.name)"
    )
  }
}

extension WrittenRule {
  /// Whether it is meant to wake somebody.
  package var isCritical: Bool {
    ["critical", "page", "emergency"].contains((labels["severity"] ?? "").lowercased())
  }

  /// The rule's name with where it stands.
  package var spot: String { "\(name) (\(place))" }
}
