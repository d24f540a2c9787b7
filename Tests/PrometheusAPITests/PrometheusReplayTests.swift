import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// The client on what real servers answered.
@Suite(.timeLimit(.minutes(20)))
struct PrometheusReplayTests {
  /// Runs a body with a client of a server that plays one recording.
  private func replay<Value: Sendable>(
    _ server: String,
    _ name: String,
    verb: HTTPAccess.QueryVerb = .get,
    _ body: (PrometheusClient) async throws -> Value
  ) async throws -> (value: Value, asked: FakeRequest, recording: Recording) {
    let recording = try Payloads.one(server, name)
    let access = HTTPAccess(proxy: .direct, queryVerb: verb)
    return try await withClient(access: access, { _ in recording.reply }) { client, server in
      let value = try await body(client)
      return (value, try #require(server.log.requests.last), recording)
    }
  }

  /// A request as it was recorded, without the client's own `timeout`.
  private func bare(_ target: String) -> String {
    target.replacing(/&timeout=[0-9.]+$/, with: "")
  }

  @Test(arguments: ["prometheus-2.42", "prometheus-3.12", "victoriametrics-1.79"])
  func anInstantQueryIsAskedAndReadAsRecorded(_ server: String) async throws {
    let expression =
      "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))"
    let moment = Timestamp(
      milliseconds: server == "victoriametrics-1.79" ? 1_795_343_127_000 : 1_795_343_122_000
    )
    let (answer, asked, recording) = try await replay(server, "query-p95") { client in
      try await client.instant(InstantQuery(expression, at: moment, deadline: ample))
    }
    #expect(asked.method == recording.method)
    #expect(bare(asked.target) == recording.target)
    #expect(answer.value.count == 1)
    #expect(answer.value[0].timestamp == moment)
    #expect(answer.value[0].labels == .empty)
    #expect((0.1...1).contains(answer.value[0].value))
    #expect(answer.receipt.bodyBytes == recording.body.count)
    #expect(answer.receipt.serverDate != nil)
  }

  @Test func aPostedRangeIsAskedAndReadAsRecorded() async throws {
    let expression =
      "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))"
    let (answer, asked, recording) = try await replay(
      "prometheus-2.42",
      "range-post-p99",
      verb: .post
    ) { client in
      try await client.range(
        RangeQuery(
          expression,
          from: Timestamp(milliseconds: 1_795_342_822_123),
          to: Timestamp(milliseconds: 1_795_343_122_123),
          step: .seconds(15),
          deadline: ample
        )
      )
    }
    #expect(asked.target == recording.target)
    // The recording gave the step as a duration, this client gives seconds.
    #expect(bare(asked.text) + "s" == recording.form)
    #expect(answer.value.count == 1)
    #expect(answer.value[0].samples.first?.timestamp.milliseconds == 1_795_342_972_123)
  }

  @Test(arguments: ["prometheus-2.42", "prometheus-3.12", "victoriametrics-1.79"])
  func aCompressedMatrixIsRead(_ server: String) async throws {
    let (answer, _, recording) = try await replay(server, "query-gzip") { client in
      try await client.range(
        RangeQuery(
          "x",
          from: Timestamp(milliseconds: 1_795_342_222_000),
          to: Timestamp(milliseconds: 1_795_343_122_000),
          step: .seconds(5),
          deadline: ample
        )
      )
    }
    #expect(answer.receipt.wireBytes == recording.body.count)
    #expect(answer.receipt.bodyBytes > 3 * recording.body.count)
    #expect(answer.value.count > 5)
    #expect(answer.value == answer.value.sorted { $0.labels < $1.labels })
    for series in answer.value {
      #expect(series.labels["endpoint"]?.isEmpty == false)
      #expect(series.samples.count >= 10)
      let pairs = zip(series.samples, series.samples.dropFirst())
      #expect(pairs.allSatisfy { $1.timestamp > $0.timestamp })
    }
  }

  @Test func everyRecordedAnswerOfAQueryIsReadOrExplained() async throws {
    for server in ["prometheus-2.42", "prometheus-3.12", "victoriametrics-1.79"] {
      for recording in try Payloads.all(server)
      where ["query", "range", "warn"].contains(where: { recording.name.hasPrefix($0) }) {
        try await withClient({ _ in recording.reply }) { client, _ in
          _ = try await client.evaluate(InstantQuery("x", deadline: ample))
        }
      }
    }
  }

  @Test func gapsAreLeftAsGaps() async throws {
    let end = Timestamp(milliseconds: 1_795_343_122_000)
    let (answer, _, _) = try await replay("prometheus-2.42", "range-24h-rate") { client in
      try await client.range(
        RangeQuery(
          "x",
          from: end - .seconds(86_400),
          to: end,
          step: .seconds(300),
          deadline: ample
        )
      )
    }
    let moments = answer.value[0].samples.map(\.timestamp)
    let distances = zip(moments, moments.dropFirst()).map { $1 - $0 }
    #expect(distances.filter { $0 == .seconds(600) }.count == 1)
    #expect(distances.filter { $0 == .seconds(300) }.count == distances.count - 1)
  }

  @Test func warningsAndInfosOfPrometheus3AreKept() async throws {
    let (infos, _, _) = try await replay("prometheus-3.12", "warn-info-rate-of-gauge") { client in
      try await client.instant(InstantQuery("x", deadline: ample))
    }
    #expect(infos.infos.count == 1)
    #expect(infos.warnings.isEmpty)
    let (warned, _, _) = try await replay("prometheus-3.12", "warn-quantile") { client in
      try await client.instant(InstantQuery("x", deadline: ample))
    }
    #expect(warned.warnings.count == 1)
  }

  @Test(arguments: [
    ("prometheus-2.42", "err-400-parse", "bad_data"),
    ("prometheus-3.12", "err-400-parse", "bad_data"),
    ("victoriametrics-1.79", "err-400-parse", "422"),
    ("prometheus-2.42", "err-422-many-to-many", "execution"),
    ("prometheus-2.42", "err-400-too-many-points", "bad_data"),
    ("victoriametrics-1.79", "err-400-too-many-points", "422"),
  ])
  func errorsKeepTheServersWords(_ server: String, _ name: String, _ type: String) async throws {
    let recording = try Payloads.one(server, name)
    try await withClient({ _ in recording.reply }) { client, _ in
      guard case .api(let seen, let words) = await client.failure() else {
        Issue.record("another error")
        return
      }
      #expect(seen == type)
      #expect(words.count > 10)
    }
  }

  @Test(arguments: [
    ("prometheus-2.42", "err-503-timeout"), ("prometheus-2.42", "err-503-timeout-long"),
    ("prometheus-3.12", "err-503-timeout"), ("prometheus-3.12", "err-503-timeout-long"),
  ])
  func aLimitOfTheServersOwnIsToldInItsWords(_ server: String, _ name: String) async throws {
    let recording = try Payloads.one(server, name)
    try await withClient({ _ in recording.reply }) { client, _ in
      guard case .api("timeout", let words)? = await client.failure() else {
        Issue.record("another error")
        return
      }
      #expect(words.hasPrefix("query timed out in ") || words.contains("deadline exceeded"))
      #expect(words.hasSuffix("--query.timeout"))
    }
  }

  @Test(arguments: ["starting-prom-01", "starting-prom-03"])
  func aStartingServerIsNotReady(_ name: String) async throws {
    let recording = try Payloads.one("prometheus-2.42", name)
    try await withClient({ _ in recording.reply }) { client, _ in
      #expect(await client.failure() == .notReady("starting or stopping"))
    }
  }
}
