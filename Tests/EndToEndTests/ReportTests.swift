import FoundationEssentials
import TestSupport
import Testing

/// `goldtop report` on Debian's Prometheus with five weeks of history of which the facts are known.
@Suite struct ReportTests {
  /// The last midnight that has passed for an hour.
  private static let end = (Int(wallClockSeconds()) - 3600) / 86_400 * 86_400

  private static let rules = """
    groups:
    - name: shop
      rules:
      - alert: RedisDown
        expr: up{job="redis"} == 0
        labels: {severity: critical}
      - alert: HighErrorRate
        expr: >
          sum by (job) (rate(http_requests_total{status=~"5.."}[15m]))
          / sum by (job) (rate(http_requests_total[15m])) > 0.05
        for: 5m
        labels: {severity: critical}
      - alert: DiskNoise
        expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
        labels: {severity: warning}
      - alert: AlwaysOn
        expr: vector(1)
        labels: {severity: warning}
      - alert: NeverFired
        expr: sum(rate(http_requests_total[15m])) > 10000
        labels: {severity: warning}
      - record: job:requests:rate15m
        expr: sum by (job) (rate(recorded_metric[15m]))

    """

  /// A server with the history, one for all tests.
  private final class Server: Sendable {
    let port: Int
    private let child: ChildProcess
    private let folder: TemporaryFolder

    init() async throws {
      folder = try TemporaryFolder()
      port = try Loopback.freePort()
      let history = try folder.write(ReportHistory.text(end: ReportTests.end), to: "history.om")
      // In blocks of two hours promtool would read the text 432 times.
      let built = try await run([
        "promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=1000h",
        history, folder.file("data"),
      ])
      try #require(built.end == .exited(0), "\(built.errors)")
      let rules = try folder.write(ReportTests.rules, to: "rules.yml")
      let configuration = try folder.write(
        "global: {evaluation_interval: 1m}\nrule_files: [\(rules)]\n",
        to: "prometheus.yml"
      )
      let child = try ChildProcess([
        "prometheus", "--config.file=\(configuration)",
        "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
        "--storage.tsdb.retention.time=100d", "--log.level=warn",
      ])
      self.child = child
      let port = port
      _ = try await eventually("ready Prometheus", last: { child.errors }) {
        (try? askPlainly(port: port, path: "/-/ready").status) == 200 ? true : nil
      }
    }

    func report(
      _ kind: String,
      _ arguments: [String] = []
    ) async throws -> (end: ChildProcess.End, output: String, errors: String) {
      try await Program.run(
        ["report", kind, "--prometheus", "http://127.0.0.1:\(port)", "--to", "\(ReportTests.end)"]
          + arguments
      )
    }

    func value(_ expression: String) throws -> Double {
      let answer = try PlainAnswer.instant(expression, at: Double(ReportTests.end), port: port)
      return try #require(answer.values.first)
    }
  }

  /// One server for all tests; it ends with the process that runs them.
  private static let server = Task { try await Server() }

  /// A report, as far as tests read it.
  private struct Report: Decodable {
    struct Cell: Decodable, Equatable {
      var number: Double?
      var text: String?

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        number = try? container.decode(Double.self)
        text = try? container.decode(String.self)
      }
    }

    struct Section: Decodable {
      var tables: [String: [[String: Cell]]] = [:]

      private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
          tables[key.stringValue] = try? container.decode([[String: Cell]].self, forKey: key)
        }
      }
    }

    var sections: [String: Section]

    func rows(_ section: String, _ table: String) -> [[String: Cell]] {
      sections[section]?.tables[table] ?? []
    }
  }

  private func decoded(_ text: String) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(text.utf8))
  }

  private func isNear(_ one: Double?, _ other: Double) -> Bool {
    one.map { abs($0 - other) <= 1e-9 * max(1, abs(other)) } ?? false
  }

  @Test func theDayHasItsFacts() async throws {
    let server = try await Self.server.value
    let text = try await server.report("daily")
    #expect(text.end == .exited(0), "\(text.errors)")
    for fact in [
      "RedisDown", "2d01h", "HighErrorRate", "cache:9121", "42m00s", "host:9100",
      "no Alertmanager is configured",
    ] {
      #expect(text.output.contains(fact), "\(fact) in:\n\(text.output)")
    }
    let run = try await server.report("daily", ["--output", "json"])
    let report = try decoded(run.output)
    let service = try #require(report.rows("services", "services").first)
    let requests = "http_requests_total{job=\"shop\"}"
    let failed = "http_requests_total{job=\"shop\",status=~\"5..\"}"
    #expect(isNear(service["traffic"]?.number, try server.value("sum(rate(\(requests)[1d]))")))
    #expect(
      isNear(
        service["errors"]?.number,
        try server.value("sum(rate(\(failed)[1d])) / sum(rate(\(requests)[1d]))")
      )
    )
    let buckets = "sum by (le) (rate(http_request_duration_seconds_bucket[1d]))"
    #expect(
      isNear(
        service["latency_p95"]?.number,
        try server.value("histogram_quantile(0.95, \(buckets))")
      )
    )
    let budget = try #require(report.rows("error_budget", "budgets").first)
    let spent = try server.value("sum(rate(\(failed)[30d])) / sum(rate(\(requests)[30d]))")
    #expect(isNear(budget["failed_30d"]?.number, spent))
    #expect(isNear(budget["spent_30d"]?.number, spent / (1 - 0.999)))
    try expectAnomalies(report)
    try expectEpisodes(report)
  }

  private func expectAnomalies(_ report: Report) throws {
    let day = CivilDay(Self.end - 86_400).text
    let rows = report.rows("anomalies", "anomalies")
    let rush = try #require(rows.first { $0["signal"]?.text == "requests" })
    #expect(rush["from"]?.text == "\(day)T14:00:00Z" && rush["to"]?.text == "\(day)T16:00:00Z")
    let failing = try #require(rows.first { $0["signal"]?.text == "errors" })
    #expect(failing["from"]?.text == "\(day)T19:00:00Z")
    #expect(try #require(failing["value"]?.number) > 0.15)
  }

  private func expectEpisodes(_ report: Report) throws {
    let fired = report.rows("alerts_fired", "fired")
    func row(_ name: String) -> [String: Report.Cell]? { fired.first { $0["alert"]?.text == name } }
    #expect(row("DiskNoise")?["times"]?.number == 4)
    #expect(row("DiskNoise")?["usual_length"]?.number == 600)
    #expect(row("HighErrorRate")?["total_time"]?.number == 2760)
    #expect(row("RedisDown")?["resolved"]?.number == 0)
    let outages = report.rows("targets", "outages")
    let host = try #require(outages.first { $0["instance"]?.text == "host:9100" })
    #expect(host["down_time"]?.number == 42 * 60 && host["times"]?.number == 1)
    let redis = try #require(outages.first { $0["instance"]?.text == "cache:9121" })
    #expect(redis["down_time"]?.number == 86_400 && redis["state"]?.text == "down")
  }

  @Test func theWeekHasItsFacts() async throws {
    let server = try await Self.server.value
    let run = try await server.report("weekly", ["--output", "json"])
    #expect(run.end == .exited(0), "\(run.errors)")
    let report = try decoded(run.output)
    let slowest = try #require(report.rows("slow_endpoints", "endpoints").first)
    #expect(slowest["endpoint"]?.text == "POST /checkout")
    let buckets =
      "sum by (le) (rate(http_request_duration_seconds_bucket{endpoint=\"/checkout\"}[7d]"
    let p95 = try server.value("histogram_quantile(0.95, \(buckets))))")
    let before = try server.value("histogram_quantile(0.95, \(buckets) offset 7d)))")
    #expect(isNear(slowest["p95"]?.number, p95) && isNear(slowest["p95_before"]?.number, before))
    #expect(p95 > before * 1.25)
    let cost = try #require(report.rows("cost_trend", "trend").first)
    let days = (0..<7).map { day in
      "sum(increase(llm_cost_dollars_total[1d]\(day == 0 ? "" : " offset \(day)d")))"
    }
    let week = try server.value(days.joined(separator: " + "))
    #expect(isNear(cost["value"]?.number, week))
    // Each day costs five cents more: seven days later it is 7 * 7 * 0.05 more.
    #expect(abs(try #require(cost["forecast"]?.number) - week - 2.45) < 0.05)
    let noisiest = try #require(report.rows("alerts_fired", "fired").first)
    #expect(noisiest["alert"]?.text == "DiskNoise" && noisiest["times"]?.number == 28)
    let text = try await server.report("weekly")
    #expect(text.output.contains("POST /checkout has become slower"), "\(text.output)")
  }

  @Test func theMonthHasItsFacts() async throws {
    let server = try await Self.server.value
    let folder = try TemporaryFolder()
    let dashboard = try folder.write(
      #"{"panels":[{"targets":[{"expr":"sum(lonely_metric)"}]}]}"#,
      to: "d.json"
    )
    let run = try await server.report("monthly", ["--output", "json"])
    #expect(run.end == .exited(0), "\(run.errors)")
    let report = try decoded(run.output)
    let rules = report.rows("alert_tuning", "rules")
    func verdict(_ name: String) -> String? {
      rules.first { $0["alert"]?.text == name }?["verdict"]?.text
    }
    #expect(verdict("AlwaysOn") == "always firing" && verdict("DiskNoise") == "flapping")
    #expect(verdict("NeverFired") == "never fired" && verdict("HighErrorRate") == "fired")
    let thresholds = report.rows("alert_tuning", "thresholds")
    let never = try #require(thresholds.first { $0["alert"]?.text == "NeverFired" })
    #expect(never["would_fire"]?.number == 0 && never["proposal"]?.text != "keep")
    let disk = try #require(report.rows("capacity", "disks").first)
    #expect(abs(try #require(disk["days"]?.number) - 20 * 86_400) < 3600)
    let growth = try #require(report.rows("cardinality", "jobs").first)
    #expect(growth["first"]?.number == 560 && growth["last"]?.number == 860)
    #expect(abs(try #require(growth["per_week"]?.number) - 70) < 1e-6)
    let lonely = report.rows("unused_metrics", "unused").first {
      $0["metric"]?.text == "lonely_metric"
    }
    #expect(lonely?["series"]?.number == 3)
    let used = try await server.report(
      "monthly",
      ["--output", "json", "--dashboards", dashboard]
    )
    #expect(!used.output.contains("\"metric\": \"lonely_metric\""))
    let text = try await server.report("monthly")
    for fact in ["is full in 20 days", "flapping: DiskNoise", "100d", "2.42.0"] {
      #expect(text.output.contains(fact), "\(fact) in:\n\(text.output)")
    }
  }

  @Test func theSimulatedShopHasADayToo() async throws {
    let run = try await Program.run(["report", "daily", "--demo"])
    #expect(run.end == .exited(0), "\(run.errors)")
    for fact in ["simulated shop", "checkout", "history begins", "not judged"] {
      #expect(run.output.contains(fact), "\(fact) in:\n\(run.output)")
    }
    #expect(run.errors.isEmpty)
  }

  @Test func aServerThatDoesNotAnswerEndsWith3() async throws {
    let closed = try Loopback.ClosedPort()
    let run = try await Program.run([
      "report", "daily", "--prometheus", "http://127.0.0.1:\(closed.number)",
    ])
    #expect(run.end == .exited(3) && run.output.isEmpty && !run.errors.isEmpty)
    let wrong = try await Program.run(["report", "yearly"])
    #expect(wrong.end == .exited(2))
  }
}

/// A date of UTC.
private struct CivilDay {
  /// As in `2026-01-31`.
  let text: String

  init(_ seconds: Int) {
    text = String(Date(timeIntervalSince1970: Double(seconds)).ISO8601Format().prefix(10))
  }
}
