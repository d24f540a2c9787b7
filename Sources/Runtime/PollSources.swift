import Dashboard
package import Logs
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

  /// Makes a set of servers.
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

/// A question with every time in it fixed.
enum FixedQuestion: Sendable {
  case instant(InstantQuery)
  case range(RangeQuery)
  case labelValues(String, SeriesSearch)
  case targets
  case alerts
  case rules
  case suppressions
}

extension PollSources {
  /// Asks one question, off the caller's actor since decoding and merging take their time.
  @concurrent
  func ask(
    _ question: FixedQuestion,
    deadline: Duration,
    _ flight: PollFlight,
    now: @Sendable () -> Timestamp
  ) async -> PollReply {
    do throws(SourceError) {
      let answered = try await answer(question, deadline: deadline)
      let wall = now()
      return await work.run(bytes: answered.receipt.bodyBytes) {
        PollReply(.success(answered), to: flight, at: wall)
      }
    } catch {
      return PollReply(failing: error)
    }
  }

  private func answer(
    _ question: FixedQuestion,
    deadline: Duration
  ) async throws(SourceError) -> Outcome.Answered {
    switch question {
    case .instant(let query): try await metrics.instant(query).answered { .vector($0) }
    case .range(let query): try await metrics.range(query).answered { .matrix($0) }
    case .labelValues(let name, let search):
      try await metrics.labelValues(of: name, search).answered { .labelValues($0) }
    case .targets: try await metrics.targets(deadline: deadline).answered { .targets($0) }
    case .alerts: try await metrics.alerts(deadline: deadline).answered { .alerts($0) }
    case .rules: try await metrics.alertRules(deadline: deadline).answered { .rules($0) }
    case .suppressions: try await suppressions(deadline)
    }
  }

  private func suppressions(_ deadline: Duration) async throws(SourceError) -> Outcome.Answered {
    guard let alerts else { throw .misconfigured("no Alertmanager is configured") }
    return try await alerts.alerts(deadline: deadline).answered { .alerts($0) }
  }
}

extension Answer {
  fileprivate func answered(
    _ payload: (Value) -> Outcome.Payload
  ) -> Outcome.Answered {
    Outcome.Answered(payload(value), warnings: warnings, receipt: receipt)
  }
}
