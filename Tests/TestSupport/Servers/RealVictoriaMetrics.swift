/// Debian's VictoriaMetrics with the same history as `RealPrometheus`, scraping the same jobs.
package final class RealVictoriaMetrics: Sendable {
  /// Its port.
  package let port: Int
  /// Its base URL.
  package var url: String { "http://127.0.0.1:\(port)" }
  /// What it scrapes.
  package let exporter: Exporter
  private let folder: TemporaryFolder
  private let redis: Loopback.ClosedPort
  private let process: ChildProcess

  /// Starts it, gives it the history, and waits until a query finds it.
  ///
  /// - Parameter settings: History, interval and incident; the rest does not apply.
  /// - Throws: What starting a process or waiting throws.
  package init(_ settings: RealPrometheus.Settings = RealPrometheus.Settings()) async throws {
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
    let texts = (0..<2).map { _ in
      HistoryText(
        advancing: &shop,
        to: Shop.now(step: step),
        stepSeconds: step,
        for: .victoriaMetrics
      )
    }
    let end = Int(shop.time)
    exporter = try await Exporter(shop)
    let scrape = try folder.write(
      scrapeConfiguration(
        settings,
        exporterPort: exporter.port,
        redisPort: redis.number,
        rules: nil
      ),
      to: "scrape.yml"
    )
    process = try ChildProcess([
      "victoria-metrics", "-storageDataPath=\(folder.file("data"))",
      "-httpListenAddr=127.0.0.1:\(port)", "-retentionPeriod=3", "-promscrape.config=\(scrape)",
      "-loggerLevel=ERROR",
    ])
    try await waitUntilReady(process, port: port, path: "/health")
    for text in texts {
      let imported = try askPlainly(
        "POST",
        port: port,
        path: "/api/v1/import/prometheus",
        body: ("text/plain", text.bytes)
      )
      guard imported.status == 204 else {
        throw NotInTime(description: "import refused: \(imported.status) \(imported.body)")
      }
    }
    _ = try await eventually("imported history") { [port] in
      // What was just written is searchable only after a flush, of one part of it earlier than of another.
      _ = try askPlainly(port: port, path: "/internal/force_flush")
      let answer = try askPlainly(
        port: port,
        path: "/api/v1/query?query=count(http_requests_total)&time=\(end)&nocache=1"
      )
      return answer.body.contains("\"value\"") ? true : nil
    }
  }
}

/// Debian's Alertmanager, alone and with an empty store.
package final class RealAlertmanager: Sendable {
  /// Its port.
  package let port: Int
  /// Its base URL.
  package var url: String { "http://127.0.0.1:\(port)" }
  private let folder: TemporaryFolder
  private let process: ChildProcess

  /// Starts it and waits until it is ready.
  ///
  /// `HighErrorRate` inhibits `SlowQueries`.
  ///
  /// - Throws: What starting a process or waiting throws.
  package init() async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let file = try folder.write(
      """
      route: {receiver: nobody, group_by: [alertname], group_wait: 1s}
      receivers: [{name: nobody}]
      inhibit_rules:
      - source_matchers: [alertname="HighErrorRate"]
        target_matchers: [alertname="SlowQueries"]

      """,
      to: "alertmanager.yml"
    )
    process = try ChildProcess([
      "prometheus-alertmanager", "--config.file=\(file)", "--storage.path=\(folder.file("data"))",
      "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=", "--log.level=warn",
    ])
    try await waitUntilReady(process, port: port, path: "/-/ready")
  }

  /// Silences an alert by name for an hour from now.
  ///
  /// - Parameter alert: The value of `alertname`.
  /// - Throws: `SystemFailure` where there is no answer, `NotInTime` where it is refused.
  package func silence(_ alert: String) throws {
    let now = Int(wallClockSeconds())
    let body = """
      {"matchers":[{"name":"alertname","value":"\(alert)","isRegex":false}],
       "startsAt":"\(rfc3339(now))","endsAt":"\(rfc3339(now + 3600))",
       "createdBy":"tests","comment":"tests"}
      """
    let answer = try askPlainly(
      "POST",
      port: port,
      path: "/api/v2/silences",
      body: ("application/json", Array(body.utf8))
    )
    guard answer.status == 200 else {
      throw NotInTime(description: "silence refused: \(answer.status) \(answer.body)")
    }
  }
}

/// Debian's node-exporter: the metrics of the machine that the tests run on.
package final class RealNodeExporter: Sendable {
  /// Its port.
  package let port: Int
  private let process: ChildProcess

  /// Starts it and waits until it answers.
  ///
  /// - Throws: What starting a process or waiting throws.
  package init() async throws {
    port = try Loopback.freePort()
    process = try ChildProcess([
      "prometheus-node-exporter", "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
    ])
    try await waitUntilReady(process, port: port, path: "/metrics")
  }
}
