import Dashboard
import Screen
import Telemetry
import Testing

@Suite struct AlertBoardTests {
  private let now = SimulatedShop.now

  private func board(
    _ alerts: [Alert],
    rules: [AlertRule] = SimulatedShop.rules,
    suppressions: [Alert] = []
  ) -> AlertBoard {
    AlertBoard(alerts: alerts, rules: rules, suppressions: suppressions)
  }

  private func suppressed(
    _ alert: Alert,
    adding labels: [String: String] = [:],
    silenced: Bool = true,
    inhibited: Bool = false
  ) -> Alert {
    var other = alert
    let all = alert.labels.labels + labels.map { LabelSet.Label(name: $0.key, value: $0.value) }
    other.labels = LabelSet(all)
    other.state = .suppressed(silenced: silenced, inhibited: inhibited)
    return other
  }

  @Test func theWorstAndThenTheLatestComesFirst() {
    let alerts = [
      SimulatedShop.alert("Info", "info", .firing, now),
      SimulatedShop.alert("OldWarning", "warning", .firing, now - .seconds(900)),
      SimulatedShop.alert("NewWarning", "warning", .firing, now - .seconds(9)),
      SimulatedShop.alert("Page", "Page", .firing, now - .seconds(9000)),
      SimulatedShop.alert("Odd", "purple", .firing, nil),
    ]
    let expected = ["Page", "NewWarning", "OldWarning", "Odd", "Info"]
    #expect(board(alerts).firing.map(\.name) == expected)
    #expect(board(alerts.reversed()).firing.map(\.name) == expected)
  }

  @Test func pendingAlertsKnowTheirRulesFor() throws {
    let pending = [
      SimulatedShop.alert("HighLatency", "warning", .pending, now - .seconds(240)),
      SimulatedShop.alert("HighErrorRate", "critical", .pending, now - .seconds(10)),
      SimulatedShop.alert("Unknown", "warning", .pending, now - .seconds(3)),
    ]
    let items = board(pending).pending
    #expect(items.map(\.name) == ["Unknown", "HighErrorRate", "HighLatency"])
    #expect(items.map(\.holdFor) == [nil, .seconds(60), .seconds(600)])
  }

  @Test func rulesOfOneNameAreToldApartByTheirLabels() {
    let rules = [
      SimulatedShop.rule("Slow", "warning", 300), SimulatedShop.rule("Slow", "critical", 60),
    ]
    let alert = SimulatedShop.alert("Slow", "critical", .pending, now)
    #expect(board([alert], rules: rules).pending.first?.holdFor == .seconds(60))
  }

  @Test func templatesInARulesLabelsCountByName() {
    var rule = SimulatedShop.rule("Slow", "warning", 300)
    rule.labels = LabelSet(["severity": "{{ if gt $value 1.0 }}critical{{ end }}"])
    let alert = SimulatedShop.alert("Slow", "critical", .pending, now)
    #expect(board([alert], rules: [rule]).pending.first?.holdFor == .seconds(300))
  }

  @Test func anAlertFiresNoEarlierThanItsRuleAllows() {
    let start = now - .seconds(660)
    let alert = SimulatedShop.alert("SlowQueries", "warning", .firing, start)
    let unknown = SimulatedShop.alert("Unknown", "warning", .firing, start)
    let items = board([alert, unknown]).firing
    #expect(items.map(\.firingSince) == [start + .seconds(300), nil])
    // Alertmanager is told when it began to fire.
    var told = alert
    told.activeAt = start + .seconds(304)
    #expect(board([alert], suppressions: [told]).firing.first?.firingSince == told.activeAt)
    var desk = Desk.settled(size: Size(160, 40))
    desk.answer("alerts", .alerts([alert, unknown]))
    #expect(desk.row(1).contains("2 firing SlowQueries 6m00s · Unknown active 11m"))
    desk.press("Shift-Tab f")
    func row(_ name: String) -> Substring? {
      desk.text.split(separator: "\n").dropFirst(2).first { $0.contains(name) }
    }
    #expect(row("SlowQueries")?.contains(" 6m00s ") == true)
    #expect(row("Unknown")?.contains(" active 11m ") == true)
  }

  @Test func whatFiresIsToldApartBeforeWhatIsPending() {
    var desk = Desk.settled(size: Size(80, 24))
    let alerts = [("pay", Alert.State.firing), ("auth", .pending), ("mail", .pending)].map {
      var alert = SimulatedShop.alert("HighErrorRate", "critical", $1, desk.now - .seconds(70))
      alert.labels = LabelSet(["alertname": "HighErrorRate", "job": $0])
      return alert
    }
    desk.answer("alerts", .alerts(alerts))
    #expect(desk.row(1).hasPrefix(" ▲ 1 firing HighErrorRate pay active 1m10s  ◷ 2 pending …"))
    desk.send(.resized(Size(120, 24)))
    #expect(desk.row(1).contains("  ◷ 2 pending HighErrorRate (auth, mail) 1m10s  "))
    desk.send(.resized(Size(140, 24)))
    #expect(desk.row(1).contains("HighErrorRate auth 1m10s · HighErrorRate mail 1m10s  "))
  }

  @Test func alertsOfOneNameAreToldApartByAsLittleAsCan() {
    func alert(_ labels: [String: String], _ state: Alert.State = .firing) -> Alert {
      var alert = SimulatedShop.alert("Slow", "warning", state, now)
      alert.labels = LabelSet(["alertname": "Slow"].merging(labels) { first, _ in first })
      return alert
    }
    func marks(_ alerts: [Alert]) -> [String] {
      let board = board(alerts)
      return (board.firing + board.pending).map(\.distinction)
    }
    #expect(marks([alert(["job": "a", "zone": "x"])]) == [""], "there is no other")
    #expect(
      marks([alert(["job": "a", "zone": "x"]), alert(["job": "b", "zone": "y"], .pending)])
        == ["a", "b"]
    )
    #expect(
      marks([
        alert(["job": "a", "instance": "1"]), alert(["job": "a", "instance": "2"]),
        alert(["job": "b", "instance": "3"]),
      ]).sorted() == ["1", "2", "3"]
    )
    #expect(
      marks([
        alert(["job": "a", "zone": "x"]), alert(["job": "a", "zone": "y"]),
        alert(["job": "b", "zone": "x"]),
      ]).sorted() == ["a x", "a y", "b x"]
    )
    #expect(marks([alert(["severity": "page"]), alert([:])]).sorted() == ["", "page"])
  }

  @Test func silencedAndInhibitedAlertsAreKeptApartDespiteExternalLabels() {
    let firing = SimulatedShop.alert("HighErrorRate", "critical", .firing, now)
    let other = SimulatedShop.alert("SlowQueries", "warning", .firing, now)
    let merged = board(
      [firing, other],
      suppressions: [
        suppressed(firing, adding: ["cluster": "eu", "replica": "a"], silenced: true)
      ]
    )
    #expect(merged.firing.map(\.name) == ["SlowQueries"])
    #expect(merged.suppressed.map(\.state) == [.suppressed(silenced: true, inhibited: false)])
    #expect(merged.suppressed.first?.labels == firing.labels, "one alert, not two")
  }

  @Test func anotherLabelIsAnotherAlert() {
    let firing = SimulatedShop.alert("HighErrorRate", "critical", .firing, now)
    var elsewhere = suppressed(firing)
    elsewhere.labels = LabelSet([
      "alertname": "HighErrorRate", "severity": "critical", "job": "payments",
    ])
    let merged = board([firing], suppressions: [elsewhere])
    #expect(merged.firing.count == 1)
    #expect(merged.suppressed.count == 1)
  }

  @Test func whatOnlyAnAlertmanagerKnowsIsShownToo() {
    var foreign = SimulatedShop.alert("Watchdog", "none", .firing, now)
    foreign.labels = LabelSet(["alertname": "Watchdog", "severity": "none"])
    #expect(board([], suppressions: [foreign]).firing.map(\.name) == ["Watchdog"])
  }

  @Test func aPendingAlertIsNotMadeFiringByAnAlertmanager() {
    let pending = SimulatedShop.alert("HighLatency", "warning", .pending, now)
    let merged = board([pending], suppressions: [suppressed(pending)])
    #expect(merged.pending.count == 1 && merged.suppressed.isEmpty)
  }

  @Test func theStripShowsProgressAndWhatIsKeptQuiet() {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    var desk = Desk.settled(SimulatedShop(isIncident: true), settings)
    #expect(desk.row(1).contains("HighLatency 4m05s/10m"))
    let quiet = suppressed(
      SimulatedShop.alert("SlowQueries", "warning", .firing, now),
      silenced: false,
      inhibited: true
    )
    desk.answer("suppressions", .alerts([quiet]))
    #expect(desk.row(1).contains("▲ 1 firing HighErrorRate"))
    desk.send(.resized(Size(200, 50)))
    #expect(desk.row(1).contains("1 inhibited"))
  }

  @Test func pendingAlertsOfOneNameAreCountedAndTargetsThatAreUpSayWhatTheyHaveToSay() {
    var desk = Desk.settled(SimulatedShop(), size: Size(160, 40))
    let pending = ["a", "b", "c"].map { job in
      var alert = SimulatedShop.alert("Down", "critical", .pending, desk.now - .seconds(10))
      alert.labels = LabelSet(["alertname": "Down", "job": job])
      return alert
    }
    desk.answer("alerts", .alerts(pending))
    let target = ScrapeTarget(
      labels: LabelSet(["job": "api", "instance": "h:1"]),
      health: .up,
      lastError: "samples rejected: 3"
    )
    #expect(desk.row(1).hasPrefix(" ◷ 3 pending Down a 10s · Down b 10s · Down c 10s "))
    desk.send(.resized(Size(56, 40)))
    #expect(desk.row(1).hasPrefix(" ◷ 3 pending Down (a, b, c) 10s "))
    desk.send(.resized(Size(44, 40)))
    #expect(desk.row(1).hasPrefix(" ◷ 3 pending Down ×3 10s "))
    desk.answer("targets", .targets([target]))
    desk.send(.resized(Size(160, 40)))
    #expect(desk.text.contains("targets 1/1 up (api: samples rejected: 3)"))
    desk.press("6 Tab Tab")
    let row = desk.text.split(separator: "\n").first { $0.contains("h:1") }
    #expect(row?.contains("▲ up") == true && row?.contains("api") == true)
    #expect(desk.text.contains("samples rejected: 3"))
  }

  /// Where the exposition is at fault its line is what one looks for; where a request is, the address
  /// is known.
  @Test(arguments: [
    ("line 3: expected a value, found 'x'", "(api down: line 3: expected a value, found 'x')"),
    ("Get \"http://h:1/metrics\": dial tcp: connection refused", "(api down: connection refused)"),
  ])
  func aTargetThatIsDownSaysWhy(_ error: String, _ words: String) {
    var desk = Desk.settled(SimulatedShop(), size: Size(160, 40))
    let target = ScrapeTarget(labels: LabelSet(["job": "api"]), health: .down, lastError: error)
    desk.answer("targets", .targets([target]))
    #expect(desk.text.contains(words))
  }
}
