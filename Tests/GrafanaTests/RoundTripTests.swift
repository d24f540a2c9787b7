import Grafana
import Signals
import Stack
import Telemetry
import Testing

/// What `export grafana` writes is read back by `import grafana`.
@Suite struct RoundTripTests {
  /// Every expression of the exported JSON that asks Prometheus.
  private func expressions(_ text: String) -> [String] {
    text.matches(of: /"expr": "((?:[^"\\]|\\.)*)"/).map { match in
      String(match.output.1).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
  }

  @Test(arguments: MetricProfile.all)
  func noQueryIsLost(_ profile: MetricProfile) throws {
    let text = GrafanaDashboard(profile: profile, version: "1").text
    let dashboard = try GrafanaImport(json: Array(text.utf8))
    let queries = expressions(text)
    #expect(dashboard.panels.count { $0.form == .logs } == 1)
    #expect(!dashboard.remarks.contains { $0.kind == .left })
    let lines = dashboard.panels.flatMap(\.lines).map(\.expression)
    #expect(lines.count == queries.count)
    for query in queries {
      let own = query.replacing("$__rate_interval", with: "$window")
        .replacing("$service", with: ".+")
      #expect(lines.contains(own), "\(query)")
    }
  }

  @Test func unitsBoundsAndLegendsComeBack() throws {
    let text = GrafanaDashboard(version: "1").text
    let panels = try GrafanaImport(json: Array(text.utf8)).panels
    let latency = try #require(panels.first { $0.title == "Latency" })
    #expect(latency.unit == .seconds)
    #expect(latency.threshold == SignalThresholds().latencyP95)
    #expect(latency.lines.map(\.legend) == ["p50", "p95", "p99"])
    let cache = try #require(panels.first { $0.title == "Cache" })
    #expect(cache.threshold == SignalThresholds().cacheHitRatio)
    // Signals of another unit are a panel of their own.
    #expect(panels.contains { $0.title.hasPrefix("Errors (") && $0.unit == .perSecond })
  }
}
