import Screen
import TestSupport
import Testing

/// `Terminal` in a real terminal, by way of a small program that lists what it is told.
@Suite struct TerminalInTmuxTests {
  private func probe(
    _ arguments: String...,
    size: Size = Size(80, 24),
    environment: [String: String] = [:]
  ) throws -> Tmux {
    try Tmux(
      [Tmux.builtProduct("terminal-probe")] + arguments,
      size: size,
      environment: environment
    )
  }

  @Test func itDrawsAndGivesTheTerminalBack() async throws {
    let tmux = try probe()
    let screen = try await tmux.waitFor(text: "probe 80x24 colours 256 ascii false")
    // The last cell of the screen is there and has scrolled nothing.
    #expect(screen.lines.last?.hasSuffix("corner") == true)
    #expect(try tmux.property("alternate_on") == "1")
    #expect(try tmux.property("cursor_flag") == "0")
    try tmux.press("q")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status == 0)
    try tmux.expectRestored(ending)
    try await tmux.waitFor(text: "ended frames")
  }

  /// Such terminals have no other screen to go back to, and the second one cannot hide its cursor.
  @Test(arguments: [("linux", "0"), ("vt100", "1")])
  func withoutAnotherScreenTheLastRowIsLeftEmpty(_ type: String, _ cursor: String) async throws {
    let tmux = try probe(environment: ["TERM": type])
    try await tmux.waitFor("the last cell") { $0.lines.last?.hasSuffix("corner") == true }
    #expect(try tmux.property("cursor_flag") == cursor)
    if cursor == "1" { #expect(try tmux.property("cursor_x") == "79") }
    try tmux.press("q")
    let ending = try await tmux.waitForEnd()
    #expect(ending.modesAfter == ending.modesBefore)
    try await tmux.waitFor("what is printed then, alone") {
      $0.contains("ended frames") && !$0.contains("corner")
    }
  }

  @Test func keysArriveAsKeys() async throws {
    let tmux = try probe()
    try await tmux.waitFor(text: "probe")
    try tmux.press("a", "Up", "Home", "PPage", "F1", "F12", "BTab", "C-c", "Enter")
    try tmux.type("é")
    for key in [
      "character(\"a\")", "Key.up", "Key.home", "Key.pageUp", "function(1)", "function(12)",
      "backtab", "control(\"c\")", "enter", "character(\"é\")",
    ] {
      try await tmux.waitFor(text: key)
    }
    try tmux.press("M-q", "Escape")
    let screen = try await tmux.waitFor(text: "escape")
    #expect(!screen.contains("character(\"q\")"))
  }

  @Test func aPasteIsNoCommand() async throws {
    let tmux = try probe()
    try await tmux.waitFor(text: "probe")
    try tmux.paste("q\ny!")
    try await tmux.waitFor(text: #"paste("q\ny!")"#)
  }

  @Test func itFollowsTheSizeOfTheTerminal() async throws {
    let tmux = try probe(environment: ["LINES": "10", "COLUMNS": "20"])
    try await tmux.waitFor(text: "probe 80x24")
    for size in [Size(40, 12), Size(120, 36), Size(1, 1), Size(200, 50)] {
      try tmux.resize(to: size)
      guard size.width > 1 else { continue }
      let screen = try await tmux.waitFor("\(size)") { screen in
        screen.contains("probe \(size.width)x\(size.height)")
          && screen.lines.last?.hasSuffix("corner") == true
      }
      #expect(screen.lines.count == size.height)
    }
  }

  @Test func aSignalEndsAProgramThatDoesNotListen() async throws {
    let tmux = try probe("--deaf")
    try await tmux.waitFor(text: "probe")
    try tmux.signal("TERM")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status == 128 + 15)
    try tmux.expectRestored(ending)
  }

  @Test func aTrapLeavesTheTerminalInOrderAndItsMessage() async throws {
    let tmux = try probe(size: Size(100, 80))
    try await tmux.waitFor(text: "probe")
    try tmux.press("!")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status > 128)
    try tmux.expectRestored(ending)
    try await tmux.waitFor(text: "Index out of range")
  }

  @Test func abandoningLeavesTheTerminalInOrder() async throws {
    let tmux = try probe()
    try await tmux.waitFor(text: "probe")
    try tmux.press("d")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status == 7)
    try tmux.expectRestored(ending)
  }

  /// What restores the screen gets through although nobody has read the frames before it.
  @Test(arguments: ["TERM", "QUIT", "USR1", "SEGV", "XCPU"])
  func aStalledTerminalDoesNotKeepIt(signal: String) async throws {
    let tmux = try probe("--scene=roles", size: Size(200, 50))
    try await tmux.waitFor(text: "critical plain")
    try tmux.stall()
    // Each draws the whole screen anew; together they are more than the system holds back.
    for _ in 0..<60 { try tmux.signal("CONT") }
    try tmux.signal(signal)
    let ending = try await tmux.waitForEnd()
    #expect(ending.modesAfter == ending.modesBefore)
    try tmux.endStall()
    try await tmux.waitFor("the shell's screen") { _ in
      (try? tmux.property("alternate_on")) == "0" && (try? tmux.property("cursor_flag")) == "1"
    }
  }

  @Test(arguments: [[], ["--deaf"]])
  func aClosedTerminalEndsIt(arguments: [String]) async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")] + arguments)
    try await tmux.waitFor(text: "probe")
    try tmux.closeTerminal()
    try await tmux.waitForProcessToVanish()
  }
}
