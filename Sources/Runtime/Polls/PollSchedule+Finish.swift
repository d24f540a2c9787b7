package import Dashboard
package import Telemetry

extension PollSchedule {
  /// The result of a request.
  package enum Verdict: Hashable, Sendable {
    /// A good answer.
    case answered
    /// A failure.
    case failed(SourceError)
    /// It needed no server, and says nothing of one.
    case unsent
  }

  /// A request that has come back.
  package struct Finished: Hashable, Sendable {
    /// The question.
    package var poll: Poll
    /// How long the server is backed off now; `nil` where the interval or the user decides, and
    /// where a probe is on its way.
    package var pause: Duration?
    /// Whether the pause is one more, and not that of a request sent at the same time.
    package var isNewPause: Bool
    /// Whether the server was backed off until now.
    package var isBack: Bool
  }

  /// Takes in the end of a request.
  ///
  /// - Parameters:
  ///   - token: The request.
  ///   - now: The time.
  ///   - verdict: What it came to.
  ///   - random: A number from 0 to 1 for the jitter of a pause.
  /// - Returns: what became of it, or `nil` for a request that was cancelled before.
  package mutating func finish(
    _ token: Token,
    at now: Duration,
    _ verdict: Verdict,
    random: Double
  ) -> Finished? {
    guard var entry = entries.values.first(where: { $0.flight?.token == token }),
      let flight = entry.flight
    else { return nil }
    let role = entry.poll.server
    var server = servers[role] ?? ServerBackoff()
    let wasAlone = server.isActive
    let generation = server.generation
    server.hear(verdict, of: flight, at: now, random: random)
    servers[role] = server
    entry.flight = nil
    // Slots that passed meanwhile are left out: a slow server is not asked without a pause.
    if entry.due <= now { entry.due = entry.slots.next(after: now) }
    let isFailing = server.isActive && verdict.callsForPause
    if isFailing {
      entry.due = max(now, server.until)
      entry.reported = server.generation
    }
    if verdict == .answered { entry.isAlone = false }
    entries[entry.poll.id] = entry
    endTrial(of: entry, isAtFault: verdict != .answered, at: now)
    let isBack = wasAlone && !server.isActive
    if isBack { spreadOverdue(of: role, at: now) }
    let isPausing = isFailing && !isQuiet && server.until > now
    return Finished(
      poll: entry.poll,
      pause: isPausing ? server.until - now : nil,
      isNewPause: isPausing && server.generation > generation,
      isBack: isBack
    )
  }

  /// Takes in how a poll did alone after it had failed with others.
  private mutating func endTrial(of entry: Entry, isAtFault: Bool, at now: Duration) {
    guard let trial = entry.trial else { return }
    entries[entry.poll.id]?.trial = nil
    batches.note(
      entry.poll,
      of: trial,
      isAtFault: isAtFault,
      isLast: !entries.values.contains { $0.trial == trial },
      at: now
    )
  }

  /// Sends what has waited for a server over the next two seconds instead of all together.
  private mutating func spreadOverdue(of role: ServerRole, at now: Duration) {
    let overdue = entries.values
      .filter { $0.poll.server == role && $0.flight == nil && $0.due <= now && !$0.isForced }
      .sorted { $0.place < $1.place }
    for (index, entry) in overdue.enumerated() {
      let span = min(entry.poll.interval, .seconds(2))
      entries[entry.poll.id]?.due = now + span * index / overdue.count
    }
  }
}

extension PollSchedule.Verdict {
  fileprivate var callsForPause: Bool {
    if case .failed(let error) = self { error.callsForPause } else { false }
  }
}

extension ServerBackoff {
  /// Takes in what a request came to.
  fileprivate mutating func hear(
    _ verdict: PollSchedule.Verdict,
    of flight: PollSchedule.Flight,
    at now: Duration,
    random: Double
  ) {
    switch verdict {
    case .failed(let error) where error.callsForPause:
      fail(
        error,
        sentAt: flight.sentAt,
        generation: flight.generation,
        now: now,
        random: random
      )
    case .failed(let error) where !error.cameFromServer: break
    case .answered, .failed: succeed(at: now)
    case .unsent: break
    }
  }
}
