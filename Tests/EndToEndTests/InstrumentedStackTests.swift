import FoundationEssentials
import TestSupport
import Testing

/// The applications that `goldtop init` writes, scraped by the Prometheus that it configures.
@Suite struct InstrumentedStackTests {
  // `Tests/run` makes that Python and names it; `swift test` alone knows of none.
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]
  private static let here =
    #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
  /// Debian's Express and winston, and a stand-in for what Debian does not have.
  private static let modules = "/usr/share/nodejs:\(here)/Service/stand-in"

  private func stack(
    _ services: [String] = [],
    _ others: [String] = []
  ) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let flags = services.flatMap { ["--service", $0] } + others
    let run = try await Program.run(["init", folder.path, "--python", "--node"] + flags)
    try #require(run.end == .exited(0), "\(run.errors)")
    return folder
  }

  @Test(.enabled(if: InstrumentedStackTests.python != nil))
  func theTestsOfThePythonInstrumentationPass() async throws {
    let stack = try await stack()
    let run = try await run([
      "sh", "-c", "cd \(stack.file("instrumentation/python")) && exec \"$0\" -m unittest",
      try #require(Self.python),
    ])
    #expect(run.end == .exited(0), "\(run.errors)")
    #expect(run.errors.contains(/Ran [1-9]\d* tests/))
  }

  @Test func theTestsOfTheNodeInstrumentationPass() async throws {
    let stack = try await stack()
    let run = try await run([
      "sh", "-c",
      "cd \(stack.file("instrumentation/node")) && NODE_PATH=\(Self.modules) exec node --test",
    ])
    #expect(run.end == .exited(0), "\(run.output)")
    #expect(run.output.contains(/# pass [1-9]/))
  }

  @Test(.enabled(if: InstrumentedStackTests.python != nil))
  func theApplicationsAreSeenByTheRulesAndByGoldtop() async throws {
    let ports = (try Loopback.freePort(), try Loopback.freePort(), try Loopback.freePort())
    let stack = try await stack(
      ["backend=http://127.0.0.1:\(ports.0)", "frontend=http://127.0.0.1:\(ports.1)"],
      ["--no-postgres", "--no-redis", "--no-logs"]
    )
    let backend = try ChildProcess([
      try #require(Self.python), "-m", "uvicorn", "app:app", "--no-access-log", "--app-dir",
      stack.file("instrumentation/python"), "--port", "\(ports.0)",
    ])
    let frontend = try ChildProcess(
      ["node", stack.file("instrumentation/node/app.js")],
      environment: [
        "PATH": "/usr/bin:/bin", "NODE_PATH": Self.modules, "PORT": "\(ports.1)",
      ]
    )
    let alertsPort = try Loopback.freePort()
    let alertmanager = try alertmanager(stack, port: alertsPort)
    try await ready([(backend, ports.0), (frontend, ports.1), (alertmanager, alertsPort)])
    let server = try prometheus(stack, port: ports.2, alertmanager: alertsPort)
    try await ready([(server, ports.2)])
    let url = "http://127.0.0.1:\(ports.2)"
    try await expectDiscovery(url, ports)
    try await expectPanels(url, ports)
    try expectRules(ports.2)
    try expectLines(of: [backend, frontend])
    try await expectCheck(url, "http://127.0.0.1:\(alertsPort)", ports)
    for child in [backend, frontend, server, alertmanager] { await child.stop() }
  }

  /// Waits until each has something to tell of itself.
  private func ready(_ children: [(ChildProcess, Int)]) async throws {
    for (child, port) in children {
      _ = try await eventually("server on \(port)", last: { child.errors + child.output }) {
        (try? askPlainly(port: port, path: "/metrics").status) == 200 ? true : nil
      }
    }
  }

  /// The configuration as it was written, but for shorter intervals and addresses of this machine.
  private func prometheus(
    _ stack: TemporaryFolder,
    port: Int,
    alertmanager: Int
  ) throws -> ChildProcess {
    let name = "prometheus/prometheus.yml"
    let text = textOfFile(stack.file(name)).replacing(": 15s", with: ": 1s")
      .replacing("alertmanager:9093", with: "127.0.0.1:\(alertmanager)")
      .replacing("localhost:9090", with: "127.0.0.1:\(port)")
    try stack.write(text, to: name)
    return try ChildProcess([
      "prometheus", "--config.file=\(stack.file(name))",
      "--storage.tsdb.path=\(stack.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
      "--storage.tsdb.retention.time=30d", "--log.level=warn",
    ])
  }

  /// The configuration as it was written, with secrets that nobody knows and so nobody to tell.
  private func alertmanager(_ stack: TemporaryFolder, port: Int) throws -> ChildProcess {
    let name = "alertmanager/alertmanager.yml"
    for secret in ["slack_url", "pagerduty_key", "smtp_password"] {
      try stack.write("http://127.0.0.1:9/\(secret)", to: "secrets/\(secret)")
    }
    let text = textOfFile(stack.file(name))
      .replacing("/run/secrets/", with: stack.file("secrets") + "/")
      .replacing("group_wait: 30s", with: "group_wait: 1h")
    try stack.write(text, to: name)
    return try ChildProcess([
      "prometheus-alertmanager", "--config.file=\(stack.file(name))",
      "--storage.path=\(stack.file("alerts"))", "--web.listen-address=127.0.0.1:\(port)",
      "--cluster.listen-address=", "--log.level=warn",
    ])
  }

  /// `goldtop check` finds in order what `goldtop init` has set up.
  private func expectCheck(
    _ url: String,
    _ alertmanager: String,
    _ ports: (Int, Int, Int)
  ) async throws {
    // What a machine that is busy with other tests makes late, at intervals of a second.
    let late: Set = ["scrape-slow", "evaluations-missed", "rule-group-slow", "target-down"]
    var last = ""
    let report = try await eventually("a check", every: .milliseconds(500), last: { last }) {
      () -> CheckedStack.Report? in
      try send(ports)
      let run = try await Program.run([
        "check", "--prometheus", url, "--alertmanager", alertmanager, "--output", "json",
      ])
      last = run.output + run.errors
      let report = try CheckedStack.Report(json: run.output)
      #expect((run.end == .exited(0)) == report.names.isEmpty)
      return report.names.allSatisfy(late.contains) ? report : nil
    }
    let checked = Set(report.inOrder.map(\.check))
    for name in ["service-signals", "rules-loaded", "alertmanager-routing"] {
      #expect(checked.contains(name), "\(checked.sorted())")
    }
    #expect(report.inOrder.count > 20)
  }

  /// Some requests to both applications, of which one in five fails.
  private func send(_ ports: (Int, Int, Int)) throws {
    for path in ["/items/1", "/items/2", "/items/1000", "/answers/why", "/fail"] {
      _ = try askPlainly(port: ports.0, path: path)
    }
    for path in ["/pages/1", "/pages/2", "/pages/3", "/pages/4", "/fail"] {
      _ = try askPlainly(port: ports.1, path: path)
    }
  }

  private func expectDiscovery(_ url: String, _ ports: (Int, Int, Int)) async throws {
    var last = ""
    _ = try await eventually("services", every: .milliseconds(200), last: { last }) { () -> Bool? in
      try send(ports)
      let run = try await Program.run(["discover", "--prometheus", url])
      last = run.output + run.errors
      let lines = run.output.split(separator: "\n")
      func line(_ name: String) -> Substring { lines.first { $0.hasPrefix(name) } ?? "" }
      let isWhole = ["prometheus-client", "traffic", "errors", "latency", "cache"].allSatisfy {
        line("backend ").contains($0) && line("frontend ").contains($0)
      }
      return isWhole && line("backend ").contains("llm") ? true : nil
    }
  }

  private func expectPanels(_ url: String, _ ports: (Int, Int, Int)) async throws {
    var last = ""
    _ = try await eventually("panels", every: .milliseconds(200), last: { last }) { () -> Bool? in
      try send(ports)
      let run = try await Program.run([
        "snapshot", "--prometheus", url, "--selector", #"job="backend""#, "--output", "json",
      ])
      last = run.output
      let document = try SnapshotTests.Document(json: run.output)
      func value(_ panel: String) -> Double? {
        document.panels.first { $0.id == panel }?.values.first?.value
      }
      let names = ["latency", "traffic", "saturation", "cache", "llm", "dependencies"]
      guard names.allSatisfy({ (value($0) ?? .nan).isFinite }), let errors = value("errors")
      else { return nil }
      return abs(errors - 0.2) < 0.05 ? true : nil
    }
  }

  private struct Rules: Decodable {
    struct Content: Decodable {
      let groups: [Group]
    }
    struct Group: Decodable {
      let rules: [Rule]
    }
    struct Rule: Decodable {
      let name: String
      let health: String
      let lastError: String?
    }
    let data: Content
  }

  private func expectRules(_ port: Int) throws {
    let body = try askPlainly(port: port, path: "/api/v1/rules").body
    let rules = try JSONDecoder().decode(Rules.self, from: Data(body.utf8)).data.groups
      .flatMap(\.rules)
    #expect(rules.count > 15)
    for rule in rules {
      #expect(rule.health == "ok", "\(rule.name): \(rule.lastError ?? "")")
    }
    // Errors began with the first request of all, in series that were not there before.
    for job in ["backend", "frontend"] {
      let expression = percentEncoded(#"job:http_request_errors:ratio5m{job="\#(job)"}"#)
      let answer = try askPlainly(port: port, path: "/api/v1/query?query=\(expression)").body
      let result = try JSONDecoder().decode(PlainAnswer.self, from: Data(answer.utf8)).data.result
      let ratio = try #require(result.first?.value?.last?.number, "\(job): \(answer)")
      #expect(abs(ratio - 0.2) < 0.05, "\(job): \(ratio)")
    }
  }

  /// Each line is JSON with level and time, and that of a request has an ID.
  private func expectLines(of applications: [ChildProcess]) throws {
    for application in applications {
      let lines = application.output.split(separator: "\n")
      #expect(lines.count > 20)
      for line in lines {
        #expect(line.hasPrefix("{") && line.contains("\"level\""), "\(line)")
        #expect(line.contains("\"timestamp\""), "\(line)")
        let isOfRequest = line.contains("\"status\"") || line.contains("request failed")
        #expect(!isOfRequest || line.contains("\"correlation_id\""), "\(line)")
      }
    }
  }
}
