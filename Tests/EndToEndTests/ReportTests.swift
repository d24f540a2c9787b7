import FoundationEssentials
import TestSupport
import Testing

/// `goldtop report` on Debian's Prometheus with five weeks of history of which the facts are known.
@Suite struct ReportTests {
  private func isNear(_ one: Double?, _ other: Double) -> Bool {
    one.map { abs($0 - other) <= 1e-9 * max(1, abs(other)) } ?? false
  }

  @Test func theDayHasItsFacts() async throws {
    let server = try await ReportServer.shared.value
    let text = try await server.report("daily")
    #expect(text.end == .exited(0), "\(text.errors)")
    for fact in [
      "RedisDown", "2d01h", "HighErrorRate", "cache:9121", "42m00s", "host:9100",
      "no Alertmanager is configured",
    ] {
      #expect(text.output.contains(fact), "\(fact) in:\n\(text.output)")
    }
    let run = try await server.report("daily", ["--output", "json"])
    let report = try WrittenReport(run.output)
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

  private func expectAnomalies(_ report: WrittenReport) throws {
    let day = CivilDay(ReportServer.end - 86_400).text
    let rows = report.rows("anomalies", "anomalies")
    let rush = try #require(rows.first { $0["signal"]?.text == "requests" })
    #expect(rush["from"]?.text == "\(day)T14:00:00Z" && rush["to"]?.text == "\(day)T16:00:00Z")
    let failing = try #require(rows.first { $0["signal"]?.text == "errors" })
    #expect(failing["from"]?.text == "\(day)T19:00:00Z")
    #expect(try #require(failing["value"]?.number) > 0.15)
  }

  private func expectEpisodes(_ report: WrittenReport) throws {
    let fired = report.rows("alerts_fired", "fired")
    func row(_ name: String) -> [String: WrittenReport.Cell]? {
      fired.first { $0["alert"]?.text == name }
    }
    #expect(row("DiskNoise")?["times"]?.number == 4)
    #expect(row("DiskNoise")?["usual_length"]?.number == 600)
    #expect(row("HighErrorRate")?["total_time"]?.number == 2760)
    #expect(row("RedisDown")?["resolved"]?.number == 0)
    let outages = report.rows("targets", "outages")
    let host = try #require(outages.first { $0["instance"]?.text == "host:9100" })
    #expect(host["down_time"]?.number == 42 * 60 && host["times"]?.number == 1)
    let batch = try #require(outages.first { $0["instance"]?.text == "batch:8000" })
    #expect(batch["down_time"]?.number == 3660 && batch["times"]?.number == 2)
    #expect(batch["state"]?.text == "up again")
    let redis = try #require(outages.first { $0["instance"]?.text == "cache:9121" })
    #expect(redis["down_time"]?.number == 86_400 && redis["state"]?.text == "down")
  }

  @Test func whatHasGoneIsToldWithSinceWhen() async throws {
    let server = try await ReportServer.shared.value
    let run = try await server.report("daily", ["--output", "json"])
    let report = try WrittenReport(run.output)
    let gone = report.rows("services_gone", "gone")
    #expect(gone.map { $0["service"]?.text } == ["vouchers"])
    #expect(gone.first?["time"]?.number == 5.5 * 3600)
    #expect(
      report.rows("services", "services").map { $0["service"]?.text } == ["shop", "vouchers"]
    )
    let departures = report.rows("targets", "departures")
    #expect(departures.map { $0["instance"]?.text } == ["vouchers:8000", "other:9100"])
    let host = try #require(departures.last?["time"]?.number)
    #expect(abs(host - 20 * 3600) <= 120)
    for kind in ["daily", "weekly", "monthly"] {
      let text = try await server.report(kind)
      #expect(text.output.contains("gone: vouchers for 5h30m"), "\(text.output)")
      // A week before there was no history of the hosts, so that one of them is not missed.
      let count = kind == "daily" ? "2 targets are" : "1 target is"
      #expect(text.output.contains("\(count) not scraped any more"), "\(text.output)")
      #expect(text.output.contains("known only since: vouchers"), "\(text.output)")
    }
  }

  @Test func timesAreOfTheZoneThatIsNamedOnce() async throws {
    let server = try await ReportServer.shared.value
    let tokyo = ["TZ": "Asia/Tokyo"]
    let text = try await server.report("daily", environment: tokyo)
    #expect(text.output.split(separator: "Asia/Tokyo").count == 2, "\(text.output)")
    #expect(text.output.contains("between 04:00 and 05:00"), "\(text.output)")
    let utc = try await server.report(
      "daily",
      environment: tokyo.merging(["GOLDTOP_TIME_ZONE": "utc"]) { $1 }
    )
    #expect(utc.output.contains("between 19:00 and 20:00") && utc.output.contains(", UTC\n"))
  }

  @Test func theObjectiveIsASettingToo() async throws {
    let server = try await ReportServer.shared.value
    let set = try await server.report("daily", environment: ["GOLDTOP_BUDGET_OBJECTIVE": "99%"])
    #expect(set.output.contains("ERROR BUDGET AT 99 %"), "\(set.output)")
    let flag = try await server.report(
      "daily",
      ["--objective", "99.5"],
      environment: ["GOLDTOP_BUDGET_OBJECTIVE": "99%"]
    )
    #expect(flag.output.contains("ERROR BUDGET AT 99.5 %"), "\(flag.output)")
    let wrong = try await server.report("daily", ["--objective", "100"])
    #expect(wrong.end == .exited(2) && wrong.errors.contains("99.999%"), "\(wrong.errors)")
  }

  @Test func theWeekHasItsFacts() async throws {
    let server = try await ReportServer.shared.value
    let run = try await server.report("weekly", ["--output", "json"])
    #expect(run.end == .exited(0), "\(run.errors)")
    let report = try WrittenReport(run.output)
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
    let server = try await ReportServer.shared.value
    let folder = try TemporaryFolder()
    let dashboard = try folder.write(
      #"{"panels":[{"targets":[{"expr":"sum(lonely_metric)"}]}]}"#,
      to: "d.json"
    )
    let run = try await server.report("monthly", ["--output", "json"])
    #expect(run.end == .exited(0), "\(run.errors)")
    let report = try WrittenReport(run.output)
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
    #expect(growth["job"]?.text == "shop")
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

  @Test func whoMayDoWhatIsToldOfEachServer() async throws {
    let server = try await ReportServer.shared.value
    try await FakeServer.run(handler: { request in
      switch request.path {
      case "/api/health": .json(#"{"database":"ok","version":"13.1.0"}"#)
      case "/api/org": .json(#"{"id":1,"name":"Main Org."}"#)
      case "/config": .text("auth_enabled: true\nlimits_config: {retention_period: 0s}\n")
      default: .text("Unauthorized\n", status: 401)
      }
    }) { other in
      let folder = try TemporaryFolder()
      let configuration = try folder.write(
        #"{"grafana": {"url": "\#(other.url)"}, "loki": {"url": "\#(other.url)"}}"#,
        to: "goldtop.json"
      )
      let run = try await server.report("monthly", ["--config", configuration, "--width", "200"])
      for fact in [
        "visitors without a login are let into 'Main Org.'", "auth_enabled is on", "for ever",
        "--web.enable-admin-api is off", "anybody who reaches it reads every metric",
        "users and roles of Grafana",
      ] {
        #expect(run.output.contains(fact), "\(fact) in:\n\(run.output)\(run.errors)")
      }
    }
  }

  @Test func theSimulatedShopHasADayToo() async throws {
    let run = try await Program.run(["report", "daily", "--demo"])
    #expect(run.end == .exited(0), "\(run.errors)")
    for fact in ["simulated shop", "checkout", "has history since", "not judged"] {
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
