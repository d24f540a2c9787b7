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
    return answer.with(answer.value.activeTargets.map(\.target))
  }

  /// The pending and firing alerts.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Alerts in the server's order, which changes between calls.
  /// - Throws: `SourceError`.
  @concurrent
  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    let answer: Answer<AlertsPayload> = try await get("/api/v1/alerts", deadline: deadline)
    guard let alerts = answer.value.alerts else {
      return try await alertsOfRules(answer.receipt, deadline)
    }
    return answer.with(alerts.compactMap(\.alert))
  }

  /// The alerts that the rules carry, where the server says `null` for its list of alerts.
  ///
  /// A Thanos querier says so for none, and from any other server it is an answer without its list. Its
  /// rules tell which.
  ///
  /// - Source: `NewAlertsHandler` in <https://github.com/thanos-io/thanos/blob/main/pkg/api/query/v1.go>.
  private func alertsOfRules(
    _ first: Receipt,
    _ deadline: Duration
  ) async throws(SourceError) -> Answer<[Alert]> {
    let rest = max(.milliseconds(1), deadline - first.elapsed)
    var answer = try await rules(deadline: rest)
    answer.receipt.add(first)
    let rules = answer.value.groups.flatMap(\.rules)
    return answer.with(rules.flatMap { $0.alerts ?? [] }.compactMap(\.alert))
  }

  /// The alerting rules of all groups.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Rules in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    let answer = try await rules(deadline: deadline)
    return answer.with(answer.value.groups.flatMap(\.alertRules))
  }

  private func rules(deadline: Duration) async throws(SourceError) -> Answer<RulesPayload> {
    try await get("/api/v1/rules", [.init("type", "alert")], deadline: deadline)
  }
}
