import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// What every metrics server must give, tried on real ones.
@Suite(.timeLimit(.minutes(20)))
struct MetricsSourceContractTests {
  private func error(
    _ body: () async throws(SourceError) -> Void
  ) async -> SourceError? {
    do throws(SourceError) {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ContractServer.present)
  func vectorsComeSortedWithTheirLabels(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let query = "sum by (endpoint, status) (http_requests_total)"
      let answer = try await client.instant(InstantQuery(query, at: moment, deadline: ample))
      #expect(answer.value.count > 3)
      #expect(answer.value.map(\.labels) == answer.value.map(\.labels).sorted())
      #expect(answer.value.allSatisfy { $0.labels["endpoint"] != nil && $0.value > 0 })
      #expect(answer.value.allSatisfy { $0.timestamp == moment })
      #expect(answer.receipt.requests == 1)
      let date = try #require(answer.receipt.serverDate)
      #expect(abs(date.seconds - wallClockSeconds()) < 600)
    }
  }

  @Test(arguments: ContractServer.present)
  func scalarsAreOneElement(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let answer = try await client.instant(
        InstantQuery("vector(1.5)", at: moment, deadline: ample)
      )
      #expect(answer.value.map(\.value) == [1.5])
      #expect(answer.value.map(\.labels) == [.empty])
    }
  }

  @Test(arguments: ContractServer.present)
  func rangesHaveAPointEachStep(_ server: ContractServer) async throws {
    try await server.ask { client, end in
      let answer = try await client.range(
        RangeQuery(
          "sum by (job) (rate(http_requests_total[5m]))",
          from: end - .seconds(3600),
          to: end,
          step: .seconds(60),
          deadline: ample
        )
      )
      #expect(answer.value.map { $0.labels["job"] } == ["backend"])
      let samples = try #require(answer.value.first).samples
      #expect(samples.count == 61)
      #expect(samples.first?.timestamp == end - .seconds(3600))
      #expect(samples.last?.timestamp == end)
      #expect(samples.allSatisfy { $0.timestamp == $0.timestamp.floored(to: .seconds(60)) })
      #expect(samples.allSatisfy { $0.value > 0 })
      #expect(answer.receipt.wireBytes < answer.receipt.bodyBytes)
    }
  }

  @Test(arguments: ContractServer.present)
  func quantilesOfNothingAreNoNumbers(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let query =
        "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) * 0"
      let answer = try await client.instant(InstantQuery(query, at: moment, deadline: ample))
      #expect(answer.value.map(\.value) == [0])
      let idle = try await client.instant(
        InstantQuery("vector(0) / vector(0)", at: moment, deadline: ample)
      )
      // VictoriaMetrics leaves out what is no number, Prometheus says so.
      #expect(idle.value.allSatisfy { $0.value.isNaN })
    }
  }

  @Test(arguments: ContractServer.present)
  func unknownMetricsAreAnEmptyAnswer(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let vector = try await client.instant(
        InstantQuery("no_such_metric", at: moment, deadline: ample)
      )
      #expect(vector.value.isEmpty)
      let matrix = try await client.range(
        RangeQuery(
          "no_such_metric",
          from: moment - .seconds(60),
          to: moment,
          step: .seconds(15),
          deadline: ample
        )
      )
      #expect(matrix.value.isEmpty)
    }
  }

  @Test(arguments: ContractServer.present)
  func whatCannotBeParsedIsAnErrorOfTheAPI(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let failure = await error { () throws(SourceError) in
        _ = try await client.instant(InstantQuery("sum(rate(", at: moment, deadline: ample))
      }
      guard case .api(_, let words) = failure else {
        Issue.record("another error: \(String(describing: failure))")
        return
      }
      #expect(!words.isEmpty)
    }
  }

  @Test(arguments: ContractServer.present)
  func tooManyPointsAreAnErrorOfTheAPI(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let failure = await error { () throws(SourceError) in
        _ = try await client.range(
          RangeQuery(
            "up",
            from: moment - .seconds(100_000),
            to: moment,
            step: .seconds(1),
            deadline: ample
          )
        )
      }
      guard case .api(_, let words) = failure else {
        Issue.record("another error: \(String(describing: failure))")
        return
      }
      #expect(words.contains("points"))
    }
  }

  @Test(arguments: ContractServer.present)
  func getAndPostAnswerAlike(_ server: ContractServer) async throws {
    let end = try await server.ask { $1 }
    func values(_ verb: HTTPAccess.QueryVerb) async throws -> [TimeSeries] {
      try await server.ask(verb: verb) { client, _ in
        try await client.range(
          RangeQuery(
            #"sum by (endpoint) (rate(http_requests_total{endpoint!="é\\ \"&+"}[5m]))"#,
            from: end - .seconds(600),
            to: end,
            step: .seconds(60),
            deadline: ample
          )
        ).value
      }
    }
    let posted = try await values(.post)
    #expect(posted.count > 2)
    let got = try await values(.get)
    // VictoriaMetrics adds the series up in an order that changes from call to call.
    #expect(posted.map(\.labels) == got.map(\.labels))
    for (one, other) in zip(posted, got) {
      #expect(one.samples.map(\.timestamp) == other.samples.map(\.timestamp))
      for (first, second) in zip(one.samples, other.samples) {
        #expect(abs(first.value - second.value) <= 1e-9 * abs(first.value))
      }
    }
  }

  @Test(arguments: ContractServer.present)
  func targetsTellWhatIsDown(_ server: ContractServer) async throws {
    try await server.ask { client, _ in
      // Every target is scraped for the first time somewhen within its first interval.
      let targets = try await eventually("scraped targets", every: .milliseconds(200)) {
        let targets = try await client.targets(deadline: ample).value
        let isScraped = targets.allSatisfy { $0.health == .up || $0.labels["job"] == "redis" }
        return targets.count == 4 && isScraped && targets.contains { $0.lastError != nil }
          ? targets : nil
      }
      let redis = try #require(targets.first { $0.labels["job"] == "redis" })
      let backend = try #require(targets.first { $0.labels["job"] == "backend" })
      #expect(backend.health == .up)
      #expect(backend.lastError == nil)
      #expect(backend.lastScrape != nil)
      #expect(backend.scrapeInterval == RealPrometheus.Settings().scrapeInterval)
      #expect(redis.health == .down)
      #expect(redis.lastError?.contains("refused") == true)
    }
  }

  @Test(arguments: ContractServer.present)
  func alertsAndRulesAreListsThatMayBeEmpty(_ server: ContractServer) async throws {
    try await server.ask { client, _ in
      let rules = try await client.alertRules(deadline: ample).value
      let alerts = try await client.alerts(deadline: ample).value
      switch server {
      case .prometheus, .prometheus3:
        #expect(Set(rules.map(\.name)) == ["RedisDown", "HighLatency", "HighErrorRate"])
        #expect(rules.first { $0.name == "HighLatency" }?.holdFor == .seconds(7200))
        #expect(alerts.allSatisfy { alert in rules.contains { $0.name == alert.name } })
      case .victoriaMetrics:
        // It evaluates no rules; a program beside it does.
        #expect(rules.isEmpty && alerts.isEmpty)
      }
    }
  }

  @Test(arguments: ContractServer.present)
  func namesAndSeriesAreFound(_ server: ContractServer) async throws {
    try await server.ask { client, end in
      let search = SeriesSearch(
        ["http_requests_total"],
        from: end - .seconds(3600),
        to: end,
        deadline: ample
      )
      let names = try await client.labelNames(search).value
      #expect(names.contains("endpoint"))
      let endpoints = try await client.labelValues(of: "endpoint", search).value
      #expect(endpoints.count > 2)
      let series = try await client.series(search).value
      #expect(Set(series.compactMap { $0["endpoint"] }) == Set(endpoints))
      let none = try await client.labelValues(of: "no.such.label", search).value
      #expect(none.isEmpty)
    }
  }

  @Test func numbersAreThoseOfTheServersOwnText() async throws {
    let server = try await RealServers.shared.prometheus()
    try await ContractServer.prometheus.ask { client, moment in
      let query = "sum(rate(http_requests_total[5m]))"
      let value = try await client.instant(InstantQuery(query, at: moment, deadline: ample)).value
      let text = try server.query(query, at: Int(moment.seconds))
      #expect(value.count == 1)
      let parts = text.split(separator: "\"")
      #expect(parts.contains { Double($0) == value[0].value })
    }
  }

  @Test func theServerGivesUpBeforeTheClient() async throws {
    try await ContractServer.prometheus.ask { client, end in
      let heavy = "quantile_over_time(0.9, sum by (le) (rate({__name__=~\".+\"}[5m]))[6h:1s])"
      let failure = await error { () throws(SourceError) in
        _ = try await client.instant(
          InstantQuery(heavy, at: end, deadline: .milliseconds(60))
        )
      }
      #expect(failure == .timedOut(after: .milliseconds(60)))
    }
  }
}
