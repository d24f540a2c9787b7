import CProcess
import Dashboard
import DashboardConfig
import Runtime
import Telemetry
import Terminal

extension DashboardStart {
  /// Shows the dashboard, beginning with a view, until the user quits; restores the terminal and ends
  /// the process.
  @MainActor
  func show(_ opening: ViewOption) async throws -> Never {
    var dashboard = dashboard
    dashboard.startsWithServices = opening.isEmpty && dashboard.selector.isEmpty
    // Beside the start of the terminal, which takes as long.
    let remembered = Task.detached { [memory, dashboard] in
      memory?.load().flatMap { Recollection($0, settings: dashboard) }
    }
    let (session, first): (TerminalSession, Opening)
    do {
      first = try opening.checked(dashboard, lines: missingLines)
      session = try await TerminalSession.open(TerminalOptions(settings, variables: variables))
    } catch {
      await wiring.shutdown()
      throw error
    }
    dashboard.isASCII = session.facts.usesASCII
    dashboard.notices = session.facts.notices + dashboard.notices
    var model = Model(
      settings: dashboard,
      size: session.facts.size,
      now: environment.now(),
      remembered: await remembered.value
    )
    model.show(first)
    Task {
      try await Task.sleep(for: .seconds(10))
      goldtop_forget_start()
    }
    Task.detached { [wiring] in await wiring.work() }
    debugLog?.onFailure { [inbox = session.inbox] in inbox.send(.remark($0)) }
    _ = await DashboardLoop(model, connections(session, dashboard)).run { await leave(session) }
    await leave(session)
  }

  private func connections(
    _ session: TerminalSession,
    _ dashboard: DashboardSettings
  ) -> DashboardLoop<Model>.Connections {
    var connections = DashboardLoop<Model>.Connections(
      environment: environment,
      inbox: session.inbox,
      presenter: session.mailbox,
      sources: sources(dashboard),
      limits: wiring.limits
    )
    connections.logTraffic = wiring.logTraffic
    connections.remember = { [memory] found in Task.detached { memory?.keep(found) } }
    connections.configurationChanges =
      ConfigurationWatch(loader: loader, initial: settings) { [adjustment] changed in
        adjustment(&changed)
        changed.isASCII = dashboard.isASCII
      }
      .changes()
    return connections
  }

  /// Whom the dashboard asks, and where it may set silences: nowhere unless settings allow it.
  private func sources(_ dashboard: DashboardSettings) -> PollSources {
    var sources = wiring.sources
    if dashboard.allowsWriting { sources.silences = sources.alerts as? any SilenceKeeper }
    return sources
  }

  /// Ends the process as soon as the terminal is restored.
  ///
  /// Whatever still runs only reads, and may be building six hours of history.
  @MainActor
  private func leave(_ session: TerminalSession) async -> Never {
    await session.close()
    debugLog?.conclude()
    Goldtop.end(session.signal?.exitStatus ?? ExitStatus.fine.rawValue)
  }
}

extension TerminalOptions {
  /// Terminal settings from the configuration.
  init(_ settings: Settings, variables: [String: String]) {
    self.init(
      theme: settings.theme,
      colour: settings.color == .never ? ColourDepth.none : nil,
      ascii: settings.ascii == .always ? true : settings.ascii == .never ? false : nil,
      synchronizedOutput: settings.synchronizedOutput != .never,
      environment: variables
    )
  }
}
