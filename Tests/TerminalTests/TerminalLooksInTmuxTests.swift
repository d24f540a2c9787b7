import Screen
import TestSupport
import Testing

/// What `Terminal` makes of terminal types, locales and characters, in a real terminal.
@Suite struct TerminalLooksInTmuxTests {
  private func probe(
    _ arguments: String...,
    environment: [String: String] = [:]
  ) throws -> Tmux {
    try Tmux([Tmux.builtProduct("terminal-probe")] + arguments, environment: environment)
  }

  @Test func anUnknownTypeIsDrawnAsXterm() async throws {
    let tmux = try probe(environment: ["TERM": "xterm-ghostty"])
    try await tmux.waitFor(text: "notice: unknown TERM xterm-ghostty: drawn as ")
  }

  @Test func withoutAnyDescriptionTheBuiltInOneServes() async throws {
    let nowhere = [
      "TERM": "xterm-256color", "TERMINFO": "/nonexistent", "TERMINFO_DIRS": "/nonexistent",
    ]
    let tmux = try probe(environment: nowhere)
    let screen = try await tmux.waitFor(text: "probe 80x24 colours 256")
    #expect(screen.lines.last?.hasSuffix("corner") == true)
    try tmux.press("Up", "q")
    let ending = try await tmux.waitForEnd()
    #expect(ending.modesAfter == ending.modesBefore)
  }

  @Test(arguments: ["dumb", ""])
  func whatCannotDrawIsRefused(term: String) async throws {
    let command = "TERM=\(term) exec \(Tmux.builtProduct("terminal-probe"))"
    let tmux = try Tmux(["/bin/sh", "-c", command])
    #expect(try await tmux.waitForEnd().status == 2)
    try await tmux.waitFor(text: "goldtop snapshot")
  }

  @Test(arguments: ["< /dev/null", "| cat"])
  func aPipeIsNoTerminal(redirection: String) async throws {
    let command = "\(Tmux.builtProduct("terminal-probe")) \(redirection)"
    let tmux = try Tmux(["/bin/sh", "-c", command])
    _ = try await tmux.waitForEnd()
    try await tmux.waitFor(text: "must be a terminal")
  }

  @Test func wideAndCombiningCharactersKeepTheirColumns() async throws {
    let tmux = try probe("--scene=text")
    let screen = try await tmux.waitFor(text: "ascii|5")
    for line in ["日本語|6", "┌─┐│└┘├┤|8", "▁▂▃▄▅▆▇█|8", "⣀⣠⣤⣶⣿|5"] { #expect(screen.contains(line)) }
    #expect(screen.lines[1].hasSuffix("|2"))
    #expect(screen.lines.last?.hasSuffix("日") == true)
  }

  @Test(arguments: [(["--ascii"], "C.UTF-8"), ([], "C")])
  func inASCIIEverythingElseIsReplaced(arguments: [String], locale: String) async throws {
    let tmux = try Tmux(
      [Tmux.builtProduct("terminal-probe"), "--scene=text"] + arguments,
      environment: ["LC_ALL": locale]
    )
    let screen = try await tmux.waitFor(text: "ascii|5")
    #expect(screen.contains("? ? ? |6") && screen.contains("?????|5"))
    #expect(screen.text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func withoutColoursThereIsEmphasisOnly() async throws {
    let tmux = try probe("--scene=roles", environment: ["NO_COLOR": "1"])
    let screen = try await tmux.waitFor("roles", colours: true) { $0.contains("critical plain") }
    let codes = screen.text.split(separator: "\u{1B}[").dropFirst().map { $0.prefix { $0 != "m" } }
    let numbers = codes.flatMap { $0.split(separator: ";") }.compactMap { Int($0) }
    #expect(numbers.contains(7) && numbers.contains(1) && numbers.contains(2))
    #expect(numbers.allSatisfy { $0 < 30 || $0 == 39 || $0 == 49 })
  }

  @Test func copiedTextGoesToTheTerminalsClipboard() async throws {
    let tmux = try probe()
    try await tmux.waitFor(text: "probe")
    try tmux.press("y")
    try await tmux.waitFor("the clipboard") { _ in (try? tmux.clipboard()) == "copied text" }
  }
}
