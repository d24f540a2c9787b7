import FoundationEssentials
import TestSupport
import Testing

/// `goldtop snapshot` against real servers.
@Suite struct SnapshotTests {
  /// The part of the JSON that is compared.
  struct Document: Decodable {
    struct Panel: Decodable {
      let id: String
      let state: String
      let values: [Value]
      let lines: [Line]
      let queries: [Query]
    }
    struct Value: Decodable {
      let name: String
      let value: Double?
      let state: String
    }
    struct Line: Decodable {
      let name: String
      let points: [[Double]]
    }
    struct Query: Decodable {
      let id: String
      let promql: String
    }
    struct Alert: Decodable {
      let name: String
      let state: String
    }
    let start: Double
    let end: Double
    let stepSeconds: Int
    let panels: [Panel]
    let alerts: [Alert]
    let targetsUp: Int
    let targetsTotal: Int

    init(json: String) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "+Inf",
        negativeInfinity: "-Inf",
        nan: "NaN"
      )
      self = try decoder.decode(Document.self, from: Data(json.utf8))
    }
  }

  enum Kind: String, CaseIterable, Sendable {
    case prometheus, victoriaMetrics

    func port() async throws -> Int {
      switch self {
      case .prometheus: try await RealServers.shared.prometheus().port
      case .victoriaMetrics: try await RealServers.shared.victoriaMetrics().port
      }
    }
  }

  /// Seconds before the end of history: in the incident, and in a calm hour.
  static let moments = [80 * 60, 4 * 3600]

  @Test(arguments: Kind.allCases, moments)
  func everyNumberIsOneThatTheServerGives(_ kind: Kind, _ before: Int) async throws {
    let port = try await kind.port()
    let end = try await RealServers.shared.prometheus().historySpan.upperBound - before
    let document = try await document(port: port, ["--to", "\(end)", "--range", "15m"])
    #expect(document.end == Double(end))
    #expect(document.panels.count >= 7)
    // goldtop takes quantiles from the buckets. VictoriaMetrics' own may count an event more or
    // less in the last bucket than its buckets say.
    let tolerance = kind == .prometheus ? 1e-9 : 2e-2
    for panel in document.panels {
      // What is shown is an answer as it came, the sum of an answer, or a share of it.
      let answers = try panel.queries.map { query in
        guard query.id.hasSuffix(".range") else {
          return try PlainAnswer.instant(query.promql, at: document.end, port: port).values
        }
        // VictoriaMetrics takes another look-behind for ranges, so that their ends may differ from
        // an instant by an event or so.
        return try PlainAnswer.range(
          query.promql,
          over: document.start...document.end,
          step: document.stepSeconds,
          port: port
        ).data.result.compactMap { $0.values?.last?.last?.number }
      }
      let known = answers.flatMap { answer in
        let sum = answer.reduce(0, +)
        return answer + [sum] + answer.map { $0 / sum }
      }
      #expect(panel.state == "fresh", "\(panel.id)")
      for value in panel.values {
        let shown = try #require(value.value, "\(panel.id) \(value.name) is \(value.state)")
        #expect(
          known.contains { abs($0 - shown) <= tolerance * abs(shown) + 1e-12 },
          "\(panel.id) \(value.name): \(shown) is none of \(known)"
        )
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func chartsHoldThePointsOfTheServer(_ kind: Kind) async throws {
    let port = try await kind.port()
    let end = try await RealServers.shared.prometheus().historySpan.upperBound - 80 * 60
    let document = try await document(port: port, ["--to", "\(end)", "--range", "15m"])
    let traffic = try #require(document.panels.first { $0.id == "traffic" })
    let query = try #require(traffic.queries.first { $0.id == "traffic.range" })
    let answer = try PlainAnswer.range(
      query.promql,
      over: document.start...document.end,
      step: document.stepSeconds,
      port: port
    )
    let expected = try #require(answer.data.result.first?.values)
    let line = try #require(traffic.lines.first)
    #expect(line.points.map(\.first) == expected.map(\.first?.number))
    for (point, given) in zip(line.points, expected) {
      // VictoriaMetrics adds the series up in an order that changes from call to call.
      let (shown, value) = (try #require(point.last), try #require(given.last?.number))
      #expect(abs(shown - value) <= 1e-9 * abs(value))
    }
  }

  @Test func theRateOfRequestsIsWhatACounterSays() async throws {
    let server = try await RealServers.shared.prometheus()
    let end = server.historySpan.upperBound - 4 * 3600
    let document = try await document(port: server.port, ["--to", "\(end)", "--range", "15m"])
    let shown = try #require(document.panels.first { $0.id == "traffic" }?.values.first?.value)
    // No PromQL of goldtop's: the counter now less the counter a minute before, per second.
    let counts = try [end - 60, end].map { time in
      try PlainAnswer.instant("http_requests_total", at: Double(time), port: server.port)
        .values.reduce(0, +)
    }
    #expect(abs(shown - (counts[1] - counts[0]) / 60) < 0.1 * shown)
  }

  @Test func alertsAndTargetsAreThoseOfTheServer() async throws {
    let server = try await RealServers.shared.prometheus()
    let document = try await document(port: server.port, [])
    #expect(document.targetsTotal == 4)
    #expect(document.targetsUp == 3)
    #expect(document.alerts.contains { $0.name == "RedisDown" && $0.state == "firing" })
    #expect(document.alerts.contains { $0.name == "HighLatency" && $0.state == "pending" })
  }

  @Test func aSilencedAlertIsMarked() async throws {
    let alertmanager = try await RealAlertmanager()
    try alertmanager.silence("RedisDown")
    var settings = RealPrometheus.Settings()
    settings.history = .seconds(900)
    settings.scrapeInterval = .seconds(1)
    settings.alertmanagerPort = alertmanager.port
    let server = try await RealPrometheus(settings)
    _ = try await eventually("silenced alert") {
      try askPlainly(port: alertmanager.port, path: "/api/v2/alerts").body
        .contains("\"state\":\"suppressed\"") ? true : nil
    }
    let document = try await document(port: server.port, ["--alertmanager", alertmanager.url])
    #expect(document.alerts.contains { $0.name == "RedisDown" && $0.state == "silenced" })
  }

  @Test func theStatusTellsFineFromFiringFromUnreachable() async throws {
    let firing = try await RealServers.shared.prometheus()
    let calm = try await Program.ownServer(hasAlerts: false)
    let closed = try Loopback.ClosedPort()
    // A panel that has no data yet counts too.
    _ = try await eventually("rates of every panel", every: .milliseconds(500)) {
      let run = try await Program.run(["snapshot", "--prometheus", "http://127.0.0.1:\(calm.port)"])
      return run.end == .exited(3) ? nil : true
    }
    let ports = [(calm.port, 0), (firing.port, 1), (closed.number, 3)]
    for (port, status) in ports {
      let run = try await Program.run(["snapshot", "--prometheus", "http://127.0.0.1:\(port)"])
      #expect(run.end == .exited(Int32(status)), "\(run.output)\n\(run.errors)")
      #expect(run.errors.isEmpty == (status != 3), "\(run.errors)")
    }
  }

  @Test(arguments: [
    ["--no-such-flag"], ["snapshot", "--size", "wide"], ["snapshot", "--range", "3h"], ["watched"],
    ["snapshot", "--prometheus", "nonsense"], ["snapshot", "--config", "/no/such/file"],
    ["snapshot", "--prometheus", "http://127.0.0.1:9", "--view", "latancy"],
    ["snapshot", "--prometheus", "http://127.0.0.1:9", "--view", "logs"],
    ["snapshot", "--prometheus", "http://127.0.0.1:9", "--from", "-1h", "--range", "5m"],
  ])
  func wrongUsageEndsWith2AndSaysWhy(_ arguments: [String]) async throws {
    let run = try await Program.run(arguments)
    #expect(run.end == .exited(2))
    #expect(run.output.isEmpty)
    #expect(!run.errors.isEmpty)
  }

  @Test(arguments: [(40, 12), (80, 24), (120, 36), (200, 50)])
  func textHasTheSizeThatWasAskedFor(_ width: Int, _ height: Int) async throws {
    let server = try await RealServers.shared.prometheus()
    let run = try await Program.run([
      "snapshot", "--prometheus", server.url, "--size", "\(width)x\(height)",
    ])
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == height)
    for line in lines { #expect(line.count <= width, "\(line)") }
    #expect(run.output.contains("req/s"))
  }

  @Test func theEnvironmentIsHeard() async throws {
    let run = try await Program.run(
      ["config", "show"],
      environment: ["PROMETHEUS_URL": "http://127.0.0.1:9", "GOLDTOP_TIMEOUT": "3s"]
    )
    #expect(run.errors.isEmpty)
    let lines = run.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("127.0.0.1:9") && $0.contains("PROMETHEUS_URL") })
    #expect(lines.contains { $0.contains("\"3s\"") && $0.contains("GOLDTOP_TIMEOUT") })
  }

  @Test func versionAndHelpGoToStandardOutput() async throws {
    for flag in ["--version", "--help"] {
      let run = try await Program.run([flag])
      #expect(run.end == .exited(0))
      #expect(run.output.contains("goldtop"))
      #expect(run.errors.isEmpty)
    }
  }

  private func document(port: Int, _ arguments: [String]) async throws -> Document {
    let run = try await Program.run(
      ["snapshot", "--output", "json", "--prometheus", "http://127.0.0.1:\(port)"] + arguments
    )
    return try Document(json: run.output)
  }
}
