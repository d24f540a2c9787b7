import Dashboard
import Logs
import Screen
import Signals
import Telemetry
import Testing

/// What stands beside the lines: how they come in, when they were, what is not there.
@Suite struct LogStatusTests {
  private static let reason =
    "web socket refused: a proxy drops the Upgrade and Connection headers"

  private func polling(_ size: Size) -> Desk {
    var desk = Desk.following(60, size: size)
    desk.bring(.news(.status(.live(.polling(every: .seconds(2), reason: Self.reason)))))
    return desk
  }

  @Test func whyAndHowOftenLinesArePolledIsReadAtEightyColumns() {
    var desk = polling(Size(80, 24))
    let panel = (0..<24).map { desk.row($0) }.first { $0.contains("Logs") } ?? ""
    #expect(panel.contains("polling every 2s"))
    #expect(panel.contains("web socket refused"))
    desk.press("7")
    #expect(desk.row(2).contains("polling every 2s"))
    #expect(desk.row(4).hasPrefix(" \(Self.reason)"))
  }

  @Test func whereTheBorderHasRoomNoRowIsSpentOnIt() {
    var desk = polling(Size(160, 40))
    desk.press("7")
    #expect(desk.row(2).contains(Self.reason))
    #expect(!desk.row(4).contains("polling"))
  }

  @Test func whatFellOffIsCountedWhereverOneIsAndUnderEveryFilter() {
    var settings = Desk.logSettings
    settings.logs.heldLines = 60
    var desk = Desk.settled(SimulatedShop(), settings, size: Size(120, 36))
    desk.bring(.news(.status(.live(.webSocket))))
    desk.bring(.history(ShopLines.entries(60), isComplete: true))
    for number in 0..<20 { desk.write("another line, \(number)") }
    desk.press("7")
    #expect(desk.row(2).contains("20 dropped (buffer full)"))
    desk.press("/")
    desk.type("another")
    desk.press("Enter")
    desk.bring(.history(ShopLines.entries(10), isComplete: true))
    #expect(desk.row(2).contains("20 dropped (buffer full)"))
    desk.press("k")
    #expect(desk.row(2).contains("20 dropped (buffer full)"))
    desk.bring(.passed(lines: 43_210, until: desk.now))
    desk.press("G")
    #expect(desk.row(2).contains("43k dropped (buffer full)"))
  }

  @Test func aboveTheOldestLineStandsHowManyWereLetGo() throws {
    var settings = Desk.logSettings
    settings.logs.heldLines = 60
    var desk = Desk.settled(SimulatedShop(), settings, size: Size(120, 36))
    desk.bring(.news(.status(.live(.webSocket))))
    desk.bring(.history(ShopLines.entries(60), isComplete: true))
    for number in 0..<200 { desk.write("another line, \(number)") }
    desk.press("7")
    #expect(!desk.text.contains("older lines dropped"))
    // All was read, and yet there is more again.
    #expect(desk.press("g") == [.olderLogs(before: desk.now)])
    let rows = (0..<36).map { desk.row($0) }
    let top = try #require(rows.firstIndex { $0.contains("200 older lines dropped (buffer full)") })
    #expect(rows[top + 1].contains("another line, 140"))
    let page = (100..<140).map { ShopLines.entry("shop", "another line, \($0)", desk.now) }
    desk.bring(.history(page, isComplete: false))
    desk.press("g")
    #expect(desk.text.contains("160 older lines dropped (buffer full)"))
  }

  @Test func howFarBehindTheLinesAreStandsInTheBorder() {
    var desk = Desk.following(60, size: Size(160, 40))
    desk.press("7")
    desk.bring(.news(.status(.behind(by: .seconds(95), error: nil, retryAt: nil))))
    #expect(desk.row(2).contains("1m35s behind, "))
    #expect(desk.row(0).contains("loki ● behind"))
    let error = SourceError.notReady("overloaded")
    let retryAt = desk.now + .seconds(4)
    desk.bring(.news(.status(.behind(by: .seconds(96), error: error, retryAt: retryAt))))
    #expect(desk.row(2).contains("1m36s behind, retry in 4s: not ready: overloaded"))
    desk.bring(.news(.status(.live(.webSocket))))
    #expect(!desk.row(2).contains("behind"))
  }

  @Test func theLinesOfAMomentAreOfThePastToTheSecond() throws {
    var desk = Desk.following(60)
    desk.press("v h h Enter")
    let span = try #require(desk.model.logs.plan?.span)
    guard case .past(let stretch) = span else {
      Issue.record("\(span)")
      return
    }
    let clocks = [stretch.start, stretch.end].map { CivilTime($0, offsetSeconds: 0).clock }
    let words = clocks.joined(separator: "–")
    #expect(desk.row(0).contains("PAST  \(words)"))
    #expect(desk.row(0).contains(stretch.length.prometheusText))
    #expect(desk.row(2).contains(words))
    desk.press("Esc")
    #expect(!desk.row(0).contains("PAST"))
  }

  @Test(arguments: [(80, 24, 5), (200, 50, 5), (60, 14, 4)])
  func barsHaveTimes(_ width: Int, _ height: Int, _ row: Int) {
    var desk = Desk.following(60, size: Size(width, height))
    desk.press("7")
    let end = CivilTime(desk.now, offsetSeconds: 0).hourMinute
    let start = CivilTime(desk.now - .seconds(900), offsetSeconds: 0).hourMinute
    let rows = (4...6).map { desk.row($0) }
    let axis = rows.first { $0.contains(end) } ?? ""
    #expect(axis.contains(start), "\(rows)")
    #expect(rows.contains { $0.contains(desk.histogramStep) }, "\(rows)")
  }

  @Test func anIDThatIsNowhereTellsHowFarItWasLookedFor() {
    var desk = Desk.following(60, size: Size(80, 24))
    desk.press("7 C")
    desk.type("no-such-id")
    desk.press("Enter")
    desk.bring(.searching(.seconds(900)))
    #expect(desk.row(2).contains("searching 15m back"))
    desk.bring(.searching(.seconds(21_600)))
    desk.bring(.history([], isComplete: false))
    desk.bring(.searching(.seconds(86_400)))
    #expect(desk.text.contains("nothing in the last 6h: searching the last 1d"))
    desk.bring(.history([], isComplete: true))
    #expect(desk.text.contains("no line with this ID in the last 7d"))
    #expect(desk.text.contains("id no-such-id"))
    desk.press("Esc")
    #expect(!desk.text.contains("no line with this ID"))
  }

  @Test func aMarkIsNoLineThatWasLookedFor() throws {
    var desk = Desk.following(60, size: Size(80, 24))
    desk.press("7 C")
    desk.type("no-such-id")
    desk.press("Enter")
    desk.bring(.news(.mark(LogMark(at: desk.now, .changed, reason: "polling every 2s"))))
    desk.bring(.searching(.seconds(900)))
    #expect(desk.text.contains("polling every 2s"))
    #expect(desk.text.contains("searching the last 15m"))
    desk.bring(.history([], isComplete: true))
    #expect(desk.text.contains("polling every 2s"))
    #expect(desk.text.contains("no line with this ID in the last 7d"))
    // An ID that carries its time is looked for further back in spite of the mark.
    desk.press("C")
    desk.type(ShopLines.troubled)
    desk.press("Enter")
    desk.bring(.news(.mark(LogMark(at: desk.now, .changed, reason: "polling every 2s"))))
    desk.bring(.history([], isComplete: true))
    guard case .search? = desk.model.logs.plan?.span else {
      Issue.record("\(String(describing: desk.model.logs.plan?.span))")
      return
    }
  }

  @Test func aStretchWithoutLinesSaysWhichAndWhatWasAskedFor() {
    var desk = Desk.following(60, size: Size(80, 24))
    desk.press("7 /")
    desk.type(#"{service="x"}"#)
    desk.press("Enter")
    desk.bring(.history([], isComplete: true))
    #expect(desk.text.contains("no lines in the last 15m"))
    #expect(desk.text.contains("query: "))
    desk.press("[")
    desk.bring(.history([], isComplete: true))
    #expect(desk.text.contains("no lines in 1"))
  }

  @Test func whenStreamsBecomeKnownAllIsAskedForAnew() throws {
    var desk = Desk.following(0)
    desk.bring(.notes(["the server has no streams yet"]))
    let former = try #require(desk.model.logs.plan)
    let effects = desk.bring(.news(.selected(notes: ["no selector set"])))
    var next = former
    next.generation += 1
    #expect(effects == [.logs(next)])
    #expect(!desk.row(2).contains("no streams yet"))
  }
}

extension Desk {
  /// How the histogram's rows write the width of a bar.
  fileprivate var histogramStep: String { model.size.height < 20 ? "/" : "1 bar =" }
}
