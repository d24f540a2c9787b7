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
  /// How often it is looked once more after the first notification: another receiver may be slower, and
  /// what has failed is tried again.
  private static let lastLooks = 4

  /// Makes the trial; whatever happens, the alert ends by itself.
  func outcome() async -> CheckOutcome {
    let start = now()
    let labels = AlertTrial.labels(id: "\(start.milliseconds)")
    var trial = AlertTrial()
    do throws(SourceError) {
      let before = try? await counts()
      let configuration = try await server.ask { deadline throws(SourceError) in
        try await client.status(deadline: deadline).value.configuration
      }
      try await push(labels, from: start, until: start + .seconds(120))
      try await watch(labels, before, configuration, &trial)
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
    _ before: NotificationTally?,
    _ configuration: String,
    _ trial: inout AlertTrial
  ) async throws(SourceError) {
    let start = now()
    var looks = 0
    while now() - start < Self.patience, looks < Self.lastLooks {
      if let alert = try await alert(labels) {
        (trial.wasSeen, trial.receivers) = (true, alert.receivers)
        trial.kinds = RoutingChecks.kinds(of: alert.receivers, in: configuration)
      }
      guard let before, trial.kinds != [] else { break }
      if let after = try? await counts() {
        let news = after.since(before)
        let tally = trial.kinds.map(news.of) ?? news
        (trial.sent, trial.failed) = (tally.attempts, tally.lost)
      }
      if trial.wasSeen, trial.sent ?? 0 > 0 { looks += 1 }
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

  private func counts() async throws(SourceError) -> NotificationTally {
    let figures = try await server.ask { deadline throws(SourceError) in
      try await ExposedMetrics.own(of: client.transport, within: deadline)
    }
    guard let tally = NotificationTally(figures) else {
      throw .malformed("it does not count notifications")
    }
    return tally
  }
}
