import Dashboard
import Logs
import Telemetry
import Testing

/// Levels over time of a tail, and what of its lines is not held.
@Suite struct LogCountsTests {
  private struct Ask: Equatable {
    var stretch: Stretch
    var step: Duration
  }

  private func asked(_ effects: [Effect]) -> Ask? {
    for case .countLogs(let stretch, let step) in effects {
      return Ask(stretch: stretch, step: step)
    }
    return nil
  }

  private func desk(heldLines: Int = 50_000, isComplete: Bool) -> Desk {
    var settings = Desk.logSettings
    settings.logs.heldLines = heldLines
    var desk = Desk.settled(SimulatedShop(isIncident: true), settings)
    desk.bring(.news(.status(.live(.webSocket))))
    desk.bring(.history(ShopLines.entries(60), isComplete: isComplete))
    desk.press("7")
    return desk
  }

  @Test func whatIsHeldIsNotCountedByTheSource() {
    var desk = desk(isComplete: true)
    for _ in 0..<30 { #expect(asked(desk.wait(.seconds(1))) == nil) }
  }

  @Test func whatIsNotHeldIsCountedOnceAndAgainAsLinesFallOff() throws {
    var desk = desk(heldLines: 60, isComplete: false)
    let ask = try #require(asked(desk.wait(.seconds(1))))
    let window = desk.now - .seconds(900)
    #expect(ask.step == .seconds(10))
    #expect(ask.stretch.start == window.floored(to: .seconds(10)))
    let first = ShopLines.entries(60)[0].timestamp
    #expect(ask.stretch.end >= first && ask.stretch.end <= desk.now)
    #expect(asked(desk.wait(.seconds(20))) == nil)
    desk.bring(.counts([LevelCount(start: ask.stretch.start, lines: [.error: 7])]))
    #expect(asked(desk.wait(.seconds(1))) == nil)
    // A minute later all that was held has fallen off.
    desk.wait(.seconds(60))
    desk.bring(.news(.entries(ShopLines.entries(60, until: desk.now))))
    let next = try #require(asked(desk.wait(.seconds(1))))
    #expect(next.stretch.start == ask.stretch.end)
    #expect(next.stretch.end > desk.now - .seconds(40))
  }

  @Test func whatNobodyHasCountedIsNotDrawnAsNothing() {
    var desk = desk(isComplete: false)
    #expect(desk.row(4).contains("··········") && desk.row(4).contains("max "))
    desk.wait(.seconds(1))
    desk.bring(.counts([]))
    #expect(!desk.row(4).contains("··"))
  }

  @Test func whatIsTypedIsCountedAmongTheLinesHeldAlone() throws {
    var desk = desk(isComplete: false)
    let ask = try #require(asked(desk.wait(.seconds(1))))
    desk.bring(.counts([LevelCount(start: ask.stretch.start, lines: [.error: 7777])]))
    #expect(desk.row(4).contains("max 7777"))
    desk.press("/ c")
    #expect(!desk.row(4).contains("max 7777") && desk.row(4).contains("····"))
    desk.press("Esc")
    #expect(desk.row(4).contains("max 7777"))
  }

  @Test func theSourceIsNotAskedWhereNoCountsAreOnScreen() {
    var desk = desk(isComplete: false)
    desk.press("1")
    #expect(asked(desk.wait(.seconds(30))) == nil)
  }

  @Test func linesThatPassedAStandingScreenAreMarkedAndCounted() {
    var desk = desk(isComplete: true)
    let words = "screen was stopped"
    desk.bring(.passed(lines: 120_000, until: ShopLines.entries(60)[50].timestamp))
    let screen = (0..<36).map { desk.row($0) }
    #expect(screen.contains { $0.contains("120") && $0.contains(words) }, "\(screen)")
    desk.press("g")
    #expect((0..<36).contains { desk.row($0).contains("120000 dropped (buffer full)") })
  }

  /// So many lines of one request.
  private func request(_ count: Int) -> [LogEntry] {
    (0..<count).map { number in
      let text = #"{"event":"step \#(number)","level":"info","correlation_id":"big-1"}"#
      let age = Duration.milliseconds(count - number)
      return ShopLines.entry("backend", text, SimulatedShop.now - age)
    }
  }

  @Test(arguments: [(400, nil), (6000, "only the first 5000 lines")] as [(Int, String?)])
  func aStoryThatLeavesLinesOutSaysSo(_ count: Int, _ words: String?) {
    var desk = desk(isComplete: true)
    desk.press("C")
    desk.type("big-1")
    desk.press("Enter")
    desk.bring(.history(request(count), isComplete: true))
    desk.press("R")
    desk.bring(.history([], isComplete: true))
    let screen = (0..<36).map { desk.row($0) }
    #expect(
      screen.contains { $0.contains("\(min(count, 5000)) lines from 1 service") },
      "\(screen)"
    )
    #expect(screen.contains { $0.contains(words ?? "only the") } == (words != nil))
  }
}
