import TestSupport
import Testing

/// Latency where the service has native histograms alone.
@Suite struct NativeLatencyTests {
  /// What the exporter counts: of a hundred requests a second ninety take 50 ms and ten take
  /// 0.95 s, evenly, so that two scrapes that follow each other closely differ too.
  private static func exposition(after seconds: Double) -> [UInt8] {
    let tens = Int(10 * seconds)
    let labels = [("method", "GET"), ("endpoint", "/cart")]
    var text = NativeExposition()
    text.addCounter(
      "http_requests_total",
      labels + [("status", "200")],
      value: Double(10 * tens)
    )
    text.addHistogram(
      "http_request_duration_seconds",
      labels,
      observations: [(0.05, 9 * tens), (0.95, tens)]
    )
    return text.bytes
  }

  @Test func latencyComesFromNativeHistograms() async throws {
    let begin = wallClockSeconds()
    let exporter = try await FakeServer.start { _ in
      .answer(
        headers: [("Content-Type", NativeExposition.contentType)],
        body: Self.exposition(after: 100 + wallClockSeconds() - begin)
      )
    }
    let folder = try TemporaryFolder()
    let port = try Loopback.freePort()
    let file = try folder.write(
      """
      global: {scrape_interval: 1s}
      scrape_configs:
      - job_name: backend
        static_configs: [{targets: ["127.0.0.1:\(exporter.port)"]}]

      """,
      to: "prometheus.yml"
    )
    let server = try ChildProcess([
      "prometheus", "--config.file=\(file)", "--storage.tsdb.path=\(folder.file("data"))",
      "--web.listen-address=127.0.0.1:\(port)", "--enable-feature=native-histograms",
      "--log.level=warn",
    ])
    let question = "histogram_quantile(0.5, sum(rate(http_request_duration_seconds[4s])))"
    let end = try await eventually("a rate of histograms") {
      let moment = wallClockSeconds().rounded(.down)
      let answer = try? PlainAnswer.instant(question, at: moment, port: port)
      return answer?.values.first?.isFinite == true ? moment : nil
    }
    let run = try await Program.run([
      "snapshot", "--prometheus", "http://127.0.0.1:\(port)", "--output", "json",
      "--to", "\(end)", "--range", "5m",
    ])
    #expect(run.end == .exited(0), "\(run.errors)")
    let document = try SnapshotTests.Document(json: run.output)
    let latency = try #require(document.panels.first { $0.id == "latency" })
    #expect(latency.state == "fresh")
    let values = Dictionary(
      uniqueKeysWithValues: latency.values.map { ($0.name, $0.value) }
    )
    // The buckets around 50 ms and 0.95 s end at powers of the eighth root of two.
    let median = try #require(values["p50"] ?? nil)
    #expect(median > 0.0478 && median <= 0.0526)
    for name in ["p95", "p99"] {
      let value = try #require(values[name] ?? nil)
      #expect(value > 0.917 && value <= 1)
    }
    #expect(!latency.queries.contains { $0.promql.contains("_bucket") })
    await server.stop()
    await exporter.stop()
  }
}
