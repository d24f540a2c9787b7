import Dashboard
import Logs
import Screen
import Signals
import Telemetry
import Testing

/// Getting about in lines.
@Suite struct LogKeysTests {
  private func desk(_ count: Int = 60, size: Size = Size(80, 24)) -> Desk {
    var desk = Desk.following(count, size: size)
    desk.press("7")
    return desk
  }

  /// The row with the mark of the line chosen.
  private func chosen(_ desk: Desk) -> String? {
    desk.text.split(separator: "\n").first { $0.hasPrefix(">") }.map(String.init)
  }

  @Test func newLinesAreFollowedUntilOneScrollsUp() {
    var desk = desk()
    desk.write("a new line")
    #expect(desk.row(22).contains("a new line"))
    desk.press("k")
    let before = desk.model.view()
    for number in 1...3 { desk.write("line \(number) of three") }
    #expect(desk.row(22).contains("↓ 3 lines below"))
    #expect(!desk.text.contains("of three"))
    #expect(desk.model.view().changedCells(from: before) < 60)
    desk.press("G")
    #expect(desk.row(22).contains("line 3 of three"))
  }

  @Test func aPauseHoldsTheLinesAndCounts() {
    var desk = desk()
    desk.press("Space")
    for number in 1...2 { desk.write("line \(number) of two") }
    #expect(desk.row(22).contains("paused: ↓ 2 lines below  Space resumes"))
    #expect(!desk.text.contains("of two"))
    desk.press("Space")
    #expect(desk.row(22).contains("line 2 of two"))
  }

  @Test func theChoiceStaysOnItsLineWhateverComes() throws {
    var desk = desk()
    desk.press("k k k")
    let line = try #require(chosen(desk))
    desk.write("newer")
    // A late line goes to its place.
    desk.bring(.news(.entries([ShopLines.entry("late", "late", desk.now - .seconds(60))])))
    #expect(chosen(desk) == line)
  }

  @Test func errorsAndWarningsAreFound() throws {
    var desk = desk()
    desk.press("E")
    #expect(try #require(chosen(desk)).contains("card provider timed out"))
    desk.press("W")
    #expect(try #require(chosen(desk)).contains("card provider is slow"))
    desk.press("e e e")
    #expect(desk.row(23).contains("no error below"))
  }

  @Test func linesOfOneIDAreFound() throws {
    var desk = desk()
    desk.press("E O")
    #expect(try #require(chosen(desk)).contains("card provider is slow"))
    desk.press("o o")
    #expect(try #require(chosen(desk)).contains("request failed"))
  }

  @Test func hitsStandOutAndAreFound() throws {
    var desk = desk()
    desk.press("&")
    desk.type("CHARGED")
    desk.press("Enter N")
    #expect(desk.row(23).contains("no match above"))
    desk.press("&")
    desk.send(.key(.control("u")))
    desk.type("/c.arged/")
    desk.press("Enter N")
    #expect(try #require(chosen(desk)).contains("card charged"))
    let grid = desk.model.view()
    let hits = (0..<24).flatMap { y in (0..<80).filter { grid[$0, y].style.role == .selection } }
    #expect(hits.count > 7 * 5)
  }

  @Test func aFilterShowsOnlyWhatMeetsIt() {
    var desk = desk()
    desk.press("/")
    desk.type("level>=error")
    #expect(desk.row(23).contains("filter level>=error"))
    desk.press("Enter")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    #expect(desk.row(3).contains("level>=error"))
    #expect(desk.text.contains("request failed") && !desk.text.contains("cache miss"))
    // The text can be edited later.
    desk.press("!")
    desk.type("failed")
    desk.press("Enter")
    #expect(desk.row(3).contains("level>=error !failed"))
    #expect(!desk.text.contains("request failed"))
  }

  @Test func aWrongFilterSaysSoAndStays() {
    var desk = desk()
    desk.press("/")
    desk.type("level>=loud")
    #expect(desk.row(22).contains("is not a level"))
    desk.press("Enter")
    #expect(desk.row(23).contains("filter level>=loud"))
    desk.press("Esc")
    #expect(desk.row(23).contains("? help"))
  }

  @Test func aFilterThatNothingMeetsSaysSo() {
    var desk = desk()
    desk.press("/")
    desk.type("nosuchtext")
    desk.press("Enter")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    #expect(desk.text.contains("no match in 60 lines"))
  }

  @Test func aPasteIntoALineIsTextAndNeverACommand() {
    var desk = desk()
    desk.press("/")
    #expect(desk.send(.key(.paste("q\nlevel>=warn\n"))).isEmpty)
    #expect(desk.row(23).contains("filter q level>=warn"))
  }

  @Test func whatWasTypedComesBack() {
    var desk = desk()
    for text in ["one", "two"] {
      desk.press("/")
      desk.send(.key(.control("u")))
      desk.type(text)
      desk.press("Enter")
    }
    desk.press("/ Up Up")
    #expect(desk.row(23).contains("filter one"))
    desk.press("Down Down")
    #expect(desk.row(23).contains("filter two"))
  }

  @Test func oneRequestIsShownAndBackReturns() throws {
    var desk = desk()
    desk.press("E")
    let line = try #require(chosen(desk))
    desk.press("c")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    #expect(desk.row(3).contains("id \(ShopLines.troubled)"))
    #expect(!desk.text.contains("cache miss"))
    desk.press("Esc")
    desk.bring(.history(ShopLines.entries(), isComplete: true))
    #expect(chosen(desk)?.contains("card provider timed out") == true)
    #expect(line.contains("card provider timed out"))
  }

  @Test func ofALineWithSeveralIDsTheRequestsComesFirstAndEachKeyTakesTheNext() {
    var desk = desk(3)
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    let line = #"{"msg":"both","trace_id":"\#(trace)","request_id":"r-7","task_id":"t-9"}"#
    desk.write(line)
    let entry = ShopLines.entry("backend", line, desk.now)
    for (place, id) in ["r-7", trace, "t-9", "r-7"].enumerated() {
      desk.press("c")
      #expect(desk.row(3).contains("id \(id)"))
      #expect(desk.row(23).contains("ID \(place % 3 + 1) of 3 that the line has; c takes the next"))
      desk.bring(.history([entry], isComplete: true))
    }
    // One step leads back to the list.
    desk.press("Esc")
    #expect(!desk.row(3).contains("id r-7"))
  }

  @Test func anIDThatIsChosenInALineIsTheOneThatIsFollowed() {
    var desk = desk(3)
    desk.write(#"{"msg":"both","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","request_id":"r-7"}"#)
    desk.press("Enter j j")
    #expect(desk.text.contains("another ID"))
    desk.press("j c")
    #expect(desk.row(3).contains("id 4bf92f3577b34da6a3ce929d0e0e4736"))
  }

  @Test func aLineOpensWithEverythingInIt() throws {
    var desk = desk()
    desk.press("Enter")
    for text in ["correlation ID", ShopLines.troubled, "duration_ms", "15009", "env", "prod"] {
      #expect(desk.text.contains(text), "\(text)")
    }
    desk.press("j j j")
    #expect(desk.press("y") == [.copy(ShopLines.troubled)])
    desk.press("Esc")
    #expect(desk.text.contains("cache miss"))
    let effects = desk.press("y")
    guard case .copy(let text)? = effects.first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix(#"{"event":"request failed""#))
  }

  @Test func whatIsCopiedOfALineHoldsNoControlCharacters() {
    var desk = desk()
    desk.write("a\u{1B}[2J\rb\u{202E}c\nd")
    guard case .copy(let text)? = desk.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text == "a␛[2J␍b<U+202E>c␊d")
    guard case .copy(let field)? = desk.press("Enter j y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(!field.contains("\n"))
  }

  @Test func unknownCommandsAreAnsweredWithTheNearest() {
    var desk = desk()
    desk.press(":")
    desk.type("colums a")
    desk.press("Enter")
    #expect(desk.row(23).contains("unknown command 'colums': did you mean 'columns'?"))
  }

  @Test func columnsStandBesideTheMessage() {
    var desk = desk()
    desk.press(":")
    desk.type("columns status,method")
    desk.press("Enter")
    #expect(desk.row(22).contains("request failed  status=500 meth"))
  }

  @Test(arguments: [("q", true), ("quit", true), ("wrap", false)])
  func commandsAreCarriedOut(_ command: String, _ quits: Bool) {
    var desk = desk()
    desk.press(":")
    desk.type(command)
    #expect(desk.press("Enter") == (quits ? [.quit] : []))
  }

  @Test func longLinesAreWrappedOnDemand() {
    var desk = desk(3)
    desk.write(String(repeating: "word ", count: 40))
    #expect(desk.row(9).contains("word word w…") || desk.text.contains("…"))
    let cut = desk.text.components("word")
    desk.press("z")
    #expect(desk.text.components("word") == 40 && cut < 40)
  }

  @Test func breaksStandAtTheirPlace() {
    var desk = desk(2)
    desk.bring(
      .news(.mark(LogMark(at: desk.now, .reconnected(recovered: 37), reason: "")))
    )
    desk.bring(
      .news(
        .mark(LogMark(at: desk.now, .lost(atLeast: 12), reason: "the server dropped them"))
      )
    )
    desk.write("after")
    let rows = desk.text.split(separator: "\n").map(String.init)
    let first = rows.firstIndex { $0.contains("── reconnected, 37 lines recovered ──") }
    let second = rows.firstIndex { $0.contains("at least 12 lost: the server dropped them ──") }
    let line = rows.firstIndex { $0.contains("after") }
    #expect(first != nil && second == first.map { $0 + 1 } && line == first.map { $0 + 2 })
  }

  @Test func theStatusOfTheFeedStandsInTheTitle() {
    var desk = desk()
    let polling = LogFeedStatus.Way.polling(every: .seconds(2), reason: "no upgrade")
    desk.bring(.news(.status(.live(polling))))
    #expect(desk.row(2).contains("polling every 2s, 0/s: no upgrade"))
    let error = SourceError.unreachable("connection refused")
    desk.bring(.news(.status(.broken(error, retryAt: desk.now + .seconds(4)))))
    #expect(desk.row(2).contains("✗ down, retry in 4s"))
    #expect(desk.row(0).contains("loki ✗ down"))
  }

  @Test func theCursorAndTheLinesFollowEachOther() throws {
    var desk = Desk.following(60, size: Size(120, 36))
    desk.press("v 7 k")
    for _ in 0..<30 { desk.press("k") }
    let line = try #require(chosen(desk))
    let cursor = try #require(desk.model.timeline.cursor)
    #expect(line.contains("14:02:1"))
    #expect(cursor == (SimulatedShop.now - .seconds(13)).floored(to: desk.model.grain.step))
    desk.press("h")
    #expect(try #require(chosen(desk)).contains("14:02:1"))
  }

  @Test func aCursorBeforeTheOldestLineIsSaidToBeThere() {
    var desk = Desk.following(60, size: Size(120, 36))
    desk.press("v")
    #expect(!desk.text.contains("cursor is before these lines"))
    for _ in 0..<30 { desk.press("h") }
    #expect(desk.text.contains("cursor is before these lines  Enter loads 14:00:"))
  }

  @Test(arguments: ["v h h h Enter Esc Esc", "v h h h v"])
  func theTailIsFollowedAgainWhenTheCursorIsClosed(_ keys: String) {
    var desk = Desk.following(60, size: Size(120, 36))
    desk.press(keys)
    #expect(desk.model.timeline.cursor == nil)
    desk.press("7")
    desk.write("the newest of all")
    #expect(desk.text.contains("the newest of all"))
    #expect(chosen(desk) == nil)
  }

  @Test func atTheOldestLineOlderOnesAreAskedForOnce() {
    var desk = Desk.settled(SimulatedShop(), Desk.logSettings, size: Size(80, 24))
    desk.bring(.history(ShopLines.entries(30), isComplete: false))
    desk.press("7")
    let oldest = SimulatedShop.now - .milliseconds(500 + 400 * 29)
    #expect(desk.press("g") == [.olderLogs(before: oldest)])
    #expect(desk.press("k k").isEmpty)
    desk.bring(.history(ShopLines.entries(10, until: oldest), isComplete: true))
    #expect(desk.press("g g").isEmpty)
    #expect(desk.row(7).contains("14:02:1"))
  }

  @Test func whoComesBackToALineGetsItWhateverWasWrittenMeanwhile() throws {
    var desk = Desk.settled(SimulatedShop(), Desk.logSettings, size: Size(80, 24))
    desk.bring(.history(ShopLines.entries(30), isComplete: true))
    desk.press("7 k k k")
    let line = try #require(chosen(desk)).prefix(40)
    desk.press("c")
    desk.bring(.history([], isComplete: true))
    desk.press("Esc")
    desk.wait(.seconds(60))
    let newest = ShopLines.entries(10, until: desk.now)
    let effects = desk.bring(.history(newest, isComplete: false))
    #expect(effects == [.olderLogs(before: newest[0].timestamp)])
    let older = ShopLines.entries(40, until: SimulatedShop.now)
    #expect(desk.bring(.history(older, isComplete: false)).isEmpty)
    #expect(chosen(desk)?.hasPrefix(line) == true)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
