import Checks
import PrometheusAPI
import Telemetry

/// Looks at a Prometheus, and at what it looks at.
struct PrometheusCheckup {
  let client: PrometheusClient
  let server: CheckedServer
  /// What is wanted of it.
  let wishes: CheckWishes
  /// Whether it is judged as production needs it.
  let isProduction: Bool
  /// Tells the time.
  let now: @Sendable () -> Timestamp

  /// Makes all checks, one question at a time.
  func outcome() async -> CheckOutcome {
    var outcome = await clock()
    let figures = await ownFigures()
    let isVictoria = (try? figures.get()).map(VictoriaMetricsFigures.areThese) ?? false
    var targets: [ScrapeTarget] = []
    do throws(SourceError) {
      targets = try await server.ask { deadline throws(SourceError) in
        try await client.targets(deadline: deadline).value
      }
      if targets.isEmpty, isVictoria {
        outcome.add(
          VictoriaMetricsFigures.elsewhere(targets: true, rules: false, at: server.place)
        )
      } else {
        outcome.add(TargetChecks.outcome(of: targets, at: server.place))
      }
    } catch {
      outcome.add(server.unchecked(TargetChecks.names, error))
    }
    // Where the question fails, its reason is told below.
    if isVictoria, await knownRules()?.isEmpty == true {
      outcome.add(VictoriaMetricsFigures.elsewhere(targets: false, rules: true, at: server.place))
    } else {
      outcome.add(await RuleCheckup(client: client, server: server, now: now()).outcome(targets))
      outcome.add(await alertmanagers())
    }
    outcome.add(await StoreCheckup(self).outcome(figures))
    outcome.add(await ServiceCheckup(self).outcome())
    if isProduction { outcome.add(await production()) }
    return outcome
  }

  /// What it exposes about itself.
  private func ownFigures() async -> Result<ServerFigures, SourceError> {
    do throws(SourceError) {
      return .success(
        try await server.ask { deadline throws(SourceError) in
          try await ExposedMetrics.own(of: client.transport, within: deadline)
        }
      )
    } catch {
      return .failure(error)
    }
  }

  /// What it lets its callers do, and whether it is still supported.
  private func production() async -> CheckOutcome {
    var outcome = await server.judge(FlagChecks.names) { deadline throws(SourceError) in
      try await client.flags(deadline: deadline).value
    } _: { flags in
      FlagChecks.outcome(of: flags, at: server.place)
    }
    outcome.add(
      await server.judge([VersionCheck.name]) { deadline throws(SourceError) in
        try await client.version(deadline: deadline).value
      } _: { version in
        VersionCheck.outcome(of: version, .prometheus, at: now(), at: server.place)
      }
    )
    let reason = "no server tells of its backups: restore one, and see whether it starts"
    outcome.unchecked.append(Unchecked("backups", at: server.place, because: reason))
    return outcome
  }

  /// Compares the server's clock and those of its hosts.
  private func clock() async -> CheckOutcome {
    let start = now()
    var outcome = await server.judge([ClockChecks.name]) { deadline throws(SourceError) in
      // Whoever answers in the place of a Prometheus answers this.
      try await client.instant(InstantQuery("vector(1)", deadline: deadline)).receipt.serverDate
    } _: { date in
      ClockChecks.outcome(date: date, askedAt: start, answeredAt: now(), at: server.place)
    }
    outcome.add(
      await server.judge([ClockChecks.hosts]) { deadline throws(SourceError) in
        let query = "node_time_seconds - timestamp(node_time_seconds)"
        return try await client.instant(InstantQuery(query, deadline: deadline)).value
      } _: { samples in
        let skews = samples.map { ($0.labels["instance"] ?? $0.labels.description, $0.value) }
        return ClockChecks.outcome(ofHosts: skews, at: server.place)
      }
    )
    return outcome
  }

  /// The URLs of the Alertmanagers that it sends to; none where it does not answer.
  func senders() async -> [String] {
    let answer = try? await server.ask { deadline throws(SourceError) in
      try await client.alertmanagers(deadline: deadline).value
    }
    return answer ?? []
  }

  /// Its rules; none where it does not answer.
  func rules() async -> [WrittenRule] { await knownRules() ?? [] }

  /// Its rules; `nil` where it does not answer.
  private func knownRules() async -> [WrittenRule]? {
    try? await server.ask { deadline throws(SourceError) in
      try await client.writtenRules(deadline: deadline).value
    }
  }

  private func alertmanagers() async -> CheckOutcome {
    await server.judge([AlertmanagerLinks.name]) { deadline throws(SourceError) in
      try await client.alertmanagers(deadline: deadline).value
    } _: { urls in
      AlertmanagerLinks.outcome(of: urls, at: server.place)
    }
  }
}

/// What is wanted of servers beside their being in order.
struct CheckWishes {
  /// How long samples are wanted.
  var metricsRetention: Duration
  /// How long log lines are wanted.
  var logsRetention: Duration
  /// Within which time log lines have to arrive.
  var logDelay: Duration
  /// Where latency starts to be bad, in seconds.
  var latencies: [Double]
  /// How services are recognised, and which.
  var discovery: DiscoveryWishes
}
