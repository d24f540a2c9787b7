import HTTPTransport
package import Telemetry

extension PrometheusClient {
  /// The active targets; dropped ones are not asked for.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Targets in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    let answer: Answer<TargetsPayload> = try await get(
      "/api/v1/targets",
      [.init("state", "active")],
      deadline: deadline
    )
    return answer.with((answer.value.activeTargets ?? []).map(\.target))
  }

  /// The pending and firing alerts.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Alerts in the server's order, which changes between calls.
  /// - Throws: `SourceError`.
  @concurrent
  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    let answer: Answer<AlertsPayload> = try await get("/api/v1/alerts", deadline: deadline)
    return answer.with((answer.value.alerts ?? []).compactMap(\.alert))
  }

  /// The alerting rules of all groups.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Rules in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    let answer: Answer<RulesPayload> = try await get(
      "/api/v1/rules",
      [.init("type", "alert")],
      deadline: deadline
    )
    return answer.with((answer.value.groups ?? []).flatMap(\.alertRules))
  }
}
