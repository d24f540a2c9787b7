import Screen
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// The page of one alert: its rule's expression with the threshold, and how often it has fired.
@Suite struct AlertViewTests {
  private func desk(
    _ settings: DashboardSettings = TroubledShop.settings,
    size: Size = Size(120, 36),
    keys: String = "6 Enter"
  ) -> Desk {
    var desk = TroubledShop.desk(settings, size: size)
    desk.press(String(keys.dropFirst(2)))
    TroubledShop.settle(&desk)
    return desk
  }

  @Test(arguments: [
    ("a > 5", "a", ">", 5), ("5 < a", "a", ">", 5),
    ("(sum(a) / sum(b) >= 0.05)", "sum(a) / sum(b)", ">=", 0.05),
    ("up == 0", "up", "==", 0), ("a > (14.4 * 0.001)", "a", ">", 0.0144),
    ("a < -1e3", "a", "<", -1000), ("a > 1 and b > 2", "a", ">", 1),
    ("(a < 3) unless on (x) (b == 1 or c)", "a", "<", 3),
    (#"rate(a{b=">"}[5m]) > 1 / 2"#, #"rate(a{b=">"}[5m])"#, ">", 0.5),
  ])
  func aComparisonWithANumberIsSplitOff(
    _ text: String,
    _ measured: String,
    _ sign: String,
    _ bound: Double
  ) throws {
    let condition = try #require(AlertCondition(text))
    #expect(condition.measured == measured)
    #expect(condition.sign == sign)
    #expect(abs(condition.bound - bound) < 1e-12)
  }

  @Test(arguments: [
    "a", "absent(a)", "a > b", "a > 1 or b > 2", "a > bool 1", "a > on() group_left b", "(", "",
    "vector(1)", "a > scalar(b)",
  ])
  func nothingElseHasAThreshold(_ text: String) {
    #expect(AlertCondition(text) == nil)
  }

  @Test func itAsksWhatTheRuleMeasuresAndWhenItFired() throws {
    let desk = desk()
    let value = try #require(desk.window("alert.value"))
    #expect(!value.expression.contains("> 0.05"))
    #expect(value.expression.hasPrefix("sum(rate(http_requests_total"))
    let history = try #require(desk.window("alert.history"))
    #expect(history.length == .seconds(604_800) && history.step == .seconds(120))
    #expect(
      history.expression
        == #"max_over_time(ALERTS{alertname="HighErrorRate",alertstate="firing",job="backend",severity="critical"}[2m])"#
    )
    #expect(desk.poll("alert.history")?.interval ?? .zero >= .seconds(60))
  }

  @Test func itTellsSinceWhenHowOftenAndForHowLong() {
    let screen = desk().text
    for part in [
      "firing for 2m12s, since 14:00:19",
      "in 7d: fired 4 times, usually for about 10m00s, at most 22m00s",
      "threshold: > 0.05", "labels: job=backend severity=critical", "group: shop, for 1m",
    ] {
      #expect(screen.contains(part), "\(part)\n\(screen)")
    }
    // Its value is drawn over the range, with the threshold.
    #expect(screen.contains("0.05"))
  }

  @Test func whatHasJustBegunToFireCountsBeforeItHasAPoint() {
    var desk = desk()
    desk.answer("alert.history", .matrix([]))
    #expect(desk.text.contains("in 7d: fired once"))
    desk.press("Esc j Enter")
    TroubledShop.settle(&desk)
    desk.answer("alert.history", .matrix([]))
    #expect(desk.text.contains("in 7d: not fired, by ALERTS"), "it is pending")
  }

  @Test func withoutAThresholdItSaysSo() {
    var desk = desk(keys: "6 j Enter")
    #expect(desk.text.contains("pending 4m05s/10m, fires in 5m55s"))
    #expect(desk.text.contains("threshold: > 1"), "that of the first of two comparisons")
    let rule = TroubledShop.rule("HighLatency", "warning", 600, "absent(p95)")
    desk.answer("rules", .rules([rule]))
    #expect(desk.text.contains("no single one to split off"))
  }

  @Test func whatKeepsItQuietIsCountedDown() {
    var desk = desk(keys: "6 j j j Enter")
    #expect(
      desk.text.contains("silenced by oncall until 15:59:11 (1h56m left): known, ticket 4711")
    )
    desk.wait(.seconds(60))
    #expect(desk.text.contains("(1h55m left)"))
    desk.press("Esc k Enter")
    #expect(desk.text.contains("inhibited by HighErrorRate"))
  }

  @Test func pointsOfOneAlertDoNotStandForThoseOfTheNext() {
    var desk = desk()
    #expect(desk.model.world.readings[.alertValue]?.matrix.isEmpty == false)
    desk.press("Esc j Enter")
    #expect(desk.model.world.readings[.alertValue] == nil)
    #expect(desk.model.world.readings[.alertHistory] == nil)
    TroubledShop.settle(&desk)
    desk.press("-")
    #expect(
      desk.model.world.readings[.alertValue]?.matrix.isEmpty == false,
      "another range keeps them"
    )
  }

  @Test func theRunbookIsCopied() throws {
    var desk = desk()
    var alert = SimulatedShop.alert("HighErrorRate", "critical", .firing, desk.now - .seconds(192))
    alert.annotations = ["runbook_url": "https://runbooks.test/errors", "description": "many fail"]
    desk.answer("alerts", .alerts([alert]))
    #expect(desk.text.contains("runbook_url: https://runbooks.test/errors"))
    #expect(desk.press("y").contains(.copy("https://runbooks.test/errors")))
    desk.answer("alerts", .alerts([]))
    desk.answer("suppressions", .alerts([]))
    #expect(desk.text.contains("resolved, or not known any more"))
    #expect(desk.press("y").contains(.copy(TroubledShop.expression)))
  }

  @Test func ofTimesThatFollowEachOtherClosePointsAreOne() {
    let now = SimulatedShop.now
    func history(_ ages: [Int]) -> AlertHistory {
      let samples = ages.sorted(by: >).map { Sample(now - .seconds($0), 1) }
      return AlertHistory([TimeSeries(labels: .empty, samples: samples)], at: now)
    }
    #expect(history([]).times.isEmpty && history([]).usual == nil)
    #expect(history([0, 120, 240]).times.count == 1 && history([0]).isOngoing)
    #expect(history([0]).usual == nil, "it has not ended")
    let two = history([600, 720, 1200])
    #expect(two.times.map(\.length) == [.seconds(120), .seconds(240)])
    #expect(!two.isOngoing && two.usual == .seconds(180))
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func itLooksSo(_ size: Size) throws {
    try Golden.expect(desk(size: size).model.view(), "alerts/alert")
  }

  @Test(arguments: [("rule", "6 Tab Enter"), ("target", "6 Tab Tab Enter")])
  func rulesAndTargetsLookSo(_ name: String, _ keys: String) throws {
    try Golden.expect(desk(size: Size(80, 24), keys: keys).model.view(), "alerts/\(name)")
  }
}
