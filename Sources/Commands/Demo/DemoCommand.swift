import ArgumentParser
import Dashboard
import DashboardConfig
import Demo
import Runtime
import Signals
import Telemetry

/// `goldtop demo`: the dashboard on a simulated shop.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The dashboard on a simulated shop with an incident; needs no server.",
    discussion: """
      Five services, a database, a cache, two external APIs, three language models, and six hours \
      of history. Every 40 minutes the card payment provider slows down, and the rest follows from \
      that. Alert rules keep pace with --speed: at ten times the speed their windows and 'for' are a \
      tenth as long.
      """
  )

  @Option(help: ArgumentHelp("Random seed of the noise.", valueName: "n"))
  var seed: UInt64 = 7

  @Option(help: ArgumentHelp("Speed of the simulation: 0.1 to 60.", valueName: "factor"))
  var speed = 1.0

  @Option(help: "Where the simulation starts: calm or incident.")
  var at = DemoWorld.Phase.calm

  @OptionGroup(title: "Dashboard") var opening: ViewOption
  @OptionGroup(title: "Dashboard") var display: DisplayOptions

  @MainActor
  func run() async throws {
    try await start().show(opening)
  }

  /// The dashboard, before anything is shown.
  func start() throws(CommandEnd) -> DashboardStart {
    guard (0.1...60).contains(speed) else {
      throw CommandEnd(.usage, "--speed '\(speed)' must be between 0.1 and 60")
    }
    var start = try DashboardStart(display, flags: display.flags, needsFile: false) {
      settings,
      environment throws(CommandEnd) in
      let world = DemoWorld(seed: seed, start: environment.now(), speed: speed, phase: at)
      return try Wiring.demo(world, settings, environment)
    }
    var words = ShareWords(display, command: "demo")
    if seed != 7 { words.add("--seed", "\(seed)") }
    if speed != 1 { words.add("--speed", "\(speed)") }
    if at != .calm { words.add("--at", at.rawValue) }
    start.adjust { [words = words.words, isForDemo = display.config != nil] settings in
      // The panels of one's own file are about one's own services; a file that is named is meant.
      let panels = isForDemo ? settings.ownPanels : []
      Self.adjust(&settings)
      settings.ownPanels = panels
      settings.commandWords = words
    }
    return start
  }

  /// Settings for the shop that override the configuration.
  @Sendable static func adjust(_ settings: inout DashboardSettings) {
    settings.service = "shop"
    settings.environment = "demo"
    settings.servers = [.prometheus]
    settings.metricsName = "engine"
    settings.profile = .prometheusClient
    settings.profileTable = nil
    settings.profile.calls.duration = "external_call_duration_seconds"
    settings.selector = []
    settings.takesSelector = false
    settings.exporterSelector = []
    settings.ownPanels = []
    settings.logs = LogSettings()
    settings.logs.source = "logs"
    settings.logs.readsLogQL = false
  }
}

extension DemoWorld.Phase: ExpressibleByArgument {}
