import Checks
import PrometheusAPI
import Telemetry

/// Looks at the store of a Prometheus: how much is in it, how long it is kept, what went wrong.
struct StoreCheckup {
  private let client: PrometheusClient
  private let server: CheckedServer
  private let wishes: CheckWishes
  private let now: Timestamp

  init(_ checkup: PrometheusCheckup) {
    (client, server, wishes) = (checkup.client, checkup.server, checkup.wishes)
    now = checkup.now()
  }

  /// Makes all checks of the store.
  ///
  /// - Parameter figures: What the server exposes about itself, or why it does not.
  /// - Returns: What the checks came to.
  func outcome(_ figures: Result<ServerFigures, SourceError>) async -> CheckOutcome {
    var outcome: CheckOutcome
    switch figures {
    case .success(let figures) where VictoriaMetricsFigures.areThese(figures):
      outcome = VictoriaMetricsFigures.outcome(
        of: await counted(figures, VictoriaMetricsFigures.counters),
        wanted: wishes.metricsRetention,
        at: server.place
      )
    case .success(let figures):
      outcome = PrometheusFigures.outcome(
        of: await counted(figures, PrometheusFigures.counters),
        at: server.place
      )
      outcome.add(await retention())
    case .failure(let error):
      outcome = server.unchecked(PrometheusFigures.names, error)
      outcome.add(await retention())
    }
    outcome.add(await cardinality())
    return outcome
  }

  private func counted(
    _ figures: ServerFigures,
    _ counters: (ServerFigures) -> [String]
  ) async -> ServerFigures {
    await DayOfCounts(client: client, server: server).applied(to: figures, counters(figures))
  }

  private func retention() async -> CheckOutcome {
    await server.judge([RetentionChecks.metrics]) { deadline throws(SourceError) in
      try await client.retention(deadline: deadline).value
    } _: { retention in
      RetentionChecks.outcome(
        ofMetrics: retention,
        wanted: wishes.metricsRetention,
        at: server.place
      )
    }
  }

  private func cardinality() async -> CheckOutcome {
    do throws(SourceError) {
      let head = try await server.ask { deadline throws(SourceError) in
        try await client.head(deadline: deadline).value
      }
      var labels: [String: [StoreHead.Count]] = [:]
      for metric in CardinalityChecks.suspects(in: head) {
        labels[metric] = try await labelCounts(of: metric)
      }
      return CardinalityChecks.outcome(of: head, labels: labels, at: server.place)
    } catch {
      return server.unchecked(CardinalityChecks.names, error)
    }
  }

  /// How many values each label of a metric has had in the last hour.
  private func labelCounts(of metric: String) async throws(SourceError) -> [StoreHead.Count] {
    let selector = PromQLText.selector(metric, [])
    let now = now
    let names = try await server.ask { deadline throws(SourceError) in
      let search = SeriesSearch([selector], from: now - .seconds(3600), to: now, deadline: deadline)
      return try await client.labelNames(search).value
    }
    var counts: [StoreHead.Count] = []
    for name in names.prefix(30) where name != "__name__" {
      let values = try await server.ask { deadline throws(SourceError) in
        let search = SeriesSearch(
          [selector],
          from: now - .seconds(3600),
          to: now,
          deadline: deadline
        )
        return try await client.labelValues(of: name, search).value
      }
      counts.append(StoreHead.Count(name, values.count))
    }
    return counts
  }
}
