import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// Range, past, pause and cursor.
@Suite struct TimeKeysTests {
  @Test func aPauseFreezesTheWindowAndThePlan() {
    var desk = Desk.settled()
    let before = desk.content("traffic")
    let effects = desk.press("Space")
    #expect(desk.model.plan.isPaused)
    #expect(effects == [.poll(desk.model.plan)])
    desk.wait(.seconds(300))
    #expect(desk.content("traffic") == before, "what was fresh at the pause stays so")
    #expect(desk.row(0).contains("PAUSED"))
    #expect(desk.row(0).contains("5m ago"))
    #expect(desk.press("r").isEmpty, "nothing is asked while paused")
    desk.press("Space")
    #expect(!desk.model.plan.isPaused)
    #expect(desk.state("traffic") == .stale(age: .seconds(300)))
  }

  @Test func valuesOfThePastAreNotTakenForLiveOnesAfterADetour() {
    var desk = Desk.settled()
    desk.press("[")
    desk.settle()
    #expect(desk.state("traffic") == .fresh)
    // On another panel's page only that panel is asked.
    desk.press("Tab Enter 0")
    desk.settle()
    desk.press("1")
    #expect(!desk.row(0).contains("PAST"))
    #expect(desk.poll("traffic") != nil)
    #expect(desk.state("traffic") == .waiting)
  }

  @Test func alertsAreOldWhilePaused() {
    var desk = Desk.settled(SimulatedShop(isIncident: true))
    desk.press("Space")
    desk.wait(.seconds(90))
    #expect(desk.row(1).contains("alerts 1m30s old"))
  }

  @Test func aPausedWindowStaysOnTheServersClock() {
    var desk = Desk.settled(SimulatedShop(clockSkew: .seconds(3600)))
    let step = desk.model.grain.step
    let before = desk.model.timeline.window(at: desk.model.serverNow, step: step)
    desk.press("Space")
    let after = desk.model.timeline.window(at: desk.model.serverNow, step: step)
    #expect(before == after)
  }

  @Test func anotherRangeWhilePausedIsThatOfThePause() {
    var desk = Desk.settled()
    desk.press("Space")
    desk.wait(.seconds(60))
    let frozen = SimulatedShop.now.floored(to: .seconds(5))
    desk.press("-")
    #expect(!desk.model.plan.isPaused)
    #expect(desk.window("traffic.range")?.end == frozen)
    #expect(desk.window("traffic.range")?.length == .seconds(3600))
    #expect(desk.poll("alerts") == nil, "what is of now stays as it was too")
    #expect(desk.row(0).contains("PAUSED  at 14:02:31, 1m ago"))
    desk.press("Space")
    #expect(!desk.row(0).contains("PAUSED") && !desk.model.timeline.isPast)
    #expect(desk.window("traffic.range")?.end == nil)
    #expect(desk.poll("alerts") != nil)
  }

  @Test func aPausedDashboardDoesNotMoveTowardsNow() {
    var desk = Desk.settled()
    desk.press("Space - ]")
    #expect(desk.row(0).contains("PAUSED"))
    #expect(desk.row(35).contains("Space resumes"))
    desk.press("[")
    #expect(desk.row(0).contains("PAST"))
  }

  @Test func anotherDayHasItsDateAtBothEnds() {
    var desk = Desk.settled()
    desk.press("- - - - [")
    #expect(desk.row(0).contains("11-12 02:00–11-19 02:00"))
    var settings = Desk.settings
    settings.end = Timestamp(rfc3339: "2025-12-31T14:00:00Z")
    settings.range = .hour
    let lastYear = Desk.settled(SimulatedShop(), settings)
    #expect(lastYear.row(0).contains("2025-12-31 13:00–14:00"))
  }

  @Test func aResizeWhilePausedKeepsThePointsInStep() {
    var desk = Desk.settled(size: Size(80, 24))
    desk.press("Space")
    #expect(desk.send(.resized(Size(200, 50))).isEmpty)
    #expect(desk.model.grain.step == .seconds(10))
    desk.press("Space")
    #expect(desk.model.grain.step == .seconds(5))
  }

  @Test func panningAsksAboutAFixedMoment() throws {
    var desk = Desk.settled()
    desk.press("[")
    let end = (SimulatedShop.now.floored(to: .seconds(5)) - .seconds(450)).floored(to: .seconds(5))
    #expect(desk.window("traffic.range")?.end == end)
    #expect(try #require(desk.instant("traffic")).at == end)
    #expect(try #require(desk.instant("inventory")).at == end)
    #expect(desk.state("traffic") == .waiting, "a number of now must not stand for one of then")
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
    desk.wait(.seconds(7200))
    #expect(desk.state("traffic") == .fresh, "the past does not age")
    #expect(desk.poll("traffic")?.interval == .seconds(300))
  }

  @Test func whatIsOfNowAgesInThePastToo() {
    var desk = Desk.settled()
    desk.press("[")
    desk.answer()
    desk.wait(.seconds(60))
    #expect(desk.row(1).contains("alerts 1m00s old"))
  }

  @Test func panningBackAndForwardEndsLive() {
    var desk = Desk.settled()
    desk.press("[ [")
    #expect(desk.model.timeline.isPast)
    desk.press("]")
    #expect(desk.model.timeline.isPast)
    desk.press("]")
    #expect(!desk.model.timeline.isPast)
    #expect(desk.window("traffic.range")?.end == nil)
    desk.press("]")
    #expect(desk.row(35).contains("already live"))
  }

  @Test func zeroGoesBackToLiveFromAnywhere() {
    var desk = Desk.settled()
    desk.press("[ [ [ + 0")
    #expect(!desk.model.timeline.isPast)
    desk.press("Space 0")
    #expect(!desk.model.plan.isPaused)
    #expect(desk.model.plan.polls.allSatisfy { !$0.text.contains("at:") })
  }

  @Test func numbersOfThePastDoNotStayWhenGoingLive() {
    var desk = Desk.settled()
    desk.press("[")
    desk.answer()
    desk.press("0")
    #expect(desk.content("traffic")?.headline.first?.value == nil)
    #expect(desk.content("traffic")?.isLoading == true, "points of the past are marked")
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
    #expect(desk.content("traffic")?.isLoading == false)
  }

  @Test func thePastDoesNotPause() {
    var desk = Desk.settled()
    desk.press("[ Space")
    #expect(!desk.model.plan.isPaused)
    #expect(desk.row(35).contains("0 goes back to live"))
  }

  @Test func zoomStopsAtBothEnds() {
    var desk = Desk.settled()
    desk.press("+ +")
    #expect(desk.window("traffic.range")?.length == .seconds(300))
    #expect(desk.row(35).contains("5m is the shortest range"))
    desk.press("- - - - - -")
    #expect(desk.window("traffic.range")?.length == .seconds(604_800))
    #expect(desk.row(35).contains("7d is the longest range"))
  }

  @Test func theCursorStaysInsideTheWindow() {
    var desk = Desk.settled()
    desk.press("v")
    let step = desk.model.grain.step
    var window: Stretch {
      desk.model.timeline.window(at: desk.model.serverNow, step: step)
    }
    #expect(desk.model.timeline.cursor == window.end)
    desk.press("l l l")
    #expect(desk.model.timeline.cursor == window.end)
    desk.press("h h")
    #expect(desk.model.timeline.cursor == window.end - step * 2)
    desk.press("Home")
    #expect(desk.model.timeline.cursor == window.start)
    desk.press("Left")
    #expect(desk.model.timeline.cursor == window.start)
    desk.press("End h + ")
    let cursor = desk.model.timeline.cursor
    #expect(cursor.map { $0 >= window.start && $0 <= window.end } == true)
    desk.press("v")
    #expect(desk.model.timeline.cursor == nil)
  }

  @Test func theCursorIsCarriedAlongByTime() {
    var desk = Desk.settled()
    desk.press("v Home")
    desk.wait(.seconds(1200))
    let window = desk.model.timeline.window(
      at: desk.model.serverNow,
      step: desk.model.grain.step
    )
    let cursor = desk.model.timeline.cursor
    #expect(cursor.map { $0 >= window.start } == true)
  }

  @Test func panelsTellTheValueUnderTheCursor() throws {
    var desk = Desk.settled()
    desk.press("v h h h h")
    let moment = try #require(desk.model.timeline.cursor)
    let sample = desk.content("traffic")?.chart?.lines.first?.samples.last {
      $0.timestamp <= moment
    }
    let value = try #require(sample?.value)
    let text = try #require(desk.content("traffic")?.chart?.unit.text(value))
    #expect(desk.row(3).contains("14:02:10  \(text)"))
  }

  @Test func singleValuesAreThoseOfTheCursorOrMarkedAsOfNow() throws {
    var desk = Desk.settled(SimulatedShop(isIncident: true))
    #expect(desk.poll("node_cpu.range") == nil && desk.poll("llm_cost_rate.range") == nil)
    let live = try #require(desk.content("saturation")?.rows.first?.figure)
    #expect(live.severity == .warning)
    #expect(desk.press("v Home").contains(.poll(desk.model.plan)))
    let waiting = try #require(desk.content("saturation")?.rows.first?.figure)
    #expect(waiting.isOfNow && waiting.text == "now \(live.text)")
    desk.answer()
    let then = try #require(desk.content("saturation")?.rows.first)
    #expect(!then.figure.isOfNow && then.figure.severity == .ok)
    #expect(then.fraction == then.figure.value)
    // What has no points over the window cannot be told of then.
    let cost = try #require(desk.content("llm"))
    #expect(cost.headline.allSatisfy { !$0.isOfNow })
    #expect(cost.rows.allSatisfy { $0.figure.isOfNow && $0.figure.text.hasPrefix("now ") })
    #expect(cost.severity == nil)
    #expect(desk.row(1).contains("now: "))
    desk.press("Esc")
    #expect(desk.poll("node_cpu.range") == nil)
    #expect(desk.content("saturation")?.rows.first?.figure.text == live.text)
  }

  @Test func panelsAreJudgedAtTheCursor() {
    var desk = Desk.settled(SimulatedShop(isIncident: true))
    #expect(desk.content("errors")?.severity == .critical)
    desk.press("v Home")
    desk.answer()
    #expect(desk.content("errors")?.severity == .ok)
    desk.press("G")
    #expect(desk.content("errors")?.severity == .critical)
  }

  @Test func timesAreShownInThreeWays() {
    var settings = Desk.settings
    settings.timeDisplay = .local
    settings.zone = ZoneOffsets(7200)
    var desk = Desk.settled(SimulatedShop(), settings)
    #expect(desk.row(0).contains("16:02:31"))
    desk.press("t")
    #expect(desk.row(0).contains("14:02:31 UTC"))
    desk.press("t [")
    #expect(desk.row(0).contains("-22m to -7m31s"))
  }

  @Test func labelsFollowTheClocksThroughTheirChange() {
    var settings = Desk.settings
    settings.timeDisplay = .local
    settings.range = .week
    // Clocks go back by an hour three days ago.
    let change = SimulatedShop.now - .seconds(3 * 86_400)
    settings.zone = ZoneOffsets(from: change - .seconds(864_000), to: SimulatedShop.now) {
      $0 < change ? 7200 : 3600
    }
    var desk = Desk.settled(SimulatedShop(), settings, size: Size(200, 50))
    desk.press("Tab f")
    for day in 16...22 { #expect(desk.text.contains("11-\(day)")) }
  }

  @Test func timeNeverRunsBackwards() {
    var desk = Desk.settled()
    desk.send(.tick(desk.now - .seconds(100)))
    #expect(desk.model.now == desk.now)
  }

  /// A number of now is not an average over hours because hours are on screen.
  @Test func aLongerRangeLeavesTheLiveNumbersAsTheyAre() throws {
    var desk = Desk.settled()
    let before = try #require(desk.instant("traffic")).expression
    let window = try #require(desk.window("traffic.range")).expression
    desk.press("- - - -")
    #expect(desk.instant("traffic")?.expression == before)
    #expect(desk.window("traffic.range")?.expression != window)
  }
}

extension Poll {
  fileprivate var text: String {
    if case .instant(_, let moment?) = question { return "at: \(moment)" }
    if case .range(let window) = question, let end = window.end { return "at: \(end)" }
    return ""
  }
}
