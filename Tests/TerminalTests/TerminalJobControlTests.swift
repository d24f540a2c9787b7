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
    try tmux.type("stty -a | grep -c ' echo '; echo ready")
    try tmux.press("Enter")
    // Only the answer starts its line so; the command is on one line with the prompt.
    try await tmux.waitFor("the shell's answer") { $0.lines.contains("ready") }
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

  @Test func withoutAShellControlZOnlyRedraws() async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    try tmux.press("C-z")
    try await tmux.waitFor(text: "resumed")
    try tmux.press("q")
    #expect(try await tmux.waitForEnd().status == 0)
  }
}
