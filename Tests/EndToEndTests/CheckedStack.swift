import FoundationEssentials
import Glibc
import TestSupport

/// Debian's Prometheus with the shop, its rules and an Alertmanager, which `goldtop check` finds in order
/// until a test plants a fault.
struct CheckedStack: Sendable {
  /// What a run of the program found.
  struct Report: Decodable, Sendable {
    struct Item: Decodable, Sendable {
      let check: String
      let place: String
      var severity: String?
      var what: String?
      var reason: String?
    }
    let failed: Bool
    let findings: [Item]
    let unchecked: [Item]
    let inOrder: [Item]

    init(json: String) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Report.self, from: Data(json.utf8))
    }

    /// The names of the findings that are a warning or worse.
    var names: [String] { findings.filter { $0.severity != "note" }.map(\.check) }
  }

  /// Lines of the rule below its name.
  var rule = [
    "expr: up == 0", "for: 2s", "labels: {severity: critical}",
    "annotations: {summary: down, runbook_url: https://example.com/Down}",
  ]
  /// All of the rule file, where it is not that one rule.
  var rules: String?
  /// Jobs beside the shop and Prometheus itself: their names, ports and further settings.
  var jobs: [(name: String, port: Int, settings: String)] = []
  /// Whether the shop and Prometheus itself are scraped.
  var hasJobs = true
  /// Flags beside those that every server has.
  var flags = ["--storage.tsdb.retention.time=30d"]
  /// The ports of Alertmanagers.
  var alertmanagers: [Int] = []
  /// What `goldtop check` is told beside the server.
  var arguments: [String] = []
  /// Whether the server is told to load a broken configuration in the end.
  var breaksReload = false

  /// Starts the servers, and runs the check until a condition is met.
  ///
  /// - Parameter isDone: Whether a report is what is waited for.
  /// - Returns: The report that met it.
  /// - Throws: What starting a process or waiting throws.
  func report(
    until isDone: @escaping @Sendable (Report) -> Bool
  ) async throws -> Report {
    let folder = try TemporaryFolder()
    let exporter = try await Exporter(Shop(start: Int(wallClockSeconds()) - 60))
    let port = try Loopback.freePort()
    try folder.write(ruleFile, to: "rules.yml")
    try folder.write(configuration(folder, port, exporter.port), to: "prometheus.yml")
    let process = try ChildProcess(
      [
        "prometheus", "--config.file=\(folder.file("prometheus.yml"))",
        "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
        "--log.level=warn",
      ] + flags
    )
    _ = try await eventually("a Prometheus that is ready", last: { process.errors }) {
      (try? askPlainly(port: port, path: "/-/ready").status) == 200 ? true : nil
    }
    if breaksReload {
      try folder.write("nonsense: [", to: "prometheus.yml")
      process.signal(SIGHUP)
    }
    let url = "http://127.0.0.1:\(port)"
    var last = ""
    let report = try await eventually("such a report", every: .milliseconds(500), last: { last }) {
      () -> Report? in
      let run = try await Program.run(
        ["check", "--prometheus", url, "--output", "json"] + arguments
      )
      last = run.output + run.errors
      guard let report = try? Report(json: run.output), isDone(report) else { return nil }
      return report
    }
    await process.stop()
    _ = exporter.port
    return report
  }

  private var ruleFile: String {
    if let rules { return rules }
    let lines = rule.map { "      \($0)\n" }.joined()
    return """
      groups:
        - name: shop
          rules:
          - alert: Down
      \(lines)
      """
  }

  private func configuration(_ folder: TemporaryFolder, _ own: Int, _ shop: Int) -> String {
    var text = "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\n"
    text += "rule_files: [\(folder.file("rules.yml"))]\n"
    if !alertmanagers.isEmpty {
      let targets = alertmanagers.map { "\"127.0.0.1:\($0)\"" }.joined(separator: ", ")
      text += "alerting: {alertmanagers: [{static_configs: [{targets: [\(targets)]}]}]}\n"
    }
    let all = (hasJobs ? [("prometheus", own, ""), ("backend", shop, "")] : []) + jobs
    guard !all.isEmpty else { return text }
    text += "scrape_configs:\n"
    for (name, port, settings) in all {
      text += "- job_name: \(name)\n  static_configs: [{targets: [\"127.0.0.1:\(port)\"]}]\n"
      if !settings.isEmpty { text += "  \(settings)\n" }
    }
    return text
  }
}
