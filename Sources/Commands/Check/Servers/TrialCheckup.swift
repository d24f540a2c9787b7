import AlertmanagerAPI
import Checks
import Telemetry

/// Sends one test alert through an Alertmanager, and watches what becomes of it.
struct TrialCheckup {
  let client: AlertmanagerClient
  let server: CheckedServer
  /// Tells the time.
  let now: @Sendable () -> Timestamp

  /// How long a notification is waited for: twice the usual `group_wait`.
  private static let patience = Duration.seconds(60)
  /// From one look to the next.
  private static let pause = Duration.milliseconds(500)

  /// Makes the trial; whatever happens, the alert ends by itself.
  func outcome() async -> CheckOutcome {
    let start = now()
    let labels = AlertTrial.labels(id: "\(start.milliseconds)")
    var trial = AlertTrial()
    do throws(SourceError) {
      let before = try? await counts()
      try await push(labels, from: start, until: start + .seconds(120))
      try await watch(labels, before, &trial)
      try await push(labels, from: start, until: now())
      for _ in 0..<20 {
        trial.isGone = try await alert(labels) == nil
        if trial.isGone { break }
        try? await Task.sleep(for: Self.pause)
      }
      return trial.outcome(at: server.place)
    } catch {
      return server.unchecked([AlertTrial.name], error)
    }
  }

  /// Looks for the alert and for notifications until there are some, or patience ends.
  private func watch(
    _ labels: LabelSet,
    _ before: (sent: Double, failed: Double)?,
    _ trial: inout AlertTrial
  ) async throws(SourceError) {
    let start = now()
    while now() - start < Self.patience {
      if let alert = try await alert(labels) {
        (trial.wasSeen, trial.receivers) = (true, alert.receivers)
      }
      guard let before else { break }
      if let after = try? await counts() {
        trial.sent = max(0, after.sent - before.sent)
        trial.failed = max(0, after.failed - before.failed)
      }
      if trial.wasSeen, trial.sent ?? 0 > 0 || trial.failed ?? 0 > 0 { break }
      try? await Task.sleep(for: Self.pause)
    }
  }

  private func push(
    _ labels: LabelSet,
    from start: Timestamp,
    until end: Timestamp
  ) async throws(SourceError) {
    try await server.ask { deadline throws(SourceError) in
      try await client.push(
        labels,
        annotations: AlertTrial.annotations,
        from: start,
        until: end,
        deadline: deadline
      )
    }
  }

  private func alert(_ labels: LabelSet) async throws(SourceError) -> Alert? {
    let alerts = try await server.ask { deadline throws(SourceError) in
      try await client.alerts(deadline: deadline).value
    }
    return alerts.first { $0.labels == labels }
  }

  /// Notifications that were sent and that failed since the server started.
  private func counts() async throws(SourceError) -> (sent: Double, failed: Double) {
    let figures = try await server.ask { deadline throws(SourceError) in
      try await ExposedMetrics.own(of: client.transport, within: deadline)
    }
    guard let sent = figures.sum("alertmanager_notifications_total") else {
      throw .malformed("it does not count notifications")
    }
    return (sent, figures.sum("alertmanager_notifications_failed_total") ?? 0)
  }
}
