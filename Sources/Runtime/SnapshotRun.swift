import Dashboard
import Telemetry

/// Runs a dashboard without a screen until every poll has been answered or has failed, and until its
/// log lines are there, with what their source has counted of those that are not.
package struct SnapshotRun<State: DashboardState>: Sendable {
  /// The state at the end.
  package struct Result: Sendable {
    /// The state, after a tick with the time of the end.
    package var state: State
    /// Whether everything was answered in time.
    package var isSettled: Bool
  }

  private let environment: RuntimeEnvironment
  private let sources: PollSources
  private let limits: Poller.Limits
  private let deadline: Duration

  /// - Parameters:
  ///   - sources: The servers.
  ///   - environment: Time and chance.
  ///   - limits: Limits of asking.
  ///   - deadline: How long the whole may take; what has come by then is the result.
  package init(
    sources: PollSources,
    environment: RuntimeEnvironment,
    limits: Poller.Limits = Poller.Limits(),
    deadline: Duration
  ) {
    self.sources = sources
    self.environment = environment
    self.limits = limits
    self.deadline = deadline
  }

  /// Runs a state to its end; a cancelled task ends it as the deadline would.
  package func run(_ initial: State) async -> Result {
    let inbox = EventInbox()
    let poller = Poller(sources: sources, environment: environment, limits: limits) {
      inbox.send(.outcome($0))
    }
    let follower = LogFollower(
      source: sources.logs,
      environment: environment,
      limits: LogFollower.Limits(
        firstPage: LogFollower.Limits().page,
        deadline: limits.deadline,
        isFollowing: false
      )
    ) { inbox.send(.logs($0)) }
    let end = environment.elapsed() + deadline
    var state = await withDiscardingTaskGroup(returning: State.self) { group in
      group.addTask { await poller.run() }
      group.addTask { await follower.run() }
      group.addTask { [environment] in
        await WallTicker(environment: environment) { inbox.send(.tick($0)) }.run()
      }
      group.addTask { [environment] in
        try? await environment.sleep(end)
        inbox.poke()
      }
      defer { group.cancelAll() }
      return await settle(initial, inbox, Askers(poller: poller, follower: follower), until: end)
    }
    _ = state.update(.tick(environment.now()))
    return Result(state: state, isSettled: state.isSettled)
  }

  /// Carries out effects.
  private struct Askers {
    let poller: Poller
    let follower: LogFollower
    /// The plan of log lines of which nothing has come yet.
    private var awaited: Int?
    /// Whether its source counts lines.
    private var isCounting = false

    /// Whether all that was asked about log lines has an answer.
    var hasLogs: Bool { awaited == nil && !isCounting }

    init(poller: Poller, follower: LogFollower) {
      self.poller = poller
      self.follower = follower
    }

    mutating func perform(_ effects: [Effect]) {
      for effect in effects {
        switch effect {
        case .poll(let plan): poller.follow(plan)
        case .refresh: poller.refresh()
        case .logs(let plan):
          follower.follow(plan)
          awaited = plan?.generation
          isCounting = false
        case .countLogs(let stretch, let step):
          follower.count(stretch, step: step)
          isCounting = true
        case .olderLogs, .silence, .remember, .copy, .suspend, .redraw, .pointing, .quit: break
        }
      }
    }

    /// Notes that lines or counts are there, or will not come; true for lines.
    mutating func note(_ event: Event) -> Bool {
      guard case .logs(let delivery) = event else { return false }
      switch delivery.content {
      case .history, .failed:
        guard delivery.generation == awaited else { return false }
        awaited = nil
        return true
      case .counts, .notes: isCounting = false
      case .news, .searching, .passed: break
      }
      return false
    }
  }

  private func settle(
    _ initial: State,
    _ inbox: EventInbox,
    _ askers: Askers,
    until end: Duration
  ) async -> State {
    var state = initial
    var askers = askers
    askers.perform(state.start())
    while !state.isSettled || !askers.hasLogs, environment.elapsed() < end,
      let batch = await inbox.next()
    {
      for event in batch {
        let hasLines = askers.note(event)
        askers.perform(state.update(event))
        // What is not among the lines is counted on a tick, for which nobody need wait here.
        if hasLines { askers.perform(state.update(.tick(environment.now()))) }
      }
    }
    return state
  }
}
