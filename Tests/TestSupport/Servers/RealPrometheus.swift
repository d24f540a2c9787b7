import Glibc
import Synchronization

/// A Prometheus, Debian's if nothing else is said, with the shop's history, on a free port of the loopback.
///
/// It scrapes the shop's exporter as the jobs `backend`, `node` and `postgres`, and `redis`, which
/// is down. `RedisDown` fires, `HighLatency` stays pending for two hours, and `HighErrorRate`
/// follows an incident.
package final class RealPrometheus: Sendable {
  /// How it is set up.
  package struct Settings: Sendable {
    /// The program.
    package var binary = "prometheus"
    /// How far its history reaches back; none where zero.
    package var history: Duration = .seconds(6 * 3600)
    /// Its scrape interval, which history has too: 15 s, Prometheus' usual one, or less.
    package var scrapeInterval: Duration = .seconds(15)
    /// Whether it has alerting rules.
    package var hasAlerts = true
    /// The port of an Alertmanager.
    package var alertmanagerPort: Int?
    /// The port of a node-exporter, which becomes the job `host`.
    package var nodeExporterPort: Int?
    /// Whether the latest hours hold an incident, 100 to 62 minutes ago.
    package var incident = true

    /// The settings of the shared server.
    package init() {}
  }

  /// Its port.
  package let port: Int
  /// Its base URL.
  package var url: String { "http://127.0.0.1:\(port)" }
  /// What it scrapes.
  package let exporter: Exporter
  /// The first and last moment of its history, in seconds since 1970.
  package let historySpan: ClosedRange<Int>

  private let binary: String
  private let folder: TemporaryFolder
  private let redis: Loopback.ClosedPort
  private let process = Mutex<ChildProcess?>(nil)

  /// Builds the history, starts the exporter and the server, and waits until it is ready, has scraped
  /// once and, where it has rules, `RedisDown` fires and `HighLatency` is pending.
  ///
  /// - Parameter settings: How it is set up.
  /// - Throws: What starting a process or waiting throws.
  package init(_ settings: Settings = Settings()) async throws {
    binary = settings.binary
    folder = try TemporaryFolder()
    redis = try Loopback.ClosedPort()
    port = try Loopback.freePort()
    let step = Int(settings.scrapeInterval.components.seconds)
    let start = Shop.now(step: step) - Int(settings.history.components.seconds)
    var shop = Shop.withHistory(
      from: start,
      to: Shop.now(step: step),
      incident: settings.incident
    )
    // Writing takes a while, in which time goes on: the second text holds what the first lacks.
    for _ in 0..<(settings.history > .zero ? 2 : 0) {
      let text = HistoryText(advancing: &shop, to: Shop.now(step: step), stepSeconds: step)
      guard text.sampleCount > 0 else { break }
      let file = try folder.write(text.bytes, to: "history.om")
      let built = try await run(
        ["promtool", "tsdb", "create-blocks-from", "openmetrics", file, folder.file("data")])
      guard built.end == .exited(0) else {
        throw NotInTime(description: "promtool failed: \(built.errors)")
      }
      unlink(file)
    }
    historySpan = start...Int(shop.time)
    exporter = try await Exporter(shop)
    try folder.write(
      scrapeConfiguration(
        settings,
        exporterPort: exporter.port,
        redisPort: redis.number,
        rules: folder.file("rules.yml")
      ),
      to: "prometheus.yml"
    )
    try folder.write(settings.hasAlerts ? shopRules : "groups: []\n", to: "rules.yml")
    try await self.start()
    try await waitForScrape()
    if settings.hasAlerts { try await waitForAlerts() }
  }

  /// Starts it again after `stop`, on the same port and data, and waits until it is ready.
  package func start() async throws {
    let child = try ChildProcess([
      binary, "--config.file=\(folder.file("prometheus.yml"))",
      "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
      "--storage.tsdb.retention.time=90d", "--log.level=warn", "--rules.alert.resend-delay=1s",
    ])
    process.withLock { $0 = child }
    try await waitUntilReady(child, port: port, path: "/-/ready")
  }

  /// Stops it by SIGTERM; its port refuses from then on.
  package func stop() async {
    let child = process.withLock { process in
      defer { process = nil }
      return process
    }
    await child?.stop()
  }

  /// Makes it accept connections and never answer, or go on.
  package func setFrozen(_ frozen: Bool) {
    process.withLock { $0 }?.signal(frozen ? SIGSTOP : SIGCONT)
  }

  /// What it answers to an instant query at its own now, or at a moment, as JSON text.
  ///
  /// - Parameters:
  ///   - expression: PromQL.
  ///   - time: Seconds since 1970.
  /// - Returns: The body.
  /// - Throws: `SystemFailure` where there is no answer.
  package func query(_ expression: String, at time: Int? = nil) throws -> String {
    let moment = time.map { "&time=\($0)" } ?? ""
    return try askPlainly(
      port: port,
      path: "/api/v1/query?query=\(percentEncoded(expression))\(moment)"
    ).body
  }

  private func waitForAlerts() async throws {
    _ = try await eventually("alerts", every: .milliseconds(100)) {
      let alerts = try self.query("ALERTS")
      return alerts.contains("RedisDown") && alerts.contains("\"firing\"")
        && alerts.contains("\"pending\"") ? true : nil
    }
  }

  private func waitForScrape() async throws {
    // History holds `up` too, so that only a younger sample tells of a scrape.
    let scraped = "count(timestamp(up) > \(historySpan.upperBound)) > 3"
    _ = try await eventually("first scrape", every: .milliseconds(100)) {
      try self.query(scraped).contains("\"value\"") ? true : nil
    }
  }
}

extension Shop {
  /// The last multiple of a step that has passed, in seconds since 1970.
  static func now(step: Int) -> Int { Int(wallClockSeconds()) / step * step }

  /// A shop with an incident 100 to 62 minutes before `end`, if asked for.
  static func withHistory(from start: Int, to end: Int, incident: Bool) -> Shop {
    let bad = ShopIncident(start: Double(end - 100 * 60), end: Double(end - 62 * 60))
    return Shop(start: start, incidents: incident ? [bad] : [])
  }
}

/// Waits until a server says that it is ready; fails at once where its process has ended.
func waitUntilReady(_ child: ChildProcess, port: Int, path: String) async throws {
  _ = try await eventually("ready server on port \(port)", last: { child.errors }) {
    if child.ended != nil { throw NotInTime(description: "server ended: \(child.errors)") }
    return (try? askPlainly(port: port, path: path).status) == 200 ? true : nil
  }
}

/// `prometheus.yml`, of which VictoriaMetrics reads the scraping part too.
func scrapeConfiguration(
  _ settings: RealPrometheus.Settings,
  exporterPort: Int,
  redisPort: Int,
  rules: String?
) -> String {
  let interval = "\(settings.scrapeInterval.components.seconds)s"
  func job(_ name: String, port: Int, path: String = "/metrics", instance: String? = nil) -> String
  {
    let labels = instance.map { ", labels: {instance: \($0)}" } ?? ""
    return """
      - job_name: \(name)
        metrics_path: \(path)
        static_configs: [{targets: ["127.0.0.1:\(port)"]\(labels)}]

      """
  }
  var text = "global: {scrape_interval: \(interval)"
  if let rules {
    text += ", evaluation_interval: 1s}\nrule_files: [\(rules)]\n"
    if let port = settings.alertmanagerPort {
      text +=
        "alerting: {alertmanagers: [{static_configs: [{targets: [\"127.0.0.1:\(port)\"]}]}]}\n"
    }
  } else {
    text += "}\n"
  }
  text += "scrape_configs:\n"
  for name in ShopSeries.Job.allCases {
    text += job(name.rawValue, port: exporterPort, path: name.path, instance: HistoryText.instance)
  }
  text += job("redis", port: redisPort, instance: HistoryText.redisInstance)
  if let port = settings.nodeExporterPort { text += job("host", port: port) }
  return text
}

private let shopRules = """
  groups:
  - name: shop
    rules:
    - alert: RedisDown
      expr: up{job="redis"} == 0
      labels: {severity: critical}
      annotations: {summary: "Redis exporter {{ $labels.instance }} does not answer"}
    - alert: HighLatency
      expr: vector(1)
      for: 2h
      labels: {severity: warning}
      annotations: {summary: "95 of 100 requests take longer than 1 s"}
    - alert: HighErrorRate
      expr: >
        sum(rate(http_requests_total{status=~"5.."}[30s])) / sum(rate(http_requests_total[30s]))
        > 0.05
      labels: {severity: critical}
      annotations: {summary: "{{ $value | humanizePercentage }} of the requests fail"}
    - record: job:http_requests:rate1m
      expr: sum by (job) (rate(http_requests_total[1m]))

  """
