import Dashboard
import DashboardConfig
import Runtime
import Terminal

/// What every command that shows a dashboard starts from: settings, time, servers.
struct DashboardStart {
  let loader: ConfigurationLoader
  let settings: Settings
  let environment: RuntimeEnvironment
  let wiring: Wiring
  /// The environment variables.
  let variables: [String: String]
  /// The configuration and the flags in the dashboard's own terms.
  var dashboard: DashboardSettings

  /// Reads the configuration and makes the clients; nothing is asked yet.
  init(_ shared: SharedOptions) throws(CommandEnd) {
    variables = ProcessEnvironment.variables
    loader = ConfigurationLoader(path: shared.config, flags: shared.flags, variables: variables)
    settings = try loader.settings()
    if let path = shared.debugLog {
      let file = try DebugLogFile(path: path)
      environment = RuntimeEnvironment.live { line in file.write(line) }
      wiring = try Wiring(settings, variables: variables, log: environment.log)
    } else {
      environment = RuntimeEnvironment.live()
      wiring = try Wiring(settings, variables: variables, log: nil)
    }
    dashboard = DashboardSettings(settings)
    let stretch = try TimeArgument.stretch(
      from: shared.from,
      to: shared.to,
      now: environment.now()
    )
    dashboard.end = stretch.end
    if let range = stretch.range { dashboard.range = range }
  }
}
