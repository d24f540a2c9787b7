import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// The table of services: who is in it, in which order, and where Enter leads.
@Suite struct ServicesViewTests {
  static var shop: SimulatedShop {
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

  private func desk(
    _ shop: SimulatedShop = shop,
    _ settings: DashboardSettings = Desk.found,
    size: Size = Size(140, 24)
  ) -> Desk {
    var desk = Desk(shop, settings, size: size)
    // Names, services, how far apart their samples are, then their figures.
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

  // Rates that differ a little would change places with each refresh.
  @Test func servicesOfAboutOneRateKeepTheirOrder() {
    var shop = SimulatedShop()
    shop.employ([
      ("cart", "fastapi-instrumentator", [.rate: 9.8, .errors: 0]),
      ("mail", "fastapi-instrumentator", [.rate: 10.3, .errors: 0]),
      ("search", "fastapi-instrumentator", [.rate: 41, .errors: 0]),
    ])
    #expect(names(desk(shop)) == ["search", "cart", "mail"])
  }

  // An overview without a scope has the panels of one profile.
  @Test func theTitleSaysWhichServicesAnOverviewOfSeveralIsAbout() {
    var desk = desk()
    desk.press("1")
    #expect(desk.row(0).contains("1 of 5 services (django-prometheus)"), "\(desk.row(0))")
    desk.press("s")
    #expect(!desk.row(0).contains("of 5 services"), "\(desk.row(0))")
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
      for index in 0..<count where index % 2 == 0 { shop.beats["svc-\(index)"] = (60, 5) }
      let desk = desk(shop)
      let asked = desk.model.plan.polls.map(\.id.text)
      #expect(asked.filter { $0 == "samples" }.count == 1)
      #expect(desk.instant("services.rate")?.expression.utf8.count ?? .max < 1500)
      return asked.filter { $0.hasPrefix("services.") }
    }
    #expect(queries(500) == queries(4))
    #expect(queries(4).count == 8)
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
    shop.beats = ["cart": (60, 370), "payments": (15, 130), "backoffice": (60, 200)]
    shop.otherTargets = [("catalog", .down), ("proxy", .up)].map { job, health in
      ScrapeTarget(labels: LabelSet(["job": job, "instance": "a"]), health: health)
    }
    shop.fleet = shop.fleet.map { $0.job == "proxy" ? ($0.job, $0.profile, [:]) : $0 }
    let desk = desk(shop)
    let rows = ServiceRow.all(in: desk.model.scene)
    func state(_ name: String) -> ServiceRow.State? {
      rows.first { $0.service.id.value == name }?.state
    }
    #expect(state("cart") == .silent(Silence(.seconds(370))))
    #expect(state("payments") == .silent(Silence(.seconds(130))))
    #expect(state("backoffice") == .idle, "one sample a minute may be 200 s old")
    #expect(state("catalog") == .down(1, of: 1))
    // What has stopped altogether stands above what fails in part.
    #expect(Set(rows.prefix(2).map(\.service.id.value)) == ["cart", "catalog"])
    #expect(state("proxy") == .idle, "its target is up")
    for part in ["stopped 6m", "silent 2m", "down"] {
      #expect(text(desk).contains(part), "\(part)")
    }
  }

  @Test func eachServiceHasTheWindowOfItsOwnSamples() throws {
    var shop = Self.shop
    shop.beats = ["cart": (60, 5), "payments": (60, 20)]
    var desk = desk(shop)
    let rates = try #require(desk.instant("services.rate")?.expression)
    #expect(rates.contains(#"handler!="",status!=""}[4m]"#), "\(rates)")
    #expect(rates.contains(#""fastapi-instrumentator 1m""#), "\(rates)")
    #expect(rates.contains(#"nginx_http_requests_total[1m]"#), "\(rates)")
    #expect(names(desk).first == "payments")
    #expect(ServiceRow.all(in: desk.model.scene).first?.values[.rate] == 9)
    desk.press("Enter")
    desk.answer()
    #expect(desk.instant("traffic")?.expression.contains("[4m]") == true)
    #expect(desk.window("traffic.range")?.step == .seconds(60))
    desk.press("Esc")
    shop.beats = [:]
    desk.shop = shop
    desk.answer { $0.id == .samples }
    #expect(desk.instant("services.rate")?.expression.contains("[4m]") == false, "asked again")
  }

  @Test func theWindowOfTheSettingsWinsAndSaysWhereItHoldsTooFew() throws {
    var shop = Self.shop
    shop.beats = ["payments": (60, 5)]
    shop.fleet = shop.fleet.map { $0.job == "payments" ? ($0.job, $0.profile, [:]) : $0 }
    var settings = Desk.found
    settings.rateWindow = .seconds(90)
    var desk = desk(shop, settings)
    #expect(desk.instant("services.rate")?.expression.contains("[4m]") == false)
    let rows = ServiceRow.all(in: desk.model.scene)
    let sparse = rows.first { $0.service.id.value == "payments" }?.state
    #expect(
      sparse == Absence.Sparse(window: .seconds(90), spacing: .seconds(60)).map { .sparse($0) }
    )
    desk.press("/")
    for character in "pay" { desk.send(.key(.character(character))) }
    desk.press("Enter Enter")
    desk.answer()
    desk.answer("traffic", .vector([]))
    let words = "the window of 1m30s holds too few samples"
    #expect(desk.state("traffic") == .missing(words))
    #expect(desk.content("traffic")?.advice == "one every 1m: set rate_window to 4m")
    desk.answer()
    #expect(desk.content("traffic")?.facts.map(\.text).contains(words) == true)
  }

  @Test func aServiceThatHasStoppedIsToldOnItsOverview() {
    var shop = Self.shop
    shop.beats = ["payments": (60, 372)]
    shop.otherTargets = ["cart", "cart", "proxy"].map {
      ScrapeTarget(labels: LabelSet(["job": $0, "instance": "a"]), health: .up)
    }
    var desk = desk(shop)
    #expect(text(desk).contains("targets 3/3 up"))
    #expect(names(desk).first == "payments")
    desk.press("Enter")
    desk.answer { $0.id != .inventory }
    desk.answer("inventory", .vector([]))
    desk.answer("sample_time", .vector([]))
    #expect(desk.row(1).contains("✗ payments stopped, silent for 6m"), "\(desk.row(1))")
    #expect(desk.row(1).contains("no targets"), "\(desk.row(1))")
    #expect(desk.state("traffic") == .missing("stopped: silent for 6m12s"))
    #expect(desk.content("traffic")?.chart?.lines.allSatisfy(\.samples.isEmpty) == true)
    desk.press("Esc")
    desk.press("/")
    for character in "cart" { desk.send(.key(.character(character))) }
    desk.press("Enter Enter")
    #expect(desk.row(1).contains("targets 2/2 up"), "\(desk.row(1))")
  }

  @Test func figuresOfOneServiceDoNotStandForThoseOfTheNext() {
    var desk = desk()
    desk.press("Enter")
    desk.answer()
    desk.answer()
    #expect(desk.content("traffic")?.chart?.lines.first?.samples.isEmpty == false)
    desk.press("Esc j Enter")
    #expect(desk.model.journey.here.scope.service?.value == "catalog")
    #expect(desk.content("traffic")?.headline.first?.value == nil)
    #expect(desk.content("traffic")?.chart?.lines.first?.samples.isEmpty == true)
    desk.press("Esc")
    #expect(text(desk).contains("12.0 %"), "those of all are still of all")
  }

  @Test func twoOfOneNameInTwoClustersAreTwoRows() throws {
    var shop = Self.shop
    shop.clusters = ["payments": ["eu", "us"], "cart": ["eu"]]
    var desk = desk(shop)
    #expect(names(desk).filter { $0 == "payments" }.count == 2)
    for name in ["payments (eu)", "payments (us)"] { #expect(text(desk).contains(name)) }
    #expect(!text(desk).contains("cart (eu)"), "there is no other")
    for row in ServiceRow.all(in: desk.model.scene) where row.service.id.value == "payments" {
      #expect(row.values[.rate] == 9)
    }
    desk.press("j Enter")
    desk.answer()
    let traffic = try #require(desk.instant("traffic")?.expression)
    #expect(traffic.contains(#"{job="payments",cluster="us""#), "\(traffic)")
    #expect(desk.row(0).contains("payments (us)"))
  }

  @Test func theFullestResourceOfEachServiceIsShownAndJudged() {
    var shop = Self.shop
    shop.labelValues[Discovery().nameSearch]? += ["process_open_fds", "process_max_fds"]
    shop.fullness = ["cart": [("cpu", 0.31), ("fds", 0.93)], "catalog": [("heap", 0.5)]]
    let desk = desk(shop, size: Size(160, 24))
    #expect(desk.asked.contains("services.saturation"))
    #expect(text(desk).contains("fds 93 %") && text(desk).contains("heap 50 %"))
    let cart = ServiceRow.all(in: desk.model.scene).first { $0.service.id.value == "cart" }
    #expect(cart?.severity == .critical)
  }

  @Test func whatAServiceSaysOfItselfStandsBesideIt() {
    var shop = Self.shop
    shop.labelValues[Discovery().nameSearch]? += ["target_info"]
    shop.descriptions = [
      LabelSet([
        "job": "payments", "service_version": "1.4.2", "deployment_environment_name": "prod",
        "host_name": "web-1",
      ])
    ]
    var desk = desk(shop, size: Size(160, 30))
    #expect(text(desk).contains("version 1.4.2 · environment prod · host web-1"))
    desk.press("Enter")
    #expect(desk.row(0).contains("payments · version 1.4.2 · environment prod · host web-1"))
  }

  @Test func aSnapshotHasTheServices() throws {
    var shop = Self.shop
    shop.beats = ["cart": (60, 370)]
    let desk = desk(shop)
    let text = JSONText(SnapshotDocument.value(of: desk.model)).text
    for part in [
      #""name":"payments""#, #""error_ratio":0.12"#, #""requests_per_second":9"#,
      #""state":"stopped","silent_seconds":370"#, #""profile":"otel-http""#,
      #""id":"services.p95""#,
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
    #expect(SnapshotVerdict(desk.model) == .alarming, "payments fails")
    #expect(SnapshotVerdict.reason(desk.model) == nil)
    var failed = desk
    failed.fail(.timedOut(after: .seconds(10))) { $0.id.text == "services.rate" }
    #expect(SnapshotVerdict.reason(failed.model)?.contains("services: ") == true)
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
    var desk = Desk(SimulatedShop(), Desk.found)
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
