import Screen
import TestSupport
import Testing

/// The dashboard in a terminal, on a server that is well.
@Suite(.serialized) struct OverviewTests {
  @Test func valuesOnScreenAreThoseOfTheServer() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor("all panels") { screen in
      ["req/s", "db conns", "% hit"].allSatisfy(screen.contains)
    }
    try terminal.press("Space")
    let screen = try await terminal.waitFor(text: "PAUSED")
    let now = wallClockSeconds()
    // The number was asked for at some moment of the last minutes: a busy machine answers late.
    func wasTrue(_ shown: Double, _ tolerance: Double, _ expression: String) throws -> Bool {
      try PlainAnswer.range(expression, over: (now - 180)...now, step: 1, port: server.port)
        .values.contains { abs($0 - shown) <= tolerance }
    }
    let traffic = try #require(number(before: " req/s", in: screen))
    #expect(try wasTrue(traffic, 0.6, "sum(rate(http_requests_total[1m]))"))
    let connections = try #require(number(after: "db conns", in: screen))
    #expect(try wasTrue(connections, 0.1, "sum(db_connections_active)"))
    let hits = try #require(number(before: " % hit", in: screen))
    let ratio = """
      100 * sum(rate(cache_operations_total{result="hit"}[1m]))
      / sum(rate(cache_operations_total[1m]))
      """
    #expect(try wasTrue(hits, 0.06, ratio))
  }

  @Test func theStripNamesAlertsAndTheTargetThatIsDown() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    // Alerts, their rules and the targets come with three answers.
    try await terminal.waitFor("alerts and targets") { screen in
      let strip = screen.line(with: "RedisDown") ?? ""
      return ["1 firing", "1 pending HighLatency", "/2h", "targets 3/4", "redis down"]
        .allSatisfy(strip.contains)
    }
  }

  @Test func theDashboardFollowsTheTerminalsSize() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor(text: "req/s")
    for size in [Size(80, 24), Size(40, 12), Size(200, 50), Size(20, 4), Size(120, 36)] {
      try terminal.resize(to: size)
      try await terminal.waitFor("a screen of \(size)") { screen in
        screen.lines.count == size.height
          // Where there is no room, the name is the first to go.
          && screen.lines[0].contains(size.width < 40 ? "15m" : "goldtop")
          && (size.width < 40 || screen.contains("Traffic"))
          && (size.height < 12 || screen.lines[size.height - 1].contains("help"))
      }
    }
  }

  @Test func timeMovesByKeysAndThePastSaysSo() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor("range 15m") { $0.lines.first?.contains(" 15m ") == true }
    try terminal.press("-")
    try await terminal.waitFor("range 1h") { $0.lines.first?.contains(" 1h ") == true }
    try terminal.press("+")
    try terminal.press("+")
    try await terminal.waitFor("range 5m") { $0.lines.first?.contains(" 5m ") == true }
    try terminal.press("[")
    try await terminal.waitFor("past in title and panels") { screen in
      screen.lines.first?.contains("PAST") == true
        && screen.lines.contains { $0.contains("past ┐") }
    }
    try terminal.press("0")
    try await terminal.waitFor("live") { $0.lines.first?.contains("PAST") == false }
    try terminal.press("v")
    try await terminal.waitFor(text: "h l move  v close cursor")
  }

  @Test func aPanelFillsTheScreenAndItsQueryIsCopied() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor(text: "req/s")
    try terminal.press("Tab")
    try terminal.press("f")
    let screen = try await terminal.waitFor(text: "http_request_duration_seconds_bucket")
    #expect(!screen.contains("┌ Traffic"))
    try terminal.press("y")
    try await terminal.waitFor(text: "sent to terminal")
    #expect(try terminal.clipboard().contains("http_request_duration_seconds_bucket"))
    try terminal.press("Escape")
    try await terminal.waitFor(text: "┌ Traffic")
  }

  @Test func itTellsWhatItCosts() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor(text: "req/s")
    try terminal.press("D")
    try await terminal.waitFor("costs") {
      $0.contains("requests/min") && $0.contains("frames/s") && $0.contains("memory")
    }
  }

  @Test func quittingLeavesTheTerminalAsItWas() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor(text: "req/s")
    try terminal.press("q")
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 0)
    #expect(ending.modesAfter == ending.modesBefore)
    #expect(try terminal.property("alternate_on") == "0")
    #expect(try terminal.property("cursor_flag") == "1")
  }

  @Test(arguments: [("TERM", 15), ("INT", 2), ("HUP", 1)])
  func aSignalEndsItAndTheTerminalIsRestored(_ signal: String, _ number: Int) async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(["--prometheus", server.url])
    try await terminal.waitFor(text: "req/s")
    try terminal.signal(signal)
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 128 + number)
    #expect(ending.modesAfter == ending.modesBefore)
    #expect(try terminal.property("alternate_on") == "0")
  }

  @Test func withoutATerminalItNamesWhatServesThere() async throws {
    let server = try await RealServers.shared.prometheus()
    let run = try await Program.run(["--prometheus", server.url])
    #expect(run.end == .exited(2))
    #expect(run.errors.contains("snapshot"))
    #expect(run.output.isEmpty)
  }

  @Test func itDrawsInASCIIWithoutUTF8() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(
      ["--prometheus", server.url],
      environment: ["LANG": "C", "LC_ALL": "C"]
    )
    let screen = try await terminal.waitFor(text: "req/s")
    let foreign = screen.text.filter { !$0.isASCII }
    #expect(foreign.isEmpty)
  }

  private func number(before word: String, in screen: TmuxScreen) -> Double? {
    guard let line = screen.line(with: word), let place = line.firstRange(of: word) else {
      return nil
    }
    return line[..<place.lowerBound].split(separator: " ").last.flatMap { Double($0) }
  }

  private func number(after word: String, in screen: TmuxScreen) -> Double? {
    guard let line = screen.line(with: word), let place = line.firstRange(of: word) else {
      return nil
    }
    return line[place.upperBound...].split(separator: " ").first.flatMap { Double($0) }
  }
}
