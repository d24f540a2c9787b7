import Glibc
import Screen
import TestSupport
import Testing

/// `goldtop demo` in a terminal.
@Suite struct DemoTests {
  private static let panels = ["req/s", "db conns", "% hit", "/h", "call card-prov"]

  @Test func itShowsAShopWithoutAnyServer() async throws {
    let terminal = try Program.open(["demo"], size: Size(160, 48))
    let screen = try await terminal.waitFor("all panels") { screen in
      Self.panels.allSatisfy(screen.contains) && !screen.contains("no series")
    }
    #expect(screen.lines.first?.contains("demo") == true)
  }

  @Test func theIncidentIsSeenFromTheStart() async throws {
    let terminal = try Program.open(["demo", "--at", "incident"], size: Size(160, 48))
    try await terminal.waitFor("all panels, and one that is over its threshold") { screen in
      Self.panels.allSatisfy(screen.contains) && screen.contains("▲")
    }
  }

  @Test func quittingLeavesTheTerminalAsItWas() async throws {
    let terminal = try Program.open(["demo", "--speed", "10"])
    try await terminal.waitFor(text: "req/s")
    try terminal.press("q")
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 0)
    #expect(ending.modesAfter == ending.modesBefore)
  }

  /// As Ctrl-S and Ctrl-Q do on a terminal that hears them.
  @Test func aTerminalThatWasStoppedIsDrawnAgain() async throws {
    let terminal = try Program.open(["demo"])
    try await terminal.waitFor(text: "req/s")
    let device = open(try terminal.property("pane_tty"), O_RDWR | O_NOCTTY)
    defer { close(device) }
    #expect(tcflow(device, TCOOFF) == 0)
    let end = wallClockSeconds() + 4
    _ = try await eventually("four seconds") { wallClockSeconds() < end ? nil : true }
    #expect(tcflow(device, TCOON) == 0)
    // The rest of one frame and a whole one were on their way: a third one is new.
    var titles: Set<String> = []
    _ = try await eventually("new frames", within: .seconds(60)) {
      titles.insert(try terminal.screen().lines.first ?? "")
      return titles.count > 3 ? true : nil
    }
  }

  @Test func aSpeedThatMakesNoSenseIsRefused() async throws {
    let run = try await Program.run(["demo", "--speed", "0"])
    #expect(run.end == .exited(2))
    #expect(run.errors.contains("0.1"))
  }
}
