package import Dashboard
import Logs
package import Screen
package import Telemetry

/// The one owner of a dashboard's state: events in, effects and frames out.
///
/// It lives on the main actor, and its clocks on the main queue, so that keys and frames have a thread
/// which no decoding of answers can take; and it never waits for a server.
@MainActor
package final class DashboardLoop<State: DashboardState> {
  /// The loop's connections.
  package struct Connections: Sendable {
    /// Time, chance and the process.
    package var environment: RuntimeEnvironment
    /// Where events come from.
    package var inbox: EventInbox
    /// Where frames go.
    package var presenter: any Presenter
    /// The server to ask.
    package var sources: PollSources
    /// Limits of asking.
    package var limits: Poller.Limits
    /// Changes of the configuration file; `nil` if none is watched.
    package var configurationChanges: AsyncStream<ConfigurationChange>?
    /// Traffic with the log server so far; `nil` without one.
    package var logTraffic: @Sendable () -> ServerTraffic? = { nil }
    /// Keeps for the next start what has been found out; must not wait.
    package var remember: @Sendable (RememberedServer) -> Void = { _ in }

    package init(
      environment: RuntimeEnvironment,
      inbox: EventInbox,
      presenter: any Presenter,
      sources: PollSources,
      limits: Poller.Limits = Poller.Limits()
    ) {
      self.environment = environment
      self.inbox = inbox
      self.presenter = presenter
      self.sources = sources
      self.limits = limits
    }
  }

  /// The state as it is now.
  package private(set) var state: State
  private let connections: Connections
  private let poller: Poller
  private let follower: LogFollower
  private let silences: SilenceWriter
  private var pacer = FramePacer()
  private var shown: Grid?
  /// How urgently what has changed wants to be drawn; `nil` where all is drawn.
  private var wanted: FramePacer.Urgency? = .key
  /// When something has changed that is not drawn yet.
  private var wantedSince = Duration.zero
  /// The moment for which the loop has asked to be woken to draw.
  private var alarm: Duration?
  /// Whether everything had been answered before the events in hand; `nil` where it is not known.
  private var wasSettled: Bool?
  private var watch = TerminalWatch()
  private var minute = MinuteOfCosts()
  /// The last logged state of each part of the screen.
  private var loggedStates: [String: String] = [:]

  package init(_ state: State, _ connections: Connections) {
    self.state = state
    self.connections = connections
    let inbox = connections.inbox
    poller = Poller(
      sources: connections.sources,
      environment: connections.environment,
      limits: connections.limits
    ) { inbox.send(.outcome($0)) }
    follower = LogFollower(
      source: connections.sources.logs,
      environment: connections.environment,
      limits: LogFollower.Limits(deadline: connections.limits.deadline)
    ) { inbox.send(.logs($0)) }
    silences = SilenceWriter(
      connections.sources.silences,
      environment: connections.environment,
      deadline: connections.limits.deadline
    ) { inbox.send(.silence($0)) }
  }

  /// Runs until the user or a signal ends it; then restores the terminal, cancels all requests and
  /// waits for their end.
  ///
  /// - Parameter atEnd: Called before waiting for requests, which may take long.
  /// - Returns: how it ended; a cancelled task counts as terminated.
  package func run(atEnd: () async -> Void = {}) async -> LoopEnding {
    await withTaskExecutorPreference(MainQueueExecutor.shared) {
      await withDiscardingTaskGroup(returning: LoopEnding.self) { group in
        startChildren(&group)
        let ending = await work(&group)
        connections.presenter.finish()
        connections.environment.log("end", "\(ending)")
        group.cancelAll()
        await atEnd()
        return ending
      }
    }
  }

  private func startChildren(_ group: inout DiscardingTaskGroup) {
    let connections = connections
    let inbox = connections.inbox
    let pool = globalConcurrentExecutor
    group.addTask(executorPreference: connections.sources.executor ?? pool) { [poller] in
      await poller.run()
    }
    group.addTask(executorPreference: pool) { [follower] in await follower.run() }
    group.addTask(executorPreference: pool) { [silences] in await silences.run() }
    group.addTask {
      await WallTicker(environment: connections.environment) { now in
        inbox.send(.tick(now))
        inbox.send(.cost(connections.cost()))
      }.run()
    }
    if let changes = connections.configurationChanges {
      group.addTask {
        for await change in changes { inbox.send(.configurationChanged(change)) }
      }
    }
  }

  private func work(_ group: inout DiscardingTaskGroup) async -> LoopEnding {
    if let ending = perform(state.start()) { return ending }
    draw(&group)
    while let batch = await connections.inbox.next() {
      if wasSettled == false { wasSettled = nil }
      for event in batch {
        if let ending = take(event) { return ending }
      }
      if isHeldForAnswers { continue }
      logStates()
      draw(&group)
    }
    return .terminated
  }

  /// Whether more answers go into the next frame: those that are there, unless somebody waits for it
  /// or they do not end.
  private var isHeldForAnswers: Bool {
    guard let wanted, wanted < .resize, connections.inbox.hasAnswers else { return false }
    return connections.environment.elapsed() - wantedSince < FramePacer.patience
  }

  /// Whether panels wait for an answer.
  ///
  /// It takes all readings to know, so it is looked up once a batch until they do not, and then again when
  /// another plan is asked.
  private var isAwaited: Bool {
    let isSettled = wasSettled ?? state.isSettled
    wasSettled = isSettled
    return !isSettled
  }

  private func take(_ event: Event) -> LoopEnding? {
    if wanted == nil { wantedSince = connections.environment.elapsed() }
    let urgency = FramePacer.Urgency(
      event,
      isStill: state.isStill,
      isAwaited: isAwaited,
      isFlooded: state.isFlooded
    )
    wanted = max(wanted ?? urgency, urgency)
    switch event {
    case .terminated: return .terminated
    // What the terminal shows after a stop is not known.
    case .resumed: shown = nil
    case .cost(let cost):
      for (kind, line) in minute.lines(cost, at: connections.environment.elapsed()) {
        connections.environment.log(kind, line)
      }
    case .configurationChanged(.ready):
      connections.environment.log("config", "changed, can be loaded")
    case .configurationChanged(.broken(let reason)):
      connections.environment.log("config", "changed, cannot be loaded: \(reason)")
    case .tick: watchTerminal()
    case .key, .pointer, .resized, .outcome, .logs, .silence, .remark: break
    }
    return perform(state.update(event))
  }

  /// Has nothing asked for a screen that nobody sees, and everything once it is seen again.
  private func watchTerminal() {
    let wasUnseen = watch.isUnseen
    watch.note(
      isWaiting: connections.presenter.hasWaitingFrame,
      at: connections.environment.elapsed()
    )
    guard watch.isUnseen != wasUnseen else { return }
    poller.hold(watch.isUnseen)
  }

  /// One line for each part of the screen whose state is another one.
  private func logStates() {
    let log = connections.environment.log
    guard log.isOn else { return }
    for (name, state) in state.partStates.sorted(by: { $0.key < $1.key })
    where loggedStates[name] != state {
      log("state", "\(name) \(loggedStates[name].map { "\($0) -> " } ?? "")\(state)")
      loggedStates[name] = state
    }
  }

  private func perform(_ effects: [Effect]) -> LoopEnding? {
    for effect in effects {
      switch effect {
      case .poll(let plan):
        wasSettled = nil
        poller.follow(plan)
      case .refresh: poller.refresh()
      case .logs(let plan): follower.follow(plan)
      case .olderLogs(let moment): follower.older(before: moment)
      case .countLogs(let stretch, let step): follower.count(stretch, step: step)
      case .silence(let order): silences.write(order)
      case .remember(let server): connections.remember(server)
      case .copy(let text): connections.presenter.copy(text)
      case .suspend: connections.presenter.suspend()
      case .redraw: connections.presenter.redraw()
      case .pointing(let isOn): connections.presenter.setPointing(isOn)
      case .quit: return .quit
      }
    }
    return nil
  }

  /// Shows what has changed, or asks to be woken when it is time to.
  private func draw(_ group: inout DiscardingTaskGroup) {
    let now = connections.environment.elapsed()
    if let due = alarm, due <= now { alarm = nil }
    // One frame waits for the terminal: a newer one would take its place as unseen.
    guard let wanted, !watch.isStalled || !connections.presenter.hasWaitingFrame else { return }
    let earliest = pacer.earliest(wanted, since: wantedSince)
    guard earliest <= now else {
      wake(at: earliest, &group)
      return
    }
    self.wanted = nil
    let grid = state.view()
    // An equal frame has cost its drawing too.
    pacer.didDraw(wanted, at: now)
    guard grid != shown else { return }
    shown = grid
    connections.presenter.present(grid)
  }

  private func wake(at moment: Duration, _ group: inout DiscardingTaskGroup) {
    if let alarm, alarm <= moment { return }
    alarm = moment
    group.addTask { [connections] in
      try? await connections.environment.sleep(moment)
      connections.inbox.poke()
    }
  }
}

/// How a dashboard came to its end.
package enum LoopEnding: Hashable, Sendable {
  /// The user wanted it.
  case quit
  /// A signal, or the loss of the terminal.
  case terminated
}

extension DashboardLoop.Connections {
  /// Cost of the process so far.
  fileprivate func cost() -> ProcessCost {
    let use = environment.processUse()
    return ProcessCost(
      presentation: presenter.cost,
      residentBytes: use.residentBytes,
      processorTime: use.processorTime,
      logTraffic: logTraffic()
    )
  }
}

extension FramePacer.Urgency {
  /// How soon an event wants to be seen; answers sooner where something is still waited for.
  fileprivate init(
    _ event: Event,
    isStill: Bool,
    isAwaited: @autoclosure () -> Bool,
    isFlooded: @autoclosure () -> Bool
  ) {
    switch event {
    case .key, .pointer, .resumed, .configurationChanged, .silence, .remark, .terminated:
      self = .key
    case .resized: self = .resize
    case .tick: self = isStill ? .still : .data
    case .outcome: self = isAwaited() ? .awaited : .routine
    case .cost: self = isStill ? .still : .routine
    case .logs(let delivery):
      if case .news(.entries) = delivery.content {
        self = isStill ? .routine : isFlooded() ? .flood : .stream
      } else {
        self = .data
      }
    }
  }
}
