package import Dashboard
import Telemetry

/// Asks the servers what the latest plan says, and hands over each outcome.
///
/// Telling it something never waits: commands queue up, and `run` works them off.
package actor Poller {
  /// Limits of asking.
  package struct Limits: Hashable, Sendable {
    /// The most requests under way at once.
    package var requests: Int
    /// The time that a request may take.
    package var deadline: Duration

    package init(requests: Int = 6, deadline: Duration = .seconds(10)) {
      self.requests = requests
      self.deadline = deadline
    }

    /// Limits of asking an engine in this process, which is late on a busy machine but never absent.
    ///
    /// What it has half worked out is not thrown away after a request's timeout, to be begun again: it
    /// has the two minutes that Prometheus gives a query.
    package static func engine(requests: Int, timeout: Duration) -> Limits {
      Limits(requests: requests, deadline: max(timeout, .seconds(120)))
    }
  }

  enum Command: Sendable {
    case follow(PollPlan)
    case refresh
    case hold(Bool)
    case woken(at: Duration)
    case finished([(token: PollSchedule.Token, reply: PollReply)])
  }

  let environment: RuntimeEnvironment
  let sources: PollSources
  let limits: Limits
  let emit: @Sendable (Outcome) -> Void
  private let commands: AsyncStream<Command>
  let queue: AsyncStream<Command>.Continuation

  var schedule: PollSchedule
  var cache = WindowCache()
  var answered = AnsweredMoments()
  var clocks: [ServerRole: ServerClock] = [:]
  var flights: [PollSchedule.Token: PollFlight] = [:]
  /// Requests under way, by number; a request of several polls is one.
  var requests: [Int: PollRequest] = [:]
  /// The requests so far, each of one poll or more.
  var requestCount = 0
  private var alarms: Set<Duration> = []

  /// - Parameters:
  ///   - sources: The servers.
  ///   - environment: Time and chance.
  ///   - limits: Limits of asking.
  ///   - emit: Takes each outcome; must not wait.
  package init(
    sources: PollSources,
    environment: RuntimeEnvironment,
    limits: Limits = Limits(),
    emit: @escaping @Sendable (Outcome) -> Void
  ) {
    self.sources = sources
    self.environment = environment
    self.limits = limits
    self.emit = emit
    // The source keeps the deadline; this is for one that does not.
    schedule = PollSchedule(
      limit: limits.requests,
      patience: limits.deadline + .seconds(2),
      isBatching: sources.metrics is any BatchSource
    )
    (commands, queue) = AsyncStream.makeStream()
  }

  /// Asks this plan from now on.
  package nonisolated func follow(_ plan: PollPlan) {
    queue.yield(.follow(plan))
  }

  /// Asks every poll of the plan now.
  package nonisolated func refresh() {
    queue.yield(.refresh)
  }

  /// Asks nothing from now on, or what has become due since it was told so.
  package nonisolated func hold(_ isHeld: Bool) {
    queue.yield(.hold(isHeld))
  }

  /// Works until its task is cancelled; all requests have ended when it returns.
  package func run() async {
    await withDiscardingTaskGroup { group in
      for await command in commands {
        handle(command)
        advance(&group)
      }
      group.cancelAll()
    }
  }

  private func handle(_ command: Command) {
    switch command {
    case .follow(let plan): adopt(plan)
    case .refresh:
      environment.log("refresh", "all")
      schedule.refresh(at: environment.elapsed())
    case .hold(let isHeld):
      environment.log("hold", isHeld ? "the terminal takes no output" : "ended")
      schedule.isHeld = isHeld
    case .woken(let moment): alarms.remove(moment)
    case .finished(let replies): for (token, reply) in replies { finish(token, reply) }
    }
  }

  private func adopt(_ plan: PollPlan) {
    let (cancelled, gone) = schedule.adopt(plan, at: environment.elapsed())
    for token in cancelled { drop(token) }
    answered.forget(gone)
    environment.log(
      "plan",
      "polls=\(plan.polls.count) gone=\(gone.count) cancelled=\(cancelled.count)"
        + " paused=\(plan.isPaused)"
    )
  }

  /// Gives a poll up, and its request where no other poll waits for it.
  private func drop(_ token: PollSchedule.Token) {
    guard let flight = flights.removeValue(forKey: token) else { return }
    let request = leave(flight.request, token)
    if request?.waiting.isEmpty == true { request?.task.cancel() }
    environment.log("cancel", flight.line)
  }

  /// Takes a poll out of its request, which is forgotten with its last one.
  func leave(_ number: Int, _ token: PollSchedule.Token) -> PollRequest? {
    guard var request = requests[number] else { return nil }
    request.waiting.remove(token)
    requests[number] = request.waiting.isEmpty ? nil : request
    return request
  }

  private func advance(_ group: inout DiscardingTaskGroup) {
    for token in schedule.expired(at: environment.elapsed()) {
      if let number = flights[token]?.request { requests[number]?.task.cancel() }
      finish(token, PollReply(failing: .timedOut(after: limits.deadline)))
    }
    // What is answered from the cache makes room for more.
    while step(&group) {}
    setAlarm(&group)
  }

  /// Does what is due; whether something was done with that leaves more to do.
  private func step(_ group: inout DiscardingTaskGroup) -> Bool {
    let wall = environment.now()
    let step = schedule.advance(to: environment.elapsed()) { poll in
      answered.isWorthAsking(poll, at: serverTime(poll.server, at: wall))
    }
    for held in step.held {
      var outcome = Outcome(
        held.poll,
        at: wall,
        .failure(held.error),
        retryAt: wall + held.pause
      )
      outcome.wasAsked = false
      emit(outcome)
    }
    let starts = Dictionary(grouping: step.starts, by: \.request)
    var isMore = false
    for request in starts.sorted(by: { $0.key < $1.key }) where !send(request.value, &group) {
      isMore = true
    }
    return isMore
  }

  private func setAlarm(_ group: inout DiscardingTaskGroup) {
    guard let moment = schedule.nextMoment(after: environment.elapsed()),
      !alarms.contains(where: { $0 <= moment })
    else { return }
    alarms.insert(moment)
    group.addTask { [environment, queue] in
      try? await environment.sleep(moment)
      queue.yield(.woken(at: moment))
    }
  }
}
