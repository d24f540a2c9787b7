import FoundationEssentials
import Screen
import TestSupport
import Testing

/// `goldtop local` on a Python service and on this machine, beside a Prometheus that scrapes both.
@Suite struct LocalServiceTests {
  /// The Python that has the service's packages.
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]
  private static let service =
    #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
    + "/Service/service.py"

  // `Tests/run` makes that Python and names it; `swift test` alone knows of none.
  @Test(.enabled(if: LocalServiceTests.python != nil))
  func panelsShowWhatAPrometheusAnswersAndTheLogWhatWasWritten() async throws {
    let node = try await RealNodeExporter()
    let port = try Loopback.freePort()
    let server = try await ScrapingPrometheus([("shop", port), ("node", node.port)])
    let folder = try TemporaryFolder()
    let (written, debug) = (folder.file("service.log"), folder.file("debug.log"))
    let script = """
      '\(try #require(Self.python))' '\(Self.service)' \(port) | tee '\(written)' \
      | '\(Program.path)' local --scrape shop=:\(port) --scrape node=:\(node.port) \
      --interval 1s --range 5m --logs - --debug-log '\(debug)'
      """
    let terminal = try Tmux(["/bin/sh", "-c", script], size: Size(160, 48))
    // Much sooner than a server would be asked again which metrics it has.
    try await terminal.waitFor("panels and log") { screen in
      ["req/s", "db conns", "% hit", "p95", "payment declined", "targets 2/2"]
        .allSatisfy(screen.contains) && (Self.traffic(on: screen) ?? 0) > 19
    }
    func answers(_ signal: String) throws -> [Double] {
      let asked = Expressions(debugLog: try text(of: debug))
      let expression = try #require(asked[signal], "\(signal) was never asked for")
      let now = wallClockSeconds()
      return try PlainAnswer.range(
        expression,
        over: (now - 10)...now,
        step: 1,
        port: server.port
      ).values
    }
    // The windows of both have to be full: until then rates still grow.
    _ = try await eventually("steady traffic") {
      let traffic = try answers("traffic")
      return traffic.count > 9 && traffic.allSatisfy { $0 > 19 } ? true : nil
    }
    // Two scrapers cut a window of some dozen requests at different ones, and one that is late at
    // others still.
    var differences: [String] = []
    let screen = try await eventually(
      "panels that show what Prometheus answers",
      last: { differences.joined(separator: "; ") }
    ) {
      try terminal.press("Space")
      let screen = try await terminal.waitFor(text: "PAUSED")
      differences = try Self.differences(on: screen, answers)
      if differences.isEmpty { return screen }
      try terminal.press("Space")
      try await terminal.waitFor("numbers of now") { !$0.contains("PAUSED") }
      return nil
    }
    try expectWritten(written, on: screen)
  }

  /// What on a screen is not what Prometheus answers, in words.
  private static func differences(
    on screen: TmuxScreen,
    _ answers: (_ signal: String) throws -> [Double]
  ) throws -> [String] {
    func point(_ value: Double?) -> ClosedRange<Double>? { value.map { $0...$0 } }
    // How much more or less than the answers of some seconds may be shown, in the unit on screen.
    let figures: [(String, shown: ClosedRange<Double>?, tolerance: Double, factor: Double)] = [
      ("traffic", point(traffic(on: screen)), 1, 1),
      ("error_ratio", point(number(after: "req/s", on: screen)), 1.7, 100),
      ("database_connections", point(number(after: "db conns", on: screen)), 0, 1),
      ("cache_hit_ratio", point(number(before: "% hit", on: screen)), 3, 100),
      ("node_memory", point(number(after: "│ mem ", on: screen)), 1, 100),
      ("node_disk", point(number(after: "│ disk ", on: screen)), 0.2, 100),
      ("node_cpu", point(number(after: "│ cpu ", on: screen)), 10, 100),
      ("latency_p95", latency("p95", on: screen), 0.02, 1),
    ]
    return try figures.compactMap { signal, shown, tolerance, factor in
      let answers = try answers(signal).map { $0 * factor }
      guard let shown, let least = answers.min(), let most = answers.max(),
        shown.upperBound >= least - tolerance, shown.lowerBound <= most + tolerance
      else { return "\(signal): \(shown as Any) on screen, Prometheus answers \(answers)" }
      return nil
    }
  }

  /// Each line on screen is one that the service wrote, with its correlation ID.
  private func expectWritten(_ file: String, on screen: TmuxScreen) throws {
    let lines = try text(of: file).split(separator: "\n")
    let shown = screen.lines.filter { $0.contains("payment declined") }
    #expect(!shown.isEmpty)
    for row in shown {
      let words = row.split { $0 == " " || $0 == "│" }
      let (time, id) = (try #require(words.first), try #require(words.last))
      #expect(id.count == 36)
      let line = lines.first { $0.contains("\"correlation_id\": \"\(id)\"") }
      #expect(line?.contains("T\(time)") == true, "\(row)")
    }
  }

  private static func traffic(on screen: TmuxScreen) -> Double? {
    number(before: "req/s", on: screen)
  }

  private static func number(before word: String, on screen: TmuxScreen) -> Double? {
    guard let line = screen.line(with: word), let place = line.firstRange(of: word) else {
      return nil
    }
    return line[..<place.lowerBound].split(separator: " ").last.flatMap { Double($0) }
  }

  private static func number(after word: String, on screen: TmuxScreen) -> Double? {
    guard let line = screen.line(with: word), let place = line.firstRange(of: word) else {
      return nil
    }
    return line[place.upperBound...].split(separator: " ").lazy.compactMap { Double($0) }.first
  }

  /// A quantile in seconds: the bucket where that is all that is shown, else what rounds to it.
  private static func latency(_ name: String, on screen: TmuxScreen) -> ClosedRange<Double>? {
    guard let line = screen.line(with: name), let place = line.firstRange(of: name) else {
      return nil
    }
    let words = line[place.upperBound...].split(separator: " ").prefix(2)
    let numbers = words.first?.split(separator: "–").compactMap { Double($0) } ?? []
    guard let low = numbers.first, let high = numbers.last, let unit = words.last else {
      return nil
    }
    let (scale, rounding) = (unit == "ms" ? 0.001 : 1, numbers.count == 1 ? 0.01 : 0)
    return (low * scale * (1 - rounding))...(high * scale * (1 + rounding))
  }

  private func text(of file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
  }
}

/// The expression that was last asked for as an instant, by signal.
private struct Expressions {
  private var bySignal: [String: String] = [:]

  init(debugLog: String) {
    for line in debugLog.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 5)
      guard words.count == 6, words[1] == "request",
        let start = line.firstRange(of: "expr='"), let end = line.firstRange(of: "' took=")
      else { continue }
      bySignal[String(words[2])] = String(line[start.upperBound..<end.lowerBound])
    }
  }

  subscript(signal: String) -> String? {
    bySignal[signal] ?? bySignal[signal + ".range"]
  }
}
