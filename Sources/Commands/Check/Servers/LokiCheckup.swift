import Checks
import DashboardConfig
import HTTPTransport
import Logs
import LokiAPI
import Telemetry

/// Looks at a Loki, and at the lines in it.
struct LokiCheckup {
  let client: LokiClient
  let server: CheckedServer
  let wishes: CheckWishes
  /// Which lines, and what their fields mean.
  let logs: LogsSettings
  /// Tells the time.
  let now: @Sendable () -> Timestamp

  /// Lines that are looked at.
  private static let sample = 1000
  /// How far back they may lie.
  private static let stretch = Duration.seconds(3600)
  /// Labels whose values are counted.
  private static let mostLabels = 30

  /// Makes all checks, one question at a time.
  ///
  /// - Parameter days: What a Prometheus remembers of counters; `nil` where there is none.
  /// - Returns: What the checks came to.
  func outcome(_ days: DayOfCounts?) async -> CheckOutcome {
    var outcome = await labels()
    var figures = ServerFigures([])
    outcome.add(await lines())
    outcome.add(
      await server.judge(LokiFigures.names) { deadline throws(SourceError) in
        let own = try await ExposedMetrics.own(of: client.transport, within: deadline)
        figures = await days?.applied(to: own, LokiFigures.counters(in: own)) ?? own
        return figures
      } _: { figures in
        LokiFigures.outcome(of: figures, at: server.place)
      }
    )
    outcome.add(
      await server.judge([RetentionChecks.logs, LokiFigures.cache]) {
        deadline throws(SourceError) in
        try await client.transport.page("/config", within: deadline).body
      } _: { body in
        let text = String(decoding: body, as: UTF8.self)
        var outcome = LokiRetention.outcome(
          of: text,
          wanted: wishes.logsRetention,
          at: server.place
        )
        outcome.add(LokiFigures.cache(of: text, figures, at: server.place))
        return outcome
      }
    )
    return outcome
  }

  /// The labels of streams, and the server's clock by the way.
  private func labels() async -> CheckOutcome {
    let start = now()
    do throws(SourceError) {
      let names = try await server.ask { deadline throws(SourceError) in
        try await client.labels(since: start - Self.stretch, deadline: deadline)
      }
      var outcome = ClockChecks.outcome(
        date: names.receipt.serverDate,
        askedAt: start,
        answeredAt: now(),
        at: server.place
      )
      var counts: [StoreHead.Count] = []
      for name in names.value.prefix(Self.mostLabels) {
        let values = try await server.ask { deadline throws(SourceError) in
          try await client.labelValues(of: name, since: start - Self.stretch, deadline: deadline)
        }
        counts.append(StoreHead.Count(name, values.value.count))
      }
      outcome.add(StreamChecks.outcome(of: counts, at: server.place))
      if names.value.count > Self.mostLabels {
        let rest = names.value.count - Self.mostLabels
        let reason = "\(rest) labels beyond the first \(Self.mostLabels) were not counted"
        outcome.unchecked.append(Unchecked(StreamChecks.name, at: server.place, because: reason))
      }
      return outcome
    } catch {
      return server.unchecked([ClockChecks.name, StreamChecks.name], error)
    }
  }

  /// A sample of the newest lines.
  private func lines() async -> CheckOutcome {
    let end = now()
    return await server.judge(LogChecks.names) { deadline throws(SourceError) in
      let page = LogPageQuery(
        LogQuery(selector: logs.selector),
        from: end - Self.stretch,
        to: end + .seconds(1),
        limit: Self.sample,
        deadline: deadline
      )
      return tally(try await client.page(page).value.entries)
    } _: { tally in
      LogChecks.outcome(of: tally, now: end, within: wishes.logDelay, at: server.place)
    }
  }

  private func tally(_ entries: [LogEntry]) -> LogTally {
    let table = LogFieldTable(replacing: logs.fields)
    var tally = LogTally()
    for entry in entries {
      let fields = LogFields(entry, table: table)
      var line = LogTally.Line(fields.service ?? "a service without a name")
      line.isJSON = fields.form == .json
      line.hasLevel = entry.facts.level != nil
      line.hasTime = fields[.time] != nil
      line.isRequest = fields[.path] != nil && fields[.status] != nil
      line.correlation = fields.correlation
      tally.add(line, at: entry.timestamp)
    }
    return tally
  }
}
