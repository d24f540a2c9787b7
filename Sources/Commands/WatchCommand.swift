import ArgumentParser
import Dashboard
import DashboardConfig
import Runtime
import Screen
import Terminal

/// `goldtop watch`: the dashboard.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "The dashboard (the default)."
  )

  @OptionGroup var shared: SharedOptions

  @MainActor
  func run() async throws {
    let start = try DashboardStart(shared)
    let (settings, environment) = (start.settings, start.environment)
    var dashboard = start.dashboard
    let session = try await TerminalSession.open(
      TerminalOptions(settings, variables: start.variables)
    )
    dashboard.isASCII = session.facts.usesASCII
    dashboard.notices = session.facts.notices
    let model = Model(settings: dashboard, size: session.facts.size, now: environment.now())
    var connections = DashboardLoop<Model>.Connections(
      environment: environment,
      inbox: session.inbox,
      presenter: session.mailbox,
      sources: start.wiring.sources,
      limits: start.wiring.limits
    )
    connections.configurationChanges =
      ConfigurationWatch(loader: start.loader, initial: settings).changes()
    _ = await DashboardLoop(model, connections).run()
    await session.close()
    await start.wiring.shutdown()
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
