import Screen
import Signals
import Telemetry
import Testing

@testable import Dashboard

/// Services whose targets are down, and that have never had a sample of their own.
@Suite struct OutageTests {
  /// A shop beside which `ghost` has never answered.
  private static func desk(_ targets: [ScrapeTarget], size: Size = Size(140, 30)) -> Desk {
    var shop = ServicesViewTests.shop
    shop.lacking = Set(Signal.metricNames(of: .prometheusClient))
    shop.profile = .prometheusClient
    shop.employ(shop.fleet + [("ghost", "", [:])])
    shop.otherTargets = targets
    var settings = DashboardSettings()
    settings.profileTable = MetricProfile.all
    settings.startsWithServices = true
    var desk = Desk(shop, settings, size: size)
    for _ in 0..<4 { desk.answer() }
    desk.wait(.seconds(1))
    desk.answer()
    desk.press("/")
    for character in "ghost" { desk.send(.key(.character(character))) }
    desk.press("Enter")
    return desk
  }

  private static func target(
    _ instance: String,
    _ health: ScrapeTarget.Health = .down
  ) -> ScrapeTarget {
    ScrapeTarget(
      labels: LabelSet(["job": "ghost", "instance": instance]),
      health: health,
      lastError: health == .down
        ? #"Get "http://\#(instance)/metrics": dial tcp: connection refused"# : nil
    )
  }

  private static func text(_ desk: Desk) -> String {
    let grid = desk.model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  @Test func theTableAndTheOverviewSayWhyItIsDown() {
    var desk = Self.desk([Self.target("a:80")])
    let table = Self.text(desk)
    #expect(table.contains("✗ down") && table.contains("down: connection refused"), "\(table)")
    #expect(!table.contains("no known profile"))
    desk.press("Enter")
    desk.answer()
    let overview = Self.text(desk)
    let panels = ["Latency missing", "Traffic missing", "Errors missing"]
    #expect(panels.allSatisfy(overview.contains), "\(overview)")
    let reasons = overview.split(
      separator: "down: connection refused",
      omittingEmptySubsequences: false
    )
    #expect(reasons.count > panels.count, "\(overview)")
    #expect(!overview.contains("is the profile right?"))
  }

  @Test func whereSomeTargetsAreUpItsMetricsAreUnknown() {
    var desk = Self.desk([Self.target("a:80"), Self.target("b:80", .up)])
    #expect(Self.text(desk).contains("1 of 2 targets down: connection refused"))
    desk.press("Enter")
    desk.answer()
    #expect(!Self.text(desk).contains("│ down: connection refused"))
  }

  @Test func theDocumentHasTheReason() throws {
    let desk = Self.desk([Self.target("a:80"), Self.target("b:80")])
    let report = ServicesReport(scene: desk.model.scene).report
    let services = try #require(report.members.first { $0.0 == "services" })
    let text = JSONText(services.1).text
    #expect(text.contains(#""lacks":["2 of 2 targets down: connection refused"]"#), "\(text)")
  }
}
