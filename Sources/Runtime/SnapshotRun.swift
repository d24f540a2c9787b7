import Dashboard
import Telemetry

/// Runs a dashboard without a screen until every poll has been answered or has failed.
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

  /// Makes a run.
  ///
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
    let end = environment.elapsed() + deadline
    var state = await withDiscardingTaskGroup(returning: State.self) { group in
      group.addTask { await poller.run() }
      group.addTask { [environment] in
        await WallTicker(environment: environment) { inbox.send(.tick($0)) }.run()
      }
      group.addTask { [environment] in
        try? await environment.sleep(end)
        inbox.poke()
      }
      defer { group.cancelAll() }
      return await settle(initial, inbox, poller, until: end)
    }
    _ = state.update(.tick(environment.now()))
    return Result(state: state, isSettled: state.isSettled)
  }

  private func settle(
    _ initial: State,
    _ inbox: EventInbox,
    _ poller: Poller,
    until end: Duration
  ) async -> State {
    var state = initial
    perform(state.start(), poller)
    while !state.isSettled, environment.elapsed() < end, let batch = await inbox.next() {
      for event in batch { perform(state.update(event), poller) }
    }
    return state
  }

  private func perform(_ effects: [Effect], _ poller: Poller) {
    for effect in effects {
      switch effect {
      case .poll(let plan): poller.follow(plan)
      case .refresh: poller.refresh()
      case .logs, .olderLogs, .copy, .suspend, .redraw, .quit: break
      }
    }
  }
}
