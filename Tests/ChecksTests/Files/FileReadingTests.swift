import Testing
import YAML

@testable import Checks

/// How files are told apart, and what of them is not a fault.
@Suite struct FileReadingTests {
  private func outcome(_ files: [(String, String)]) -> CheckOutcome {
    FileChecks.outcome(of: files.map { ConfigurationFile(name: $0.0, text: $0.1) })
  }

  @Test(
    arguments: [
      ("global: {}\nscrape_configs: []\n", .prometheus), ("rule_files: [a]\n", .prometheus),
      ("groups: [{name: a, rules: []}]\n", .rules),
      (
        "groups: [{name: a, rules: [{alert: b, expr: 'count_over_time({a=\"b\"} |= \"c\" [1m]) > 0'}]}]\n",
        .lokiRules
      ),
      (
        "apiVersion: v1\nkind: Service\n---\napiVersion: x\nkind: PrometheusRule\n",
        .kubernetesRules
      ),
      ("route: {receiver: a}\nreceivers: [{name: a}]\n", .alertmanager),
      ("schema_config: {configs: []}\n", .loki), ("limits_config: {}\ncompactor: {}\n", .loki),
      ("clients: []\nscrape_configs: []\n", .promtail),
      ("services: {a: {image: b}}\n", .compose),
      ("apiVersion: 1\ndatasources: []\n", .dataSources),
      ("apiVersion: 1\ngroups: [{name: a, rules: []}]\n", nil),
      ("rule_files: [a]\ntests: []\n", nil), ("a: b\n", nil), ("", nil), ("[1, 2]", nil),
      ("storage: {trace: {backend: local}}\ncompactor: {}\n", nil),
    ] as [(String, FileKind?)]
  )
  func kindsAreToldByContent(_ text: String, _ kind: FileKind?) throws {
    #expect(FileKind(try YAMLNode.parseAll(text), name: "x/file.yml") == kind)
  }

  @Test func whatSomethingElseFillsInIsNoFault() {
    let found = outcome([
      (
        "prometheus.yml",
        """
        global: {scrape_interval: "${INTERVAL}", external_labels: {replica: "$(POD)"}}
        alerting: {alertmanagers: [{static_configs: [{targets: ["${ALERTMANAGER}"]}]}]}
        rule_files: ["${RULES}/*.yml"]
        scrape_configs:
          - job_name: a
            basic_auth: {username: b, password: "<password>"}
            static_configs: [{targets: ["{{ .Target }}", "${HOST}/x"]}]
        """
      ),
      ("loki.yml", "auth_enabled: false\nlimits_config: {retention_period: '${KEEP:-168h}'}\n"),
      (
        "alertmanager.yml",
        "route: {receiver: a, routes: [{matchers: ['{{ x }}']}]}\nreceivers: [{name: a, slack_configs: [{api_url: '${URL}'}]}]\n"
      ),
      (
        "compose.yml",
        "services: {p: {image: 'prom/prometheus:${TAG}', volumes: ['p:/prometheus'], command: '--storage.tsdb.retention.time=${KEEP}', ports: ['${IP}:9090:9090', '${IP:-127.0.0.1}:9091:9090']}}\n"
      ),
      ("rules/a.yml", "groups: [{name: a, rules: [{record: b, expr: 'up{job=\"{{ job }}\"}'}]}]\n"),
    ])
    #expect(found.findings == [])
    #expect(
      found.unchecked.map { "\($0.check) \($0.place)" } == [
        "alertmanager-invalid alertmanager.yml:1", "image-not-pinned compose.yml:1",
        "port-open-to-all compose.yml:1", "loki-retention loki.yml:2",
        "prometheus-scrape-timeout prometheus.yml:1", "rule-unreadable rules/a.yml:1",
      ]
    )
  }

  @Test func templatesOfFilesAreUnchecked() {
    let found = outcome([("loki.yml", "schema_config:\n{{- if .x }}\n  configs: []\n{{- end }}\n")])
    #expect(found.findings == [])
    #expect(found.unchecked.map(\.place) == ["loki.yml:3"])
    #expect(found.unchecked[0].reason.hasPrefix("it is a template: not valid YAML"))
  }

  @Test func rulesOfPrometheusOneAreFound() {
    let found = outcome([("a.rules", "# x\nALERT Down\n  IF up == 0\n  FOR 5m\n")])
    #expect(found.findings.map { "\($0.check) \($0.place)" } == ["rule-file-invalid a.rules:2"])
  }

  @Test func ruleFilesThatNobodyLoadsAreFound() {
    let rules = "groups: [{name: a, rules: [{record: b, expr: up}]}]\n"
    let configuration = """
      rule_files: [rules/*.yml, missing/*.yml, /etc/prometheus/more/*.yaml, /etc/none.yml]
      alerting: {alertmanagers: [{static_configs: [{targets: ["a:1"]}]}]}
      """
    let found = outcome([
      ("p/prometheus.yml", configuration), ("p/rules/a.yml", rules), ("p/more/b.yaml", rules),
      ("p/other/c.yml", rules),
    ])
    #expect(
      found.findings.map { "\($0.check) \($0.place)" } == [
        "rule-file-not-loaded p/other/c.yml", "prometheus-rule-files p/prometheus.yml:1",
      ]
    )
    #expect(found.unchecked.map(\.reason) == ["'/etc/none.yml' is not in the folder"])
  }

  @Test(
    arguments: [
      ("rules/*.yml", "p/rules/a.yml", true), ("rules/*.yml", "p/rules/b/a.yml", false),
      ("*.rules.y?ml", "p/a.rules.yml", false), ("*.rules.y?ml", "p/a.rules.yaml", true),
      ("./../q/a.yml", "q/a.yml", true), ("/etc/x/*.yml", "any/where/a.yml", true),
      ("a*b*c", "p/aXbYc", true), ("a*b*c", "p/aXcYb", false), ("*", "p/", false),
    ]
  )
  func patternsMatchAsGlobsDo(_ pattern: String, _ path: String, _ matches: Bool) {
    #expect(PathPattern(pattern, in: "p/").matches(path) == matches)
  }

  @Test(
    arguments: [
      ("severity=\"critical\"", "severity = critical"),
      ("severity=critical", "severity = critical"),
      (" a =~ \"x|y\" ", "a =~ x|y"), ("{a=\"b\", \"c d\"!=\"e,f\"}", "a = b; c d != e,f"),
      ("a!~b", "a !~ b"), ("a=\"\"", "a = "), ("a", "-"), ("=b", "-"), ("a=\"b", "-"), ("{}", "-"),
    ]
  )
  func matchersAreRead(_ text: String, _ expected: String) {
    let matchers = AlertMatcher.read(text) ?? []
    let words = matchers.map { "\($0.name) \($0.comparison) \($0.value)" }.joined(separator: "; ")
    #expect((words.isEmpty ? "-" : words) == expected)
  }

  @Test func alertsAreFollowedThroughRoutes() throws {
    let root = AlertRoute(
      try YAMLNode.parse(
        """
        receiver: default
        routes:
          - {matchers: [severity="critical"], receiver: pager, continue: true}
          - {matchers: [team=~"a|b"], receiver: team}
          - {matchers: [severity=~"critical|warning"], receiver: chat}
          - {matchers: [pod=~"x.*"], receiver: pods}
        """
      )
    )
    #expect(root.receivers(of: ["severity": "info"]) == ["team", "pods", "default"])
    #expect(
      root.receivers(of: ["severity": "info", "team": "c", "pod": "y"]) == ["pods", "default"]
    )
    #expect(root.receivers(of: ["severity": "critical", "team": "a"]) == ["pager", "team"])
    #expect(root.receivers(of: ["severity": "warning", "team": "c"]) == ["chat"])
    #expect(root.receivers(of: ["severity": "critical"]) == ["pager", "team", "chat"])
  }

  @Test func anAlertThatReachesNobodyIsFound() {
    let found = outcome([
      (
        "alertmanager.yml",
        """
        route: {receiver: team, routes: [{matchers: ['severity="warning"'], receiver: none}]}
        receivers: [{name: team, webhook_configs: [{url: 'http://a/'}]}, {name: none}]
        """
      ),
      (
        "rules.yml",
        """
        groups:
          - name: a
            rules:
              - {alert: A, expr: up == 0, labels: {severity: warning}, annotations: {runbook_url: r}}
              - {alert: B, expr: up == 0, labels: {severity: critical}, annotations: {runbook_url: r}}
        """
      ),
    ])
    #expect(
      found.findings.map { "\($0.check) \($0.place)" } == [
        "alertmanager-null-receiver alertmanager.yml:1", "alert-reaches-nobody A (rules.yml:4)",
      ]
    )
  }

  @Test func noSecretIsEverTold() throws {
    let secret = "hunter2-very-secret"
    let found = outcome([
      (
        "alertmanager.yml",
        """
        global: {slack_api_url: "https://hooks.example.com/\(secret)", smtp_auth_password: \(secret)}
        route: {receiver: a}
        receivers: [{name: a, pagerduty_configs: [{routing_key: \(secret)}]}]
        """
      ),
      (
        "compose.yml",
        "services: {g: {image: 'grafana/grafana:1', volumes: ['g:/var/lib/grafana'], environment: ['GF_SECURITY_ADMIN_PASSWORD=\(secret)']}}\n"
      ),
      ("prometheus.yml", "remote_write: [{url: 'http://a/', basic_auth: {password: \(secret)}}]\n"),
    ])
    #expect(found.findings.filter { $0.check == "secret-in-file" }.count == 5)
    #expect(!"\(found)".contains(secret))
  }

  @Test func anythingMayBeAFile() {
    for text in [
      "\u{0}", "- - -", "a: &a [*a]", "? {a: b}\n: c", "route: 1\nreceivers: 2\n", "groups: {}\n",
    ] {
      for name in [
        "prometheus.yml", "alertmanager.yml", "x.rules", "loki.yaml", "config.alloy", "compose.yml",
      ] {
        _ = outcome([(name, text)])
      }
    }
  }
}
