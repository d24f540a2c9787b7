import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// The lists of alerts, rules, targets and silences.
@Suite struct AlertsViewTests {
  /// The rows of the list on screen, from the top.
  private func rows(_ desk: Desk) -> [Substring] {
    Array(desk.text.split(separator: "\n").dropFirst(5))
  }

  private func place(_ text: String, _ desk: Desk) -> Int? {
    rows(desk).firstIndex { $0.contains(text) }
  }

  @Test func theWorstIsOnTopAndWhatIsQuietAtTheBottom() throws {
    let desk = TroubledShop.desk()
    #expect(desk.model.journey.here.view == .alerts)
    let expected = ["HighErrorRate", "HighLatency", "SlowQueries", "CartSlow"]
    let items = AlertTable(scene: desk.model.scene).list.rows
    #expect(items.map(\.name) == ["HighErrorRate", "HighLatency", "CartSlow", "SlowQueries"])
    #expect(expected.allSatisfy { place($0, desk) != nil })
    let screen = desk.text
    for part in [
      "▲▲ firing", "◷  pending", "4m05s/10m", "✓  silenced", "✓  inhibited", "2m12s",
      "inhibited by HighErrorRate", "silenced by oncall until", "(1h56m left)",
      "[Alerts 1 firing 1 pending 2 quiet]",
    ] {
      #expect(screen.contains(part), "\(part)\n\(screen)")
    }
  }

  @Test func aServiceHasItsOwnAlertsAndThoseThatNameNone() {
    var desk = TroubledShop.desk()
    func shown(_ service: String) -> [String] {
      desk.model.journey.here.scope.service = ServiceID("job", service)
      return AlertTable(scene: desk.model.scene).list.rows.map(\.name)
    }
    let all = desk.model.world.alertBoard.all
    #expect(shown("backend").count == all.count, "they are all its own")
    #expect(shown("cart") == all.filter { $0.labels["job"] == nil }.map(\.name))
    #expect(desk.text.contains("of \(all.count), of cart"))
    desk.press("Tab Tab")
    #expect(desk.text.contains("no targets of this service"))
  }

  @Test func tabGoesThroughTheListsAndRound() {
    var desk = TroubledShop.desk()
    for name in ["[Rules 4 1 failing]", "[Targets 2/3 up]", "[Silences 3 1 idle]", "[Alerts"] {
      desk.press("Tab")
      #expect(desk.text.contains(name), "\(desk.text)")
    }
    desk.press("Shift-Tab")
    #expect(desk.text.contains("[Silences"))
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .overview)
  }

  @Test func rulesThatFailComeFirstAndLateAndSlowOnesAreMarked() throws {
    let desk = TroubledShop.desk(size: Size(160, 30), keys: "6 Tab")
    #expect(place("Broken", desk) == 0)
    #expect(rows(desk)[0].contains("✗ failing"))
    #expect(rows(desk)[0].contains("many-to-many matching not allowed"))
    let table = RuleTable(scene: desk.model.scene).list
    func cell(_ title: String, _ name: String) throws -> TextSpan {
      let column = try #require(table.columns.first { $0.layout.title == title })
      return column.cell(try #require(table.rows.first { $0.name == name }))
    }
    #expect(try cell("evaluated", "SlowQueries") == TextSpan("3m20s", .warning))
    #expect(try cell("evaluated", "HighErrorRate") == TextSpan("7s", .text))
    #expect(try cell("took", "HighLatency") == TextSpan("9.00 s", .warning))
    #expect(try cell("took", "HighErrorRate") == TextSpan("3.0 ms", .text))
    #expect(try cell("alerts", "HighErrorRate") == TextSpan("1 firing", .critical))
    #expect(try cell("alerts", "SlowQueries") == TextSpan("1 quiet", .muted))
  }

  @Test func targetsThatAreDownComeFirstAndSamplesAreOneQuery() throws {
    var desk = TroubledShop.desk(size: Size(160, 30), keys: "6 Tab Tab")
    #expect(place("redis", desk) == 0)
    #expect(rows(desk)[0].contains("✗ down"))
    #expect(rows(desk)[0].contains("connection refused"))
    #expect(desk.asked.filter { $0 == "targets.samples" }.count == 1)
    #expect(desk.instant("targets.samples")?.expression == "scrape_samples_scraped")
    let labels = LabelSet([
      "__name__": "scrape_samples_scraped", "job": "backend", "instance": "shop-1:8000",
      "zone": "a",
    ])
    desk.answer(
      "targets.samples",
      .vector([VectorSample(labels: labels, timestamp: desk.now, value: 1234)])
    )
    #expect(rows(desk).first { $0.contains("shop-1") }?.contains("1234") == true)
    desk.press("Tab")
    #expect(!desk.asked.contains("targets.samples"))
  }

  @Test func silencesThatMatchNothingSayForHowLongThatHasBeenSeen() {
    var desk = TroubledShop.desk(size: Size(160, 30), keys: "6 Tab Tab Tab")
    let order = ["SlowQueries", "critical", "legacy"].compactMap { place($0, desk) }
    #expect(order == [0, 1, 2], "what ends first stands on top")
    #expect(rows(desk)[2].contains("▲ matches nothing 0s"))
    #expect(rows(desk)[1].contains("begins in 30m00s"))
    desk.wait(.seconds(90))
    desk.answer { $0.id == .silences || $0.id == .suppressions }
    #expect(rows(desk)[2].contains("▲ matches nothing 1m30s"))
    var alert = desk.shop.suppressed[0]
    alert.labels = LabelSet(["alertname": "X", "job": "legacy-1"])
    alert.silencedBy = ["s-old"]
    desk.shop.suppressed.append(alert)
    desk.answer { $0.id == .suppressions }
    #expect(!desk.text.contains("matches nothing"))
  }

  @Test func silencesThatEndWithinTheHourAreMarked() {
    var desk = TroubledShop.desk(size: Size(160, 30), keys: "6 Tab Tab Tab")
    #expect(!desk.text.contains("ends within the hour"))
    desk.wait(.seconds(3500))
    desk.answer()
    #expect(rows(desk)[0].contains("ends within the hour"))
    #expect(rows(desk)[0].contains("58m20s"))
  }

  @Test func silencesAreAskedForOnlyWhereTheyAreShown() {
    var desk = Desk.settled(TroubledShop.shop, TroubledShop.settings)
    #expect(!desk.asked.contains("silences"))
    desk.press("6")
    #expect(desk.asked.contains("silences"))
    desk.press("Enter")
    #expect(desk.asked.contains("silences"))
    desk.press("1")
    #expect(!desk.asked.contains("silences"))
    var without = Desk.settled(SimulatedShop(isIncident: true))
    without.press("6")
    #expect(!without.asked.contains("silences"))
    without.press("Tab Tab Tab")
    #expect(without.text.contains("no Alertmanager configured: set --alertmanager"))
  }

  @Test func enterOpensWhatIsChosenAndEscapeComesBackToIt() {
    var desk = TroubledShop.desk()
    desk.press("j")
    let before = desk.model.journey.here
    desk.press("Enter")
    #expect(desk.model.journey.here.view == .alert)
    #expect(desk.text.contains(" HighLatency "))
    desk.press("Esc")
    #expect(desk.model.journey.here == before)
    desk.press("Tab Enter")
    #expect(desk.model.journey.here.view == .rule)
    #expect(desk.text.contains("Rule Broken") && desk.text.contains("many-to-many"))
    desk.press("Esc Tab Enter")
    #expect(desk.model.journey.here.view == .target)
    #expect(desk.text.contains("dial tcp 10.0.0.7:9121") && desk.text.contains("zone"))
    #expect(desk.press("y").contains { if case .copy = $0 { true } else { false } })
  }

  @Test func rowsAreOrderedAndFiltered() {
    var desk = TroubledShop.desk()
    desk.press("/")
    for character in "slow" { desk.send(.key(.character(character))) }
    desk.press("Enter")
    #expect(
      AlertTable(scene: desk.model.scene).list.rows.map(\.name) == ["CartSlow", "SlowQueries"]
    )
    desk.press("Tab")
    #expect(RuleTable(scene: desk.model.scene).list.rows.count == 4, "another list is whole")
    desk.press("> > >")
    #expect(RuleTable(scene: desk.model.scene).list.rows.map(\.name).first == "Broken")
    desk.press(",")
    #expect(RuleTable(scene: desk.model.scene).list.rows.map(\.name).first == "SlowQueries")
  }

  @Test func emptyListsSayWhy() {
    var desk = Desk(SimulatedShop(), TroubledShop.settings)
    desk.press("6")
    #expect(desk.text.contains("alerts: no answer yet"))
    desk.press("Enter")
    #expect(desk.model.journey.here.view == .alerts, "there is nothing to open")
    desk.settle()
    #expect(desk.text.contains("✓ no alerts"))
    desk.fail(.http(status: 404, message: "page not found")) { $0.id == .alerts }
    #expect(desk.text.contains("✗ alerts: HTTP 404 page not found"))
  }

  @Test func aSnapshotHasTheLists() {
    let desk = TroubledShop.desk()
    let text = JSONText(SnapshotDocument.value(of: desk.model)).text
    for part in [
      #""name":"Broken","group":"misc""#, #""last_error":"many-to-many matching not allowed""#,
      #""evaluation_seconds":9"#, #""scrape_seconds":4.1"#, #""id":"s-old""#, #""alerts":0"#,
      #""matchers":["job=~\"legacy.*\""]"#,
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func itLooksSo(_ size: Size) throws {
    let desk = TroubledShop.desk(size: size)
    try Golden.expect(desk.model.view(), "alerts/alerts")
  }

  @Test(arguments: [("rules", "6 Tab"), ("targets", "6 Tab Tab"), ("silences", "6 Tab Tab Tab")])
  func theListsLookSo(_ name: String, _ keys: String) throws {
    for size in [Size(80, 24), Size(120, 36)] {
      let desk = TroubledShop.desk(size: size, keys: keys)
      try Golden.expect(desk.model.view(), "alerts/\(name)")
    }
  }
}
