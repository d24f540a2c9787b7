import Checks
import PromQL
import Telemetry
import Testing

@Suite("Rules as they were written")
struct RuleCheckTests {
  /// A rule that is in order but for what a test changes.
  static func rule(_ expression: String = "up == 0") -> WrittenRule {
    var rule = WrittenRule(
      "Down",
      group: "shop",
      expression: expression,
      at: "shop.yml: group shop"
    )
    rule.holdFor = .seconds(60)
    rule.interval = .seconds(15)
    rule.labels = LabelSet(["severity": "critical"])
    rule.annotations = ["runbook_url": "https://example.com/Down"]
    return rule
  }

  private func findings(_ rule: WrittenRule, _ checks: RuleChecks = RuleChecks()) -> [String] {
    checks.outcome(of: [rule], at: "server").findings.map(\.check)
  }

  @Test func aSoundRuleHasNoFindingAndIsListed() {
    let outcome = RuleChecks().outcome(of: [Self.rule()], at: "server")
    #expect(outcome.findings.isEmpty)
    #expect(outcome.inOrder.map(\.check) == RuleChecks.names)
    #expect(outcome.inOrder.allSatisfy { $0.seen == "1 alert" && $0.place == "server" })
  }

  @Test(arguments: [
    "up > 1", "up == 2", "up < 0", "2 < up", "avg(up) > 1", "max_over_time(up[5m]) > 1",
    "sum(rate(a_total{code=~\"5..\"}[5m])) / sum(rate(a_total[5m])) > 1.5",
    "100 * (sum by (job) (rate(a_total{x=\"y\"}[5m])) / sum by (job) (rate(a_total[5m]))) > 100",
    "1 - avg_over_time(up[1h]) > 1", "rate(a_total[5m]) < 0", "count(up) < 1", "absent(x) > 1",
    "hour() > 23 and on () up == 0", "up == 0 and up > 1", "sum(up > 1)", "(up == bool 0) > 1",
    "-up > 0", "up > 1 or up < 0", "probe_success == 3", "up > 1 unless foo",
  ])
  func whatNoValueMeetsNeverFires(_ expression: String) {
    #expect(findings(Self.rule(expression)) == ["alert-never-fires"], "\(expression)")
  }

  @Test(arguments: [
    "up == 0", "up < 1", "vector(1)", "sum(up) > 1", "rate(a_total[5m]) > 1000", "absent(x)",
    "sum(rate(a_total{code=~\"5..\"}[5m])) / sum(rate(a_total[5m])) > 0.05",
    "sum(rate(a_total[5m])) / sum(rate(a_total{code=~\"5..\"}[5m])) > 1.5",
    "sum(rate(a_total{x=\"y\"}[5m])) / sum(rate(b_total[5m])) > 1.5",
    "sum by (job) (rate(a_total{x=\"y\"}[5m])) / sum(rate(a_total[5m])) > 1.5",
    "temperature < -10", "up == 0 or up > 1", "up != 1", "foo - bar < 0", "count(up) < 3",
    "histogram_quantile(0.95, sum by (le) (rate(a_bucket[5m]))) > 2", "delta(x[5m]) < 0",
    "predict_linear(free_bytes[1h], 4 * 3600) < 0", "up > bool 1", "a_total % 2 == 1",
    "quantile(0.5, x) > 5", "up * 100 < 50", "1 - up > 0", "sum(up > 0) == 2",
  ])
  func whatAValueMayMeetIsLeftAlone(_ expression: String) {
    #expect(findings(Self.rule(expression)).isEmpty, "\(expression)")
  }

  @Test(arguments: [
    ("gone > 1", true), ("rate(gone_total[5m]) > 0", true), ("absent(gone)", false),
    ("absent_over_time(gone[1h])", false), ("gone or up == 0", false), ("gone or gone", true),
    ("up unless gone", false), ("gone unless up", true), ("up and gone", true),
    ("up > scalar(gone)", false), ("up / gone > 1", true), ("up{job=\"gone\"} == 0", true),
  ])
  func withoutSeriesItNeverFires(_ expression: String, _ isSilent: Bool) {
    var checks = RuleChecks()
    checks.reach.isMissing = { $0.matchers.contains { $0.value.hasPrefix("gone") } }
    #expect(findings(Self.rule(expression), checks) == (isSilent ? ["alert-never-fires"] : []))
  }

  @Test func aRangeOfOneScrapeGivesNoRate() throws {
    var checks = RuleChecks()
    checks.reach.scrapeInterval = .seconds(60)
    #expect(findings(Self.rule("rate(a_total[1m]) > 1"), checks) == ["alert-never-fires"])
    #expect(findings(Self.rule("rate(a_total[5m]) > 1"), checks).isEmpty)
    let outcome = checks.outcome(of: [Self.rule("rate(a_total[30s]) > 1")], at: "server")
    let finding = try #require(outcome.findings.first)
    #expect(finding.remedy == "write [4m] or more in place of [30s]")
    #expect(finding.place == "Down (shop.yml: group shop)")
  }

  @Test func selectorsAreAskedForOnce() throws {
    let text = "rate(a_total{x=\"y\"}[5m]) / rate(a_total[5m] offset 1h) + a_total unless absent(b)"
    let selectors = RuleReach.selectors(of: try Expression.parse(text))
    let texts = selectors.map { Expression.vectorSelector($0).text }
    #expect(texts == ["a_total{x=\"y\"}", "a_total"])
  }

  @Test func whatIsMissingBesideTheExpressionIsFound() {
    var rule = Self.rule()
    rule.holdFor = .seconds(5)
    #expect(findings(rule) == ["alert-for-below-interval"])
    rule = Self.rule()
    rule.labels = .empty
    #expect(findings(rule) == ["alert-without-severity"])
    rule = Self.rule()
    rule.annotations = ["summary": "down"]
    #expect(findings(rule) == ["alert-without-runbook"])
    #expect(RuleChecks().outcome(of: [rule], at: "").findings.first?.severity == .warning)
    rule.labels = LabelSet(["severity": "warning"])
    #expect(RuleChecks().outcome(of: [rule], at: "").findings.first?.severity == .note)
    rule.annotations = ["runbook": "https://example.com"]
    #expect(findings(rule).isEmpty)
  }

  @Test func aSignOfLifeNeedsNoRunbook() {
    var rule = Self.rule("vector(1)")
    rule.annotations = [:]
    rule.holdFor = .zero
    #expect(findings(rule).isEmpty)
  }

  @Test func whatIsNoPromQLIsFoundInFilesAlone() {
    var rule = Self.rule("up ==")
    #expect(findings(rule) == ["rule-unreadable"])
    rule.health = .ok
    #expect(findings(rule).isEmpty)
    rule = Self.rule("sum(")
    rule.kind = .recording
    #expect(findings(rule) == ["rule-unreadable"])
  }

  @Test func whatRecordsIsNoAlert() {
    var rule = Self.rule("up > 1")
    rule.kind = .recording
    (rule.labels, rule.annotations) = (.empty, [:])
    #expect(findings(rule).isEmpty)
  }
}

@Suite("Rules as a server evaluates them")
struct LoadedRuleCheckTests {
  private func loaded(_ change: (inout WrittenRule) -> Void) -> [Finding] {
    var rule = RuleCheckTests.rule()
    rule.health = .ok
    rule.groupTime = .milliseconds(5)
    change(&rule)
    return LoadedRuleChecks.outcome(of: [rule], at: "server").findings
  }

  @Test func aHealthyRuleIsInOrder() {
    #expect(loaded { _ in }.isEmpty)
  }

  @Test func noAlertsAtAllIsAFinding() {
    #expect(LoadedRuleChecks.outcome(of: [], at: "s").findings.map(\.check) == ["rules-loaded"])
    #expect(loaded { $0.kind = .recording }.map(\.check) == ["rules-loaded"])
  }

  @Test func aFailingRuleSaysWhy() {
    let findings = loaded {
      $0.health = .failing
      $0.lastError = "many-to-many matching not allowed"
    }
    #expect(findings.map(\.check) == ["rule-failing"])
    #expect(findings.first?.what == "the rule fails: many-to-many matching not allowed")
    #expect(findings.first?.severity == .critical)
  }

  @Test(arguments: [(11, nil), (13, Finding.Severity.warning), (16, .critical)])
  func aSlowGroupIsFoundByItsInterval(_ seconds: Int, _ severity: Finding.Severity?) {
    #expect(loaded { $0.groupTime = .seconds(seconds) }.first?.severity == severity)
  }
}
