import Dashboard
import Signals
import Telemetry

extension Poller {
  /// The time by a server's clock.
  func serverTime(_ role: ServerRole, at local: Timestamp) -> Timestamp {
    clocks[role, default: ServerClock()].time(at: local)
  }

  /// Sends polls in one request, or answers from what is known; whether there was something to send
  /// of each.
  func send(_ starts: [PollSchedule.Start], _ group: inout DiscardingTaskGroup) -> Bool {
    var asked: [(token: PollSchedule.Token, flight: PollFlight)] = []
    for start in starts {
      let flight = flight(of: start)
      flights[start.token] = flight
      if flight.isKnown {
        answerFromCache(start.token)
      } else {
        asked.append((start.token, flight))
      }
    }
    // What is known already is not the same of each: one range a request.
    for part in Dictionary(grouping: asked, by: \.flight.ask?.span).values {
      send(part, &group)
    }
    return asked.count == starts.count
  }

  private func flight(of start: PollSchedule.Start) -> PollFlight {
    let askedAt = serverTime(start.poll.server, at: environment.now())
    var ask: WindowCache.Ask?
    if case .range(let window) = start.poll.question {
      ask = cache.ask(window, of: start.poll.server, at: askedAt)
    }
    return PollFlight(
      poll: start.poll,
      ask: ask,
      clock: clocks[start.poll.server, default: ServerClock()],
      askedAt: askedAt,
      sentAt: environment.elapsed()
    )
  }

  private func send(
    _ asked: [(token: PollSchedule.Token, flight: PollFlight)],
    _ group: inout DiscardingTaskGroup
  ) {
    requestCount += 1
    let number = requestCount
    let now = environment.now
    let tokens = asked.map(\.token)
    for token in tokens {
      flights[token]?.request = number
      flights[token]?.company = tokens.count
    }
    let task = Task(executorPreference: sources.executor) { [sources, limits, queue] in
      let replies = await sources.ask(asked.map(\.flight), deadline: limits.deadline, now: now)
      queue.yield(.finished(zip(tokens, replies).map { (token: $0, reply: $1) }))
    }
    requests[number] = PollRequest(task: task, waiting: Set(tokens))
    // The group waits for the task, and hands cancellation of the poller down to it.
    group.addTask {
      await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  private func answerFromCache(_ token: PollSchedule.Token) {
    guard let flight = flights.removeValue(forKey: token), let ask = flight.ask,
      case .range(let question) = flight.poll.question
    else { return }
    _ = schedule.finish(token, at: environment.elapsed(), .unsent, random: 0)
    answered.note(flight.poll, askedAt: flight.askedAt)
    let window = ask.shown
    let answer = Outcome.Answered(
      Poll.Payload(window.series, of: question),
      receipt: Receipt(requests: 0),
      reusedPoints: window.reusedPoints
    )
    environment.log("known", "\(flight.poll.id.text) points=\(window.reusedPoints)")
    var outcome = Outcome(flight.poll, at: environment.now(), .success(answer))
    outcome.wasAsked = false
    emit(outcome)
  }

  /// Takes in the end of a request; one that was cancelled is not known any more.
  func finish(_ token: PollSchedule.Token, _ reply: PollReply) {
    guard let flight = flights.removeValue(forKey: token) else { return }
    _ = leave(flight.request, token)
    let wall = environment.now()
    if case .failure(let error) = reply.result, error.mayBeOneOfMany,
      schedule.askAlone(token, among: flight.company, at: environment.elapsed())
    {
      environment.log("alone", "\(flight.line) \(error.headline)")
      return
    }
    let finished = schedule.finish(
      token,
      at: environment.elapsed(),
      PollSchedule.Verdict(reply.result),
      random: environment.random()
    )
    guard let finished else { return }
    if let receipt = reply.receipt {
      clocks[flight.poll.server, default: ServerClock()].observe(receipt, arrival: wall)
    }
    if case .success = reply.result {
      answered.note(flight.poll, askedAt: flight.askedAt)
      let now = environment.elapsed()
      schedule.batches.note(flight.poll, among: flight.company, took: now - flight.sentAt, at: now)
    }
    if let known = reply.known, let key = flight.ask?.key { cache.keep(known, for: key) }
    log(flight, reply.result, finished)
    if case .failure(.cancelled) = reply.result { return }
    emit(Outcome(flight.poll, at: wall, reply.result, retryAt: finished.pause.map { wall + $0 }))
  }

  private func log(
    _ flight: PollFlight,
    _ result: Result<Outcome.Answered, SourceError>,
    _ finished: PollSchedule.Finished
  ) {
    let took = (environment.elapsed() - flight.sentAt).prometheusText
    environment.log("request", "\(flight.line) took=\(took) \(Self.outcome(of: result))")
    if finished.isNewPause, let pause = finished.pause {
      environment.log("pause", "\(flight.poll.server.rawValue) for=\(pause.prometheusText)")
    }
    if finished.isBack { environment.log("back", flight.poll.server.rawValue) }
  }

  private static func outcome(of result: Result<Outcome.Answered, SourceError>) -> String {
    switch result {
    case .success(let answer):
      "ok bytes=\(answer.receipt.wireBytes)/\(answer.receipt.bodyBytes)"
        + " requests=\(answer.receipt.requests) reused=\(answer.reusedPoints)"
        + (answer.warnings.isEmpty ? "" : " warnings=\(answer.warnings.count)")
    case .failure(let error): "failed \(error.headline)"
    }
  }
}

extension PollSchedule.Verdict {
  fileprivate init(_ result: Result<Outcome.Answered, SourceError>) {
    switch result {
    case .success: self = .answered
    case .failure(let error): self = .failed(error)
    }
  }
}
