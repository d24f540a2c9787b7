import TestSupport
import Testing

/// `goldtop discover` on real servers.
@Suite struct DiscoverTests {
  @Test func theServicesOfAServerAreFoundWithoutAnyConfiguration() async throws {
    let server = try await RealServers.shared.prometheus()
    let run = try await Program.run(["discover", "--prometheus", server.url])
    #expect(run.end == .exited(0) && run.errors.isEmpty, "\(run.errors)")
    let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("backend ") })
    for part in ["prometheus-client", "traffic", "errors", "latency", "cache", "llm", "database"] {
      #expect(line.contains(part), "\(line)")
    }
    #expect(run.output.contains("requests, "))
  }

  @Test func aServiceThatNeverAnsweredIsShownWithTheReason() async throws {
    let closed = try Loopback.ClosedPort()
    let server = try await ScrapingPrometheus([("batch", closed.number)])
    let url = "http://127.0.0.1:\(server.port)"
    let reason = "down: connection refused"
    _ = try await eventually("the reason", every: .milliseconds(200)) { () -> Bool? in
      let run = try await Program.run(["discover", "--prometheus", url])
      return run.output.contains("batch\n  \(reason)\n") ? true : nil
    }
    for arguments in [["--view", "services"], ["--selector", #"job="batch""#]] {
      let run = try await Program.run(["snapshot", "--prometheus", url] + arguments)
      #expect(run.output.contains(reason), "\(run.output)")
      #expect(!run.output.contains("profile right"))
    }
  }

  @Test func whatItPrintsAsConfigurationIsOne() async throws {
    let server = try await RealServers.shared.prometheus()
    let run = try await Program.run([
      "discover", "--prometheus", server.url, "--output", "config",
    ])
    let folder = try TemporaryFolder()
    let file = try folder.write(run.output, to: "config.json")
    let check = try await Program.run(["config", "check", "--config", file])
    #expect(check.end == .exited(0), "\(check.output)\(check.errors)\n\(run.output)")
    let shown = try await Program.run([
      "snapshot", "--config", file, "--view", "traffic", "--output", "json",
    ])
    #expect(shown.errors.contains("no environment chosen"), "\(shown.errors)")
  }

  @Test func aServerThatDoesNotAnswerEndsWith3() async throws {
    let closed = try Loopback.ClosedPort()
    let url = "http://127.0.0.1:\(closed.number)"
    for output in ["text", "json", "config"] {
      let run = try await Program.run(["discover", "--prometheus", url, "--output", output])
      #expect(run.end == .exited(3))
      #expect(run.output.isEmpty && !run.errors.isEmpty)
    }
    let wrong = try await Program.run(["discover", "--prometheus", "nonsense"])
    #expect(wrong.end == .exited(2))
  }
}
