import Screen
import TestSupport
import Testing

/// The ways of an engineer on call through the incident of the demo, and how many keys they take.
@Suite struct WayToTheCauseTests {
  /// A dashboard, and the keys that were pressed in it.
  private struct Walk {
    let terminal: Tmux
    private(set) var keys = 0

    init(_ arguments: [String] = [], waitingFor text: String = "▲ CRIT") async throws {
      terminal = try Program.open(["demo", "--at", "incident"] + arguments, size: Size(140, 40))
      try await terminal.waitFor(text: text)
    }

    /// Presses a key and waits for what it shows.
    @discardableResult
    mutating func press(
      _ key: String,
      _ what: String,
      until isShown: (TmuxScreen) -> Bool
    ) async throws -> TmuxScreen {
      keys += 1
      try terminal.press(key)
      return try await terminal.waitFor(what, isShown)
    }
  }

  @Test func fromErrorsToTheStoryOfAFailingRequest() async throws {
    var walk = try await Walk()
    // What is worst stands first, and so does the request that failed last.
    try await walk.press("2", "endpoints, the failing ones first") { screen in
      let row = screen.lines.first { $0.contains("┃>") } ?? ""
      return screen.contains("┏ Requests") && row.contains("POST") && row.contains("%")
    }
    try await walk.press("Enter", "a failing request") { screen in
      screen.lines.contains { $0.contains("┃>") && $0.contains("✗ 50") }
    }
    let story = try await walk.press("Enter", "its story") {
      $0.contains("┏ Request") && $0.contains("services · at")
    }
    #expect(story.contains("card-provider timed out") || story.contains("request failed"))
    #expect(walk.keys <= 6)
    // Escape leads back the same way.
    try await walk.press("Escape", "the endpoint") { $0.contains("Failing and slowest requests") }
    try await walk.press("Escape", "the endpoints") { $0.contains("┏ Requests") }
    try await walk.press("Escape", "the overview") {
      $0.contains("┌ Latency") && $0.contains("┌ Logs")
    }
  }

  @Test func fromAnAlertToTheStoryOfARequest() async throws {
    var walk = try await Walk(waitingFor: "firing HighErrorRate")
    try await walk.press("6", "alerts") {
      $0.contains("HighErrorRate") && $0.contains(">") && !$0.contains("┌ Latency")
    }
    try await walk.press("Enter", "the alert") {
      $0.contains("HighErrorRate") && $0.contains("L lines")
    }
    try await walk.press("L", "lines that share its labels") { screen in
      screen.lines.contains { $0.hasPrefix("━ Logs") } && screen.contains("level>=warn")
        && screen.contains("request failed")
    }
    try await walk.press("E", "an error") { $0.contains("below") || $0.contains("newer") }
    try await walk.press("R", "its story") {
      $0.contains("┏ Request") && $0.contains("services · at")
    }
    #expect(walk.keys <= 6)
  }

  @Test func fromALogLineToThePanelsOfItsEndpoint() async throws {
    var walk = try await Walk()
    try await walk.press("7", "the log view") { $0.lines.contains { $0.hasPrefix("━ Logs") } }
    try await walk.press("E", "an error that is chosen") {
      $0.contains("below") || $0.contains("newer")
    }
    let screen = try await walk.press("P", "panels at that moment") {
      $0.contains("Failing and slowest requests") && $0.contains("┌ Status codes")
    }
    #expect(screen.contains("┌ Latency"))
    #expect(walk.keys <= 6)
  }

  @Test func fromACostToModelAndOperation() async throws {
    var walk = try await Walk()
    let screen = try await walk.press("5", "models") {
      $0.contains("┏ Models") && $0.contains("summarize") && $0.contains("24 h (6h known) ≈")
    }
    #expect(screen.lines.contains { $0.contains("lumen") && $0.contains("chat") })
    #expect(walk.keys <= 6)
  }

  @Test func fromASlowDependencyToTheLinesThatWaitForIt() async throws {
    var walk = try await Walk()
    try await walk.press("3", "dependencies") {
      $0.contains("┏ Dependencies") && $0.contains("card-provider")
    }
    try walk.terminal.press("/")
    try walk.terminal.type("card")
    try await walk.press("Enter", "one dependency") { !$0.contains("redis:9121") }
    try await walk.press("L", "the lines that name it") { screen in
      screen.contains("card-provider timed out") && screen.lines.contains { $0.hasPrefix("━ Logs") }
    }
    #expect(walk.keys <= 6)
  }

  @Test func fromAStoryToTheDependencyThatItWaitedFor() async throws {
    var walk = try await Walk(["--view", "requests"], waitingFor: "┃>POST")
    try await walk.press("Enter", "a failing request") { screen in
      screen.lines.contains { $0.contains("┃>") && $0.contains("✗ 50") }
    }
    try await walk.press("Enter", "its story") {
      $0.contains("┏ Request") && $0.contains("services · at")
    }
    let screen = try await walk.press("P", "the dependency, chosen") { screen in
      screen.contains("┏ Dependencies") && screen.contains("is named in the line")
    }
    #expect(screen.lines.contains { $0.contains("┃>card-provider") })
    #expect(screen.lines[0].contains("requests › endpoint › story › dependencies"))
    #expect(walk.keys <= 6)
  }

  @Test func marksSayWhenTheIncidentBegan() async throws {
    var walk = try await Walk(waitingFor: "firing HighErrorRate")
    let screen = try await walk.press("m", "marks with the cursor on the newest") { screen in
      screen.contains("┏ Marks") && screen.contains("→ A")
    }
    #expect(screen.lines.contains { $0.contains("HighErrorRate") && $0.contains("began to fire") })
    try await walk.press("j", "the one before") { screen in
      screen.lines.contains { $0.contains("┃ → ") } && !screen.lines[screen.lines.count - 1].isEmpty
    }
    try await walk.press("Enter", "the charts at that moment") { !$0.contains("┏ Marks") }
  }

  @Test func fromATargetThatIsDownToItsError() async throws {
    let server = try await RealServers.shared.prometheus()
    let terminal = try Program.open(
      ["--prometheus", server.url, "--refresh", "1s"],
      size: Size(120, 36)
    )
    try await terminal.waitFor(text: "(redis down")
    let keys = ["6", "Tab", "Tab", "Enter"]
    for key in keys.dropLast() {
      try terminal.press(key)
      try await terminal.waitFor(text: "┏ Alerts")
    }
    try await terminal.waitFor("targets, the one that is down on top") { screen in
      screen.contains("[Targets") && screen.lines.contains { $0.contains(">✗ down") }
    }
    try terminal.press("Enter")
    let screen = try await terminal.waitFor(text: "┏ Target redis")
    #expect(screen.lines.contains { $0.contains("error") && $0.contains("connection refused") })
    #expect(keys.count <= 6)
  }

  @Test func aStartLeadsStraightToAnEndpointOrAFilter() async throws {
    let endpoint = try await Walk(
      ["--endpoint", "POST /checkout"],
      waitingFor: "Failing and slowest requests"
    )
    try await endpoint.terminal.waitFor("its figures") { $0.contains("┌ Latency ▲") }
    let rows = try await Walk(
      ["--view", "requests", "--filter", "charges"],
      waitingFor: "1 of "
    )
    let screen = try await rows.terminal.waitFor(text: "/charges")
    #expect(!screen.contains("/products"))
    let unreadable = try await Program.run(["demo", "--id", "not an id"])
    #expect(unreadable.end == .exited(2) && unreadable.errors.contains("--id"))
  }
}
