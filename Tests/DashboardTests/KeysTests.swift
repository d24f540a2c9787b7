import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// What keys do, beside those of time.
@Suite struct KeysTests {
  @Test func tabWalksThroughThePanelsAndTheAlerts() {
    var desk = Desk.settled()
    var seen: [String?] = []
    for _ in 0..<9 {
      desk.press("Tab")
      seen.append(desk.model.focus)
    }
    let panels = PanelCatalog.panels(for: desk.model.settings).map(\.id)
    #expect(seen == panels + ["alerts", panels[0]])
    desk.press("Shift-Tab")
    #expect(desk.model.focus == "alerts")
  }

  @Test func tabInTheFullScreenShowsTheNextPanel() {
    var desk = Desk.settled()
    desk.press("Tab f Tab")
    #expect(desk.model.fullScreen == "traffic")
    #expect(desk.asked.contains("traffic"))
    #expect(!desk.asked.contains("latency_buckets"))
  }

  @Test func escapeClosesOneThingAPressAndNeverQuits() {
    var desk = Desk.settled()
    desk.press("Tab f v ?")
    desk.press("Esc")
    #expect(desk.model.overlay == nil && desk.model.timeline.cursor != nil)
    desk.press("Esc")
    #expect(desk.model.timeline.cursor == nil && desk.model.fullScreen == "latency")
    desk.press("Esc")
    #expect(desk.model.fullScreen == nil && desk.model.focus == "latency")
    desk.press("Esc")
    #expect(desk.model.focus == nil)
    #expect(desk.press("Esc Esc Esc Backspace").isEmpty)
    #expect(!desk.effects.contains(.quit))
  }

  @Test(arguments: ["q", "Ctrl-C"]) func quitQuits(_ key: String) {
    var desk = Desk.settled()
    #expect(desk.press(key) == [.quit])
  }

  @Test func aSignalEndsItToo() {
    var desk = Desk.settled()
    #expect(desk.send(.terminated) == [.quit])
  }

  @Test(arguments: ["q", "q\n", "?", "\u{3}", "y0[v"])
  func pastedTextTriggersNothing(_ text: String) {
    var desk = Desk.settled()
    var before = desk.model
    #expect(desk.send(.key(.paste(text))).isEmpty)
    #expect(desk.row(35).contains("pasted text is ignored"))
    // The remark goes, and nothing is left of the paste.
    desk.wait(.seconds(5))
    _ = before.update(.tick(desk.now))
    #expect(desk.model == before)
  }

  @Test func unknownKeysDoNothing() {
    var desk = Desk.settled()
    let before = desk.model
    for key in [Key.character("Z"), .function(9), .control("x"), .delete, .character("é")] {
      #expect(desk.send(.key(key)).isEmpty)
    }
    #expect(desk.model == before)
  }

  @Test func copyingSendsEachExpressionOnce() {
    var desk = Desk.settled()
    let effects = desk.press("Tab Tab y")
    #expect(
      effects == [
        .copy(
          """
          sum(rate(http_requests_total{job="backend"}[20s]))
          sum(rate(http_requests_total{job="backend"}[20s] offset 1h))
          max(timestamp(http_requests_total{job="backend"}))
          """
        )
      ]
    )
    #expect(desk.row(35).contains("PromQL of Traffic sent to terminal"))
  }

  @Test func whatIsCopiedHoldsNoControlCharacters() throws {
    var settings = Desk.settings
    settings.selector = [LabelMatcher("job", .equal, "a\u{1B}]52;c;x\u{7}\u{202E}b")]
    var desk = Desk.settled(SimulatedShop(), settings)
    guard case .copy(let text)? = desk.press("Tab Tab y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.contains(#"\x1b"#))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
  }

  @Test func copyingNeedsAPanel() {
    var desk = Desk.settled()
    #expect(desk.press("y").isEmpty)
    #expect(desk.row(35).contains("Tab selects one"))
    #expect(desk.press("Shift-Tab y").isEmpty)
  }

  @Test func theRestOfTheKeysAskTheWorld() {
    var desk = Desk.settled()
    #expect(desk.press("r") == [.refresh])
    #expect(desk.press("Ctrl-L") == [.redraw])
    #expect(desk.press("Ctrl-Z") == [.suspend])
    #expect(desk.send(.resumed) == [.redraw, .refresh])
  }

  @Test func helpScrollsToItsEndAndNoFurther() {
    var desk = Desk.settled(size: Size(80, 24))
    desk.press("? j j k")
    #expect(desk.model.scroll == 1)
    desk.press("G j j PgDn")
    let end = desk.model.scroll
    #expect(end > 0)
    desk.press("PgDn G")
    #expect(desk.model.scroll == end)
    desk.press("g k PgUp")
    #expect(desk.model.scroll == 0)
    #expect(desk.press("?").isEmpty)
    #expect(desk.model.overlay == nil)
  }

  @Test func helpKeepsKeysFromWhatItHides() {
    var desk = Desk.settled(size: Size(80, 24))
    desk.press("Tab f j")
    let scroll = desk.model.scroll
    desk.press("?")
    let covered = desk.model
    for key in "v [ - Space 0 t y r 1 7 Tab Enter f / : e".split(separator: " ") {
      #expect(desk.press(String(key)).isEmpty)
      #expect(desk.model == covered, "\(key)")
    }
    #expect(desk.row(23).hasPrefix(" Esc q close  j k scroll"))
    #expect(desk.press("j q").isEmpty)
    #expect(desk.model.overlay == nil && desk.model.fullScreen == "latency")
    #expect(desk.model.scroll == scroll, "the page stays where it was")
    #expect(desk.press("D Ctrl-C") == [.quit])
  }

  @Test func theFooterNamesWhatKeysDoNow() {
    var desk = Desk.settled(size: Size(120, 36))
    desk.press("v")
    #expect(desk.row(35).contains("h l move  v close cursor"))
    desk.press("Esc")
    #expect(!desk.row(35).contains("move") && desk.row(35).contains("v cursor"))
    desk.press("Space")
    #expect(desk.row(35).contains("Space resume"))
    desk.press("[")
    #expect(desk.row(35).contains("0 live") && !desk.row(35).contains("Space"))
    desk.press("0 Tab f")
    #expect(desk.row(35).contains("Esc back") && !desk.row(35).contains("Enter open"))
    var settings = Desk.settings
    settings.logs.source = "loki"
    var logs = Desk.settled(SimulatedShop(), settings)
    logs.press("7 v")
    #expect(logs.row(35).contains("h l move  v close cursor"))
  }

  @Test func aRemarkGoesWithTheNextKeyAndLeavesRoomForKeys() {
    var desk = Desk.settled()
    desk.press("t")
    #expect(desk.row(35).contains("times:"))
    #expect(desk.row(35).contains("? help"))
    desk.press("Tab")
    #expect(!desk.row(35).contains("times:"))
    desk.send(.configurationChanged(.broken("no value")))
    desk.press("Tab")
    #expect(desk.row(35).contains("configuration not loaded: no value"), "it is about no key")
  }

  @Test func remarksGoAfterAFewSeconds() {
    var desk = Desk.settled()
    desk.press("t")
    #expect(desk.row(35).contains("times:"))
    desk.wait(.seconds(4))
    #expect(!desk.row(35).contains("times:") && desk.row(35).contains("? help"))
  }

  @Test func noticesOfTheStartAreShown() {
    var settings = Desk.settings
    settings.notices = ["TERM 'wyse60' is not known, using xterm"]
    var desk = Desk(SimulatedShop(), settings)
    #expect(desk.row(35).contains("TERM 'wyse60' is not known"))
    desk.wait(.seconds(10))
    #expect(!desk.row(35).contains("wyse60"))
  }
}
