import Screen
import TestSupport
import Testing

/// The dashboard in a terminal when something is wrong, with the server or with the service.
@Suite(.serialized) struct BadDayTests {
  @Test func keysAreHeardWhileEveryRequestHangs() async throws {
    let server = try await Program.ownServer()
    let terminal = try Program.open(["--prometheus", server.url, "--refresh", "1s"])
    try await terminal.waitFor(text: "req/s")
    server.setFrozen(true)
    defer { server.setFrozen(false) }
    try await terminal.waitFor("data with its age") {
      $0.contains("old") && $0.contains("req/s")
    }
    try terminal.press("?")
    try await terminal.waitFor(text: "┏ Keys")
    try terminal.press("Escape")
    try await terminal.waitFor("panels") { $0.contains("┌ Traffic") }
    server.setFrozen(false)
    try await terminal.waitFor("fresh data", isFresh)
  }

  @Test func dataOutlivesAServerThatGoesAndComesBack() async throws {
    let server = try await Program.ownServer(hasAlerts: false)
    let terminal = try Program.open(["--prometheus", server.url, "--refresh", "1s"])
    try await terminal.waitFor(text: "req/s")
    await server.stop()
    try await terminal.waitFor("failure beside the last data") {
      $0.contains("failed") && $0.contains("req/s")
        && $0.lines[0].contains("down")
    }
    try await server.start()
    try await terminal.waitFor("fresh data", isFresh)
  }

  @Test func aServerThatRefusesFromTheStartIsNamed() async throws {
    let closed = try Loopback.ClosedPort()
    let terminal = try Program.open(["--prometheus", "http://127.0.0.1:\(closed.number)"])
    let screen = try await terminal.waitFor(text: "refused")
    #expect(!screen.contains("req/s"))
    try terminal.press("q")
    #expect(try await terminal.waitForEnd().status == 0)
  }

  @Test func anIncidentShowsInAlertsAndErrors() async throws {
    let server = try await Program.ownServer()
    let terminal = try Program.open(["--prometheus", server.url, "--refresh", "1s"])
    try await terminal.waitFor(text: "req/s")
    server.exporter.beginIncident()
    try await terminal.waitFor("alert") {
      $0.contains("HighErrorRate") && $0.contains("2 firing")
    }
  }

  @Test func anExporterThatShowsGarbageIsATargetThatIsDown() async throws {
    let server = try await Program.ownServer(hasAlerts: false)
    let terminal = try Program.open(["--prometheus", server.url, "--refresh", "1s"])
    try await terminal.waitFor(text: "targets 3/4")
    server.exporter.set(.garbage)
    try await terminal.waitFor(text: "targets 0/4")
  }

  /// Whether the server is up and no panel shows old data.
  private func isFresh(_ screen: TmuxScreen) -> Bool {
    screen.contains("req/s") && screen.lines[0].contains("●") && !screen.contains("failed")
      && !screen.contains(" old ")
  }
}
