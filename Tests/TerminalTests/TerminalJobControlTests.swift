import Screen
import TestSupport
import Testing

/// Stopping and continuing under a shell.
@Suite struct TerminalJobControlTests {
  private func probeUnderShell() async throws -> Tmux {
    let tmux = try Tmux.shell()
    try await tmux.waitFor(text: "shell>")
    // Its process is the one to signal from here on.
    try tmux.type("sh -c 'echo $$ > pid; exec \(Tmux.builtProduct("terminal-probe"))'")
    try tmux.press("Enter")
    try await tmux.waitFor(text: "probe 80x24")
    return tmux
  }

  private func expectShellInOrder(_ tmux: Tmux) async throws {
    try await tmux.waitFor("the shell's screen") { _ in (try? tmux.property("alternate_on")) == "0"
    }
    // The modes of a line-by-line terminal: only there is a typed Return a line end.
    try tmux.type("clear; stty -a | grep -c ' icanon .* echo '; echo ready")
    try tmux.press("Enter")
    try await tmux.waitFor("the shell's answer") { $0.lines.prefix(2) == ["1", "ready"] }
  }

  @Test func controlZGivesTheShellItsTerminalAndForegroundTakesItBack() async throws {
    let tmux = try await probeUnderShell()
    try tmux.press("C-z")
    try await expectShellInOrder(tmux)
    try tmux.resize(to: Size(70, 20))
    try tmux.type("fg")
    try tmux.press("Enter")
    try await tmux.waitFor(text: "probe 70x20")
    let screen = try await tmux.waitFor(text: "resumed")
    #expect(screen.lines.filter { $0 == "resumed" }.count == 1)
    #expect(try tmux.property("alternate_on") == "1")
    try tmux.press("Up")
    try await tmux.waitFor(text: "Key.up")
    try tmux.press("q")
    try await expectShellInOrder(tmux)
  }

  @Test func aStopFromOutsideIsRepaired() async throws {
    let tmux = try await probeUnderShell()
    try tmux.signal("STOP")
    // Nothing could prepare for this one: the shell speaks on our screen.
    try await tmux.waitFor(text: "Stopped")
    try tmux.type("fg")
    // Return is not a line end in the modes that we could not put back.
    try tmux.press("C-j")
    let screen = try await tmux.waitFor(text: "resumed")
    #expect(!screen.contains("Stopped"))
    try tmux.press("Up")
    try await tmux.waitFor(text: "Key.up")
    try tmux.press("q")
    try await expectShellInOrder(tmux)
  }

  @Test func aTerminalStopFromOutsideIsLikeControlZ() async throws {
    let tmux = try await probeUnderShell()
    try tmux.signal("TSTP")
    try await expectShellInOrder(tmux)
    try tmux.type("fg")
    try tmux.press("Enter")
    try await tmux.waitFor(text: "resumed")
  }

  @Test func aStoppedProgramCanBeKilled() async throws {
    let tmux = try await probeUnderShell()
    try tmux.press("C-z")
    try await expectShellInOrder(tmux)
    try tmux.type("kill %1; kill -CONT %1")
    try tmux.press("Enter")
    try await tmux.waitForProcessToVanish()
    try await expectShellInOrder(tmux)
  }

  @Test func withoutAShellControlZOnlyRedraws() async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    try tmux.press("C-z")
    try await tmux.waitFor(text: "resumed")
    try tmux.press("q")
    #expect(try await tmux.waitForEnd().status == 0)
  }
}
