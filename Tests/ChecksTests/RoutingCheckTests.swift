import Checks
import Telemetry
import Testing

@Suite("Where alerts end")
struct RoutingCheckTests {
  private func outcome(
    root: String = "slack",
    routes: String = "[]",
    severity: String = "critical",
    isProduction: Bool = false
  ) -> CheckOutcome {
    let text = """
      route: {receiver: \(root), routes: \(routes)}
      receivers:
        - name: nobody
        - name: slack
          slack_configs: [{channel: alerts}]
        - name: pager
          pagerduty_configs: [{routing_key: <secret>}]
        - name: empty
          webhook_configs: []

      """
    var rule = WrittenRule("Down", group: "shop", expression: "up == 0", at: "shop.yml")
    rule.labels = LabelSet(["severity": severity])
    return RoutingChecks.outcome(of: text, [rule], isProduction: isProduction, at: "alertmanager")
  }

  @Test func theWayOfEachAlertIsShown() {
    let outcome = outcome(routes: #"[{matchers: [severity="critical"], receiver: pager}]"#)
    #expect(outcome.findings.isEmpty && outcome.unchecked.isEmpty)
    #expect(outcome.inOrder.map(\.seen).contains("Down → pager"))
  }

  @Test func alertsThatEndInAnEmptyReceiverAreFound() {
    let null = outcome(routes: #"[{matchers: [severity="critical"], receiver: nobody}]"#)
    #expect(null.findings.map(\.check) == ["alert-reaches-nobody"])
    #expect(null.findings.first?.severity == .critical)
    let empty = outcome(routes: #"[{match: {alertname: Down}, receiver: empty}]"#)
    #expect(
      empty.findings.map(\.check) == ["alert-reaches-nobody", "alertmanager-deprecated-match"]
    )
    // What is for the record may go nowhere.
    let info = outcome(routes: "[{receiver: nobody}]", severity: "info")
    #expect(info.findings.isEmpty)
    // It goes on to a second receiver, which tells somebody.
    let both = outcome(routes: "[{receiver: nobody, continue: true}, {receiver: slack}]")
    #expect(both.findings.isEmpty)
  }

  @Test(arguments: [
    (
      "alertmanager-inhibits-itself", "{source_matchers: [a=b], target_matchers: [a=b], equal: [c]}"
    ),
    ("alertmanager-inhibits-all", "{source_matchers: [a=b], target_matchers: [c=d]}"),
  ])
  func whatIsLoadedIsJudgedAsAFileIs(_ check: String, _ inhibition: String) {
    let text = """
      route: {receiver: slack, group_by: [alertname, job], continue: false}
      inhibit_rules:
      - \(inhibition)
      receivers:
      - name: slack
        slack_configs: [{channel: alerts, api_url: <secret>}]
      """
    let outcome = RoutingChecks.outcome(of: text, [], isProduction: false, at: "http://am:9093")
    #expect(outcome.findings.map(\.check) == [check])
    #expect(outcome.findings.map(\.place) == ["http://am:9093/#/status:3"])
    let sound = RoutingChecks.outcome(
      of: text.replacing(
        inhibition,
        with: "{source_matchers: [a=b], target_matchers: [c=d], equal: [e]}"
      ),
      [],
      isProduction: false,
      at: "am"
    )
    #expect(sound.findings == [])
    #expect(sound.inOrder.map(\.seen).contains("grouped by alertname, job, 1 inhibition"))
  }

  @Test func aRootThatTellsNobodyIsFound() {
    let all = outcome(root: "nobody")
    #expect(all.findings.map(\.check) == ["route-null", "alert-reaches-nobody"])
    #expect(all.findings.first?.severity == .critical)
    let rest = outcome(
      root: "nobody",
      routes: #"[{matchers: [severity="critical"], receiver: pager}]"#
    )
    #expect(rest.findings.map(\.check) == ["route-null"])
    #expect(rest.findings.first?.severity == .warning)
  }

  @Test func inProductionCriticalAlertsWakeSomebody() {
    #expect(outcome(isProduction: true).findings.map(\.check) == ["receiver-on-call"])
    let pager = outcome(root: "pager", isProduction: true)
    #expect(pager.findings.isEmpty)
    #expect(pager.inOrder.contains { $0.check == "receiver-on-call" })
    #expect(outcome(severity: "warning", isProduction: true).findings.isEmpty)
  }

  @Test func whatIsNotKnownIsNotChecked() {
    let none = RoutingChecks.outcome(of: "", [], isProduction: true, at: "a")
    #expect(none.unchecked.map(\.check) == RoutingChecks.names && none.inOrder.isEmpty)
    let text = "route: {receiver: a}\nreceivers: [{name: a, slack_configs: [{channel: b}]}]\n"
    let noRules = RoutingChecks.outcome(of: text, [], isProduction: false, at: "a")
    #expect(noRules.unchecked.map(\.check) == ["alert-reaches-nobody"])
    #expect(noRules.inOrder.map(\.check) == ["route-null", "alertmanager-routing"])
  }
}
