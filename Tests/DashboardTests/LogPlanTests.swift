import Dashboard
import Logs
import Screen
import Signals
import Telemetry
import Testing

/// Which lines are asked for.
@Suite struct LogPlanTests {
  private func logPlan(_ effects: [Effect]) -> LogPlan? {
    for case .logs(let plan) in effects { return plan }
    return nil
  }

  @Test func anIDPutsTheFilterAsideUntilOneGoesBack() throws {
    var desk = Desk.following()
    desk.press("7 /")
    desk.type("level>=error")
    desk.press("Enter")
    desk.bring(.history(ShopLines.entries(60), isComplete: true))
    desk.press("E")
    let effects = desk.press("c")
    let plan = try #require(logPlan(effects))
    #expect(plan.query.filter.conditions.allSatisfy { $0 == .correlation(ShopLines.troubled) })
    let back = desk.press("Esc")
    let former = try #require(logPlan(back))
    #expect(former.query.filter.conditions.contains(.level(atLeast: .error)))
  }

  @Test func withoutASourceNothingIsAskedAndKeysSayWhy() {
    var desk = Desk.settled()
    #expect(desk.model.logs.plan == nil)
    desk.press("7")
    #expect(desk.model.fullScreen == nil)
    #expect(desk.row(35).contains("no log server"))
    #expect(!desk.effects.contains { if case .logs = $0 { true } else { false } })
  }

  @Test func theTailOfTheServiceIsFollowedFromTheStart() throws {
    let plan = try #require(logPlan(Desk.following().effects))
    #expect(plan.span == .live(history: .seconds(900)))
    #expect(plan.query.selector == Desk.logSettings.logs.selector)
    #expect(plan.query.filter == LogFilter())
    #expect(plan.countStep == nil)
  }

  @Test func movingAboutAsksNothingNew() {
    var desk = Desk.following()
    let effects = desk.press("7 k k g G Tab 1 7 z Enter Esc Space Space")
    #expect(logPlan(effects) == nil)
  }

  @Test func aFilterIsHandedToTheSource() throws {
    var desk = Desk.following()
    desk.press("7 /")
    desk.type("level>=warn !slow")
    let asked = try #require(logPlan(desk.press("Enter")))
    #expect(asked.generation == 2)
    #expect(
      asked.query.filter
        == LogFilter([.level(atLeast: .warning), .contains("slow", negated: true)])
    )
    #expect(desk.model.logs.plan == asked)
  }

  @Test func thePastIsAStretchWithLevelsCountedByTheSource() throws {
    var desk = Desk.following()
    let asked = try #require(logPlan(desk.press("[")))
    let end = try #require(desk.model.timeline.end)
    #expect(asked.span == .past(Stretch(from: end - .seconds(900), to: end)))
    #expect(asked.countStep == .seconds(10))
    #expect(logPlan(desk.press("0"))?.span == .live(history: .seconds(900)))
  }

  @Test func whatAFormerPlanBringsIsLeftOut() throws {
    var desk = Desk.following(3)
    desk.press("[")
    let old = LogDelivery(
      generation: 1,
      at: desk.now,
      .news(.entries([ShopLines.entry("backend", "too late", desk.now)]))
    )
    desk.send(.logs(old))
    #expect(!desk.text.contains("too late"))
    #expect(desk.text.contains("cache miss"))
    // The lines of the plan before stay until the first of the new one come.
    desk.bring(.history([], isComplete: true))
    #expect(!desk.text.contains("cache miss"))
  }

  @Test func anIDThatCarriesItsTimeIsLookedForInItsMinutes() throws {
    var desk = Desk.following()
    desk.press("7 C")
    desk.send(.key(.paste(ShopLines.troubled)))
    let asked = try #require(logPlan(desk.press("Enter")))
    // 20 s old: what comes next belongs to it too.
    let age = Duration.milliseconds(19_963) + .seconds(60)
    #expect(asked.span == .live(history: age))
    #expect(asked.query.selector.isEmpty)
    #expect(asked.query.filter == LogFilter([.correlation(ShopLines.troubled)]))
    #expect(desk.row(3).contains("created 14:02:11.037, 19s ago"))
  }

  @Test func anOldIDThatCarriesItsTimeIsAStretch() throws {
    var desk = Desk.following()
    desk.press("7 C")
    let id = "01a1ff00-0000-7000-8000-000000000001"
    desk.type(id)
    let asked = try #require(logPlan(desk.press("Enter")))
    let created = try #require(CorrelationID(id)?.created)
    #expect(asked.span == .past(Stretch(from: created - .seconds(60), to: created + .seconds(600))))
    // Nothing there: it is looked for further back.
    let further = try #require(logPlan(desk.bring(.history([], isComplete: true))))
    #expect(further.span == .search(windows: Self.windows, until: nil))
  }

  private static let windows: [Duration] = [
    .seconds(900), .seconds(3600), .seconds(21_600), .seconds(86_400), .seconds(604_800),
  ]

  @Test func anyOtherIDIsSearchedWithProgressAndCanBeGivenUp() throws {
    var desk = Desk.following()
    let before = desk.model.logs.plan?.query
    desk.press("7 C")
    desk.type("req-4711")
    let asked = try #require(logPlan(desk.press("Enter")))
    #expect(asked.span == .search(windows: Self.windows, until: nil))
    desk.bring(.searching(.seconds(3600)))
    #expect(desk.text.contains("searching 1h back"))
    #expect(desk.text.contains("searching the last 1h"))
    let back = try #require(logPlan(desk.press("Esc")))
    #expect(back.query == before)
    #expect(desk.model.fullScreen == "logs")
  }

  @Test func aTraceparentYieldsItsTraceID() throws {
    var desk = Desk.following()
    desk.press("7 C")
    desk.type("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    let asked = try #require(logPlan(desk.press("Enter")))
    #expect(asked.query.filter.conditions == [.correlation("4bf92f3577b34da6a3ce929d0e0e4736")])
  }

  @Test func aPointOfAChartOpensTheLinesOfItsStepAndBackReturns() throws {
    var desk = Desk.following()
    desk.press("Tab f v h h h")
    let cursor = try #require(desk.model.timeline.cursor)
    let asked = try #require(logPlan(desk.press("Enter")))
    #expect(asked.span == .past(Stretch(from: cursor - desk.model.grain.step, to: cursor)))
    #expect(desk.model.fullScreen == "logs")
    let back = try #require(logPlan(desk.press("Esc")))
    #expect(back.span == .live(history: .seconds(900)))
    #expect(desk.model.fullScreen == "latency" && desk.model.timeline.cursor == cursor)
  }

  @Test func ownLogQLReplacesTheRest() throws {
    var desk = Desk.following()
    desk.press(":")
    desk.type(#"logql {job="x"} |= "y""#)
    let asked = try #require(logPlan(desk.press("Enter")))
    #expect(asked.query.logQL == #"{job="x"} |= "y""#)
    desk.press(":")
    desk.type("logql")
    desk.press("Enter")
    #expect(desk.row(35).contains(#"{job="x"} |= "y""#))
    desk.press(":")
    desk.type("clear")
    #expect(logPlan(desk.press("Enter"))?.query.logQL == nil)
  }
}
