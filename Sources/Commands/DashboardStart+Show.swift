import ArgumentParser
import CProcess
import Dashboard
import DashboardConfig
import Runtime
import Terminal

extension DashboardStart {
  /// Shows the dashboard, beginning with a view, until somebody quits; the terminal is given back as it was found.
  @MainActor
  func show(_ opening: ViewOption) async throws {
    var dashboard = dashboard
    let session: TerminalSession
    do {
      try opening.check(dashboard, lines: missingLines)
      session = try await TerminalSession.open(TerminalOptions(settings, variables: variables))
    } catch {
      await wiring.shutdown()
      throw error
    }
    let usesASCII = session.facts.usesASCII
    dashboard.isASCII = usesASCII
    dashboard.notices = session.facts.notices + dashboard.notices
    var model = Model(settings: dashboard, size: session.facts.size, now: environment.now())
    model.show(opening.view)
    var connections = DashboardLoop<Model>.Connections(
      environment: environment,
      inbox: session.inbox,
      presenter: session.mailbox,
      sources: wiring.sources,
      limits: wiring.limits
    )
    connections.logTraffic = wiring.logTraffic
    connections.configurationChanges =
      ConfigurationWatch(loader: loader, initial: settings) { [adjustment] dashboard in
        adjustment(&dashboard)
        dashboard.isASCII = usesASCII
      }
      .changes()
    let start = Task {
      try await Task.sleep(for: .seconds(10))
      goldtop_forget_start()
    }
    await wiring.working {
      _ = await DashboardLoop(model, connections).run()
      await session.close()
    }
    start.cancel()
    if let signal = session.signal { throw ExitCode(signal.exitStatus) }
  }
}

extension TerminalOptions {
  /// What the configuration says of the terminal.
  init(_ settings: Settings, variables: [String: String]) {
    self.init(
      theme: ThemeName(rawValue: settings.theme.rawValue) ?? .dark,
      colour: settings.color == .never ? ColourDepth.none : nil,
      ascii: settings.ascii == .always ? true : settings.ascii == .never ? false : nil,
      synchronizedOutput: settings.synchronizedOutput != .never,
      environment: variables
    )
  }
}
