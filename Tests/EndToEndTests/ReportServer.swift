import FoundationEssentials
import TestSupport
import Testing

/// Debian's Prometheus with the history of `ReportHistory`, one for all tests; it ends with the process that runs
/// them.
final class ReportServer: Sendable {
  /// The end of the history: the last midnight that has passed for an hour.
  static let end = (Int(wallClockSeconds()) - 3600) / 86_400 * 86_400
  /// The one.
  static let shared = Task { try await ReportServer() }

  private static let rules = """
    groups:
    - name: shop
      rules:
      - alert: RedisDown
        expr: up{job="redis"} == 0
        labels: {severity: critical}
      - alert: HighErrorRate
        expr: >
          sum by (job) (rate(http_requests_total{status=~"5.."}[15m]))
          / sum by (job) (rate(http_requests_total[15m])) > 0.05
        for: 5m
        labels: {severity: critical}
      - alert: DiskNoise
        expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
        labels: {severity: warning}
      - alert: AlwaysOn
        expr: vector(1)
        labels: {severity: warning}
      - alert: NeverFired
        expr: sum(rate(http_requests_total[15m])) > 10000
        labels: {severity: warning}
      - record: job:requests:rate15m
        expr: sum by (job) (rate(recorded_metric[15m]))

    """

  let port: Int
  private let child: ChildProcess
  private let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let history = try folder.write(ReportHistory.text(end: Self.end), to: "history.om")
    // In blocks of two hours promtool would read the text 432 times.
    let built = try await run([
      "promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=1000h",
      history, folder.file("data"),
    ])
    try #require(built.end == .exited(0), "\(built.errors)")
    let rules = try folder.write(Self.rules, to: "rules.yml")
    let configuration = try folder.write(
      "global: {evaluation_interval: 1m}\nrule_files: [\(rules)]\n",
      to: "prometheus.yml"
    )
    let child = try ChildProcess([
      "prometheus", "--config.file=\(configuration)",
      "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
      "--storage.tsdb.retention.time=100d", "--log.level=warn",
    ])
    self.child = child
    let port = port
    _ = try await eventually("ready Prometheus", last: { child.errors }) {
      (try? askPlainly(port: port, path: "/-/ready").status) == 200 ? true : nil
    }
  }

  func report(
    _ kind: String,
    _ arguments: [String] = [],
    end: Int = ReportServer.end,
    environment: [String: String] = [:]
  ) async throws -> (end: ChildProcess.End, output: String, errors: String) {
    try await Program.run(
      ["report", kind, "--prometheus", "http://127.0.0.1:\(port)", "--to", "\(end)"] + arguments,
      environment: environment
    )
  }

  func value(_ expression: String) throws -> Double {
    let answer = try PlainAnswer.instant(expression, at: Double(Self.end), port: port)
    return try #require(answer.values.first)
  }
}

/// A report in JSON, as far as tests read it.
struct WrittenReport: Decodable {
  struct Cell: Decodable, Equatable {
    var number: Double?
    var text: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      number = try? container.decode(Double.self)
      text = try? container.decode(String.self)
    }
  }

  struct Section: Decodable {
    var tables: [String: [[String: Cell]]] = [:]

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        tables[key.stringValue] = try? container.decode([[String: Cell]].self, forKey: key)
      }
    }
  }

  var sections: [String: Section]

  func rows(_ section: String, _ table: String) -> [[String: Cell]] {
    sections[section]?.tables[table] ?? []
  }
}

extension WrittenReport {
  /// Reads JSON.
  init(_ text: String) throws {
    self = try JSONDecoder().decode(WrittenReport.self, from: Data(text.utf8))
  }
}
