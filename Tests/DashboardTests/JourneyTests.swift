import Logs
import Screen
import Signals
import Telemetry
import Testing

@testable import Dashboard

/// Going on and coming back.
@Suite struct JourneyTests {
  private static let settings = DashboardSettings()

  private struct Marked: ViewState {
    var text = ""
  }

  private func place(_ view: ViewID, _ text: String = "") -> Place {
    var place = Place(view, timeline: Timeline(settings: Self.settings, columns: 80))
    place[Marked.self].text = text
    return place
  }

  @Test func comingBackRestoresThePlaceExactly() {
    var root = place(.overview, "as it was")
    root.focus = "latency"
    root.timeline.range = .hour
    root.timeline.end = SimulatedShop.now
    root[LogListState.self].isWrapping = true
    var journey = Journey(at: root)
    journey.push(root.opening(.panel, .panel("latency")))
    journey.here.timeline.range = .day
    journey.here.timeline.end = nil
    journey.here[LogListState.self].isWrapping = false
    journey.here[Marked.self].text = "other"
    journey.push(journey.here.opening(.logs))
    journey.pop()
    #expect(journey.here.view == .panel && journey.here[Marked.self].text == "other")
    journey.pop()
    #expect(journey.here == root)
    #expect(!journey.hasWayBack)
  }

  @Test func aNewPlaceBeginsWithWhatIsCarriedAlone() {
    var root = place(.overview, "own")
    root.focus = "latency"
    root.scope.service = ServiceID("job", "cart")
    root[LogListState.self].isWrapping = true
    let next = root.opening(.logs)
    #expect(next.scope == root.scope && next.timeline.range == root.timeline.range)
    #expect(next[LogListState.self].isWrapping)
    #expect(next[Marked.self].text.isEmpty && next.focus == nil)
  }

  @Test func popTakesBackOneThingAfterTheOther() {
    var journey = Journey(at: place(.overview))
    journey.here.focus = "latency"
    journey.push(journey.here.opening(.panel, .panel("latency")))
    journey.here.timeline.moveCursor(
      to: SimulatedShop.now,
      at: SimulatedShop.now,
      step: .seconds(5)
    )
    journey.overlay = PlaceOverlay(.help)
    journey.pop()
    #expect(journey.overlay == nil && journey.here.timeline.cursor != nil)
    journey.pop()
    #expect(journey.here.timeline.cursor == nil && journey.here.view == .panel)
    journey.pop()
    #expect(journey.here.view == .overview && journey.here.focus == "latency")
    journey.pop()
    #expect(journey.here.focus == nil)
    let last = journey
    journey.pop()
    #expect(journey == last)
  }

  @Test func aCursorThatCameAlongIsNotClosedOnTheWayBack() {
    var journey = Journey(at: place(.overview))
    journey.here.timeline.moveCursor(
      to: SimulatedShop.now,
      at: SimulatedShop.now,
      step: .seconds(5)
    )
    let cursor = journey.here.timeline.cursor
    journey.push(journey.here.opening(.logs))
    #expect(journey.here.timeline.cursor == cursor)
    journey.pop()
    #expect(journey.here.view == .overview && journey.here.timeline.cursor == cursor)
  }

  @Test func aPauseOutlastsTheWayBack() {
    var journey = Journey(at: place(.overview))
    journey.push(journey.here.opening(.logs))
    journey.here.timeline.pausedAt = SimulatedShop.now
    journey.pop()
    #expect(journey.here.timeline.pausedAt == SimulatedShop.now)
    #expect(journey.here.timeline.end == nil, "what is held suits this range")

    journey.push(journey.here.opening(.logs))
    journey.here.timeline.pausedAt = nil
    journey.pop()
    #expect(journey.here.timeline.pausedAt == nil && !journey.here.timeline.isPast)
  }

  @Test func anotherRangeOfAPauseIsAskedAtItsMoment() {
    var journey = Journey(at: place(.overview))
    journey.push(journey.here.opening(.panel, .panel("latency")))
    journey.here.timeline.range = .day
    journey.here.timeline.pausedAt = SimulatedShop.now
    journey.pop()
    #expect(journey.here.timeline.range == .quarterHour)
    #expect(journey.here.timeline.end == SimulatedShop.now)
  }

  @Test func aKeyOfAViewBringsTheTimeAlongAndEndsDetours() {
    var root = place(.overview, "root")
    root.focus = "latency"
    var journey = Journey(at: root)
    journey.turn(to: .logs)
    journey.here[LogListState.self].isWrapping = true
    var detour = journey.here.opening(.logs)
    detour[LogListState.self].search.stretch = Stretch(
      from: SimulatedShop.now,
      to: SimulatedShop.now
    )
    detour.timeline.range = .day
    journey.push(detour)
    journey.turn(to: .overview)
    #expect(journey.here.view == .overview && !journey.hasWayBack)
    #expect(journey.here.timeline.range == .day)
    #expect(journey.here[LogListState.self].isWrapping)
    #expect(journey.here[LogListState.self].search.stretch == nil)
    #expect(journey.here.focus == "latency" && journey.here[Marked.self].text == "root")
  }

  @Test func theWayBackIsNotEndless() {
    var journey = Journey(at: place(.overview))
    for _ in 0..<500 { journey.push(journey.here.opening(.logs)) }
    var steps = 0
    while journey.hasWayBack, steps < 1000 {
      journey.pop()
      steps += 1
    }
    #expect(steps == 50 && journey.here.view == .overview)
  }

  @Test func escapeRestoresRangeFilterAndScrollOfARealDashboard() {
    var desk = Desk.following()
    desk.press("[ Tab f")
    let before = desk.model.journey.here
    desk.press("7 +")
    desk.press("/")
    desk.type("slow")
    desk.press("Enter k k Esc")
    #expect(desk.model.journey.here == before)
    desk.press("Esc")
    #expect(desk.model.fullScreen == nil && desk.model.timeline.isPast)
    #expect(desk.model.timeline.range == .quarterHour)
  }

  @Test func aNumberKeyKeepsTheRangeAndTheFilter() {
    var desk = Desk.following()
    desk.press("7 - /")
    desk.type("slow")
    desk.press("Enter 1")
    #expect(desk.model.fullScreen == nil && desk.model.timeline.range == .hour)
    #expect(desk.text.contains("slow"))
    desk.press("7")
    #expect(desk.model.timeline.range == .hour && desk.row(3).contains("slow"))
    desk.press("Esc")
    #expect(desk.model.fullScreen == nil)
  }

  @Test(arguments: [
    ("Tab f e", "7 shows the log lines"), ("Shift-Tab Enter z", "7 shows the log lines"),
    ("7 R n", "Esc returns to the log lines"), ("h", "v opens the time cursor"),
    ("j", "nothing to scroll here"), ("Tab f c", "7 shows the log lines"),
  ])
  func aKeyThatHasNothingToDoSaysWhy(_ keys: String, _ words: String) {
    var desk = Desk.following()
    let effects = desk.press(keys)
    #expect(desk.row(35).contains(words), "\(keys)")
    #expect(!effects.contains { if case .copy = $0 { true } else { false } })
  }
}
