package import Dashboard
package import Telemetry

/// When each poll of a plan is asked: a value that takes the time and answers, and says
/// what to send.
package struct PollSchedule: Sendable {
  /// Names one request; never used twice.
  package struct Token: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// A request to be sent now.
  package struct Start: Hashable, Sendable {
    /// Names it when it comes back.
    package var token: Token
    /// The poll.
    package var poll: Poll
    /// The request that it travels in; others of this step may have the same.
    package var request: Int
  }

  /// A poll that was due and was not sent, since its server is backed off.
  package struct Held: Hashable, Sendable {
    /// The poll.
    package var poll: Poll
    /// The failure of its server.
    package var error: SourceError
    /// How long the server is backed off.
    package var pause: Duration
  }

  /// The work due now.
  package struct Step: Hashable, Sendable {
    /// Requests to send, in this order.
    package var starts: [Start] = []
    /// Polls that fail without having been sent; each once per failure of its server.
    package var held: [Held] = []
  }

  struct Entry: Sendable {
    var poll: Poll
    var place: Int
    var slots: PollSlots
    var due: Duration
    /// Set by a refresh until the next request: it is sent whatever the server's state or the
    /// clock's.
    var isForced = false
    /// Set while a request is under way.
    var flight: Flight?
    /// When the latest request was sent; `nil` before the first.
    var lastSent: Duration?
    /// The generation of the server's failures that this poll has been failed with.
    var reported = 0
    /// Whether it is asked in a request of its own, since it has failed with others.
    var isAlone = false
    /// The failed request with others that it is asked alone for.
    var trial: PollBatches.Trial?

    /// Whether somebody waits for it: it is new, a refresh was wanted, or its request has failed because of
    /// another poll or of their number.
    var isUrgent: Bool { isForced || lastSent == nil || trial != nil }
  }

  struct Flight: Sendable {
    var token: Token
    /// The request; that of others too where they travel together.
    var request: Int
    var sentAt: Duration
    var generation: Int
    var isProbe: Bool
    var expiry: Duration
  }

  /// The most requests under way at once.
  let limit: Int
  /// How long a request may be under way before it is given up from this side.
  let patience: Duration
  var entries: [Poll.ID: Entry] = [:]
  var servers: [ServerRole: ServerBackoff] = [:]
  private var isPaused = false
  /// Whether nothing is asked whatever the plan says.
  package var isHeld = false
  /// Whether nothing is asked.
  var isQuiet: Bool { isPaused || isHeld }
  /// Whether several polls can travel in one request.
  let isBatching: Bool
  var batches = PollBatches()
  private var bursts = BurstAllowance()
  private var tokens = 0

  /// - Parameters:
  ///   - limit: The most requests under way at once, at least 1; each server leaves one of them to
  ///     each other server, so that one that hangs cannot starve them.
  ///   - patience: How long a request may take before it is cancelled, should its own deadline fail.
  ///   - isBatching: Whether the source answers several polls in one request.
  package init(limit: Int, patience: Duration, isBatching: Bool = false) {
    self.limit = max(1, limit)
    self.patience = patience
    self.isBatching = isBatching
  }

  /// Takes over a plan: equal polls keep their rhythm and their requests, new and changed ones are
  /// due at once.
  ///
  /// Where only the interval differs the request stays. Of plans that take each other's place in haste,
  /// such as while a key for panning is held, not every one is asked; one that only adds polls is, as
  /// those of the first moments are, in which each answer tells what else there is to ask.
  ///
  /// - Parameters:
  ///   - plan: What is asked from now on.
  ///   - now: The time.
  /// - Returns: the requests to cancel, and the polls that are gone or changed.
  package mutating func adopt(
    _ plan: PollPlan,
    at now: Duration
  ) -> (cancelled: [Token], gone: [Poll.ID]) {
    isPaused = plan.isPaused
    let gone = entries.values.filter { entry in
      !plan.polls.contains { $0.id == entry.poll.id && $0.asksTheSame(as: entry.poll) }
    }
    for entry in gone { entries[entry.poll.id] = nil }
    let isNew = plan.polls.contains { entries[$0.id] == nil }
    let start = isNew && !gone.isEmpty ? bursts.admit(at: now) : now
    var next: [Poll.ID: Entry] = [:]
    let requests = requests(of: plan.polls)
    for (place, poll) in plan.polls.enumerated() {
      let slots = PollSlots(
        interval: poll.interval,
        place: requests.places[place],
        of: requests.count
      )
      var entry = entries[poll.id] ?? Entry(poll: poll, place: place, slots: slots, due: start)
      if entry.poll != poll {
        entry.poll = poll
        entry.slots = slots
        entry.due = min(entry.due, slots.next(after: now))
      }
      entry.place = place
      next[poll.id] = entry
    }
    entries = next
    batches.keep(Set(entries.values.compactMap(\.trial?.request)))
    return (gone.compactMap(\.flight?.token), gone.map(\.poll.id))
  }

  /// The requests of polls that all are due: which one each poll travels in, and how many there are.
  private func requests(of polls: [Poll]) -> (places: [Int], count: Int) {
    var known: [PollBatches.Key: Int] = [:]
    var count = 0
    let places = polls.map { poll in
      let key = isBatching ? PollBatches.key(of: poll) : nil
      if let place = key.flatMap({ known[$0] }) { return place }
      if let key { known[key] = count }
      count += 1
      return count - 1
    }
    return (places, count)
  }

  /// Makes every poll due now, even if its server is backed off; requests in flight stay.
  package mutating func refresh(at now: Duration) {
    for id in entries.keys where entries[id]?.flight == nil {
      entries[id]?.due = now
      entries[id]?.isForced = true
    }
  }

  /// Puts off a poll that was sent, and cannot have a new answer, to its next slot.
  mutating func skip(_ id: Poll.ID, at now: Duration) {
    guard let entry = entries[id] else { return }
    entries[id]?.due = entry.slots.next(after: now)
  }

  /// Notes that a poll is sent now, in a request of its own or with others.
  mutating func send(
    _ id: Poll.ID,
    at now: Duration,
    asProbe isProbe: Bool,
    in request: Int? = nil
  ) -> Start? {
    guard var entry = entries[id] else { return nil }
    tokens += 1
    let token = Token(number: tokens)
    let request = request ?? tokens
    entry.flight = Flight(
      token: token,
      request: request,
      sentAt: now,
      generation: servers[entry.poll.server]?.generation ?? 0,
      isProbe: isProbe,
      expiry: now + patience
    )
    entry.isForced = false
    entry.lastSent = now
    entry.due = entry.slots.next(afterSendingAt: now)
    entries[id] = entry
    return Start(token: token, poll: entry.poll, request: request)
  }

  /// Takes back a poll of a request that has failed with others in it, which is asked alone at once.
  ///
  /// - Returns: Whether there were others.
  mutating func askAlone(_ token: Token, among size: Int, at now: Duration) -> Bool {
    guard size > 1, var entry = entries.values.first(where: { $0.flight?.token == token }),
      let flight = entry.flight
    else { return false }
    entry.flight = nil
    entry.due = now
    entry.isAlone = true
    entry.trial = PollBatches.Trial(request: flight.request, size: size)
    batches.begin(flight.request)
    entries[entry.poll.id] = entry
    return true
  }
}

extension Poll {
  /// Whether another poll is the same question to the same server.
  fileprivate func asksTheSame(as other: Poll) -> Bool {
    server == other.server && question == other.question
  }
}
