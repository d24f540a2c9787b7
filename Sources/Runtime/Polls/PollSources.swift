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
  /// Sets silences; `nil` where nothing may be changed.
  package var silences: (any SilenceKeeper)?
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
  /// Asks questions in one request, off the caller's actor since decoding and merging take their time.
  ///
  /// - Parameters:
  ///   - flights: One question, or several of one moment or one range and step, which `metrics` answers.
  ///   - deadline: The most that an answer may take.
  ///   - now: The local clock.
  /// - Returns: A reply a question.
  @concurrent
  func ask(
    _ flights: [PollFlight],
    deadline: Duration,
    now: @Sendable () -> Timestamp
  ) async -> [PollReply] {
    guard flights.count > 1, let source = metrics as? any BatchSource else {
      var replies: [PollReply] = []
      for flight in flights { replies.append(await ask(flight, deadline: deadline, now: now)) }
      return replies
    }
    do throws(SourceError) {
      let answers = try await answers(to: flights, source, deadline)
      let wall = now()
      let bytes = answers.reduce(0) { $0 + $1.receipt.bodyBytes }
      return await work.run(bytes: bytes) {
        zip(answers, flights).map { PollReply(.success($0), to: $1, at: wall) }
      }
    } catch {
      return flights.map { _ in PollReply(failing: error) }
    }
  }

  private func answers(
    to flights: [PollFlight],
    _ source: any BatchSource,
    _ deadline: Duration
  ) async throws(SourceError) -> [Outcome.Answered] {
    let instants = flights.compactMap { $0.instantQuery(deadline) }
    guard instants.isEmpty else {
      return try await source.instants(instants).map { $0.answered { .vector($0) } }
    }
    let ranges = flights.compactMap { $0.rangeQuery(deadline) }
    return try await source.ranges(ranges).map { $0.answered { .matrix($0) } }
  }

  @concurrent
  private func ask(
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
      return try await instant(query, of: flight.poll.server).answered { .vector($0) }
    case .range(let window):
      let query = flight.query(window, deadline)
      return try await range(query, of: flight.poll.server).answered { .matrix($0) }
    case .lines(let window):
      return try await lines(window, askedAt: flight.askedAt, deadline: deadline)
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
      return try await alertmanager().alerts(deadline: deadline).answered { .alerts($0) }
    case .silences:
      return try await alertmanager().silences(deadline: deadline).answered { .silences($0) }
    }
  }

  private func alertmanager() throws(SourceError) -> any AlertSource {
    guard let alerts else { throw .misconfigured("no Alertmanager configured") }
    return alerts
  }
}

extension Answer {
  fileprivate func answered(
    _ payload: (Value) -> Poll.Payload
  ) -> Outcome.Answered {
    Outcome.Answered(payload(value), warnings: warnings, infos: infos, receipt: receipt)
  }
}

extension PollFlight {
  /// The query of an instant question; `nil` for others.
  fileprivate func instantQuery(_ deadline: Duration) -> InstantQuery? {
    guard case .instant(let expression, let time) = poll.question else { return nil }
    return InstantQuery(expression, at: time, deadline: deadline)
  }

  /// The query of a range; `nil` for others.
  fileprivate func rangeQuery(_ deadline: Duration) -> RangeQuery? {
    guard case .range(let window) = poll.question else { return nil }
    return query(window, deadline)
  }

  /// The query of a range: what is not known yet, where anything is.
  fileprivate func query(_ window: RangeWindow, _ deadline: Duration) -> RangeQuery {
    let stretch = ask?.span ?? window.stretch(at: askedAt)
    return RangeQuery(
      window.expression,
      from: stretch.start,
      to: stretch.end,
      step: window.step,
      deadline: deadline
    )
  }
}
