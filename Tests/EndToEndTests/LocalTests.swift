import Screen
import TestSupport
import Testing

/// `goldtop local` in a terminal, on a service that it scrapes itself.
@Suite struct LocalTests {
  @Test func aServiceIsScrapedItsPipeReadAndKeysComeFromTheTerminal() async throws {
    let exporter = try await Exporter(Shop(start: Int(wallClockSeconds()) - 60))
    let line = #"{"level":"error","msg":"card declined","time":"2030-01-01T00:00:00Z"}"#
    let script = """
      (while printf '%s\\n' '\(line)'; do sleep 1; done) \
      | '\(Program.path)' local --scrape shop=:\(exporter.port) --interval 1s --logs -
      """
    let terminal = try Tmux(["/bin/sh", "-c", script], size: Size(160, 48))
    let screen = try await terminal.waitFor("the target, rates and the line") { screen in
      screen.contains("targets 1/1") && screen.contains("card declined")
        && screen.contains("% hit")
        && screen.lines.contains { $0.contains("req/s") && !$0.contains("0 req/s") }
    }
    #expect(screen.lines.first?.contains("shop") == true)
    try terminal.press("q")
    let ending = try await terminal.waitForEnd()
    #expect(ending.modesAfter == ending.modesBefore)
  }

  @Test func targetsAndRulesThatAreNoneAreRefused() async throws {
    let target = try await Program.run(["local", "--scrape", "ftp://a"])
    #expect(target.end == .exited(2))
    #expect(target.errors.contains("ftp"))
    let folder = try TemporaryFolder()
    let file = try folder.write("groups:\n  - name: a\n    rules: [{alert: A}]\n", to: "rules.yml")
    let rules = try await Program.run(["local", "--scrape", ":1", "--rules", file])
    #expect(rules.end == .exited(2))
    #expect(rules.errors.contains("rules.yml:3:13: "))
    let interval = try await Program.run(["local", "--scrape", ":1", "--interval", "10ms"])
    #expect(interval.end == .exited(2))
  }

  @Test func withLogsAloneTheLogViewIsOpenAndPanelsSayThatNothingIsScraped() async throws {
    let folder = try TemporaryFolder()
    let line = #"{"level":"error","msg":"card declined","time":"2030-01-01T00:00:00Z"}"#
    let file = try folder.write(line + "\n", to: "shop.log")
    let terminal = try Program.open(["local", "--logs", file], size: Size(120, 36))
    let screen = try await terminal.waitFor("the line") { $0.contains("card declined") }
    // Where this machine exposes something on a usual port, it is scraped.
    guard !screen.contains("found ") else { return }
    #expect(screen.contains("Esc"))
    try terminal.press("Escape")
    _ = try await terminal.waitFor("panels that have nothing") { screen in
      screen.contains("no targets to scrape") && screen.contains("add one with --scrape")
        && !screen.contains("profile")
    }
    try terminal.press("q")
    _ = try await terminal.waitForEnd()
  }

  @Test func standardInputThatIsNoPipeIsRefused() async throws {
    let terminal = try Program.open(["local", "--scrape", ":1", "--logs", "-"])
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 2)
  }
}
