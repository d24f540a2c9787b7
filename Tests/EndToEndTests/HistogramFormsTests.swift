import TestSupport
import Testing

/// Services that count their requests by histograms of different forms under one name.
@Suite struct HistogramFormsTests {
  private static let name = "http_server_request_duration_seconds"

  /// Of each ten requests nine take 50 ms and one 0.95 s; a tenth of those is an error.
  private static func native(_ tens: Int) -> [UInt8] {
    var text = NativeExposition()
    for (status, part) in [("200", 9), ("500", 1)] {
      text.addHistogram(
        name,
        [
          ("http_request_method", "GET"), ("http_route", "/a"),
          ("http_response_status_code", status),
        ],
        observations: [(0.05, 9 * part * tens), (0.95, part * tens)]
      )
    }
    return text.bytes
  }

  private static func classic(_ tens: Int) -> [UInt8] {
    var lines = ["# TYPE \(name) histogram"]
    for (status, part) in [("200", 9), ("500", 1)] {
      let labels =
        #"http_request_method="GET",http_route="/a",http_response_status_code="\#(status)""#
      let counts = [("0.1", 9), ("0.5", 9), ("1.0", 10), ("+Inf", 10)]
      lines += counts.map { bound, count in
        "\(name)_bucket{\(labels),le=\"\(bound)\"} \(count * part * tens)"
      }
      lines.append("\(name)_count{\(labels)} \(10 * part * tens)")
      lines.append("\(name)_sum{\(labels)} \(Double(part * tens) * 1.4)")
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The jobs `classic` and `native`, and `both`, one instance with both forms at once.
  private static func configuration(port: Int) -> String {
    let jobs = [
      ("classic", "classic"), ("native", "native"), ("both", "classic"), ("both", "native"),
    ]
    return "global: {scrape_interval: 1s}\nscrape_configs:\n"
      + jobs.enumerated().map { index, job in
        "- {job_name: \(index), metrics_path: /\(job.1), static_configs: "
          + "[{targets: [\"127.0.0.1:\(port)\"], labels: {instance: one, job: \(job.0)}}]}\n"
      }.joined()
  }

  @Test func allCountAndNoneTwice() async throws {
    let begin = wallClockSeconds()
    let exporter = try await FakeServer.start { request in
      let tens = Int(10 * (100 + wallClockSeconds() - begin))
      return request.path == "/classic"
        ? .answer(headers: [("Content-Type", "text/plain")], body: Self.classic(tens))
        : .answer(
          headers: [("Content-Type", NativeExposition.contentType)],
          body: Self.native(tens)
        )
    }
    let folder = try TemporaryFolder()
    let port = try Loopback.freePort()
    let file = try folder.write(Self.configuration(port: exporter.port), to: "prometheus.yml")
    let server = try ChildProcess([
      "prometheus", "--config.file=\(file)", "--storage.tsdb.path=\(folder.file("data"))",
      "--web.listen-address=127.0.0.1:\(port)", "--enable-feature=native-histograms",
      "--log.level=warn",
    ])
    /// The server's own word for a job's requests a second, by one of its forms.
    func rate(_ job: String, isNative: Bool, at moment: Double) throws -> Double? {
      let expression =
        isNative
        ? "sum(histogram_count(rate(\(Self.name){job=\"\(job)\"}[4s])))"
        : "sum(rate(\(Self.name)_count{job=\"\(job)\"}[4s]))"
      return try PlainAnswer.instant(expression, at: moment, port: port).values.first
    }
    let forms = [("classic", false), ("native", true), ("both", true), ("both", false)]
    let (end, rates) = try await eventually("a rate of each form") {
      let moment = wallClockSeconds().rounded(.down)
      let rates = forms.compactMap { try? rate($0, isNative: $1, at: moment) }
      return rates.count == forms.count ? (moment, rates) : nil
    }
    #expect(rates.allSatisfy { $0 > 0 })
    let cases = [
      (#"job="classic""#, rates[0]), (#"job="native""#, rates[1]), (#"job="both""#, rates[2]),
      (#"job=~"classic|native|both""#, rates[0] + rates[1] + rates[2]),
    ]
    for (selector, requests) in cases {
      let run = try await Program.run([
        "snapshot", "--prometheus", "http://127.0.0.1:\(port)", "--output", "json",
        "--selector", selector, "--to", "\(end)", "--range", "5m", "--view", "overview",
      ])
      let document = try SnapshotTests.Document(json: run.output)
      func value(_ panel: String, _ name: String = "") throws -> Double {
        let content = try #require(document.panels.first { $0.id == panel })
        return try #require(content.values.first { $0.name == name }?.value, "\(selector) \(panel)")
      }
      let traffic = try value("traffic")
      #expect((traffic - requests).magnitude < 1e-6 * requests, "\(selector): \(traffic)")
      #expect((try value("errors") - 0.1).magnitude < 0.02, "\(selector)")
      let (median, p95) = (try value("latency", "p50"), try value("latency", "p95"))
      #expect(median > 0.04 && median <= 0.1, "\(selector): \(median)")
      #expect(p95 > 0.5 && p95 <= 1, "\(selector): \(p95)")
      // A tenth of failed requests is critical.
      #expect(run.end == .exited(1), "\(run.errors)")
    }
    // Columns are some seconds apart.
    let later = try await eventually("a column of each form") {
      let moment = wallClockSeconds().rounded(.down)
      let isReady = moment >= end + 10 && (try? rate("native", isNative: true, at: moment)) != nil
      return isReady ? moment : nil
    }
    for (selector, _) in cases {
      try await expectTwoBands([
        "--prometheus", "http://127.0.0.1:\(port)", "--selector", selector, "--to", "\(later)",
      ])
    }
    await server.stop()
    await exporter.stop()
  }

  /// Requests of 50 ms and of 0.95 s are two lines of the heat map, with nothing between them.
  private func expectTwoBands(_ arguments: [String]) async throws {
    let run = try await Program.run(
      ["snapshot", "--view", "latency", "--range", "5m", "--ascii", "--size", "120x120"] + arguments
    )
    // The chart above has the same labels, and the border characters of the shades.
    let page = run.output.split(separator: "\n").map { $0.dropFirst().dropLast() }
      .drop { !$0.contains("Requests by duration") }
    func cells(_ label: String) -> Substring {
      let line = page.first { $0.contains(" \(label)+") } ?? ""
      return line.drop { $0 != "+" }.dropFirst()
    }
    // A series with both forms counts by its native one.
    let isNative = arguments.contains { [#"job="native""#, #"job="both""#].contains($0) }
    let (fast, slow) = (isNative ? "53ms" : "100ms", "1s")
    #expect(cells(fast).contains("#"), "\(page.joined(separator: "\n"))")
    #expect(cells(slow).contains { "=*".contains($0) }, "\(page.joined(separator: "\n"))")
    let between = page.drop { !$0.contains(" \(slow)+") }.dropFirst()
      .prefix { !$0.contains(" \(fast)+") }
    #expect(!between.isEmpty)
    let shades: Set<Character> = ["-", "=", "*", "#"]
    #expect(between.allSatisfy { $0.allSatisfy { !shades.contains($0) } })
  }
}
