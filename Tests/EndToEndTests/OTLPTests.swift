import FoundationEssentials
import TestSupport
import Testing

/// Services whose metrics OpenTelemetry's SDK pushes to Prometheus, under the names of each of its
/// translation strategies: what is sent is known, and has to be what goldtop shows.
@Suite struct OTLPTests {
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]

  // MARK: - Prometheus 3

  @Test(
    .enabled(
      if: OTLPPrometheus.binary != nil && OTLPTests.python != nil,
      "GOLDTOP_TEST_PROMETHEUS3 or GOLDTOP_TEST_PYTHON names no binary"
    ),
    .timeLimit(.minutes(20))
  )
  func whatTheSDKPushesIsShownUnderEachTranslation() async throws {
    let binary = try #require(OTLPPrometheus.binary)
    var servers: [(strategy: OTLPPrometheus.Strategy, server: OTLPPrometheus)] = []
    for strategy in OTLPPrometheus.Strategy.allCases {
      servers.append((strategy, try await OTLPPrometheus(binary, strategy)))
    }
    let urls = servers.map(\.server.url)
    let pushing = [
      try service("new", urls, Self.newNames, every: 2000),
      try service("old", urls, every: 2000),
      try service("exponential", urls, Self.newNames.merging(Self.exponential) { $1 }, every: 2000),
      // As the SDK has it: once a minute.
      try service("minute", urls),
    ]
    for (strategy, server) in servers {
      let suffix = Self.suffixes[strategy] ?? ""
      let profiles = [
        "shop/new": "otel-http\(suffix)", "shop/old": "otel-http-old-target\(suffix)",
        "shop/exponential": "otel-http\(suffix)", "shop/minute": "otel-http-old-target\(suffix)",
      ]
      for (job, profile) in profiles.sorted(by: { $0.key > $1.key }) {
        try await expectDiscovery(of: job, profile, server.url)
        try await expectFigures(
          of: Expected(job: job, profile: profile, rate: 8...11.5),
          server.url
        )
      }
      let words = try await Program.run([
        "snapshot", "--prometheus", server.url, "--view", "services", "--size", "160x20",
      ]).output
      #expect(words.contains("version 1.4.2") && words.contains("environment prod"), "\(words)")
    }
    for child in pushing { await child.stop() }
  }

  private static let newNames = ["OTEL_SEMCONV_STABILITY_OPT_IN": "http"]
  private static let exponential = [
    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION": "base2_exponential_bucket_histogram"
  ]
  private static let suffixes: [OTLPPrometheus.Strategy: String] = [
    .underscores: "-unsuffixed", .dotsWithSuffixes: "-utf8", .none: "-untranslated",
  ]

  private func service(
    _ name: String,
    _ urls: [String],
    _ variables: [String: String] = [:],
    every milliseconds: Int? = nil
  ) throws -> ChildProcess {
    let script =
      #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
      + "/Service/otlp_service.py"
    var environment = [
      "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OTEL_SERVICE_NAME": name,
      "OTEL_RESOURCE_ATTRIBUTES": "service.namespace=shop,service.version=1.4.2"
        + ",deployment.environment.name=prod,service.instance.id=one",
    ]
    environment["OTEL_METRIC_EXPORT_INTERVAL"] = milliseconds.map { "\($0)" }
    return try ChildProcess(
      [try #require(Self.python), script] + urls,
      environment: environment.merging(variables) { $1 }
    )
  }

  // MARK: - Debian's Prometheus

  /// What Prometheus 3 makes of the same metrics, as far as older servers can hold the names, scraped: a
  /// request a second, of which a fifth fails and a fifth takes 0.3 s.
  ///
  /// Its process takes a quarter of a core; how busy its host is says nothing of it.
  @Test func theSameNamesAreShownWhereTheyAreScraped() async throws {
    let begin = wallClockSeconds()
    let profiles = [
      "otlp": "otel-http", "otlp-unsuffixed": "otel-http-unsuffixed",
      "otlp-old": "otel-http-old-target", "otlp-old-unsuffixed": "otel-http-old-target-unsuffixed",
    ]
    let jobs = profiles.keys.sorted()
    var exporters: [FakeServer] = []
    for job in jobs {
      let text = try Self.recorded(job)
      exporters.append(
        try await FakeServer.start { _ in
          .answer(
            headers: [("Content-Type", "text/plain")],
            body: Self.exposition(text, after: 100 + wallClockSeconds() - begin)
          )
        }
      )
    }
    let server = try await ScrapingPrometheus(zip(jobs, exporters).map { ($0, $1.port) })
    let url = "http://127.0.0.1:\(server.port)"
    for job in jobs {
      let profile = profiles[job] ?? ""
      try await expectDiscovery(of: job, profile, url)
      try await expectFigures(
        of: Expected(job: job, profile: profile, rate: 0.95...1.05, saturation: 0.24...0.26),
        url
      )
    }
    for exporter in exporters { await exporter.stop() }
  }

  private static func recorded(_ name: String) throws -> String {
    let tests = #filePath.split(separator: "/").dropLast(2).reduce(into: "") { $0 += "/" + $1 }
    let path = tests + "/SignalsTests/Expositions/\(name).txt"
    return try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  /// What was counted in four minutes, after so many seconds.
  private static func exposition(_ recorded: String, after seconds: Double) -> [UInt8] {
    let gauges = ["memory", "utilization", "target_info"]
    let lines = recorded.split(separator: "\n").map { line -> String in
      guard !gauges.contains(where: line.contains), let space = line.lastIndex(of: " "),
        let value = Double(line[line.index(after: space)...])
      else { return String(line) }
      return "\(line[...space])\(value * seconds / 240)"
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  // MARK: - What is expected

  private struct Discovered: Decodable {
    struct Service: Decodable {
      struct Signal: Decodable {
        let name: String
        let data: Bool
      }
      let service: String
      let profile: String?
      let signals: [Signal]
    }
    let services: [Service]
  }

  private func expectDiscovery(of job: String, _ profile: String, _ url: String) async throws {
    var last = ""
    _ = try await eventually(
      "\(job) found",
      within: .seconds(120),
      every: .seconds(1),
      last: { last }
    ) { () -> Bool? in
      let run = try await Program.run(["discover", "--prometheus", url, "--output", "json"])
      last = run.output + run.errors
      let found = try JSONDecoder().decode(Discovered.self, from: Data(run.output.utf8))
      guard let service = found.services.first(where: { $0.service == job }) else { return nil }
      let signals = service.signals.filter(\.data).map(\.name)
      let isAll = signals == ["traffic", "errors", "latency", "llm", "calls"]
      return service.profile == profile && isAll ? true : nil
    }
  }

  private struct Expected {
    let job: String
    let profile: String
    /// Requests a second; a fifth of them fail and a fifth take 0.3 s, and of each ten one calls another
    /// service and one a language model.
    let rate: ClosedRange<Double>
    /// The share of the fullest resource.
    var saturation = 0.0...1
  }

  private struct Table: Decodable {
    struct Service: Decodable {
      struct Saturation: Decodable {
        let share: Double
      }
      let name: String
      let profile: String?
      let values: [String: Double]
      let saturation: Saturation?
    }
    let services: [Service]
  }

  /// The table and the overview of a service; the first increments of what is pushed are lost, so that
  /// rates are low at first.
  private func expectFigures(of expected: Expected, _ url: String) async throws {
    var wrong = ""
    _ = try await eventually(
      "right figures",
      within: .seconds(420),
      every: .seconds(1),
      last: { wrong }
    ) { () -> Bool? in
      wrong = try await self.contradiction(of: expected, url) ?? ""
      return wrong.isEmpty ? true : nil
    }
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"{"llm":{"prices":{"large-*":{"input":"$1","output":"$10"}}}}"#,
      to: "config.json"
    )
    // On a busy machine a service may pause between the table and this.
    let (document, traffic) = try await eventually(
      "the rate on the overview",
      within: .seconds(420),
      every: .seconds(1),
      last: { wrong }
    ) {
      let run = try await Program.run([
        "snapshot", "--config", file, "--prometheus", url, "--output", "json", "--selector",
        #"job="\#(expected.job)""#,
      ])
      wrong = run.output
      let document = try SnapshotTests.Document(json: run.output)
      let panel = document.panels.first { $0.id == "traffic" }
      let rate = panel?.values.first { $0.name.isEmpty }?.value
      return rate.flatMap { expected.rate.contains($0) ? (document, $0) : nil }
    }
    func values(_ panel: String) -> [String: Double] {
      let values = document.panels.first { $0.id == panel }?.values ?? []
      return Dictionary(values.map { ($0.name, $0.value ?? .nan) }) { first, _ in first }
    }
    let about = "\(expected.job) at \(url): \(wrong)"
    #expect((0.17...0.23).contains(try #require(values("errors")[""])), "\(about)")
    let p95 = try #require(values("latency")["p95"], "\(about)")
    #expect(p95 > 0.25 && p95 <= 0.5)
    // A tenth as many calls to the model: a hundred tokens in for $0.0001, twenty out for $0.0002; the
    // window of what is pushed every two seconds holds eight of them, or seven or nine.
    let cost = try #require(values("llm")[""], "\(about)")
    #expect((0.8...1.2).contains(cost / (traffic / 10 * 0.0003 * 3600)), "\(cost) \(about)")
    let saturation = values("saturation")
    for name in ["cpu", "mem", "process", "resident"] {
      #expect(saturation[name].map { $0 >= 0 } == true, "\(name) \(about)")
    }
    let dependencies = values("dependencies")
    #expect(dependencies.keys.contains { $0.hasPrefix("call 127.0.0.1") }, "\(about)")
  }

  /// What is not as it has to be in the table of services; `nil` if all is.
  private func contradiction(of expected: Expected, _ url: String) async throws -> String? {
    let run = try await Program.run([
      "snapshot", "--prometheus", url, "--view", "services", "--output", "json",
    ])
    let table = try JSONDecoder().decode(Table.self, from: Data(run.output.utf8))
    guard let row = table.services.first(where: { $0.name == expected.job }) else {
      return "no \(expected.job): \(run.output)"
    }
    let values = row.values
    let ranges: [(String, ClosedRange<Double>)] = [
      ("requests_per_second", expected.rate), ("error_ratio", 0.17...0.23),
      ("p50_seconds", 0...0.25), ("p95_seconds", 0.25...0.5), ("p99_seconds", 0.25...1),
    ]
    let isRight =
      row.profile == expected.profile
      && ranges.allSatisfy { name, range in values[name].map(range.contains) == true }
      && row.saturation.map { expected.saturation.contains($0.share) } == true
    return isRight ? nil : "\(row)"
  }
}
