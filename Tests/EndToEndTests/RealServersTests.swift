import TestSupport
import Testing

/// That the servers which other tests rely on hold what those tests expect.
@Suite struct RealServersTests {
  @Test func historyGoesOnIntoTheScrapeWithoutAReset() async throws {
    let server = try await RealServers.shared.prometheus()
    let resets = try server.query("sum(resets(http_requests_total[6h]))")
    #expect(resets.contains(",\"0\"]"))
    let end = server.historySpan.upperBound
    let before = try server.query("sum(http_requests_total)", at: end)
    let after = try server.query("sum(http_requests_total)")
    let (old, new) = (try #require(value(in: before)), try #require(value(in: after)))
    #expect(new > old)
    #expect(new - old < 300 * (wallClockSeconds() - Double(end) + 10))
  }

  @Test func historyHoldsACalmHourAndAnIncident() async throws {
    let server = try await RealServers.shared.prometheus()
    let end = server.historySpan.upperBound
    let ratio = """
      sum(rate(http_requests_total{status=~"5.."}[2m])) / sum(rate(http_requests_total[2m]))
      """
    let calm = try #require(value(in: try server.query(ratio, at: end - 4 * 3600)))
    let bad = try #require(value(in: try server.query(ratio, at: end - 80 * 60)))
    #expect(calm < 0.01)
    #expect(bad > 0.05)
    let slow =
      "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[2m])))"
    let calmLatency = try #require(value(in: try server.query(slow, at: end - 4 * 3600)))
    let badLatency = try #require(value(in: try server.query(slow, at: end - 80 * 60)))
    #expect(badLatency > 3 * calmLatency)
  }

  @Test func oneAlertFiresAndOneIsPending() async throws {
    let server = try await RealServers.shared.prometheus()
    _ = try await eventually("alerts") {
      let answer = try askPlainly(port: server.port, path: "/api/v1/alerts").body
      return answer.contains("RedisDown") && answer.contains("\"state\":\"firing\"")
        && answer.contains("HighLatency") && answer.contains("\"state\":\"pending\"") ? true : nil
    }
  }

  @Test func victoriaMetricsHoldsTheSameHistory() async throws {
    let other = try await RealServers.shared.victoriaMetrics()
    let server = try await RealServers.shared.prometheus()
    let moment = server.historySpan.upperBound - 4 * 3600
    let path =
      "/api/v1/query?query=\(percentEncoded("count(http_requests_total)"))&time=\(moment)"
    let counts = try [server.port, other.port].map { port in
      try #require(value(in: askPlainly(port: port, path: path).body))
    }
    #expect(counts[0] == counts[1])
    #expect(counts[0] > 10)
  }

  @Test func aStoppedServerComesBackWithItsData() async throws {
    var settings = RealPrometheus.Settings()
    settings.history = .seconds(600)
    settings.scrapeInterval = .seconds(1)
    let server = try await RealPrometheus(settings)
    await server.stop()
    #expect(throws: SystemFailure.self) { try server.query("up") }
    try await server.start()
    let old = try server.query("http_requests_total", at: server.historySpan.upperBound)
    #expect(value(in: old) != nil)
  }

  /// The value of the first element of an instant vector.
  private func value(in answer: String) -> Double? {
    guard let start = answer.firstRange(of: "\"value\":[") else { return nil }
    let pair = answer[start.upperBound...].prefix { $0 != "]" }
    return pair.split(separator: "\"").dropFirst().first.flatMap { Double($0) }
  }
}
