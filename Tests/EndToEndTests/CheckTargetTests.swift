import TestSupport
import Testing

/// `goldtop check` on targets, logs and Alertmanager, and how it ends.
@Suite struct CheckTargetTests {
  private func check(
    _ arguments: [String]
  ) async throws -> (report: CheckedStack.Report, status: ChildProcess.End) {
    let run = try await Program.run(["check", "--output", "json"] + arguments)
    return (try CheckedStack.Report(json: run.output), run.end)
  }

  @Test(arguments: [
    ("metrics-readable", "up{job=\"a} 1\n", "critical"),
    ("metrics-readable", "", "critical"),
    ("metrics-lint", "# TYPE requests counter\nrequests 1\n", "note"),
    (
      "target-label-explodes",
      (0..<1200).map { "hits_total{session=\"\($0)\"} 1\n" }.joined(), "warning"
    ),
  ])
  func aTargetIsJudgedByWhatItExposes(
    _ name: String,
    _ text: String,
    _ severity: String
  ) async throws {
    try await FakeServer.run(handler: { _ in .text(text) }) { server in
      let (report, status) = try await check(["--scrape", server.url])
      let finding = report.findings.first { $0.check == name }
      #expect(finding?.severity == severity, "\(report.findings)")
      #expect(status == .exited(severity == "note" ? 0 : 1))
    }
  }

  // VictoriaMetrics 1.79: it answers for targets and rules, and has none.
  @Test func aVictoriaMetricsThatOthersWriteToIsInOrder() async throws {
    let folder = try TemporaryFolder()
    let port = try Loopback.freePort()
    let process = try ChildProcess([
      "victoria-metrics", "-storageDataPath=\(folder.file("data"))",
      "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=2", "-loggerLevel=ERROR",
    ])
    _ = try await eventually("VictoriaMetrics", last: { process.errors }) {
      (try? askPlainly(port: port, path: "/health").status) == 200 ? true : nil
    }
    let (report, status) = try await check(["--prometheus", "http://127.0.0.1:\(port)"])
    #expect(report.findings.isEmpty && status == .exited(0), "\(report.findings)")
    let seen = Set(report.inOrder.map(\.check))
    for name in ["clock-skew", "metrics-retention", "query-cache", "store-read-only"] {
      #expect(seen.contains(name), "\(name)")
    }
    #expect(report.unchecked.contains { $0.check == "target-down" })
    await process.stop()
  }

  @Test func aTargetThatIsInOrderEndsWith0() async throws {
    let text = "# HELP hits_total Hits.\n# TYPE hits_total counter\nhits_total 1\n"
    try await FakeServer.run(handler: { _ in .text(text) }) { server in
      let (report, status) = try await check(["--scrape", server.url])
      #expect(report.findings.isEmpty && status == .exited(0))
      #expect(report.inOrder.count == 3)
    }
  }

  @Test func metricsMustNotBeReachableFromOutside() async throws {
    try await FakeServer.run(handler: { _ in .text("a 1\n") }) { server in
      let (report, status) = try await check(["--outside", server.url])
      #expect(report.names == ["metrics-exposed"] && status == .exited(1))
    }
    try await FakeServer.run(handler: { _ in .text("forbidden", status: 403) }) { server in
      let (report, status) = try await check(["--outside", server.url])
      #expect(report.findings.isEmpty && status == .exited(0))
      #expect(report.inOrder.map(\.check) == ["metrics-exposed"])
    }
  }

  @Test func aServerThatDoesNotAnswerIsNotCheckedAndEndsWith3() async throws {
    let closed = try Loopback.ClosedPort()
    let url = "http://127.0.0.1:\(closed.number)"
    let (report, status) = try await check(["--prometheus", url])
    #expect(report.findings.isEmpty && report.inOrder.isEmpty && status == .exited(3))
    #expect(report.unchecked.contains { $0.check == "target-down" })
    #expect(report.unchecked.allSatisfy { $0.reason?.contains("refused") == true })
    let wrong = try await Program.run(["check", "--prometheus", "nonsense"])
    #expect(wrong.end == .exited(2))
    let nothing = try await Program.run(["check"])
    #expect(nothing.end == .exited(2))
  }

  @Test func aServerThatHangsCostsABoundedTime() async throws {
    try await FakeServer.run(handler: { _ in .silence }) { server in
      let clock = ContinuousClock()
      let start = clock.now
      let run = try await Program.run(
        ["check", "--output", "json", "--prometheus", server.url],
        environment: ["GOLDTOP_TIMEOUT": "1s"]
      )
      #expect(run.end == .exited(3))
      // Two questions time out, and then it is given up; the rest is the machine's.
      #expect(clock.now - start < .seconds(30))
      #expect(server.log.requests.count <= 3)
    }
  }

  @Test func severitiesBelowTheBoundDoNotFail() async throws {
    let text = "# TYPE requests counter\nrequests 1\n"
    try await FakeServer.run(handler: { _ in .text(text) }) { server in
      for (bound, end) in [("note", 1), ("warning", 0), ("critical", 0)] {
        let run = try await Program.run(["check", "--scrape", server.url, "--fail-on", bound])
        #expect(run.end == .exited(Int32(end)), "\(bound): \(run.errors)")
      }
    }
  }

  @Test func aTestAlertNeedsLeave() async throws {
    let alertmanager = try await RealServers.shared.alertmanager()
    let run = try await Program.run(["check", "--alertmanager", alertmanager.url, "--alert"])
    #expect(run.end == .exited(2) && run.errors.contains("--allow-write"))
    let alerts = try askPlainly(port: alertmanager.port, path: "/api/v2/alerts").body
    #expect(!alerts.contains("GoldtopTestAlert"))
  }

  @Test func aTestAlertGoesItsWayToTheEnd() async throws {
    try await HookedAlertmanager.run(answering: 200) { _, url in
      let (report, status) = try await check(["--alertmanager", url, "--alert", "--allow-write"])
      let trial = try #require(report.inOrder.first { $0.check == "alert-trial" })
      #expect(trial.place == url && status == .exited(0), "\(report.findings)")
      #expect(!report.findings.contains { $0.check == "alert-trial" })
    }
  }

  @Test func aTestAlertThatNobodyTakesIsFound() async throws {
    try await HookedAlertmanager.run(answering: 400) { _, url in
      let (report, status) = try await check(["--alertmanager", url, "--alert", "--allow-write"])
      let finding = try #require(report.findings.first { $0.check == "alert-trial" })
      #expect(finding.what?.contains("which goes to hook") == true && status == .exited(1))
      let (later, _) = try await check(["--alertmanager", url])
      #expect(later.names == ["notifications-failed"])
    }
  }

  @Test(arguments: [(200, ["grafana-anonymous"]), (401, [])])
  func aGrafanaIsAskedWhatItShowsToVisitors(_ status: Int, _ names: [String]) async throws {
    try await FakeServer.run(handler: { request in
      request.path == "/api/health"
        ? .json(#"{"database":"ok","version":"13.2.0"}"#)
        : .json(#"{"id":1,"name":"Main Org."}"#, status: status)
    }) { server in
      let (report, _) = try await check(["--grafana", server.url])
      #expect(report.names.filter { $0.hasPrefix("grafana") } == names, "\(report.findings)")
      #expect(report.inOrder.contains { $0.check == "grafana-health" })
    }
  }

  @Test func theLintIsThatOfPromtool() async throws {
    let text = """
      # TYPE hits counter
      hits 1
      # HELP errs_total Errors.
      # TYPE errs_total gauge
      errs_total 1
      # HELP took_milliseconds Time.
      # TYPE took_milliseconds histogram
      took_milliseconds_bucket{le="1"} 1
      took_milliseconds_bucket{le="+Inf"} 2
      took_milliseconds_sum 3
      took_milliseconds_count 2
      # HELP queue_size_count Size.
      # TYPE queue_size_count gauge
      queue_size_count{quantile="0.5"} 1
      # HELP cpuTime_ms Time.
      # TYPE cpuTime_ms gauge
      cpuTime_ms{statusCode="1"} 1
      # HELP job:rate5m Rate.
      # TYPE job:rate5m gauge
      job:rate5m{le="2"} 1
      lone_total 1
      # HELP disk_kilobytes_gauge Disk.
      # TYPE disk_kilobytes_gauge gauge
      disk_kilobytes_gauge 1
      # HELP temp_fahrenheit Temp.
      # TYPE temp_fahrenheit summary
      temp_fahrenheit{quantile="0.5"} 3
      temp_fahrenheit_sum 1
      temp_fahrenheit_count 1
      # HELP wait_minutes_total W.
      # TYPE wait_minutes_total counter
      wait_minutes_total 1
      # HELP thermometers T.
      # TYPE thermometers gauge
      thermometers 1

      """
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "metrics")
    let promtool = try await TestSupport.run(["sh", "-c", "promtool check metrics < \(file)"])
    let expected = Set(promtool.errors.split(separator: "\n").map(String.init))
    try await FakeServer.run(handler: { _ in .text(text) }) { server in
      let (report, _) = try await check(["--scrape", server.url])
      let found = report.findings.filter { $0.check == "metrics-lint" }.flatMap { finding in
        let parts = (finding.what ?? "").split(separator: ": ", maxSplits: 1)
        return (parts.first ?? "").split(separator: ", ").map { "\($0) \(parts.last ?? "")" }
      }
      #expect(expected.count > 10)
      #expect(Set(found) == expected)
    }
  }
}
