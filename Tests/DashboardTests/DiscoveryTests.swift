import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// What is asked, and when.
@Suite struct DiscoveryTests {
  @Test func whatIsThereIsAskedFirst() {
    let desk = Desk()
    #expect(desk.asked == ["targets", "inventory", "alerts", "rules", "samples"])
    #expect(desk.effects == [.poll(desk.model.plan)])
  }

  @Test func theAlertmanagerIsAskedWhereThereIsOne() {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    let desk = Desk(SimulatedShop(), settings)
    #expect(desk.asked == ["targets", "inventory", "alerts", "rules", "samples", "suppressions"])
    #expect(desk.poll("suppressions")?.server == .alertmanager)
  }

  @Test func signalsJoinOnceTargetsAndMetricsAreKnownByOneChangeOfThePlan() {
    var desk = Desk()
    #expect(desk.answer { $0.id == .alerts || $0.id == .rules }.isEmpty)
    #expect(desk.answer { $0.id == .targets }.isEmpty)
    let effects = desk.answer { $0.id == .inventory }
    #expect(effects == [.poll(desk.model.plan)])
    #expect(desk.asked.contains("latency_buckets"))
    #expect(desk.answer().isEmpty, "the rest of the answers changes nothing that is asked")
    #expect(desk.effects.count == 2)
  }

  @Test func afterASecondSignalsAreAskedWithoutWaitingFurther() {
    var desk = Desk()
    #expect(desk.wait(.milliseconds(900)).isEmpty)
    #expect(desk.wait(.milliseconds(100)) == [.poll(desk.model.plan)])
    #expect(desk.asked.contains("latency_p95.range"))
    #expect(desk.asked.contains("node_cpu"), "all is asked while it is not known what there is")
  }

  @Test(
    arguments: [
      // Every minute unless something else is wanted, and never more often than the rest.
      (nil, 5, 60), (1, 5, 5), (1, 1, 1), (30, 5, 30), (30, 60, 60),
    ] as [(Int?, Int, Int)]
  )
  func metricsAreLookedForAsOftenAsTheSettingsSay(wanted: Int?, refresh: Int, interval: Int) {
    var settings = Desk.settings
    settings.refresh = .seconds(refresh)
    if let wanted { settings.inventoryInterval = .seconds(wanted) }
    let desk = Desk(SimulatedShop(), settings)
    #expect(desk.poll("inventory")?.interval == .seconds(interval))
  }

  @Test func metricsThatAppearLaterAreAskedForWithTheNextInventory() {
    var settings = Desk.settings
    settings.inventoryInterval = .seconds(1)
    var desk = Desk.settled(SimulatedShop(lacking: ["cache_operations_total"]), settings)
    #expect(!desk.asked.contains("cache_hits"))
    desk.shop = SimulatedShop()
    desk.wait(.seconds(1))
    desk.answer { $0.id == .inventory }
    #expect(desk.asked.contains("cache_hits"))
  }

  @Test func aFailedDiscoveryDoesNotHoldSignalsUp() {
    var desk = Desk()
    desk.fail(.unreachable("refused"))
    #expect(desk.asked.contains("traffic"))
  }

  @Test func namesInAPlanAreUnique() {
    var desk = Desk.settled()
    #expect(Set(desk.asked).count == desk.asked.count)
    desk.press("f")
    #expect(Set(desk.asked).count == desk.asked.count)
  }

  @Test(
    arguments: [(5, 5, 20), (15, 15, 60), (60, 60, 240)]
  )
  func theScrapeIntervalOfTheTargetsMakesWindowsAndSteps(scrape: Int, step: Int, window: Int) {
    let desk = Desk.settled(SimulatedShop(scrapeInterval: .seconds(scrape)))
    #expect(desk.window("traffic.range")?.step == .seconds(step))
    let text = Duration.seconds(window).prometheusText
    #expect(desk.instant("traffic")?.expression.contains("[\(text)]") == true)
    #expect(desk.window("traffic.range")?.expression.contains("[\(text)]") == true)
  }

  @Test func knownPointsAreAskedAgainOverTheRateWindowAndTheServersDelay() {
    #expect(Desk.settled().window("traffic.range")?.overlap == .seconds(35))
    let slow = Desk.settled(SimulatedShop(scrapeInterval: .seconds(60)))
    #expect(slow.window("traffic.range")?.overlap == .seconds(240))
  }

  @Test func metricsThatTheServerLacksAreNotAsked() {
    let desk = Desk.settled(
      SimulatedShop(lacking: ["node_cpu_seconds_total", "cache_operations_total"])
    )
    #expect(!desk.asked.contains("node_cpu"))
    #expect(!desk.asked.contains { $0.hasPrefix("cache_") })
    #expect(desk.asked.contains("node_memory"))
    #expect(desk.state("cache") == .missing("no series cache_operations_total"))
    #expect(desk.content("saturation")?.rows.contains { $0.figure.name == "cpu" } == false)
    #expect(desk.state("saturation") == .fresh)
  }

  @Test func aMetricThatAppearsIsAsked() {
    var desk = Desk.settled(SimulatedShop(lacking: ["http_requests_total"]))
    #expect(!desk.asked.contains("traffic"))
    desk.shop.lacking = []
    desk.answer { $0.id == .inventory }
    #expect(desk.asked.contains("traffic"))
    #expect(desk.state("traffic") == .waiting)
  }

  @Test func slowThingsAreAskedSeldom() {
    let desk = Desk.settled()
    #expect(desk.poll("traffic")?.interval == .seconds(5))
    #expect(desk.poll("alerts")?.interval == .seconds(5))
    #expect(desk.poll("targets")?.interval == .seconds(15))
    for id in ["inventory", "rules", "traffic_1h_ago", "llm_cost_24h", "node_disk"] {
      #expect(desk.poll(id)?.interval == .seconds(60), "\(id)")
    }
    #expect(desk.poll("latency_p95.range")?.interval == .seconds(5))
  }

  @Test func noRangeIsAskedMoreOftenThanItCanHaveANewPoint() {
    var desk = Desk.settled()
    desk.press("- -")
    desk.answer()
    let window = desk.window("traffic.range")
    #expect(window?.length == .seconds(21_600))
    #expect(desk.poll("traffic.range")?.interval == window?.step)
  }

  @Test func theFullScreenAsksForItsPanelAlone() {
    var desk = Desk.settled()
    desk.press("Tab f")
    let standing = ["targets", "inventory", "alerts", "rules", "samples"]
    let latency = [
      "latency_buckets", "latency_p50.range", "latency_p95.range", "latency_p99.range",
      "latency_buckets.range",
    ]
    let marks = TimeMarkQuestion.allCases.map { "marks.\($0.rawValue)" }
    #expect(desk.asked == latency + marks + ["sample_time"] + standing)
    desk.press("Esc")
    #expect(desk.asked.contains("traffic"))
  }

  @Test func theFullScreenAsksForWhatTheOverviewLeavesOut() {
    var desk = Desk.settled()
    #expect(!desk.asked.contains("node_cpu.range"))
    desk.press("Tab Tab Tab Tab f")
    #expect(desk.model.fullScreen == "saturation")
    #expect(desk.asked.contains("node_cpu.range"))
  }

  @Test func theAlertPageAsksNoSignals() {
    var desk = Desk.settled()
    desk.press("Shift-Tab f")
    #expect(desk.asked == ["sample_time", "targets", "inventory", "alerts", "rules", "samples"])
  }

  @Test func aHiddenPanelIsNotAsked() {
    var settings = Desk.settings
    settings.hiddenPanels = ["traffic", "cache"]
    settings.panelOrder = ["errors", "no-such-panel"]
    let desk = Desk.settled(SimulatedShop(), settings)
    #expect(!desk.asked.contains("traffic"))
    #expect(!desk.asked.contains("cache_hits"))
    #expect(desk.asked.contains("sample_time"), "the age of samples matters to every panel")
    #expect(desk.asked.first == "error_ratio")
  }

  @Test func aNativeHistogramIsAskedForItsQuantiles() {
    var desk = Desk()
    desk.answer { $0.id == .targets }
    desk.answer(
      "inventory",
      .vector([
        VectorSample(
          labels: LabelSet(["__name__": "http_request_duration_seconds"]),
          timestamp: desk.now,
          value: 1
        )
      ])
    )
    #expect(desk.asked.contains("latency_p95"))
    #expect(!desk.asked.contains("latency_buckets"))
    #expect(desk.instant("latency_p95")?.expression.contains("_bucket") == false)
  }

  @Test func everySelectorReachesThePlan() {
    var settings = Desk.settings
    settings.selector = [LabelMatcher("job", .equal, "a\"b\\c\n")]
    settings.exporterSelector = [LabelMatcher("env", .equal, "prod")]
    let desk = Desk.settled(SimulatedShop(), settings)
    #expect(desk.instant("traffic")?.expression.contains(#"{job="a\"b\\c\n"}"#) == true)
    #expect(desk.instant("node_cpu")?.expression.contains(#"env="prod""#) == true)
    #expect(desk.instant("node_cpu")?.expression.contains("job=") == false)
  }

  @Test func aWiderTerminalAsksForFinerSteps() {
    var desk = Desk.settled(size: Size(80, 24))
    #expect(desk.window("traffic.range")?.step == .seconds(10))
    #expect(desk.send(.resized(Size(200, 50))) == [.poll(desk.model.plan)])
    #expect(desk.window("traffic.range")?.step == .seconds(5))
    #expect(desk.content("traffic")?.isLoading == true)
    #expect(desk.content("traffic")?.chart?.lines.first?.samples.isEmpty == false)
    desk.answer()
    #expect(desk.content("traffic")?.isLoading == false)
  }
}
