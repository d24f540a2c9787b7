import PromQL
import Telemetry
import TestSupport
import Testing

@testable import PrometheusAPI

extension ContractServer {
  /// Whether its answers have a value: VictoriaMetrics leaves out what is no number.
  fileprivate func says(_ value: Double) -> Bool { self != .victoriaMetrics || !value.isNaN }
}

/// Questions that travel together, on real servers: the answers are those of questions asked alone, and
/// cost the server no more.
@Suite(.timeLimit(.minutes(20)))
struct JoinedQueriesContractTests {
  /// Labels that clash, an expression that is empty, one without labels, one that sorts, one that is no
  /// number, and a name that stays.
  private static let batch = [
    "sum by (endpoint) (rate(http_requests_total[5m]))",
    "sum by (endpoint) (increase(http_requests_total[5m]))", "no_such_metric",
    "sum(http_requests_total)", "topk(3, sum by (endpoint, status) (http_requests_total))",
    "sum(http_requests_total) * 0 / 0", "http_requests_total",
    "sum by (endpoint) (rate(http_requests_total[5m])) # of five minutes",
  ]

  /// What has parts in common: the figures of a dashboard, and a quantile of a histogram that is not there.
  private static let kin: [String] = {
    let buckets = "sum by (le) (rate(http_request_duration_seconds_bucket[5m]))"
    let all = "sum(rate(http_requests_total[5m]))"
    let failed = #"sum(rate(http_requests_total{status=~"5.."}[5m])) or \#(all) * 0"#
    return [
      "histogram_quantile(0.5, \(buckets))", "histogram_quantile(0.95, \(buckets))",
      "histogram_quantile(0.99, \(buckets)) / 1e3", buckets, all, "(\(failed)) / \(all)", failed,
      "sum by (endpoint) (rate(http_requests_total[5m])) / ignoring (endpoint) group_left () \(all)",
      "histogram_quantile(0.5, sum by (le) (rate(none_bucket[5m])))",
      "histogram_quantile(0.9, sum by (le) (rate(none_bucket[5m])))",
    ]
  }()

  /// Says where the other tests have no Prometheus 3.
  @Test(
    .enabled(
      if: OTLPPrometheus.binary != nil,
      "GOLDTOP_TEST_PROMETHEUS3 names no binary: Debian's Prometheus and VictoriaMetrics alone"
    )
  )
  func prometheus3IsOneOfTheServers() {
    #expect(ContractServer.counting == [.prometheus, .prometheus3])
  }

  @Test(arguments: ContractServer.present)
  func instantsTogetherAreThoseAskedAlone(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let expressions = Self.batch + Self.kin
      let queries = expressions.map { InstantQuery($0, at: moment, deadline: ample) }
      let together = try await client.instants(queries)
      #expect(together.map(\.receipt.requests).reduce(0, +) == 1)
      #expect(together.count == queries.count)
      for (query, part) in zip(queries, together) {
        let alone = try await client.instant(query)
        let values = part.value.filter { server.says($0.value) }
        #expect(values.map(\.labels) == alone.value.map(\.labels), "\(query.expression)")
        #expect(values.map(\.timestamp) == alone.value.map(\.timestamp))
        for (one, other) in zip(values, alone.value) {
          #expect(Self.areAlike(one.value, other.value), "\(query.expression)")
        }
      }
    }
  }

  @Test(arguments: ContractServer.present)
  func rangesTogetherAreThoseAskedAlone(_ server: ContractServer) async throws {
    try await server.ask { client, end in
      let queries = (Self.ranges + Self.kin).map {
        RangeQuery($0, from: end - .seconds(1800), to: end, step: .seconds(60), deadline: ample)
      }
      let together = try await client.ranges(queries)
      #expect(together.map(\.receipt.requests).reduce(0, +) == 1)
      for (query, part) in zip(queries, together) {
        let alone = try await client.range(query)
        let series = part.value.compactMap { series in
          let samples = series.samples.filter { server.says($0.value) }
          return samples.isEmpty ? nil : TimeSeries(labels: series.labels, samples: samples)
        }
        #expect(series.map(\.labels) == alone.value.map(\.labels), "\(query.expression)")
        for (one, other) in zip(series, alone.value) {
          #expect(one.samples.map(\.timestamp) == other.samples.map(\.timestamp))
          #expect(
            zip(one.samples, other.samples).allSatisfy { Self.areAlike($0.value, $1.value) },
            "\(query.expression)"
          )
        }
      }
    }
  }

  /// By the server's own count, which VictoriaMetrics does not give.
  @Test(arguments: ContractServer.counting)
  func togetherTheServerReadsNoMoreSamples(_ server: ContractServer) async throws {
    let port = try await server.port()
    let end = ContractServer.settledMoment().seconds
    let instant = "query?time=\(end)"
    let range = "query_range?start=\(end - 1800)&end=\(end)&step=60"
    for (path, queries) in [(instant, Self.batch), (range, Self.ranges)] {
      let alone = try queries.map { try Self.samplesRead(port, path, $0) }
      let together = try Self.samplesRead(port, path, QueryBatch(queries).text)
      #expect(alone.count { $0 > 0 } == queries.count - 1)
      #expect(together <= alone.reduce(0, +), "\(path)")
    }
  }

  @Test(arguments: ContractServer.counting)
  func whatIsSharedIsReadOnce(_ server: ContractServer) async throws {
    let port = try await server.port()
    let path = "query?time=\(ContractServer.settledMoment().seconds)"
    let shared = SharedAggregations(Self.kin)
    #expect(shared.questions.count == 5)
    let alone = try Self.kin.map { try Self.samplesRead(port, path, $0) }.reduce(0, +)
    let together = try Self.samplesRead(port, path, QueryBatch(shared.questions).text)
    #expect(together > 0)
    #expect(Double(together) < 0.4 * Double(alone), "\(together) of \(alone)")
  }

  /// VictoriaMetrics 1.79.5 takes NaN for no sample, Prometheus 2.42 for a value; what is made here is NaN on
  /// both, so that who has no requests is idle and not without an error ratio.
  ///
  /// - Source: `findings/victoriametrics-takes-no-number-for-no-sample.sh`.
  @Test(arguments: ContractServer.present)
  func aRatioOfNoRequestsIsNoNumberOnEveryServer(_ server: ContractServer) async throws {
    try await server.ask { client, moment in
      let none = "sum(http_requests_total * 0)"
      let queries = [none, "\(none) / \(none)"].map {
        InstantQuery($0, at: moment, deadline: ample)
      }
      let answers = try await client.instants(queries)
      #expect(answers.map { $0.value.count } == [1, 1])
      #expect(answers[1].value.first?.value.isNaN == true)
    }
  }

  /// What a range cannot have: an order of its elements.
  private static let ranges = batch.filter { !$0.hasPrefix("topk") }

  /// VictoriaMetrics adds series up in an order that changes from call to call.
  private static func areAlike(_ one: Double, _ other: Double) -> Bool {
    one.isNaN ? other.isNaN : abs(one - other) <= 1e-9 * abs(one)
  }

  private static func samplesRead(_ port: Int, _ path: String, _ query: String) throws -> Int {
    let answer = try askPlainly(
      port: port,
      path: "/api/v1/\(path)&stats=all&query=\(percentEncoded(query))"
    )
    let count = answer.body.firstRange(of: "\"totalQueryableSamples\":").map {
      answer.body[$0.upperBound...].prefix { $0.isNumber }
    }
    return try #require(count.flatMap { Int($0) }, "\(answer.body.prefix(300))")
  }
}
