import Checks

extension PlantedFault {
  private static let configuration = "prometheus/prometheus.yml"
  private static let ruleFile = "prometheus/rules/goldtop.rules.yml"

  static let prometheus = [
    PlantedFault(
      "prometheus-scrape-timeout",
      .critical,
      configuration,
      ("evaluation_interval: 15s", "evaluation_interval: 15s\n  scrape_timeout: 20s"),
      at: "scrape_timeout: 20s"
    ),
    PlantedFault(
      "prometheus-scrape-timeout",
      .critical,
      configuration,
      ("job_name: loki\n", "job_name: loki\n    scrape_timeout: 1m\n"),
      at: "scrape_timeout: 1m"
    ),
    PlantedFault(
      "prometheus-not-a-duration",
      .critical,
      configuration,
      ("job_name: loki\n", "job_name: loki\n    scrape_interval: 15\n"),
      at: "scrape_interval: 15\n"
    ),
    PlantedFault(
      "prometheus-job-name",
      .critical,
      configuration,
      ("job_name: loki\n", "job_name: alertmanager\n"),
      at: "job_name: alertmanager\n    static_configs:\n      - targets: [\"loki"
    ),
    PlantedFault(
      "prometheus-scrape-gaps",
      .warning,
      configuration,
      ("job_name: loki\n", "job_name: loki\n    scrape_interval: 10m\n"),
      at: "scrape_interval: 10m"
    ),
    PlantedFault(
      "prometheus-removed-field",
      .critical,
      configuration,
      ("job_name: loki\n", "job_name: loki\n    scrape_classic_histograms: true\n"),
      at: "scrape_classic_histograms"
    ),
    PlantedFault(
      "prometheus-target-not-an-address",
      .critical,
      configuration,
      ("\"loki:3100\"", "\"http://loki:3100/metrics\""),
      at: "\"http://loki:3100/metrics\""
    ),
    PlantedFault(
      "prometheus-target-without-port",
      .note,
      configuration,
      ("\"loki:3100\"", "\"loki\""),
      at: "\"loki\""
    ),
    PlantedFault(
      "prometheus-no-alertmanager",
      .critical,
      configuration,
      (
        "alertmanagers:\n    - static_configs:\n        - targets: [\"alertmanager:9093\"]",
        "alertmanagers: []"
      ),
      at: nil
    ),
    PlantedFault(
      "prometheus-alertmanager-v1",
      .critical,
      configuration,
      ("alertmanagers:\n    - static", "alertmanagers:\n    - api_version: v1\n      static"),
      at: "api_version"
    ),
    PlantedFault(
      "prometheus-alertmanager-unreachable",
      .critical,
      configuration,
      (
        "    - static_configs:\n        - targets: [\"alertmanager:9093\"]",
        "    - static_configs:\n        - targets: [\"localhost:9093\"]"
      ),
      at: "localhost:9093"
    ),
    PlantedFault(
      "secret-in-file",
      .warning,
      configuration,
      (
        "job_name: loki\n",
        "job_name: loki\n    basic_auth:\n      username: a\n      password: hunter2\n"
      ),
      at: "password: hunter2"
    ),
    PlantedFault(
      "file-invalid",
      .critical,
      configuration,
      ("  evaluation_interval: 15s", "   evaluation_interval: 15s"),
      at: "   evaluation_interval: 15s"
    ),
  ]

  static let rules = [
    PlantedFault(
      "rule-file-invalid",
      .critical,
      ruleFile,
      ("- name: goldtop\n", "- name: goldtop\n    intervall: 1m\n"),
      at: "intervall"
    ),
    PlantedFault(
      "rule-file-invalid",
      .critical,
      ruleFile,
      ("    rules:\n", "    interval: often\n    rules:\n"),
      at: "often"
    ),
    rule("rule-file-invalid", .critical, "expr: up", "exp: up", at: "exp: up"),
    rule("alert-without-severity", .warning, "labels: {severity: warning}", "labels: {}"),
    rule("alert-without-runbook", .note, "runbook_url", "help"),
    rule("rule-unreadable", .critical, "expr: up", "expr: sum by (job (up)"),
    rule("alert-never-fires", .warning, "expr: up", "expr: up > 2"),
    rule("alert-for-below-interval", .warning, "for: 1m", "for: 5s"),
    rule(
      "rule-window-short",
      .warning,
      "expr: up",
      "expr: rate(errors_total[45s]) > 1",
      at: "rate(errors"
    ),
    rule(
      "rule-removed-function",
      .critical,
      "expr: up",
      "expr: holt_winters(up[1h], 0.5, 0.5)",
      at: "holt_winters"
    ),
    rule(
      "rule-subquery-one-sample",
      .warning,
      "expr: up",
      "expr: rate(up[1m:1m]) > 1",
      at: "rate(up[1m:1m])"
    ),
    rule(
      "rule-whole-bound",
      .critical,
      "expr: up",
      "expr: rate(x_bucket{le=\"1\"}[5m]) > 1",
      at: "rate(x_bucket"
    ),
  ]

  /// A sound alert at the end of the rule file, with one text of it changed.
  private static func rule(
    _ check: String,
    _ severity: Finding.Severity,
    _ from: String,
    _ to: String,
    at line: String = "- alert: Planted"
  ) -> PlantedFault {
    let sound = """
            - alert: Planted
              expr: up == 0
              for: 1m
              labels: {severity: warning}
              annotations: {runbook_url: runbooks/Planted.md}

      """
    let first = "    rules:\n"
    // A change of the expression is the whole of it.
    let changed = sound.replacing(
      from == "expr: up" && to.hasPrefix("expr:") ? from + " == 0" : from,
      with: to
    )
    return PlantedFault(check, severity, ruleFile, (first, first + changed), at: line)
  }

  static let alertmanager = [
    route("receiver: pagerduty\n", "receiver: pager\n", at: "receiver: pager\n"),
    route(
      "[severity=\"critical\"]\n      receiver: p",
      "[severity]\n      receiver: p",
      at: "[severity]"
    ),
    route("continue: true", "active_time_intervals: [nights]", at: "[nights]"),
    PlantedFault(
      "alertmanager-invalid",
      .critical,
      alerts,
      ("  - name: email\n", "  - name: slack\n    webhook_configs: []\n  - name: email\n"),
      at: "- name: slack\n    webhook_configs: []"
    ),
    PlantedFault(
      "alertmanager-invalid",
      .critical,
      alerts,
      ("  receiver: slack\n  group_by", "  group_by"),
      at: "group_by: [alertname, job]"
    ),
    PlantedFault(
      "alertmanager-deprecated-match",
      .note,
      alerts,
      ("matchers: [alertname=\"HighDailyCost\"]", "match: {alertname: HighDailyCost}"),
      at: "match: {"
    ),
    PlantedFault(
      "alertmanager-intervals",
      .warning,
      alerts,
      ("repeat_interval: 1h", "repeat_interval: 1m"),
      at: "repeat_interval: 1m"
    ),
    PlantedFault(
      "alertmanager-intervals",
      .note,
      alerts,
      ("repeat_interval: 24h", "repeat_interval: 7d"),
      at: "repeat_interval: 7d"
    ),
    PlantedFault(
      "alertmanager-route-unreached",
      .critical,
      alerts,
      ("- matchers: [alertname=\"HighDailyCost\"]\n      receiver", "- receiver"),
      at: "- matchers: [severity=~\"critical|warning\"]"
    ),
    PlantedFault(
      "alertmanager-no-grouping",
      .note,
      alerts,
      ("group_by: [alertname, job]", "group_by: ['...']"),
      at: "group_by"
    ),
    PlantedFault(
      "alertmanager-inhibits-itself",
      .warning,
      alerts,
      ("target_matchers: [severity=\"warning\"]", "target_matchers: [severity=\"critical\"]"),
      at: "source_matchers: [severity=\"critical\"]\n"
    ),
    PlantedFault(
      "alertmanager-inhibits-all",
      .warning,
      alerts,
      ("[severity=\"warning\"]\n    equal: [alertname, job]\n", "[severity=\"warning\"]\n"),
      at: "source_matchers: [severity=\"critical\"]\n"
    ),
    PlantedFault(
      "secret-in-file",
      .warning,
      alerts,
      ("routing_key_file: /run/secrets/pagerduty_key", "routing_key: 0123456789abcdef"),
      at: "routing_key: 0"
    ),
    PlantedFault(
      "alertmanager-null-receiver",
      .warning,
      alerts,
      (
        "- matchers: [alertname=\"HighDailyCost\"]\n      receiver: email",
        "- matchers: [team=\"data\"]\n      receiver: nobody"
      ),
      at: "receiver: nobody"
    ).and("  - name: email\n", "  - name: nobody\n  - name: email\n"),
  ]

  private static let alerts = "alertmanager/alertmanager.yml"

  private static func route(_ from: String, _ to: String, at line: String) -> PlantedFault {
    PlantedFault("alertmanager-invalid", .critical, alerts, (from, to), at: line)
  }
}
