import Dashboard
package import Logs
import Signals
package import Telemetry

/// The servers behind the roles that polls name.
package struct PollSources: Sendable {
  /// Answers PromQL.
  package var metrics: any MetricsSource
  /// Knows silences; `nil` where there is no Alertmanager.
  package var alerts: (any AlertSource)?
  /// Keeps log lines; `nil` where there is none.
  package var logs: (any LogSource)?
  /// Where questions are put and answers are decoded; `nil` for the pool of all cores.
  ///
  /// Where all answer over the network it is the thread of the connections, since most of what a
  /// small request costs is waking one thread from another.
  package var executor: (any TaskExecutor)?
  /// Where answers are merged into what is known.
  package var work = AnswerWork()

  package init(
    metrics: any MetricsSource,
    alerts: (any AlertSource)? = nil,
    logs: (any LogSource)? = nil,
    executor: (any TaskExecutor)? = nil
  ) {
    self.metrics = metrics
    self.alerts = alerts
    self.logs = logs
    self.executor = executor
  }
}

extension PollSources {
  /// Asks one question, off the caller's actor since decoding and merging take their time.
  @concurrent
  func ask(
    _ flight: PollFlight,
    deadline: Duration,
    now: @Sendable () -> Timestamp
  ) async -> PollReply {
    do throws(SourceError) {
      let answered = try await answer(to: flight, deadline)
      let wall = now()
      return await work.run(bytes: answered.receipt.bodyBytes) {
        PollReply(.success(answered), to: flight, at: wall)
      }
    } catch {
      return PollReply(failing: error)
    }
  }

  private func answer(
    to flight: PollFlight,
    _ deadline: Duration
  ) async throws(SourceError) -> Outcome.Answered {
    switch flight.poll.question {
    case .instant(let expression, let time):
      let query = InstantQuery(expression, at: time, deadline: deadline)
      return try await metrics.instant(query).answered { .vector($0) }
    case .range(let window):
      // What is not known yet, where anything is.
      let stretch = flight.ask?.span ?? window.stretch(at: flight.askedAt)
      let query = RangeQuery(
        window.expression,
        from: stretch.start,
        to: stretch.end,
        step: window.step,
        deadline: deadline
      )
      return try await metrics.range(query).answered { .matrix($0) }
    case .labelValues(let search):
      let place = SeriesSearch(
        search.selectors,
        from: flight.askedAt - Discovery.stretch,
        to: flight.askedAt,
        deadline: deadline
      )
      return try await metrics.labelValues(of: search.label, place).answered { .labelValues($0) }
    case .metadata:
      let answer = try await metrics.metadata(of: nil, deadline: deadline)
      return answer.answered { .metadata(MetricShapes.relevant($0)) }
    case .targets:
      return try await metrics.targets(deadline: deadline).answered { .targets($0) }
    case .alerts:
      return try await metrics.alerts(deadline: deadline).answered { .alerts($0) }
    case .rules:
      return try await metrics.alertRules(deadline: deadline).answered { .rules($0) }
    case .suppressions:
      return try await suppressions(deadline)
    }
  }

  private func suppressions(_ deadline: Duration) async throws(SourceError) -> Outcome.Answered {
    guard let alerts else { throw .misconfigured("no Alertmanager configured") }
    return try await alerts.alerts(deadline: deadline).answered { .alerts($0) }
  }
}

extension Answer {
  fileprivate func answered(
    _ payload: (Value) -> Poll.Payload
  ) -> Outcome.Answered {
    Outcome.Answered(payload(value), warnings: warnings, receipt: receipt)
  }
}
