import LocalSource
import Telemetry
import Testing

@Suite struct RuleFileTests {
  @Test func aFileIsRead() throws {
    let file = try RuleFile(
      yaml: """
        groups:
          - name: shop
            interval: 30s
            limit: 10
            labels: {team: shop, severity: none}
            rules:
              - record: job:http_requests:rate5m
                expr: sum by (job) (rate(http_requests_total[5m]))
                labels: {source: goldtop}
              - alert: HighErrorRate
                expr: |
                  job:errors:ratio > 0.05
                for: 5m
                keep_firing_for: 1h30m
                labels:
                  severity: critical
                annotations:
                  summary: "{{ $value | humanizePercentage }} fail"
          - name: empty
            rules: []
        """
    )
    #expect(file.groups.map(\.name) == ["shop", "empty"])
    let group = try #require(file.groups.first)
    #expect(group.interval == .seconds(30))
    #expect(group.limit == 10)
    #expect(group.rules.map(\.name) == ["job:http_requests:rate5m", "HighErrorRate"])
    #expect(group.rules.first?.kind == .recording)
    let alert = try #require(group.rules.last)
    #expect(alert.kind == .alerting(holdFor: .seconds(300), keepFiringFor: .seconds(5400)))
    #expect(alert.text == "job:errors:ratio > 0.05\n")
    // The rule's own labels win over those of its group.
    #expect(alert.labels.map(\.name) == ["severity", "team"])
    #expect(alert.labels.first?.value.source == "critical")
    #expect(alert.annotations.map(\.name) == ["summary"])
  }

  @Test func allProblemsAreTold() {
    let problems = #expect(throws: RuleProblems.self) {
      try RuleFile(
        yaml: """
          groups:
            - name: a
              rules:
                - alert: NoExpression
                - alert: Bad
                  expr: sum(
                - record: both
                  alert: both
                  expr: up
                - record: r
                  expr: up
                  for: 5m
                - alert: Template
                  expr: up
                  for: soon
                  annotations:
                    summary: "{{ nothing }}"
                  labels:
                    __name__: x
                - expr: up
                  unknown: 1
            - name: a
              interval: 5
            - rules: none
          """
      )
    }
    #expect(
      problems?.problems.map { "\($0.line):\($0.column): \($0.reason.prefix(40))" } == [
        "4:9: a rule needs 'expr'",
        "6:19: the expression cannot be read: unclosed ",
        "7:9: a rule needs only one of 'record' and 'a",
        "12:14: a recording rule has no 'for'",
        "15:14: 'for' is not a duration such as 5m or 1h",
        "17:24: the template of 'summary': unknown funct",
        "19:11: '__name__' is not a valid name in 'label",
        "20:9: a rule needs 'record' or 'alert'",
        "21:9: a rule has no field 'unknown'",
        "22:11: duplicate group 'a'",
        "23:15: 'interval' is not a duration such as 5m ",
        "24:5: a group needs a name",
        "24:12: 'rules' must be a list",
      ]
    )
  }

  @Test(arguments: [
    "groups: [", "\tgroups: a", "groups: {a: b", "a: *y", "groups:\n- name: a\n  name: b",
  ])
  func badYAMLIsRefused(_ text: String) {
    let problems = #expect(throws: RuleProblems.self) { try RuleFile(yaml: text) }
    #expect(problems?.problems.isEmpty == false)
  }

  @Test func aSecondDocumentIsTold() throws {
    let file = try RuleFile(yaml: "groups: []\n---\ngroups:\n- name: lost\n")
    #expect(file.groups.isEmpty)
    #expect(file.remarks.map(\.line) == [2])
    #expect(try RuleFile(yaml: "groups: []\n...\n").remarks.isEmpty)
  }

  @Test func anEmptyFileHasNoRules() throws {
    #expect(try RuleFile(yaml: "").groups.isEmpty)
    #expect(try RuleFile(yaml: "groups:\n").groups.isEmpty)
  }

  @Test func theDefaultsAreTheSixOfTheReadme() throws {
    let rules = try RuleFile.defaults().groups.flatMap(\.rules)
    #expect(
      rules.map(\.name) == [
        "ServiceDown", "HighErrorRate", "HighLatency", "LowCacheHitRate", "SlowQueries",
        "HighDailyCost",
      ]
    )
    let holdFor = rules.map { rule -> Duration in
      if case .alerting(let holdFor, _) = rule.kind { holdFor } else { .zero }
    }
    let expected: [Duration] = [
      .seconds(60), .seconds(300), .seconds(600), .seconds(3600), .seconds(600), .zero,
    ]
    #expect(holdFor == expected)
  }

  @Test func theDefaultsKeepPace() throws {
    let rules = try RuleFile.defaults(pace: 10).groups.flatMap(\.rules)
    #expect(rules[0].text == "up == 0")
    #expect(rules[1].text.contains("http_requests_total[30s]"))
    #expect(rules[3].text.contains("[3m]"))
    #expect(rules[5].text.contains("[24h]"))
    let holdFor = rules.map { rule -> Duration in
      if case .alerting(let holdFor, _) = rule.kind { holdFor } else { .zero }
    }
    let expected: [Duration] = [60, 30, 60, 360, 60, 0].map { .seconds($0) }
    #expect(holdFor == expected)
    #expect(try RuleFile.defaults(pace: 60).groups[0].rules[1].text.contains("[20s]"))
  }

  @Test func placesInsideOfTextsAreThoseOfTheFile() {
    let problems = #expect(throws: RuleProblems.self) {
      try RuleFile(
        yaml: """
          groups:
          - name: a
            rules:
            - alert: Block
              expr: |
                up == 0
                  and (
              annotations:
                text: |-
                  first
                  and {{ humanise $value }}
            - {alert: Flow, expr: 'up ==', labels: {a: '{{ $x }}'}}
            - alert: Folded
              expr: >-
                up ==
                )
          """
      )
    }
    #expect(
      problems?.problems.map { "\($0.line):\($0.column)" } == [
        "7:14", "11:16", "12:31", "12:50", "14:11",
      ]
    )
  }

  @Test func valuesWithNamesAreUsedAgain() throws {
    let file = try RuleFile(
      yaml: """
        groups:
        - name: a
          rules:
          - &first
            alert: &name High
            expr: &expr |
              up == 0
            labels: &labels {severity: &severity critical}
          - alert: *name
            expr: *expr
            labels: {severity: *severity}
          - <<: *first
            alert: Higher
          - record: r
            expr: *expr
            labels: *labels
        """
    )
    let rules = file.groups.flatMap(\.rules)
    #expect(rules.map(\.name) == ["High", "High", "Higher", "r"])
    #expect(Set(rules.map(\.text)) == ["up == 0\n"])
    #expect(rules.allSatisfy { $0.labels.map(\.value.source) == ["critical"] })
  }
}
