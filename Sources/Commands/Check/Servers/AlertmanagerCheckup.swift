import AlertmanagerAPI
import Checks
import Telemetry

/// Looks at an Alertmanager.
struct AlertmanagerCheckup {
  let client: AlertmanagerClient
  let server: CheckedServer
  /// Whether it is judged as production needs it.
  let isProduction: Bool
  /// Whether a test alert is sent.
  let hasTrial: Bool
  /// Tells the time.
  let now: @Sendable () -> Timestamp

  /// Makes all checks, one question at a time.
  ///
  /// - Parameters:
  ///   - senders: The Alertmanagers that the Prometheus sends to.
  ///   - rules: Its rules, whose alerts come here.
  ///   - days: What it remembers of counters; `nil` where there is no Prometheus.
  /// - Returns: What the checks came to.
  func outcome(
    _ senders: [String],
    _ rules: [WrittenRule],
    _ days: DayOfCounts?
  ) async -> CheckOutcome {
    let start = now()
    var outcome = await server.judge(
      [AlertmanagerChecks.cluster, ClockChecks.name] + RoutingChecks.names
    ) {
      deadline throws(SourceError) in
      try await client.status(deadline: deadline)
    } _: { answer in
      var outcome = AlertmanagerChecks.outcome(of: answer.value, knownTo: senders, at: server.place)
      outcome.add(
        ClockChecks.outcome(
          date: answer.receipt.serverDate,
          askedAt: start,
          answeredAt: now(),
          at: server.place
        )
      )
      outcome.add(
        RoutingChecks.outcome(
          of: answer.value.configuration,
          rules,
          isProduction: isProduction,
          at: server.place
        )
      )
      return outcome
    }
    outcome.add(await figures(days))
    if hasTrial {
      outcome.add(await TrialCheckup(client: client, server: server, now: now).outcome())
    }
    return outcome
  }

  private func figures(_ days: DayOfCounts?) async -> CheckOutcome {
    await server.judge(AlertmanagerChecks.figures) { deadline throws(SourceError) in
      let own = try await ExposedMetrics.own(of: client.transport, within: deadline)
      return await days?.applied(to: own, AlertmanagerChecks.counters(in: own)) ?? own
    } _: { figures in
      AlertmanagerChecks.outcome(of: figures, at: server.place)
    }
  }
}
