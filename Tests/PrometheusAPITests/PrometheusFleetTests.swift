import HTTPTransport
import Telemetry
import TestSupport
import Testing

@testable import PrometheusAPI

/// Targets, alerts, rules and the server itself, on what real servers answered.
@Suite(.timeLimit(.minutes(20)))
struct PrometheusFleetTests {
  private func replay<Value: Sendable>(
    _ server: String,
    _ name: String,
    _ body: (PrometheusClient) async throws -> Answer<Value>
  ) async throws -> Value {
    let recording = try Payloads.one(server, name)
    return try await withClient({ _ in recording.reply }) { client, server in
      let answer = try await body(client)
      let asked = try #require(server.log.requests.last)
      #expect(asked.method == "GET")
      #expect(asked.target == recording.target)
      #expect(answer.receipt.bodyBytes == recording.body.count)
      return answer.value
    }
  }

  @Test func targetsTellTheirHealth() async throws {
    let targets = try await replay("prometheus-2.42", "targets") {
      try await $0.targets(deadline: ample)
    }
    #expect(targets.count > 4)
    let down = try #require(targets.first { $0.labels["job"] == "payments" })
    #expect(down.health == .down)
    #expect(down.lastError?.contains("connection refused") == true)
    let up = try #require(targets.first { $0.labels["job"] == "loki" })
    #expect(up.health == .up)
    #expect(up.lastError == nil)
    #expect(up.scrapeInterval == .seconds(5))
    #expect(up.lastScrape == Timestamp(rfc3339: "2026-11-22T10:25:20.564167487Z"))
    #expect(up.scrapeDuration == .microseconds(19_710))
    #expect(up.samples == nil, "it tells them as a metric alone")
  }

  @Test func targetsOfVictoriaMetricsTellTheirIntervalToo() async throws {
    let targets = try await replay("victoriametrics-1.79", "targets") {
      try await $0.targets(deadline: ample)
    }
    #expect(targets.map(\.health) == [.up, .down])
    #expect(targets.allSatisfy { $0.scrapeInterval == .seconds(5) })
    #expect(targets.map(\.samples) == [193, 0])
    #expect(targets.map(\.scrapeDuration) == [.milliseconds(5), .zero])
  }

  @Test func alertsTellStateAndValue() async throws {
    let alerts = try await replay("prometheus-2.42", "alerts-incident-05") {
      try await $0.alerts(deadline: ample)
    }
    let slow = try #require(alerts.first { $0.name == "SlowQueries" })
    #expect(slow.state == .firing)
    #expect(slow.value == 1.5055555555555562)
    #expect(slow.activeAt == Timestamp(rfc3339: "2026-11-22T09:57:04.552466694Z"))
    #expect(slow.annotations["summary"] == "p95 of aggregate queries is 1.506s")
    #expect(alerts.contains { $0.state == .pending })
  }

  @Test func rulesTellExpressionAndHold() async throws {
    let rules = try await replay("prometheus-2.42", "rules-alert") {
      try await $0.alertRules(deadline: ample)
    }
    let cost = try #require(rules.first { $0.name == "HighDailyCost" })
    #expect(cost.group == "cost")
    #expect(cost.expression == "sum(increase(llm_cost_dollars_total[1d])) > 50")
    #expect(cost.holdFor == .seconds(300))
    #expect(cost.labels == LabelSet(["severity": "warning"]))
    #expect(cost.health == .ok)
    #expect(cost.lastError == nil)
    #expect(cost.lastEvaluation == Timestamp(rfc3339: "2026-11-22T10:25:09.915680768Z"))
    #expect(cost.evaluationTime == .microseconds(1713))
    #expect(cost.groupTime == .microseconds(3845))
    #expect(cost.interval == .seconds(15))
    // Rules of one name differ in labels.
    #expect(rules.filter { $0.name == "DailyCostBudgetLow" }.count >= 1)
  }

  @Test func aServerWithoutRulesHasNone() async throws {
    let rules = try await replay("victoriametrics-1.79", "rules-alert") {
      try await $0.alertRules(deadline: ample)
    }
    #expect(rules.isEmpty)
    let alerts = try await replay("victoriametrics-1.79", "alerts") {
      try await $0.alerts(deadline: ample)
    }
    #expect(alerts.isEmpty)
  }

  @Test func oddMembersAreTolerated() async throws {
    let body = #"""
      {"status":"success","data":{"alerts":[{"labels":{"alertname":"A"},"state":"firing","value":2,
      "activeAt":"0001-01-01T00:00:00Z","new":{}},{"state":"inactive"},{"labels":{},"state":"pending"}],
      "groups":[{"rules":[{"type":"recording","name":"r"},{"name":"x","duration":"60"}]}],
      "activeTargets":[{"labels":{"job":"j"},"health":"unknown","lastScrape":"0001-01-01T00:00:00Z","lastError":""}]}}
      """#
    try await withClient({ _ in .json(body) }) { client, _ in
      let alerts = try await client.alerts(deadline: ample).value
      #expect(alerts.map(\.state) == [.firing, .pending])
      #expect(alerts[0].value == 2)
      #expect(alerts[0].activeAt == nil)
      let rules = try await client.alertRules(deadline: ample).value
      #expect(rules.map(\.name) == ["x"])
      #expect(rules[0].holdFor == .seconds(60))
      let targets = try await client.targets(deadline: ample).value
      #expect(targets == [ScrapeTarget(labels: LabelSet(["job": "j"]), health: .unknown)])
    }
  }

  @Test func metadataTellsOfAMetric() async throws {
    let metadata = try await replay("prometheus-2.42", "metadata-one") {
      try await $0.metadata(of: "http_request_duration_seconds", deadline: ample)
    }
    #expect(
      metadata["http_request_duration_seconds"]
        == [MetricMetadata(type: "histogram", help: "Time to answer a request.", unit: "")]
    )
  }

  @Test func labelsAndSeriesAreSearched() async throws {
    let search = SeriesSearch(
      ["http_requests_total"],
      from: Timestamp(milliseconds: 1_795_342_522_000),
      to: Timestamp(milliseconds: 1_795_343_122_000),
      deadline: ample
    )
    let values = try await replay("prometheus-2.42", "label-values-match") {
      try await $0.labelValues(of: "endpoint", search)
    }
    #expect(values.contains("/api/users/{user_id}"))
    let recording = try Payloads.one("prometheus-2.42", "series")
    try await withClient({ _ in recording.reply }) { client, server in
      let series = try await client.series(search).value
      #expect(series.count > 5)
      #expect(series[0]["__name__"] == "http_requests_total")
      let asked = try #require(server.log.requests.first)
      #expect(asked.method == "POST")
      #expect("/api/v1/series?" + asked.text == recording.target)
    }
    let labels = try Payloads.one("prometheus-2.42", "labels")
    try await withClient({ _ in labels.reply }) { client, _ in
      let names = try await client.labelNames(search).value
      #expect(names.contains("endpoint"))
    }
  }

  @Test(arguments: [
    ("endpoint", "endpoint"), ("__name__", "__name__"), ("http.method", "U__http_2e_method"),
    ("a_b.c", "U__a__b_2e_c"), ("9x", "U___39_x"), ("é", "U___e9_"),
  ])
  func labelNamesArePutIntoPaths(_ name: String, _ path: String) async throws {
    let moment = Timestamp(milliseconds: 0)
    try await withClient({ _ in .json(#"{"status":"success","data":[]}"#) }) { client, server in
      _ = try await client.labelValues(
        of: name,
        SeriesSearch(from: moment, to: moment, deadline: ample)
      )
      #expect(server.log.requests[0].path == "/api/v1/label/\(path)/values")
    }
  }
}
