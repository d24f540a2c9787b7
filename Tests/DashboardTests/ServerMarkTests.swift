import Dashboard
import Screen
import Telemetry
import Testing

/// A server's mark, the alert strip and the panels tell one story.
@Suite struct ServerMarkTests {
  private static let unreadable = SourceError.malformed("not valid JSON")

  @Test func oneUnreadableAnswerTakesTheMarkItsGreen() {
    var desk = Desk.settled()
    #expect(desk.row(0).contains("prom ●"))
    // What marks answered, at most once a step, says nothing of how it answers now.
    let all = desk.model.plan.polls.count { !$0.id.text.hasPrefix("marks.") }
    desk.fail(Self.unreadable) { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .faulty(Self.unreadable, count: 1, of: all))
    #expect(desk.row(0).contains("▲ unreadable"))
    #expect(!desk.row(0).contains("●"))
    // Good answers to other questions change nothing of it.
    desk.answer { $0.id.text != "traffic" }
    #expect(desk.row(0).contains("▲ unreadable"))
    desk.answer { $0.id.text == "traffic" }
    #expect(desk.row(0).contains("prom ●"))
  }

  @Test func aServerOfWhichNothingCanBeReadIsNotUp() {
    var desk = Desk.settled()
    desk.wait(.seconds(7))
    desk.fail(Self.unreadable)
    #expect(desk.model.health[.prometheus]?.state == .down(Self.unreadable))
    #expect(desk.row(0).contains("✗ unreadable 7s"))
    #expect(desk.row(1).contains("prom: unreadable answer: not valid JSON"))
    #expect(desk.state("traffic") == .failed(Self.unreadable, age: .seconds(7)))
    desk.answer()
    #expect(desk.model.health[.prometheus]?.state == .up)
  }

  @Test func whatTheServerHasNotIsNoFaultOfIt() {
    var desk = Desk.settled()
    desk.fail(.http(status: 404, message: "not found")) { $0.id == .targets }
    desk.fail(.api(type: "bad_data", message: "parse error")) { $0.id.text == "traffic" }
    desk.fail(.tooMuch("more than 10000 series")) { $0.id.text == "latency" }
    #expect(desk.model.health[.prometheus]?.state == .up)
    desk.fail(.http(status: 404, message: "not found"))
    #expect(
      desk.model.health[.prometheus]?.state == .down(.http(status: 404, message: "not found"))
    )
  }

  @Test func aQuestionThatTakesTooLongIsNotTheServersDeath() {
    var desk = Desk.settled()
    desk.wait(.seconds(10))
    desk.answer { $0.id.text != "traffic" }
    let slow = SourceError.timedOut(after: .seconds(10))
    desk.fail(slow) { $0.id.text == "traffic" }
    guard case .faulty(slow, 1, _)? = desk.model.health[.prometheus]?.state else {
      Issue.record("\(String(describing: desk.model.health[.prometheus]?.state))")
      return
    }
    #expect(desk.row(0).contains("▲ no answer"))
    // Unless it is left alone for it.
    desk.fail(slow, retryAfter: .seconds(2)) { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .down(slow))
  }

  @Test func afterAnOutageTheServerIsJudgedByWhatItSaysThen() {
    var desk = Desk.settled()
    desk.fail(Self.unreadable)
    desk.fail(.unreachable("refused"), retryAfter: .seconds(1)) { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .down(.unreachable("refused")))
    desk.answer { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .up)
  }

  @Test func aPanelThatIsGoneTakesItsFaultAlong() throws {
    var desk = Desk.settled()
    let all = Set(desk.asked)
    desk.press("Tab f")
    desk.settle()
    let gone = try #require(all.subtracting(desk.asked).sorted().first)
    desk.press("Esc")
    desk.settle()
    desk.fail(Self.unreadable) { $0.id.text == gone }
    #expect(desk.row(0).contains("▲ unreadable"))
    desk.press("f")
    desk.settle()
    #expect(desk.poll(gone) == nil)
    #expect(desk.model.health[.prometheus]?.state == .up)
  }

  /// Four alerts fire, and then the answer lacks its list.
  @Test func alertsThatCannotBeReadStayWithTheirAgeAndTheReason() {
    var desk = Desk.settled(SimulatedShop(isIncident: true), size: Size(200, 40))
    #expect(desk.row(1).contains("firing"))
    desk.wait(.seconds(9))
    desk.answer { $0.id != .alerts }
    desk.fail(.malformed("'alerts' is missing at data")) { $0.id == .alerts }
    let row = desk.row(1)
    #expect(row.contains("✗ alerts 9s old: unreadable answer: 'alerts' is missing"))
    #expect(row.contains("firing"))
    #expect(!row.contains("no alerts firing"))
    desk.press("Shift-Tab f")
    #expect(desk.text.contains("alerts 9s old: unreadable answer"))
  }

  @Test func nothingFiringIsSaidOfThenWhereAlertsCannotBeRead() {
    var desk = Desk.settled(size: Size(160, 40))
    #expect(desk.row(1).contains("✓ no alerts firing"))
    desk.wait(.seconds(9))
    desk.answer { $0.id != .alerts }
    desk.fail(Self.unreadable) { $0.id == .alerts }
    #expect(desk.row(1).contains("✗ alerts 9s old: unreadable answer"))
    #expect(desk.row(1).contains("no alerts were firing"))
    #expect(!desk.row(1).contains("✓"))
    #expect(SnapshotVerdict(desk.model) == .unanswered)
    #expect(SnapshotVerdict.reason(desk.model)?.contains("alerts: unreadable answer") == true)
  }

  @Test func targetsThatCannotBeReadStayWithTheirAgeAndTheReason() {
    var desk = Desk.settled(size: Size(160, 40))
    desk.wait(.seconds(9))
    desk.answer { $0.id != .targets }
    desk.fail(.malformed("'activeTargets' is missing at data")) { $0.id == .targets }
    #expect(desk.row(1).contains("up 9s old: unreadable answer: 'activeTargets' is missing"))
    #expect(desk.row(1).contains("up"))
  }

  @Test func silencesThatCannotBeReadAreSaidToBeOld() {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    var desk = Desk.settled(SimulatedShop(isIncident: true), settings, size: Size(160, 40))
    desk.wait(.seconds(9))
    desk.answer { $0.id != .suppressions }
    desk.fail(Self.unreadable) { $0.id == .suppressions }
    #expect(desk.row(0).contains("alertmanager ✗ unreadable 9s"))
    #expect(desk.row(1).contains("✗ silences 9s old"))
  }

  /// Before any answer nothing is said of what there is.
  @Test func thePageOfAlertsWaitsForItsAnswers() {
    var desk = Desk()
    desk.press("Shift-Tab f")
    #expect(desk.text.contains("alerts: no answer yet"))
    #expect(!desk.text.contains("all targets up"))
  }
}
