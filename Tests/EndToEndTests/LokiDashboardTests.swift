import Screen
import TestSupport
import Testing

/// The dashboard in a terminal on the lines of a Loki.
@Suite(.serialized) struct LokiDashboardTests {
  /// Runs a body with a Loki that has lines and a metrics server that has no series.
  private func onShop(
    _ change: @Sendable (inout FakeLokiBehaviour) -> Void = { _ in },
    _ body: (_ loki: FakeLoki, _ terminal: Tmux) async throws -> Void
  ) async throws {
    try await ShopOnLoki.withMetrics { metrics in
      try await FakeLoki.run { loki in
        loki.behave(change)
        loki.push(ShopOnLoki.past())
        let terminal = try Program.open(
          ["--prometheus", metrics, "--loki", loki.url],
          size: Size(200, 40)
        )
        try await body(loki, terminal)
      }
    }
  }

  @Test func linesArePushedAndOneRequestIsFoundInThem() async throws {
    try await onShop { loki, terminal in
      try await terminal.waitFor("the past, and that it is followed") {
        $0.contains("checkout failed") && $0.line(with: "Logs")?.contains("● live") == true
      }
      try await loki.wait { $0.openTails == 1 }
      loki.push([ShopOnLoki.line("worker", "info", "fresh from the socket")])
      try await terminal.waitFor(text: "fresh from the socket")
      try terminal.press("7")
      try await terminal.waitFor("lines alone") {
        $0.contains("fresh from the socket") && !$0.contains("┌ Traffic")
      }
      try terminal.press("/")
      try terminal.type("level>=error")
      try terminal.press("Enter")
      try await terminal.waitFor("errors alone") {
        $0.contains("checkout failed") && $0.contains("card declined")
          && !$0.contains("charging a card") && !$0.contains("fresh from the socket")
      }
      try terminal.press("/", "C-u", "Enter")
      try await terminal.waitFor(text: "fresh from the socket")
      try terminal.press("E")
      try await terminal.waitFor("the last error chosen") {
        $0.line(with: "checkout failed")?.hasPrefix(">") == true
      }
      try terminal.press("c")
      try await terminal.waitFor("lines of the ID of all streams") {
        $0.contains("id \(ShopOnLoki.troubled)") && $0.contains("checkout begins")
          && $0.contains("charging a card") && !$0.contains("fresh from the socket")
      }
      try terminal.press("R")
      try await terminal.waitFor("the story") {
        $0.contains("Request \(ShopOnLoki.troubled)") && $0.contains("4 lines from 2 services")
          && $0.line(with: "card declined")?.contains("+2.00 s") == true
      }
      #expect(loki.log.unmaskedFrames == 0)
      try terminal.press("q")
      #expect(try await terminal.waitForEnd().status == 0)
    }
  }

  @Test func aRestartIsDrawnWhereItWas() async throws {
    try await onShop { loki, terminal in
      try await loki.wait { $0.openTails == 1 }
      try terminal.press("7")
      loki.push(ShopOnLoki.numbered(0..<1))
      try await terminal.waitFor(text: "line 0 of many")
      await loki.stop()
      try await terminal.waitFor("the break") {
        $0.lines.first?.contains("loki ✗ down") == true
          && $0.lines.dropFirst().contains { $0.contains("✗ down") }
      }
      loki.push(ShopOnLoki.numbered(1..<8))
      try await loki.start()
      try await terminal.waitFor("the lines of the gap, each once") { screen in
        screen.contains("reconnected, 7 lines recovered") && screen.contains("● live")
          && (0..<8).allSatisfy { number in
            screen.lines.count { $0.contains("line \(number) of many") } == 1
          }
      }
      try await loki.wait { $0.openTails == 1 }
      loki.push(ShopOnLoki.numbered(8..<9))
      try await terminal.waitFor(text: "line 8 of many")
    }
  }

  @Test(arguments: [
    ("limit", "max concurrent tail requests"), ("proxy", "a proxy drops the Upgrade"),
  ])
  func whereTailsAreRefusedLinesArePolledAndTheReasonIsSaid(
    _ day: String,
    _ reason: String
  ) async throws {
    let isLimited = day == "limit"
    try await onShop {
      if isLimited { $0.maxTails = 0 } else { $0.stripsUpgrade = true }
    } _: { loki, terminal in
      try terminal.press("7")
      try await terminal.waitFor("polling and why") {
        $0.contains("polling every 2s, ") && $0.contains(reason)
          && $0.lines.first?.contains("loki ● polling") == true
      }
      for number in 0..<3 {
        loki.push(ShopOnLoki.numbered(number..<(number + 1)))
        try await terminal.waitFor(text: "line \(number) of many")
      }
    }
  }

  @Test func aLokiThatRefusesIsNamedAndKeysAreHeard() async throws {
    let closed = try Loopback.ClosedPort()
    try await ShopOnLoki.withMetrics { metrics in
      let terminal = try Program.open(
        ["--prometheus", metrics, "--loki", "http://127.0.0.1:\(closed.number)"]
      )
      try await terminal.waitFor("the refusal") {
        $0.contains("┌ Logs") && $0.contains("refused")
          && $0.lines.first?.contains("loki ✗ down") == true
      }
      try terminal.press("?")
      try await terminal.waitFor(text: "┏ Keys")
      try terminal.press("Escape")
      try await terminal.waitFor("panels") { $0.contains("┌ Logs") && !$0.contains("┏ Keys") }
      try terminal.press("q")
      #expect(try await terminal.waitForEnd().status == 0)
    }
  }

  @Test func aLokiOfManyTenantsSaysWhatItMisses() async throws {
    try await onShop {
      $0.demandsTenant = true
    } _: { loki, terminal in
      try await terminal.waitFor("the refusal and what to do") {
        $0.contains("401 no org id: set the tenant") && $0.contains("LOKI_ORG_ID")
          && $0.lines.first?.contains("loki ✗ refused") == true
      }
      loki.behave { $0.demandsTenant = false }
      try await terminal.waitFor("the past, and that it is followed") {
        $0.contains("checkout failed")
          && ($0.line(with: "Logs")?.contains("● live") == true
            || $0.line(with: "Logs")?.contains("● polling") == true)
      }
    }
  }

  @Test func panelsOfTheUsersOwnShowLinesAndCounts() async throws {
    try await ShopOnLoki.withMetrics { metrics in
      try await FakeLoki.run { loki in
        loki.push(ShopOnLoki.past())
        let folder = try TemporaryFolder()
        let queries = [
          #"{"form": "logs", "queries": [{"logql": "{$selector} |= \"error\""}]}"#,
          #"{"unit": "count", "form": "values", "queries": [{"logql": "#
            + #""sum by (job) (count_over_time({$selector}[$range]))"}]}"#,
        ]
        let config = try folder.write(
          #"{"prometheus": {"url": "\#(metrics)"}, "loki": {"url": "\#(loki.url)"}, "#
            + #""logs": {"selector": "job=~\"backend|payments\""}, "#
            + #""panels": {"hide": ["latency", "traffic", "errors", "saturation", "cache", "llm", "#
            + #""dependencies"], "own": {"trouble": \#(queries[0]), "lines": \#(queries[1])}}}"#,
          to: "config.json"
        )
        let terminal = try Program.open(["--config", config], size: Size(120, 36))
        try await terminal.waitFor("errors alone in the panel, and counts in the other") {
          $0.contains("┌ trouble") && $0.contains("card declined") && $0.contains("checkout failed")
            && $0.line(with: "payments  2") != nil
        }
        loki.push([ShopOnLoki.line("backend", "error", "late trouble")])
        try await terminal.waitFor("the new line, asked for by the panel") {
          $0.lines.prefix { !$0.contains("┌ Logs") }.contains { $0.contains("late trouble") }
        }
        // One socket, whatever the number of panels.
        #expect(loki.log.openTails == 1)
        try terminal.press("Tab", "f")
        try await terminal.waitFor("the panel's page") {
          $0.contains("LogQL") && $0.contains("late trouble")
        }
        try terminal.press("Enter")
        try await terminal.waitFor("the log view with its query") {
          $0.contains(#"|= "error""#) && $0.contains("late trouble") && !$0.contains("charging")
        }
        await loki.stop()
        try terminal.press("Escape")
        try await terminal.waitFor("that the Loki is gone, and the lines") {
          $0.contains("✗ failed") && $0.contains("late trouble")
        }
      }
    }
  }

  @Test func fieldsHaveTheNamesThatTheConfigurationGives() async throws {
    try await ShopOnLoki.withMetrics { metrics in
      try await FakeLoki.run { loki in
        let id = ShopOnLoki.troubled
        let text = #"{"sev":"error","was":"the old way","cid":"\#(id)"}"#
        loki.push([FakeLokiLine(["job": "old"], at: ShopOnLoki.now, text)])
        let folder = try TemporaryFolder()
        let config = try folder.write(
          #"{"prometheus": {"url": "\#(metrics)"}, "loki": {"url": "\#(loki.url)"}, "logs": "#
            + #"{"fields": {"level": ["sev"], "message": ["was"], "correlation": ["cid"]}}}"#,
          to: "config.json"
        )
        let terminal = try Program.open(["--config", config], size: Size(160, 40))
        try await terminal.waitFor("the line and its level") {
          $0.line(with: "the old way")?.contains("ERROR") == true
        }
        try terminal.press("7", "c")
        try await terminal.waitFor("the line of its ID") {
          $0.contains("id \(id)") && $0.contains("the old way")
        }
      }
    }
  }
}
