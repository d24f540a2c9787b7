/// The rules as a file of Prometheus.
struct RuleFile {
  let plan: StackPlan

  /// Recording and alerting rules.
  var file: StackFile { plan.file("prometheus/rules/goldtop.rules.yml", text) }

  /// The groups, without the mark; also what a PrometheusRule of Kubernetes holds.
  var text: String {
    """
    # Symptoms page (severity critical), causes do not. All rules sum over instances, and are tested by
    # promtool test rules prometheus/tests/goldtop.test.yml
    groups:
      # One group: its rules are evaluated one after the other, so that alerts see the newest figures.
      - name: goldtop
        rules:
    \(StackText.indented(rules.joined(separator: "\n"), by: 6))

    """
  }

  private var rules: [String] {
    let table = AlertTable(plan: plan)
    return table.recordings.map(text) + table.alerts.map(text)
  }

  private func text(of rule: RecordingRow) -> String {
    """
    - record: \(rule.name)
      expr: |
    \(StackText.indented(rule.expression, by: 4))
    """
  }

  private func text(of alert: AlertRow) -> String {
    let lingering = alert.lingering.map { "\n  keep_firing_for: \($0)" } ?? ""
    return """
      - alert: \(alert.name)
        expr: |
      \(StackText.indented(alert.expression, by: 4))
        for: \(alert.delay)\(lingering)
        labels:
          severity: \(alert.severity)
        annotations:
          summary: \(StackText.quoted(alert.summary))
          description: \(StackText.quoted(alert.description))
          runbook_url: \(StackText.quoted("\(plan.runbooks)/\(alert.runbook)"))
      """
  }
}
