import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// The table of services: who is in it, in which order, and where Enter leads.
@Suite struct ServicesViewTests {
  private static var settings: DashboardSettings {
    var settings = DashboardSettings()
    settings.timeDisplay = .utc
    settings.profileTable = MetricProfile.all
    settings.startsWithServices = true
    return settings
  }

  private static var shop: SimulatedShop {
    var shop = SimulatedShop()
    shop.profile = MetricProfile.all.first { $0.name == "otel-http" } ?? shop.profile
    shop.employ([
      (
        "cart", "fastapi-instrumentator",
        [.rate: 20, .errors: 0.002, .p50: 0.02, .p95: 0.1, .p99: 0.4]
      ),
      ("catalog", "micrometer-mean", [.rate: 400, .errors: 0.001, .mean: 0.012]),
      ("payments", "otel-http", [.rate: 9, .errors: 0.12, .p50: 0.2, .p95: 0.8, .p99: 3]),
      ("proxy", "nginx", [.rate: 900]),
      (
        "backoffice", "django-prometheus",
        [.rate: 0, .errors: .nan, .p50: .nan, .p95: .nan, .p99: .nan]
      ),
    ])
    return shop
  }

  private func desk(_ shop: SimulatedShop = shop, size: Size = Size(140, 24)) -> Desk {
    var desk = Desk(shop, Self.settings, size: size)
    // Names, then services, then their figures.
    for _ in 0..<4 { desk.answer() }
    desk.wait(.seconds(1))
    desk.answer()
    return desk
  }

  private func names(_ desk: Desk) -> [String] {
    ServiceTable(scene: desk.model.scene).list.rows.map(\.service.id.value)
  }

  private func text(_ desk: Desk) -> String {
    let grid = desk.model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  @Test func figuresOfAServerThatFailsHaveTheirAgeAndTheReason() {
    var desk = desk()
    #expect(!text(desk).contains("✗ failed"))
    desk.wait(.seconds(20))
    desk.fail(.timedOut(after: .seconds(10)))
    #expect(text(desk).contains("✗ failed, data 20s old"))
    #expect(text(desk).contains("✗ no answer within 10s"))
    desk.answer()
    #expect(!text(desk).contains("✗ failed"))
  }

  @Test func severalServicesAreShownFirstTheWorstOnTop() {
    let desk = desk()
    #expect(desk.model.journey.here.view == .services)
    // What is judged and well comes before what cannot be judged, and the busier one before the other.
    #expect(names(desk) == ["payments", "catalog", "cart", "proxy", "backoffice"])
    let screen = text(desk)
    for part in [
      "payments", "12.0 %", "otel-http", "mean 12 ms", "micrometer-mean", "nginx", "idle",
    ] {
      #expect(screen.contains(part), "\(part)\n\(screen)")
    }
  }

  @Test func aSingleServiceIsShownAtOnce() {
    var shop = SimulatedShop()
    shop.employ([("cart", "fastapi-instrumentator", [.rate: 20])])
    let desk = desk(shop)
    #expect(desk.model.journey.here.view == .overview)
    let traffic = desk.instant("traffic")?.expression ?? ""
    #expect(traffic.contains(#"handler!~"/metrics""#), "\(traffic)")
  }

  // What calls language models and counts no requests of its own, on a server of its own.
  @Test func aSingleServiceWithoutRequestsIsShownThroughItsProfileToo() {
    var shop = SimulatedShop()
    shop.employ([("bot", "otel-genai", [:])])
    let desk = desk(shop)
    #expect(desk.state("traffic") == .missing("OpenTelemetry GenAI has no request counter"))
  }

  @Test func enterOpensTheOverviewOfTheServiceWithItsProfile() throws {
    var desk = desk()
    desk.press("Enter")
    #expect(desk.model.journey.here.view == .overview)
    #expect(desk.model.journey.here.scope.service == ServiceID("job", "payments"))
    desk.answer()
    let traffic = try #require(desk.instant("traffic")?.expression)
    #expect(
      traffic.contains(
        #"http_server_request_duration_seconds_count{job="payments",http_route!~"/metrics"}"#
      ),
      "\(traffic)"
    )
    #expect(text(desk).contains("payments"))
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .services)
  }

  @Test func theKeyLeadsThereFromEverywhere() {
    var desk = desk()
    desk.press("Enter Tab f s")
    #expect(desk.model.journey.here.view == .services)
  }

  @Test func aColumnIsOneQueryWhateverTheNumberOfServices() {
    func queries(_ count: Int) -> [String] {
      var shop = SimulatedShop()
      shop.employ((0..<count).map { ("svc-\($0)", "fastapi-instrumentator", [.rate: 1]) })
      return desk(shop).model.plan.polls.map(\.id.text).filter { $0.hasPrefix("services.") }
    }
    #expect(queries(500) == queries(3))
    #expect(queries(3).count == 7)
  }

  @Test func rowsAreOrderedByAnyColumnAndFiltered() {
    var desk = desk()
    desk.press(">")
    #expect(names(desk) == names(desk).sorted())
    desk.press(",")
    #expect(names(desk) == names(desk).sorted(by: >))
    desk.press("> > >")
    #expect(names(desk).first == "backoffice", "by req/s")
    desk.press(",")
    #expect(names(desk).first == "proxy")
    desk.press("/")
    for character in "cat" { desk.send(.key(.character(character))) }
    desk.press("Enter")
    #expect(names(desk) == ["catalog"])
  }

  @Test func whatIsDownOrSilentIsInTheTable() {
    var shop = Self.shop
    shop.fleet.removeAll { $0.job == "cart" }
    shop.fleet.removeAll { $0.job == "proxy" }
    shop.otherTargets = [("catalog", .down), ("proxy", .up)].map { job, health in
      ScrapeTarget(labels: LabelSet(["job": job, "instance": "a"]), health: health)
    }
    let desk = desk(shop)
    let rows = ServiceRow.all(in: desk.model.scene)
    #expect(rows.first { $0.service.id.value == "cart" }?.state == .silent)
    #expect(rows.first { $0.service.id.value == "catalog" }?.state == .down(1, of: 1))
    #expect(rows.first { $0.service.id.value == "proxy" }?.state == .idle)
    #expect(rows.first { $0.service.id.value == "backoffice" }?.state == .idle)
    #expect(text(desk).contains("silent") && text(desk).contains("down"))
  }

  @Test func whatALibraryMisleadsAboutStandsBesideItsService() {
    var desk = desk()
    desk.press("G g")
    for _ in 0..<6 where !text(desk).contains("buckets end at 1 s") { desk.press("j") }
    #expect(text(desk).contains("prometheus-fastapi-instrumentator 8.1.0"))
    #expect(text(desk).contains("buckets end at 1 s"))
  }

  @Test func withANamedProfileTheKeySaysWhyThereIsNone() {
    var desk = Desk.settled()
    desk.press("s")
    #expect(desk.model.journey.here.view == .overview)
    #expect(text(desk).contains("no services: profile"))
    #expect(!desk.model.plan.polls.contains { $0.id.text.hasPrefix("__name__") })
  }

  @Test func aServerThatKnowsNoLabelsStillShowsTheOverview() {
    var desk = Desk(SimulatedShop(), Self.settings)
    desk.answer { if case .labelValues = $0.question { false } else { true } }
    desk.wait(.seconds(2))
    desk.answer { if case .labelValues = $0.question { false } else { true } }
    #expect(desk.model.journey.here.view == .overview)
    #expect(text(desk).contains("req/s"))
  }

  @Test(arguments: [Size(120, 36), Size(80, 24)])
  func itLooksSo(_ size: Size) throws {
    try Golden.expect(desk(size: size).model.view(), "pages/services")
  }

  @Test func everySizeIsDrawn() {
    for size in [Size(1, 1), Size(10, 3), Size(40, 12), Size(300, 100)] {
      #expect(desk(size: size).model.view().size == size)
    }
  }
}
