import Dashboard
import Logs
import Screen
import Signals
import Telemetry
import Testing

/// What typing a filter shows, and what becomes of it.
@Suite struct LogFilterTypingTests {
  private func desk() -> Desk {
    var desk = Desk.following(60, size: Size(120, 24))
    desk.press("7")
    return desk
  }

  /// The lines of the list.
  private func lines(_ desk: Desk) -> [String] {
    desk.text.split(separator: "\n").map(String.init).filter { $0.contains(" 14:0") }.dropFirst(1)
      .filter { $0.hasPrefix(" ") }
  }

  @Test func linesHeldAreFilteredWhileOneTypesAndNobodyIsAsked() {
    var desk = desk()
    desk.press("/")
    let effects = desk.type("timed out")
    #expect(effects.isEmpty)
    #expect(desk.text.contains("card provider timed out"))
    #expect(!desk.text.contains("cache miss"))
    #expect(desk.row(23).contains("of 60 lines match"))
  }

  @Test func escapeBringsBackWhatWasThere() {
    var desk = desk()
    desk.press("k k")
    let before = desk.model.view()
    desk.press("/")
    desk.type("timed out")
    #expect(desk.model.view() != before)
    #expect(desk.press("Esc").isEmpty)
    #expect(desk.model.view() == before)
  }

  @Test func returnKeepsTheFilterAndAsksForItsLines() {
    var desk = desk()
    desk.press("/")
    desk.type("timed out")
    let effects = desk.press("Enter")
    #expect(effects == [.logs(desk.model.logs.plan)])
    #expect(desk.row(3).contains("timed out"))
    #expect(!desk.text.contains("cache miss"))
  }

  @Test func aTextThatCannotBeReadYetKeepsTheLastGoodView() {
    var desk = desk()
    desk.press("/")
    desk.type("/timed")
    let last = desk.text.split(separator: "\n").dropLast()
    desk.type("(")
    #expect(desk.text.split(separator: "\n").dropLast() == last)
  }

  @Test func aHighlightIsSeenWhileOneTypesItAndGivenUpByEsc() {
    var desk = desk()
    let before = desk.model.view()
    desk.press("&")
    desk.type("charged")
    let grid = desk.model.view()
    #expect((0..<23).contains { y in (0..<120).contains { grid[$0, y].style.role == .selection } })
    desk.press("Esc")
    #expect(desk.model.view() == before)
  }

  @Test func anIDInAFilterLooksIntoTheStreamsOfAllServices() {
    var desk = desk()
    desk.press("/")
    desk.type("id=\(ShopLines.troubled) level>=warn")
    desk.press("Enter")
    #expect(desk.model.logs.plan?.query.selector == desk.model.settings.logs.correlationSelector)
    #expect(desk.row(3).contains("id \(ShopLines.troubled)"))
    #expect(desk.row(3).contains("level>=warn"))
    desk.press("Esc")
    #expect(desk.model.logs.plan?.query.selector == desk.model.settings.logs.selector)
    #expect(!desk.row(3).contains("id "))
  }

  @Test func aJumpThatFindsNothingNamesTheKeyThatWould() {
    var desk = desk()
    desk.press("e")
    #expect(desk.row(23).contains("no error below: E searches above"))
    desk.press("g E")
    #expect(desk.row(23).contains("no error above: e searches below"))
    desk.press("/")
    desk.type("miss")
    desk.press("Enter w")
    #expect(desk.row(23).contains("no warning below or above"))
  }

  @Test func theNewestLineIsCalledThat() {
    var desk = desk()
    desk.press("k j")
    #expect(desk.text.contains("at the newest line  G follows"))
  }

  @Test func servicesOfTheLinesShownAreCounted() {
    var desk = desk()
    #expect(desk.row(2).contains("3 services"))
    desk.write("a line", service: "fourth")
    #expect(desk.row(2).contains("4 services"))
    desk.press("/")
    desk.type("miss")
    desk.press("Enter")
    #expect(desk.row(2).contains("1 service "))
  }

  @Test func aCopyThatTerminalsWouldCutSaysSo() {
    var desk = desk()
    desk.write(String(repeating: "long ", count: 20_000))
    let effects = desk.press("y")
    #expect(effects.count == 1)
    #expect(desk.row(23).contains("its first 74 kB sent to terminal"))
    desk.write("short")
    desk.press("y")
    #expect(desk.row(23).contains("the line sent to terminal"))
  }

  @Test func aReloadChangesHowMuchIsHeld() {
    var desk = desk()
    var settings = Desk.logSettings
    settings.logs.heldLines = 10
    desk.send(.configurationChanged(.ready(settings)))
    desk.press("Ctrl-R 7 g")
    #expect(desk.text.contains("50 dropped (buffer full)"))
  }

  @Test func partsOfTheScreenTellTheirStatesInWords() {
    var desk = desk()
    #expect(desk.model.partStates["logs"] == "live by web socket")
    #expect(desk.model.partStates["alerts"] == "fresh")
    desk.press("Esc 1")
    desk.answer()
    desk.fail(.timedOut(after: .seconds(8)))
    #expect(desk.model.partStates["panel=traffic"] == "failed: no answer within 8s")
  }
}
