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
    let variables = TerminalOptions.processEnvironment
    let loader = ConfigurationLoader(path: shared.config, flags: shared.flags, variables: variables)
    let settings = try loader.settings()
    let logFile = try shared.debugLog.map { path throws(CommandEnd) in try DebugLogFile(path: path)
    }
    let environment = RuntimeEnvironment.live(logLine: logFile.map { file in { file.write($0) } })
    let wiring = try Wiring(
      settings,
      variables: variables,
      log: logFile == nil ? nil : environment.log
    )
    var dashboard = DashboardSettings(settings)
    let stretch = try TimeArgument.stretch(from: shared.from, to: shared.to, now: environment.now())
    dashboard.end = stretch.end
    if let range = stretch.range { dashboard.range = range }

    let session = try await TerminalSession.open(TerminalOptions(settings, variables: variables))
    dashboard.isASCII = session.facts.usesASCII
    dashboard.notices = session.facts.notices
    let model = Model(settings: dashboard, size: session.facts.size, now: environment.now())
    var connections = DashboardLoop<Model>.Connections(
      environment: environment,
      inbox: session.inbox,
      presenter: session.mailbox,
      sources: wiring.sources,
      limits: wiring.limits
    )
    connections.configurationChanges =
      ConfigurationWatch(loader: loader, initial: settings).changes()
    _ = await DashboardLoop(model, connections).run()
    await session.close()
    await wiring.shutdown()
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
