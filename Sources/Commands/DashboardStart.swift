import Dashboard
import DashboardConfig
import Runtime
import Telemetry
import Terminal

/// Common start of all dashboard commands: settings, time, sources.
struct DashboardStart {
  /// Connects what the dashboard asks.
  typealias Wire = (Settings, RuntimeEnvironment) throws(CommandEnd) -> Wiring

  let loader: ConfigurationLoader
  let settings: Settings
  let environment: RuntimeEnvironment
  let wiring: Wiring
  /// The file of `--debug-log`; `nil` without it.
  let debugLog: DebugLogFile?
  /// The environment variables.
  let variables: [String: String]
  /// The configuration and the flags in the dashboard's own terms.
  private(set) var dashboard: DashboardSettings
  /// Where what is found out about the metrics server is kept; `nil` where it is not.
  private(set) var memory: ServerMemory?
  /// What to set up for log lines, with its flag.
  var missingLines = "a log server: set --loki"
  /// Changes a command makes to them, now and whenever the configuration changes.
  private(set) var adjustment: @Sendable (inout DashboardSettings) -> Void = { _ in }

  /// Reads the configuration and connects its servers; nothing is asked yet.
  init(_ shared: SharedOptions) throws(CommandEnd) {
    let variables = ProcessEnvironment.variables
    try self.init(shared.display, flags: shared.flags, variables) {
      settings,
      environment throws(CommandEnd) in
      try Wiring.servers(
        settings,
        variables: variables,
        log: shared.display.debugLog == nil ? nil : environment.log
      )
    }
    let words = ShareWords(shared.display).with(shared.servers).words
    memory = ServerMemory(settings, variables: variables)
    let (given, address) = (shared.servers.selector != nil, settings.prometheus?.url)
    adjust { settings in
      settings.commandWords = words
      settings.givenSelector = given ? settings.selector : []
      settings.prometheusAddress = address
    }
  }

  /// Reads the configuration, and connects whatever a command asks instead of servers; a command that
  /// needs no file uses the defaults if it is invalid.
  init(
    _ display: DisplayOptions,
    flags: [String: String],
    _ variables: [String: String] = ProcessEnvironment.variables,
    needsFile: Bool = true,
    wire: Wire
  ) throws(CommandEnd) {
    self.variables = variables
    loader = ConfigurationLoader(path: display.config, flags: flags, variables: variables)
    settings = try needsFile ? loader.settings() : loader.settingsOrDefaults()
    if let name = display.debugLog {
      let file = try DebugLogFile(name)
      environment = RuntimeEnvironment.live { line in file.write(line) }
      debugLog = file
    } else {
      environment = RuntimeEnvironment.live()
      debugLog = nil
    }
    wiring = try wire(settings, environment)
    dashboard = DashboardSettings(settings)
    if display.from != nil, display.range != nil {
      throw CommandEnd(.usage, "use either --range, or --from and --to")
    }
    let stretch = try TimeArgument.stretch(
      from: display.from,
      to: display.to,
      now: environment.now()
    )
    dashboard.end = stretch.end
    if let range = stretch.range { dashboard.range = range }
  }

  /// Lets silences be set, in the name of the user of this process.
  mutating func allowWriting() {
    let author = variables["USER"] ?? variables["LOGNAME"] ?? ""
    adjust { settings in
      settings.allowsWriting = true
      if settings.author.isEmpty { settings.author = author }
    }
  }

  /// Changes what the configuration says, also in its later versions.
  mutating func adjust(_ change: @escaping @Sendable (inout DashboardSettings) -> Void) {
    adjustment = change
    change(&dashboard)
  }
}
