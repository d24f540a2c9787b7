import TestSupport
import Testing

/// A service that counts requests under names of its own, in OpenMetrics and on a real server.
@Suite struct GuessTests {
  /// A hundred requests a second, of which ten fail, each between 50 and 100 ms; sizes stand beside them.
  private static func exposition(after seconds: Double) -> String {
    let tens = Int(10 * seconds)
    var text = """
      # TYPE shop_requests counter
      shop_requests_total{page="/cart",status_code="200"} \(9 * tens)
      shop_requests_total{page="/cart",status_code="503"} \(tens)
      # TYPE shop_request_duration_milliseconds histogram
      # UNIT shop_request_duration_milliseconds milliseconds

      """
    for (bound, count) in [("50.0", 0), ("100.0", 10 * tens), ("+Inf", 10 * tens)] {
      text += "shop_request_duration_milliseconds_bucket{le=\"\(bound)\"} \(count)\n"
    }
    text += "shop_request_duration_milliseconds_count \(10 * tens)\n"
    text += "shop_request_duration_milliseconds_sum \(700 * tens)\n"
    text += "# TYPE shop_request_size_bytes histogram\n# UNIT shop_request_size_bytes bytes\n"
    for bound in ["1000.0", "+Inf"] {
      text += "shop_request_size_bytes_bucket{le=\"\(bound)\"} \(tens)\n"
    }
    text += "shop_request_size_bytes_count \(tens)\nshop_request_size_bytes_sum \(tens)\n"
    return text + "# EOF\n"
  }

  private typealias Run = (end: ChildProcess.End, output: String, errors: String)

  private func expectFigures(_ run: Run, isGuessed: Bool) throws {
    #expect([.exited(0), .exited(1)].contains(run.end), "\(run.errors)")
    let document = try SnapshotTests.Document(json: run.output)
    func value(_ panel: String, _ name: String) throws -> Double {
      let panel = try #require(document.panels.first { $0.id == panel })
      #expect(panel.state == "fresh", "\(panel.id)")
      return try #require(panel.values.first { $0.name == name }?.value, "\(panel.id) \(name)")
    }
    let traffic = try value("traffic", "")
    #expect(traffic > 60 && traffic < 140)
    let errors = try value("errors", "")
    #expect(errors > 0.08 && errors < 0.12)
    let p95 = try value("latency", "p95")
    #expect(p95 > 0.05 && p95 <= 0.1)
    #expect(run.output.contains(#""guessed": true"#) == isGuessed)
  }

  @Test func aGuessShowsTheFiguresAndWhatIsPastedDoesToo() async throws {
    let begin = wallClockSeconds()
    let exporter = try await FakeServer.start { _ in
      .answer(
        headers: [("Content-Type", "application/openmetrics-text; version=1.0.0")],
        body: Array(Self.exposition(after: 100 + wallClockSeconds() - begin).utf8)
      )
    }
    let server = try await ScrapingPrometheus([("shop", exporter.port)])
    let url = "http://127.0.0.1:\(server.port)"
    let end = try await eventually("a rate of requests") {
      let moment = wallClockSeconds().rounded(.down)
      let question = "sum(rate(shop_requests_total[4s])) > 60 < 140"
      let answer = try? PlainAnswer.instant(question, at: moment, port: server.port)
      return answer?.values.first?.isFinite == true ? moment : nil
    }
    let moment = ["--to", "\(end)", "--range", "5m", "--output", "json"]
    let text = try await Program.run(["discover", "--prometheus", url])
    #expect(text.output.contains("guessed-shop_requests  traffic errors latency"), "\(text)")
    #expect(text.output.contains("guessed: status_code has 200, 503: 5.. are errors"))
    try expectFigures(
      try await Program.run(["snapshot", "--prometheus", url] + moment),
      isGuessed: true
    )
    let config = try await Program.run(["discover", "--prometheus", url, "--output", "config"])
    let folder = try TemporaryFolder()
    let file = try folder.write(config.output, to: "config.json")
    let kept = try await Program.run(["discover", "--config", file, "--env", "shop"])
    #expect(kept.output.contains("shop     shop_requests  traffic errors latency"), "\(kept)")
    #expect(!kept.output.contains("guessed"))
    try expectFigures(
      try await Program.run(["snapshot", "--config", file, "--env", "shop"] + moment),
      isGuessed: false
    )
    await exporter.stop()
  }
}
