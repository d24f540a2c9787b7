package import Dashboard
import Telemetry

extension PollSchedule {
  /// The work due at a moment.
  ///
  /// - Parameters:
  ///   - now: The time.
  ///   - isWorthAsking: Whether a poll can have a new answer by now.
  /// - Returns: what to send and what to fail.
  package mutating func advance(to now: Duration, isWorthAsking: (Poll) -> Bool) -> Step {
    var step = Step()
    guard !isQuiet else { return step }
    var open: [PollBatches.Key: PollBatches.Open] = [:]
    var traffic = Traffic(entries, limit: limit)
    for id in dueIDs(at: now) {
      guard let entry = entries[id] else { continue }
      let server = servers[entry.poll.server] ?? ServerBackoff()
      guard entry.isUrgent || isWorthAsking(entry.poll) else {
        skip(id, at: now)
        continue
      }
      if server.isActive, !entry.isForced {
        if let held = hold(id, behind: server, at: now) { step.held.append(held) }
      } else if let start = send(entry, &open, &traffic, at: now) {
        step.starts.append(start)
      }
    }
    for role in ServerRole.allCases {
      if let probe = probe(role, &traffic, at: now) { step.starts.append(probe) }
    }
    return step
  }

  /// When to come back should nothing else happen; `nil` where only an answer or a plan can
  /// change anything.
  package func nextMoment(after now: Duration) -> Duration? {
    let moments = entries.values.compactMap { entry -> Duration? in
      if let flight = entry.flight { return flight.expiry }
      if isQuiet { return nil }
      if entry.due > now { return entry.due }
      guard !entry.isForced, let server = servers[entry.poll.server], server.isActive else {
        return nil
      }
      return server.until > now ? server.until : nil
    }
    return moments.min()
  }

  /// Polls without a request that are due: urgent ones first, by their place in the plan, then the others by
  /// the time they have waited.
  private func dueIDs(at now: Duration) -> [Poll.ID] {
    entries.values
      .filter { $0.flight == nil && $0.due <= now }
      .sorted { left, right in
        if left.isUrgent != right.isUrgent { return left.isUrgent }
        return left.isUrgent || left.due == right.due
          ? left.place < right.place : left.due < right.due
      }
      .map(\.poll.id)
  }

  /// Sends a poll with others where it can travel with them, else where there is room for a request.
  private mutating func send(
    _ entry: Entry,
    _ open: inout [PollBatches.Key: PollBatches.Open],
    _ traffic: inout Traffic,
    at now: Duration
  ) -> Start? {
    let key = isBatching && !entry.isAlone ? PollBatches.key(of: entry.poll) : nil
    let joined = key.flatMap { open[$0] }.flatMap {
      batches.fits(entry.poll, in: $0, at: now) ? $0 : nil
    }
    guard joined != nil || traffic.hasRoom(for: entry.poll.server),
      let start = send(entry.poll.id, at: now, asProbe: false, in: joined?.number)
    else { return nil }
    traffic.note(start)
    if let key {
      var request = joined ?? PollBatches.Open(number: start.request)
      request.polls += 1
      request.bytes += entry.poll.expressionBytes
      open[key] = request
    }
    return start
  }

  private mutating func hold(
    _ id: Poll.ID,
    behind server: ServerBackoff,
    at now: Duration
  ) -> Held? {
    guard let entry = entries[id], entry.reported != server.generation, let error = server.error
    else { return nil }
    entries[id]?.reported = server.generation
    return Held(poll: entry.poll, error: error, pause: max(.zero, server.until - now))
  }

  /// The one request that finds out whether a server serves again.
  ///
  /// The poll that has waited the
  /// longest is taken, so that no single query can keep its server backed off.
  private mutating func probe(
    _ role: ServerRole,
    _ traffic: inout Traffic,
    at now: Duration
  ) -> Start? {
    guard let server = servers[role], server.isActive, server.until <= now,
      traffic.hasRoom(for: role),
      !entries.values.contains(where: { $0.poll.server == role && $0.flight?.isProbe == true })
    else { return nil }
    let waiting = entries.values.filter {
      $0.poll.server == role && $0.flight == nil && $0.due <= now
    }
    let longest = waiting.min { left, right in
      let (one, other) = (left.lastSent ?? .zero, right.lastSent ?? .zero)
      return one == other ? left.place < right.place : one < other
    }
    let start = longest.flatMap { send($0.poll.id, at: now, asProbe: true) }
    if let start { traffic.note(start) }
    return start
  }

  /// Requests that have outlived their deadline, to be cancelled and then finished.
  package func expired(at now: Duration) -> [Token] {
    entries.values.compactMap(\.flight).filter { $0.expiry <= now }.map(\.token)
  }
}
