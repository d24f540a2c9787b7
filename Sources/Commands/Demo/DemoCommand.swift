import ArgumentParser
import Dashboard
import DashboardConfig
import Demo
import LocalSource
import Runtime
import Signals
import Telemetry

/// `goldtop demo`: the dashboard on a simulated shop.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The dashboard on a simulated shop, with an incident in it; needs no server.",
    discussion: """
      Five services, a database, a cache, two companies that are called, three language models, and \
      six hours of history. Every 40 minutes a provider of card payments turns slow, and all else \
      follows from that. Alert rules keep pace with the story: at ten times its speed they look at a \
      tenth of the time, and hold for a tenth of it.
      """
  )

  @Option(help: ArgumentHelp("Another number gives other noise.", valueName: "n"))
  var seed: UInt64 = 7

  @Option(help: ArgumentHelp("How much faster the story goes: 0.1 to 60.", valueName: "factor"))
  var speed = 1.0

  @Option(help: "Where the story begins: calm or incident.")
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
      throw CommandEnd(.usage, "--speed '\(speed)' is not between 0.1 and 60")
    }
    var start = try DashboardStart(display, flags: display.flags, needsFile: false) {
      settings,
      environment throws(CommandEnd) in
      let world = DemoWorld(seed: seed, start: environment.now(), speed: speed, phase: at)
      let engine: DemoEngine
      do throws(RuleProblems) {
        engine = try DemoEngine(world, environment)
      } catch {
        throw CommandEnd(.bug, error.message)
      }
      let logs = DemoLogSource(world, now: environment.now) { pause in
        try await environment.sleep(environment.elapsed() + pause)
      }
      var wiring = Wiring(
        sources: PollSources(metrics: engine, logs: logs),
        limits: Poller.Limits(requests: settings.concurrency, deadline: settings.timeout)
      )
      wiring.work = { await engine.run() }
      return wiring
    }
    start.adjust(Self.adjust)
    return start
  }

  /// What a dashboard on the shop is, whatever the configuration says of other services.
  @Sendable static func adjust(_ settings: inout DashboardSettings) {
    settings.service = "shop"
    settings.environment = "demo"
    settings.servers = [.prometheus]
    settings.metricsName = "engine"
    settings.profile = .prometheusClient
    settings.profileTable = nil
    settings.profile.calls.duration = "external_call_duration_seconds"
    settings.selector = []
    settings.exporterSelector = []
    settings.ownPanels = []
    settings.logs = LogSettings()
    settings.logs.source = "logs"
    settings.logs.readsLogQL = false
  }
}

extension DemoWorld.Phase: ExpressibleByArgument {}
