import Glibc
import TestSupport
import Testing

/// `goldtop logs` on a Loki, as a shell sees it.
@Suite(.serialized) struct LokiLogsCommandTests {
  @Test func aServerThatIsSilentIsGivenUpWhenTheSettingSays() async throws {
    let silent = try FakeBlackHole()
    let run = try await Program.run(
      ["logs", "--loki", "http://127.0.0.1:\(silent.port)", "--selector", #"job="writer""#],
      environment: ["GOLDTOP_TIMEOUT": "1s"]
    )
    #expect(run.end == .exited(3) && run.errors.contains("within 1s"), "\(run.errors)")
  }

  @Test func everyLineOfABusyWriterComesOnceThroughARestart() async throws {
    try await FakeLoki.run { loki in
      let child = try ChildProcess([
        Program.path, "logs", "--loki", loki.url, "--follow", "--output", "raw",
        "--selector", #"job="writer""#,
      ])
      defer { child.signal(SIGKILL) }
      try await loki.wait { $0.openTails == 1 }
      try await ShopOnLoki.write(0..<1000, to: loki)
      await loki.stop()
      try await ShopOnLoki.write(1000..<1500, to: loki)
      try await loki.start()
      try await ShopOnLoki.write(1500..<2500, to: loki)
      _ = try await eventually("last line", last: { child.errors }) {
        child.output.contains("line 2499 of many\n") ? true : nil
      }
      try await loki.wait { $0.openTails == 1 }
      loki.push(ShopOnLoki.numbered(2500..<2501))
      _ = try await eventually("line after all", last: { child.errors }) {
        child.output.contains("line 2500 of many\n") ? true : nil
      }
      child.signal(SIGINT)
      _ = try await child.waitForEnd()
      #expect(
        child.output.split(separator: "\n").map(String.init)
          == (0..<2501).map { "line \($0) of many" }
      )
      #expect(child.errors.contains("lines recovered"))
    }
  }

  @Test func followingPrintsSoManyLinesOfThePastAndThenOnlyNewerOnes() async throws {
    try await FakeLoki.run { loki in
      loki.push(ShopOnLoki.numbered(0..<20))
      let child = try ChildProcess([
        Program.path, "logs", "--loki", loki.url, "--follow", "--limit", "2", "--output", "raw",
      ])
      defer { child.signal(SIGKILL) }
      try await loki.wait { $0.openTails == 1 }
      loki.push(ShopOnLoki.numbered(20..<22))
      _ = try await eventually("last line", last: { child.errors }) {
        child.output.contains("line 21 of many\n") ? true : nil
      }
      #expect(
        child.output.split(separator: "\n").map(String.init)
          == (18..<22).map { "line \($0) of many" }
      )
    }
  }

  @Test func aTraceThatComesInPiecesIsPrintedOnceBelowItsLine() async throws {
    try await FakeLoki.run { loki in
      let start = ShopOnLoki.now
      let trace = [
        "ERROR shop payment failed", "java.lang.IllegalStateException: card declined",
        "\tat shop.Pay.pay(Pay.java:12)", "Caused by: java.io.IOException: reset", "INFO shop done",
      ]
      let lines = trace.enumerated().map {
        FakeLokiLine(["job": "shop"], at: start + Int64($0) * 1000, $1)
      }
      loki.push(Array(lines[..<2]))
      let child = try ChildProcess([Program.path, "logs", "--loki", loki.url, "--follow"])
      defer { child.signal(SIGKILL) }
      try await loki.wait { $0.openTails == 1 }
      for (place, line) in lines.enumerated().dropFirst(2) {
        loki.push([line])
        let word = ["at shop.Pay", "reset", "done"][place - 2]
        _ = try await eventually("'\(word)'", last: { child.output + child.errors }) {
          child.output.contains(word) ? true : nil
        }
      }
      let printed = child.output.split(separator: "\n").map(String.init)
      #expect(printed.count == 5, "\(child.output)")
      #expect(printed.first?.contains("ERROR shop shop payment failed") == true, "\(printed)")
      #expect(printed.dropFirst().prefix(3).allSatisfy { $0.hasPrefix("  ") }, "\(printed)")
    }
  }

  @Test func aSnapshotHoldsTheLinesInEveryForm() async throws {
    try await ShopOnLoki.withMetrics { metrics in
      try await FakeLoki.run { loki in
        loki.push(ShopOnLoki.past())
        let servers = ["--prometheus", metrics, "--loki", loki.url]
        let text = try await Program.run(["snapshot", "--view", "logs"] + servers)
        #expect(text.end == .exited(0), "\(text.errors)")
        #expect(text.output.contains("card declined"))
        #expect(text.output.contains("loki ●"))
        #expect(!text.output.contains("connecting"))
        let json = try await Program.run(["snapshot", "--output", "json"] + servers)
        #expect(json.output.contains(#""role": "loki""#))
        #expect(json.output.contains("card declined"))
      }
    }
  }

  @Test func aMissingTenantIsSaidAndAHeaderOfTheConfigurationNamesIt() async throws {
    try await FakeLoki.run { loki in
      loki.behave { $0.demandsTenant = true }
      loki.push(ShopOnLoki.past())
      let refused = try await Program.run(["logs", "--loki", loki.url])
      #expect(refused.end == .exited(3))
      #expect(refused.output == "")
      #expect(refused.errors.contains("401 no org id: set the tenant with LOKI_ORG_ID"))
      let folder = try TemporaryFolder()
      let config = try folder.write(
        #"{"loki": {"url": "\#(loki.url)", "headers": {"X-Scope-OrgID": "shop"}}}"#,
        to: "config.json"
      )
      let served = try await Program.run(["logs", "--config", config, "--output", "raw"])
      #expect(served.end == .exited(0))
      #expect(served.output.split(separator: "\n").count == 14)
    }
  }

  @Test(arguments: [(503, "starting"), (429, "too many outstanding requests"), (0, "")])
  func aFailureThatPassesWhilePagesAreReadLosesAndDoublesNothing(
    _ status: Int,
    _ text: String
  ) async throws {
    try await FakeLoki.run { loki in
      loki.push(ShopOnLoki.numbered(0..<2500))
      loki.behave { behaviour in
        behaviour.maxEntries = 500
        behaviour.refusesNext = (count: 2, status: status, text: text)
        behaviour.refusesAfter = 4
      }
      let result = try await Program.run(
        ["logs", "--loki", loki.url, "--since", "5m", "--output", "raw"]
      )
      #expect(result.end == .exited(0))
      let lines = result.output.split(separator: "\n").map(String.init)
      #expect(lines == (0..<2500).map { "line \($0) of many" })
      #expect(result.errors.contains("retrying in 1s (1 of 6)"))
      // A connection that was lost is tried once more before anybody hears of it.
      #expect(status == 0 || result.errors.contains("retrying in 2s (2 of 6)"))
    }
  }

  @Test func fieldsHaveTheNamesThatTheConfigurationGives() async throws {
    try await FakeLoki.run { loki in
      loki.push([
        FakeLokiLine(
          ["job": "old"],
          at: ShopOnLoki.now - 1_000_000_000,
          #"{"sev":"error","was":"b"}"#
        )
      ])
      let folder = try TemporaryFolder()
      let config = try folder.write(
        #"{"loki": {"url": "\#(loki.url)"}, "logs": {"fields": {"level": ["sev"]}}}"#,
        to: "config.json"
      )
      let result = try await Program.run(["logs", "--config", config])
      #expect(result.end == .exited(0))
      #expect(result.output.contains(" ERROR "))
    }
  }

  @Test(arguments: [("| true; echo \"${PIPESTATUS[0]}\"", "0"), (">&-; echo $?", "2")])
  func followingEndsWhereNobodyReadsAlsoWithoutALine(_ end: String, _ status: String) async throws {
    try await FakeLoki.run { loki in
      let command = "\"$0\" logs --loki \(loki.url) --selector 'job=\"shop\"' --follow \(end)"
      let result = try await TestSupport.run(["/bin/bash", "-c", command, Program.path])
      #expect(result.end == .exited(0))
      #expect(result.output == status + "\n")
      #expect(
        result.errors.contains("standard output: closed") == (status == "2"),
        "\(result.errors)"
      )
    }
  }
}
