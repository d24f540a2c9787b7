/// The cases as a file of promtool.
struct RuleTestFile {
  let plan: StackPlan

  var file: StackFile {
    plan.file(
      "prometheus/tests/goldtop.test.yml",
      """
      rule_files: [../rules/goldtop.rules.yml]
      evaluation_interval: 15s
      tests:
      \(RuleCases(plan: plan).all.map(text).joined(separator: "\n"))

      """
    )
  }

  private func text(of test: RuleTest) -> String {
    var text = """
        - name: \(StackText.quoted(test.name))
          interval: 15s
          input_series:

      """
    for series in test.series {
      text += "      - series: \(StackText.quoted(series.selector))\n"
      text += "        values: \(StackText.quoted(series.values))\n"
    }
    if !test.alerts.isEmpty { text += "    alert_rule_test:\n" }
    for alert in test.alerts {
      text += "      - eval_time: \(alert.time)\n        alertname: \(alert.alert)\n"
      text += "        exp_alerts:" + (alert.firing.isEmpty ? " []\n" : "\n")
      text += alert.firing.map { self.text(of: $0, alert.alert) }.joined()
    }
    if !test.empty.isEmpty { text += "    promql_expr_test:\n" }
    for (expression, time) in test.empty {
      text += "      - expr: \(StackText.quoted(expression))\n"
      text += "        eval_time: \(time)\n        exp_samples: []\n"
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// The alert with its annotations, whose templates are filled in here as Prometheus does.
  private func text(of firing: RuleTest.Firing, _ name: String) -> String {
    let rule = AlertTable(plan: plan).alerts.first {
      $0.name == name && $0.severity == firing.severity
    }
    func filled(_ template: String) -> String {
      var text = ""
      var rest = template[...]
      while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
        let isJob = rest[open.upperBound..<close.lowerBound].contains("$labels.job")
        text += rest[..<open.lowerBound] + (isJob ? firing.job : firing.value)
        rest = rest[close.upperBound...]
      }
      return text + rest
    }
    return """
              - exp_labels:
                  job: \(StackText.quoted(firing.job))
                  severity: \(firing.severity)
                exp_annotations:
                  summary: \(StackText.quoted(filled(rule?.summary ?? "")))
                  description: \(StackText.quoted(filled(rule?.description ?? "")))
                  runbook_url: \(StackText.quoted("\(plan.runbooks)/\(rule?.runbook ?? "")"))

      """
  }
}
