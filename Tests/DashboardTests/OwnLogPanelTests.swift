import Logs
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// Panels of the user's own that show log lines, or what a Loki counts of them.
@Suite struct OwnLogPanelTests {
  private static let logQL = #"{$selector} |= "error""#
  private static let asked = #"{env="prod"} |= "error""#

  private func settings(
    _ form: OwnPanel.Form = .logs,
    _ logQL: [String] = [Self.logQL],
    source: String = "loki"
  ) -> DashboardSettings {
    var settings = Desk.logSettings
    settings.logs.source = source
    settings.logs.readsLogQL = source == "loki"
    var panel = OwnPanel(
      id: "trouble",
      title: "Trouble",
      unit: .perSecond,
      lines: logQL.map { OwnPanel.Line(expression: $0, language: .logQL) }
    )
    panel.form = form
    settings.ownPanels = [panel]
    settings.panelOrder = ["trouble"]
    settings.hiddenPanels = ["saturation", "cache", "llm", "dependencies"]
    return settings
  }

  private func question(_ desk: Desk, _ index: Int = 0) -> LineWindow? {
    guard case .lines(let window)? = desk.poll("own.trouble.\(index)")?.question else { return nil }
    return window
  }

  @Test func theNewestLinesOfTheRangeAreAskedOfLoki() throws {
    var desk = Desk.settled(SimulatedShop(), settings())
    let poll = try #require(desk.poll("own.trouble.0"))
    #expect(poll.server == .loki)
    #expect(poll.interval == .seconds(5))
    let wanted = LineWindow(logQL: Self.asked, end: nil, length: .seconds(900), limit: 50)
    #expect(question(desk) == wanted)
    #expect(desk.poll("own.trouble.0.range") == nil)
    // No more lines than a screen has rows.
    desk.send(.resized(Size(80, 24)))
    #expect(question(desk)?.limit == 25)
    desk.send(.resized(Size(80, 900)))
    #expect(question(desk)?.limit == 200)
    desk.press("-")
    #expect(question(desk)?.length == .seconds(3600))
    // Lines of a long range are many, and the server reads all of it.
    desk.press("- -")
    #expect(desk.poll("own.trouble.0")?.interval == .seconds(30))
    desk.press("[")
    #expect(question(desk)?.end != nil)
  }

  @Test func linesAreAskedForWhileNoMetricsServerAnswers() {
    var settings = settings()
    settings.profileTable = MetricProfile.all
    let desk = Desk(SimulatedShop(), settings)
    #expect(desk.asked.contains("own.trouble.0"))
    #expect(!desk.asked.contains("traffic"))
  }

  @Test func theServiceThatIsLookedAtIsSelectedByTheLabelThatNamesIt() {
    var desk = Desk.following(60, settings())
    desk.model.journey.here.scope.service = ServiceID("job", "payments")
    desk.press("t")
    #expect(question(desk)?.logQL == #"{env="prod",job="payments"} |= "error""#)
    desk.answer("own.trouble.0", .lines(ShopLines.entries(6)))
    #expect(!desk.text.contains("lines of all services"))
    desk.model.journey.here.scope.service = ServiceID("job", "unheard-of")
    desk.press("t")
    #expect(question(desk)?.logQL == Self.asked)
    desk.answer("own.trouble.0", .lines(ShopLines.entries(6)))
    #expect(desk.text.contains("lines of all services: no label of theirs is 'unheard-of'"))
  }

  /// A Loki refuses a selector that streams without labels would meet (Loki 3, `validateMatchers`).
  @Test func whereNothingSelectsStreamsALabelThatAllHaveDoes() {
    var open = settings()
    open.logs.selector = [LabelMatcher("env", .notEqual, "test")]
    let early = Desk.settled(SimulatedShop(), open)
    #expect(question(early)?.logQL == #"{env!="test",service_name=~".+"} |= "error""#)
    var desk = Desk.following(60, open)
    desk.press("t")
    #expect(question(desk)?.logQL == #"{env!="test",job=~".+"} |= "error""#)
    desk.model.journey.here.scope.service = ServiceID("job", "payments")
    desk.press("t")
    #expect(question(desk)?.logQL == #"{env!="test",job="payments"} |= "error""#)
    open.logs.selector = []
    open.logs.readsLogQL = false
    let files = Desk.settled(SimulatedShop(), open)
    #expect(question(files)?.logQL == #"{} |= "error""#)
  }

  @Test func linesOfSeveralQueriesAreInTheOrderOfTime() throws {
    var desk = Desk.settled(SimulatedShop(), settings(.logs, ["{a=\"1\"}", "{a=\"2\"}"]))
    let all = ShopLines.entries(6)
    desk.answer("own.trouble.0", .lines([all[0], all[3]]))
    desk.answer("own.trouble.1", .lines([all[1], all[2], all[5]]))
    #expect(desk.content("trouble")?.logLines == [all[0], all[1], all[2], all[3], all[5]])
    #expect(desk.state("trouble") == .fresh)
  }

  @Test func whereThereAreNoneOrNoLokiItIsSaid() {
    var desk = Desk.settled(SimulatedShop(), settings())
    desk.answer("own.trouble.0", .lines([]))
    #expect(desk.state("trouble") == .fresh)
    #expect(desk.text.contains("no lines in the last 15m"))
    let without = Desk.settled(SimulatedShop(), settings(source: ""))
    #expect(without.poll("own.trouble.0") == nil)
    #expect(without.state("trouble") == .missing("no Loki to ask"))
    #expect(without.text.contains("set loki.url, or start with --loki URL"))
  }

  @Test func aFailureIsSaidAndTheLinesStay() {
    var desk = Desk.settled(SimulatedShop(), settings())
    #expect(desk.text.contains("request finished"))
    desk.fail(.api(type: "query", message: "parse error at line 1")) { $0.server == .loki }
    #expect(desk.text.contains("parse error at line 1"))
    #expect(desk.text.contains("request finished"))
    // The server of the metrics is well.
    #expect(!desk.row(0).contains("✗"))
  }

  @Test func linesGrowStale() {
    var desk = Desk.settled(SimulatedShop(), settings())
    desk.wait(.seconds(13))
    #expect(desk.state("trouble") == .stale(age: .seconds(13)))
  }

  @Test func enterLeadsToTheLogViewWithTheQuery() {
    var desk = Desk.following(60, settings())
    desk.press("Tab")
    #expect(desk.row(35).contains("lines"))
    desk.press("Enter")
    #expect(desk.model.logs.plan?.query.logQL == Self.asked)
    #expect(desk.row(0).contains("logs") || desk.text.contains(Self.asked))
    desk.press("Esc")
    #expect(desk.model.logs.plan?.query.logQL == nil)
    desk.press("f")
    #expect(desk.model.fullScreen == "trouble")
    #expect(desk.row(0).contains("overview › Trouble"))
    #expect(desk.text.contains("LogQL"))
    desk.press("Enter")
    #expect(desk.model.logs.plan?.query.logQL == Self.asked)
    desk.press("Esc")
    #expect(desk.model.fullScreen == "trouble")
    desk.press("L")
    #expect(desk.model.logs.plan?.query.logQL == Self.asked)
  }

  @Test func ofFilesTheQueryIsAFilter() {
    var desk = Desk.following(60, settings(.logs, [#"{job="payments"} |= "card""#], source: "logs"))
    desk.press("Tab Enter")
    let query = desk.model.logs.plan?.query
    #expect(query?.logQL == nil)
    #expect(
      query?.filter.conditions == [.label("job", is: "payments"), .matches("card", negated: false)]
    )
  }

  @Test func whatIsCountedIsAChartOfLokis() throws {
    let logQL = "sum by (level) (rate({$selector}[$window]))"
    var desk = Desk.settled(SimulatedShop(), settings(.chart, [logQL]))
    #expect(desk.poll("own.trouble.0")?.server == .loki)
    #expect(
      desk.window("own.trouble.0.range")?.expression.hasPrefix("sum by (level) (rate({env") == true
    )
    #expect(desk.poll("own.trouble.0")?.isBatchable == false)
    desk.answer("own.trouble.0", .vector([VectorSample(timestamp: desk.now, value: 2)]))
    #expect(desk.content("trouble")?.headline.map(\.text) == ["2.0/s"])
    let files = Desk.settled(SimulatedShop(), settings(.chart, [logQL], source: "logs"))
    #expect(files.poll("own.trouble.0") == nil)
    #expect(files.state("trouble") == .missing("logs cannot count lines by LogQL"))
  }

  @Test func theCursorTakesLinesUpToItsMoment() throws {
    var desk = Desk.settled(SimulatedShop(), settings())
    let all = ShopLines.entries(6)
    var early = all[0]
    early.timestamp = desk.now - .seconds(600)
    desk.answer("own.trouble.0", .lines([early] + all))
    desk.press("v h h h h h h h h h h h h")
    #expect(desk.content("trouble")?.logLines == [early])
  }

  static let sizes = [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)]

  @Test(arguments: sizes) func itLooksAsRecorded(_ size: Size) throws {
    var desk = Desk.settled(SimulatedShop(isIncident: true), settings(), size: size)
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    try Golden.expect(desk.model.view(), "logs/own-panel")
    desk.press("Tab f")
    desk.answer()
    desk.wait(.seconds(5))
    desk.answer()
    try Golden.expect(desk.model.view(), "logs/own-panel-page")
  }

  @Test(arguments: HostileTextTests.texts) func hostileLinesReachNoCell(_ long: LongText) {
    for size in [Size(40, 12), Size(100, 30)] {
      for keys in ["", "Tab f"] {
        var desk = Desk.settled(SimulatedShop(), settings(), size: size)
        desk.press(keys)
        desk.answer(
          "own.trouble.0",
          .lines([ShopLines.entry(long.text, long.text, desk.now)])
        )
        let scalars = Set(desk.model.view().cells.flatMap { Array($0.text.unicodeScalars) })
        let obeyed = scalars.filter {
          $0.value < 0x20 || (0x7F..<0xA0).contains($0.value)
            || !VisibleText.sanitized("a\($0)").unicodeScalars.contains($0)
        }
        #expect(obeyed.isEmpty, "\(keys) at \(size)")
      }
    }
  }
}
