import Checks
import Telemetry
import Testing

@Suite("Targets")
struct TargetCheckTests {
  private static func target(
    _ health: ScrapeTarget.Health = .up,
    taking seconds: Int = 1
  ) -> ScrapeTarget {
    var target = ScrapeTarget(
      labels: LabelSet(["job": "shop", "instance": "a:1"]),
      health: health,
      lastError: health == .down ? "connection refused" : nil,
      scrapeInterval: .seconds(15)
    )
    target.scrapeTimeout = .seconds(10)
    target.scrapeDuration = .seconds(seconds)
    target.scrapeURL = "http://a:1/metrics?token=secret"
    return target
  }

  @Test func targetsThatAnswerInTimeAreInOrder() {
    let outcome = TargetChecks.outcome(of: [Self.target()], at: "server")
    #expect(outcome.findings.isEmpty)
    #expect(outcome.inOrder.map(\.check) == TargetChecks.names)
    #expect(outcome.inOrder.first?.seen == "1 target, all up")
  }

  @Test func noTargetsAreAFinding() {
    let outcome = TargetChecks.outcome(of: [], at: "server")
    #expect(outcome.findings.map(\.severity) == [.critical] && outcome.inOrder.isEmpty)
  }

  @Test func aTargetThatIsDownSaysWhyWithoutItsToken() throws {
    let targets = [Self.target(), Self.target(.down)]
    let finding = try #require(TargetChecks.outcome(of: targets, at: "server").findings.first)
    #expect(finding.check == "target-down" && finding.severity == .critical)
    #expect(finding.place == #"{instance="a:1",job="shop"}"#)
    #expect(finding.what == "the target is down: connection refused")
    #expect(finding.remedy == "curl -sS http://a:1/metrics | head")
  }

  @Test(arguments: [(7, 0), (8, 1)])
  func aScrapeThatTakesMostOfItsTimeIsSlow(_ seconds: Int, _ count: Int) {
    let outcome = TargetChecks.outcome(of: [Self.target(taking: seconds)], at: "server")
    #expect(outcome.findings.filter { $0.check == "scrape-slow" }.count == count)
  }

  @Test func whatWasNotScrapedYetIsANote() {
    let outcome = TargetChecks.outcome(of: [Self.target(.unknown)], at: "server")
    #expect(outcome.findings.map(\.severity) == [.note])
  }

  @Test func metricsThatAreOpenToAnybodyAreCritical() {
    #expect(OutsideCheck.open(12, at: "http://a").findings.first?.severity == .critical)
    #expect(OutsideCheck.closed("refused", at: "http://a").findings.isEmpty)
    #expect(OutsideCheck.unknown("no such host", at: "http://a").unchecked.count == 1)
  }
}
