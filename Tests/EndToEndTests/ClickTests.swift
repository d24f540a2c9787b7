import Screen
import TestSupport
import Testing

/// The mouse in a terminal, as it sends it.
@Suite struct ClickTests {
  /// The report of a press or a turn of the wheel at a cell, counted from 0.
  private func report(_ code: Int, _ x: Int, _ y: Int) -> String {
    "\u{1B}[<\(code);\(x + 1);\(y + 1)M"
  }

  @Test func clicksAndTheWheelWorkOnceTheyAreAskedFor() async throws {
    let terminal = try Program.open(["demo", "--at", "incident"])
    try await terminal.waitFor(text: "req/s")
    // Nobody has asked for it.
    #expect(try terminal.property("mouse_any_flag") == "0")
    try terminal.type(":mouse on")
    try terminal.press("Enter")
    try await terminal.waitFor("the mouse") { _ in
      (try? terminal.property("mouse_sgr_flag")) == "1"
    }
    // The line of alerts takes the focus, and opens at the second click.
    try terminal.type(report(0, 10, 1))
    try await terminal.waitFor("the focus") { $0.lines[1].hasPrefix(">") }
    try terminal.type(report(0, 10, 1))
    let alerts = try await terminal.waitFor(text: "[Alerts")
    // A name in the line of lists opens it, a header sorts.
    let tabs = try #require(alerts.lines.firstIndex { $0.contains("[Alerts") })
    let rules = try #require(alerts.lines[tabs].firstRange(of: "Rules"))
    let x = alerts.lines[tabs].distance(
      from: alerts.lines[tabs].startIndex,
      to: rules.lowerBound
    )
    try terminal.type(report(0, x, tabs))
    let list = try await terminal.waitFor("the rules, once they are known") { screen in
      screen.contains("[Rules") && screen.contains("health")
    }
    let header = try #require(list.lines.firstIndex { $0.contains("health") })
    try terminal.type(report(0, 4, header))
    try await terminal.waitFor("the order") { $0.lines[2].contains(" health ") }
    try terminal.type(report(0, 4, header))
    try await terminal.waitFor("the order the other way round") {
      $0.lines[2].contains("health down")
    }
    // A row is chosen, then opened.
    try terminal.type(report(0, 40, header + 3))
    try await terminal.waitFor("the row") { $0.lines[header + 3].prefix(3).contains(">") }
    try terminal.type(report(0, 40, header + 3))
    try await terminal.waitFor(text: "expression")
    // The log lines stop following when they are scrolled.
    try terminal.press("7")
    try await terminal.waitFor(text: "live")
    try terminal.type(String(repeating: report(64, 40, 20), count: 200))
    try await terminal.waitFor(text: "G follows")
    try terminal.type(":mouse off")
    try terminal.press("Enter")
    try await terminal.waitFor("no mouse") { _ in
      (try? terminal.property("mouse_any_flag")) == "0"
    }
    try terminal.press("q")
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 0)
    #expect(ending.modesAfter == ending.modesBefore)
  }

  @Test func settingsAskForItAndAPasteDoesNothing() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(#"{"mouse": true}"#, to: "config.json")
    let terminal = try Program.open(["demo", "--config", file])
    try await terminal.waitFor("the mouse") { _ in
      (try? terminal.property("mouse_sgr_flag")) == "1"
    }
    try await terminal.waitFor(text: "req/s")
    try terminal.paste(report(0, 10, 1))
    try await terminal.waitFor(text: "pasted text is ignored")
    #expect(try terminal.screen().lines[1].hasPrefix(">") == false)
  }
}
