import FoundationEssentials
import Screen
import TestSupport
import Testing

/// Services that real libraries measure and servers with Debian's exporters, found without any
/// configuration: what is sent to them is known, and has to be what goldtop shows.
@Suite struct RealLibrariesTests {
  // `Tests/run` makes that Python and names it; `swift test` alone knows of none.
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]

  /// What one service has to be shown as.
  private struct Expected {
    let profile: String
    let signals: String
    /// Requests a second; `field.py` says how many it sends, and where the exporter asks too.
    var rate: ClosedRange<Double>?
    /// Per cent.
    var errors: ClosedRange<Double>?
    /// Of two tenths that last 0.3 s, the bucket that holds them, in seconds.
    var slow: ClosedRange<Double>?
  }

  /// An HTTP service: ten requests a second, of which two fail; fewer on a busy machine.
  private static func service(
    _ profile: String,
    _ signals: String = "traffic errors latency",
    rate: ClosedRange<Double> = 6...10.6,
    errors: ClosedRange<Double> = 17...23,
    slow: ClosedRange<Double>? = 0.25...0.5
  ) -> Expected {
    Expected(profile: profile, signals: signals, rate: rate, errors: errors, slow: slow)
  }

  private static let services: [String: Expected] = [
    "aioprometheus": service("aioprometheus", "traffic errors", slow: nil),
    "blacksheep": service("blacksheep"),
    "django-prometheus": service("django-prometheus", "traffic errors latency cache"),
    "fastapi-instrumentator": service("fastapi-instrumentator", slow: 0.1...0.5),
    "flask-exporter": service("flask-exporter"),
    "litestar": service("litestar"),
    "otel-fastapi": service("otel-http"),
    // Scrapes of its mounted /metrics count twice: they are redirected first, and have no target.
    "otel-fastapi-old": service("otel-http-old-target", rate: 6...11.4, errors: 15...23),
    "starlette-exporter": service("starlette-exporter"),
    "starlette-prometheus": service("starlette-prometheus"),
    "celery": service("celery", rate: 5...10.6, slow: nil),
    "shop": service("haproxy", "traffic errors", slow: nil),
    "apache": Expected(profile: "apache", signals: "traffic latency", rate: 6...12),
    "nginx": Expected(profile: "nginx", signals: "traffic", rate: 4...10),
    "redis": Expected(profile: "redis", signals: "traffic latency cache", rate: 5...16),
    "postgres": Expected(profile: "postgres", signals: "traffic", rate: 5...20),
    "mysql": Expected(profile: "mysql", signals: "traffic", rate: 5...30),
    "genai": Expected(profile: "otel-genai", signals: "llm"),
    "otel-client": Expected(profile: "otel-http", signals: "calls"),
    "litellm": service("litellm-sdk", "traffic errors latency llm", slow: nil),
    "node": Expected(profile: "node-exporter", signals: ""),
    // HAProxy's own metrics are behind a frontend too.
    "metrics": Expected(profile: "haproxy", signals: "traffic errors"),
  ]

  @Test(.enabled(if: RealLibrariesTests.python != nil))
  func realLibrariesAndExportersAreFoundWithTheFiguresThatWereSent() async throws {
    let folder = try TemporaryFolder()
    let script =
      #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
      + "/Service/field.py"
    let field = try ChildProcess([try #require(Self.python), script, folder.path])
    let jobs = try await eventually("services", last: { field.output + field.errors }) {
      () -> [(name: String, port: Int)]? in
      let words = field.output.split(separator: "\n").map { $0.split(separator: " ") }
      guard words.last == ["ready"] else { return nil }
      return words.dropLast().compactMap { words in
        Int(words[2]).map { (name: String(words[1]), port: $0) }
      }
    }
    // Celery's exporter asks its workers for two seconds before it answers.
    let server = try await ScrapingPrometheus(jobs, every: 3)
    let url = "http://127.0.0.1:\(server.port)"
    try await expectDiscovery(url)
    try await expectTable(url)
    try await expectOverviews(url)
    try await expectScreens(url)
    try await RealVitals(port: server.port).expect()
    await field.stop()
  }

  // MARK: - discover

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
    let requests: Int
  }

  private func expectDiscovery(_ url: String) async throws {
    var wrong: [String] = []
    let requests = try await eventually(
      "every service",
      every: .milliseconds(500),
      last: { wrong.joined(separator: "\n") }
    ) { () -> Int? in
      let run = try await Program.run(["discover", "--prometheus", url, "--output", "json"])
      let found = try JSONDecoder().decode(Discovered.self, from: Data(run.output.utf8))
      wrong = Self.services.compactMap { name, expected in
        guard let service = found.services.first(where: { $0.service == name }) else {
          return "no \(name)"
        }
        let signals = service.signals.filter(\.data).map(\.name).joined(separator: " ")
        let isAsExpected = service.profile == expected.profile && signals == expected.signals
        return isAsExpected ? nil : "\(name): \(service.profile ?? "none"), \(signals)"
      }
      wrong += found.services.map(\.service).filter { Self.services[$0] == nil }
      return wrong.isEmpty ? found.requests : nil
    }
    #expect(requests < 120)
  }

  // MARK: - Services

  private func expectTable(_ url: String) async throws {
    var wrong: [String] = []
    _ = try await eventually(
      "right figures",
      every: .milliseconds(500),
      last: { wrong.joined(separator: "\n") }
    ) { () -> Bool? in
      let run = try await Program.run([
        "snapshot", "--prometheus", url, "--view", "services", "--size", "200x40",
      ])
      let rows = run.output.split(separator: "\n").map(ServiceLine.init)
      wrong = Self.services.compactMap { name, expected in
        // HAProxy has a backend named after the server behind it.
        let row = rows.first { row in
          row.words.first == Substring(name)
            && row.words.dropFirst().contains(Substring(expected.profile))
        }
        guard let row else {
          return "no \(name)"
        }
        return row.contradicts(expected.profile, expected.rate, expected.errors, expected.slow)
      }
      return wrong.isEmpty ? true : nil
    }
  }

  // MARK: - Overviews

  /// The first values of panels of single services, each with where it has to lie.
  private static let figures: [(service: String, panel: String, value: ClosedRange<Double>)] = [
    ("django-prometheus", "traffic", 6...10.6), ("django-prometheus", "errors", 0.17...0.23),
    ("django-prometheus", "cache", 0.28...0.39), ("redis", "cache", 0.77...0.83),
    ("celery", "traffic", 5...10.6), ("litestar", "errors", 0.17...0.23),
  ]

  private func expectOverviews(_ url: String) async throws {
    // As long as a window of rates holds the first sample of a counter, they still grow.
    var wrong: [String] = []
    _ = try await eventually("right overviews", last: { wrong.joined(separator: "\n") }) {
      () -> Bool? in
      wrong = []
      for (service, panel, range) in Self.figures {
        let shown = try await values(of: panel, service, url)
        if shown.first.map(range.contains) != true { wrong.append("\(service) \(panel): \(shown)") }
      }
      return wrong.isEmpty ? true : nil
    }
    // Each call to the model has a hundred tokens in and twenty out.
    let tokens = try await values(of: "llm", "genai", url)
    try #require(tokens.count == 2 && tokens[0] > 100, "\(tokens)")
    #expect((4.9...5.1).contains(tokens[0] / tokens[1]), "\(tokens)")
    try await expectCost(url)
  }

  /// Each call by LiteLLM that does not fail has ten tokens in and twenty out, for 0.0225 cents.
  private func expectCost(_ url: String) async throws {
    let traffic = try #require(try await values(of: "traffic", "litellm", url).first)
    let values = try await values(of: "llm", "litellm", url)
    let cost = try #require(values.first)
    #expect((0.9...1.1).contains(cost / (traffic * 0.8 * 0.000225 * 3600)), "\(values), \(traffic)")
    try #require(values.count >= 4, "\(values)")
    #expect((1.9...2.1).contains(values[values.count - 1] / values[values.count - 2]), "\(values)")
  }

  private func values(of panel: String, _ service: String, _ url: String) async throws -> [Double] {
    let run = try await Program.run([
      "snapshot", "--prometheus", url, "--selector", "job=\"\(service)\"", "--output", "json",
    ])
    let document = try SnapshotTests.Document(json: run.output)
    let values = try #require(document.panels.first { $0.id == panel }?.values)
    return values.compactMap(\.value)
  }

  // MARK: - As a user sees it

  private func expectScreens(_ url: String) async throws {
    let terminal = try Program.open(["--prometheus", url, "--range", "5m"], size: Size(120, 36))
    try await terminal.waitFor("all services") { screen in
      Self.services.keys.allSatisfy { name in screen.contains(String(name.prefix(15))) }
    }
    try terminal.press("/", "d", "j", "a", "n", "g", "o", "Enter")
    try await terminal.waitFor("one service") { !$0.contains("litestar") && $0.contains("django") }
    try terminal.press("Enter")
    try await terminal.waitFor("its overview") { screen in
      screen.contains("% hit") && screen.contains("req/s") && screen.contains("p95")
    }
    try terminal.press("q")
    _ = try await terminal.waitForEnd()
  }
}

/// A line of the table of services, without its frame and its sparklines.
private struct ServiceLine {
  let words: [Substring]

  init(_ line: Substring) {
    words = line.split { " ┃>│".contains($0) }.filter { word in
      !word.contains { "·▁▂▃▄▅▆▇█".contains($0) }
    }
  }

  /// What is not as it has to be; `nil` if all is.
  func contradicts(
    _ profile: String,
    _ rate: ClosedRange<Double>?,
    _ errors: ClosedRange<Double>?,
    _ slow: ClosedRange<Double>?
  ) -> String? {
    let text = words.joined(separator: " ")
    guard let place = words.dropFirst().firstIndex(of: Substring(profile)) else { return text }
    var rest = words[(place + 1)...]
    func next() -> Double? { rest.popFirst().flatMap { Double($0) } }
    if let rate, next().map(rate.contains) != true { return "rate: \(text)" }
    guard let errors else { return nil }
    guard next().map(errors.contains) == true, rest.popFirst() == "%" else {
      return "errors: \(text)"
    }
    guard let slow else { return nil }
    func seconds() -> Double? {
      guard let value = next(), let unit = rest.popFirst() else { return nil }
      return unit == "s" ? value : unit == "ms" ? value / 1000 : nil
    }
    // Eight of ten are answered at once, on a machine that has much to do.
    guard let median = seconds(), median < slow.lowerBound, let p95 = seconds(), slow.contains(p95),
      let p99 = seconds(), slow.contains(p99)
    else { return "latency: \(text)" }
    return nil
  }
}
