import Screen
import TestSupport
import Testing

/// Silences of a real Alertmanager, by keys.
@Suite(.serialized) struct SilencingTests {
  /// A Prometheus whose alerts an Alertmanager knows.
  private func servers() async throws -> (RealPrometheus, RealAlertmanager) {
    let alertmanager = try await RealAlertmanager()
    var settings = RealPrometheus.Settings()
    settings.history = .seconds(900)
    settings.scrapeInterval = .seconds(1)
    settings.alertmanagerPort = alertmanager.port
    let server = try await RealPrometheus(settings)
    _ = try await eventually("an alert at Alertmanager") {
      try askPlainly(port: alertmanager.port, path: "/api/v2/alerts").body.contains("RedisDown")
        ? true : nil
    }
    return (server, alertmanager)
  }

  private func silences(_ alertmanager: RealAlertmanager) throws -> String {
    try askPlainly(port: alertmanager.port, path: "/api/v2/silences").body
  }

  @Test func anAlertIsSilencedAndItsSilenceExtendedAndEnded() async throws {
    let (server, alertmanager) = try await servers()
    let terminal = try Program.open(
      [
        "--prometheus", server.url, "--alertmanager", alertmanager.url, "--allow-write",
        "--refresh", "1s", "--view", "alerts",
      ],
      environment: ["USER": "jane"]
    )
    try await terminal.waitFor("the alert, and that writing is allowed") { screen in
      screen.lines.first?.contains("may write") == true
        && screen.lines.contains { $0.contains("RedisDown") && $0.contains("firing") }
    }
    try terminal.press("S")
    try await terminal.waitFor(text: "matches 1 alert now")
    // Without a comment there is nothing to confirm.
    try terminal.press("S")
    try await terminal.waitFor(text: "a comment is needed")
    try terminal.press("Enter")
    try await terminal.waitFor(text: " comment ")
    try terminal.type("planned restart")
    try terminal.press("Enter")
    try await terminal.waitFor(text: "asks once more, then sends")
    try terminal.press("S")
    try await terminal.waitFor(text: "as jane? y sends it")
    #expect(try silences(alertmanager).hasPrefix("[]"))
    try terminal.press("y")
    try await terminal.waitFor("the alert as it is silenced") { screen in
      screen.contains(" created")
        && screen.lines.contains { $0.contains("RedisDown") && $0.contains("silenced") }
        && screen.contains("silenced by jane until") && screen.contains("planned restart")
    }
    #expect(try silences(alertmanager).contains(#""createdBy":"jane""#))
    try await extend(terminal)
    #expect(try !silences(alertmanager).contains("expired"))
    try terminal.press("S")
    try await terminal.waitFor(text: "[end it now]")
    try terminal.press("G")
    try terminal.press("Enter")
    try await terminal.waitFor(text: "end this silence now?")
    try terminal.press("y")
    try await terminal.waitFor("the alert as it fires again") { screen in
      screen.contains(" expired")
        && screen.lines.contains { $0.contains("RedisDown") && $0.contains("firing") }
    }
    #expect(try silences(alertmanager).contains(#""state":"expired""#))
  }

  private func extend(_ terminal: Tmux) async throws {
    try terminal.press("S")
    try await terminal.waitFor(text: "[end it now]")
    try terminal.press("Enter")
    try await terminal.waitFor(text: "ends in 1h5")
    try terminal.press("C-u")
    try terminal.type("4h")
    try terminal.press("Enter")
    try terminal.press("S")
    try await terminal.waitFor(text: "y sends it")
    try terminal.press("y")
    try await terminal.waitFor("the later end") { screen in
      screen.contains(" changed")
        && (screen.contains("(3h59m left)") || screen.contains("(4h left)"))
    }
  }

  @Test func withoutTheFlagNothingIsWritten() async throws {
    let (server, alertmanager) = try await servers()
    let terminal = try Program.open([
      "--prometheus", server.url, "--alertmanager", alertmanager.url, "--view", "alerts",
    ])
    try await terminal.waitFor(text: "RedisDown")
    try terminal.press("S")
    try await terminal.waitFor(text: "start goldtop with --allow-write")
    #expect(try silences(alertmanager).hasPrefix("[]"))
  }

  @Test func fromTheListToTheAlertTheRuleAndTheTarget() async throws {
    let (server, _) = try await servers()
    let terminal = try Program.open(["--prometheus", server.url, "--refresh", "1s"])
    try await terminal.waitFor(text: "RedisDown")
    try terminal.press("6")
    try await terminal.waitFor(text: "[Alerts ")
    try terminal.press("Enter")
    try await terminal.waitFor("what the rule measures, and how often it fired") { screen in
      screen.contains("threshold: == 0") && screen.contains("in 7d: fired")
        && screen.contains(#"up{job="redis"} == 0"#)
    }
    try terminal.press("Escape")
    try await terminal.waitFor(text: "[Alerts ")
    try terminal.press("Tab")
    try await terminal.waitFor("rules with their evaluation") { screen in
      screen.contains("[Rules ")
        && screen.lines.contains { $0.contains("HighLatency") && $0.contains(" ms ") }
    }
    try terminal.press("Tab")
    try await terminal.waitFor("targets with samples") { screen in
      screen.lines.contains { $0.contains("redis") && $0.contains("✗ down") && $0.contains(" 0 ") }
    }
    try terminal.press("Enter")
    try await terminal.waitFor(text: "connection refused")
  }
}
