import Glibc
import TestSupport
import Testing

/// `goldtop logs` on a Loki, as a shell sees it.
@Suite(.serialized) struct LokiLogsCommandTests {
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
      _ = try await eventually("last line", within: .seconds(90), last: { child.errors }) {
        child.output.contains("line 2499 of many\n") ? true : nil
      }
      try await loki.wait { $0.openTails == 1 }
      loki.push(ShopOnLoki.numbered(2500..<2501))
      _ = try await eventually("line after all", within: .seconds(90), last: { child.errors }) {
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

  @Test func aMissingTenantIsSaidAndAHeaderOfTheConfigurationNamesIt() async throws {
    try await FakeLoki.run { loki in
      loki.behave { $0.demandsTenant = true }
      loki.push(ShopOnLoki.past())
      let refused = try await Program.run(["logs", "--loki", loki.url])
      #expect(refused.end == .exited(3))
      #expect(refused.output == "")
      #expect(refused.errors.contains("401 no org id"))
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
}
