import DashboardConfig
import Demo
import LocalSource
import Runtime
import Telemetry

extension Wiring {
  /// The simulated shop in place of servers; it runs as this wiring's work.
  static func demo(
    _ world: DemoWorld,
    _ settings: Settings,
    _ environment: RuntimeEnvironment
  ) throws(CommandEnd) -> Wiring {
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
      limits: .engine(requests: settings.concurrency, timeout: settings.timeout)
    )
    wiring.work = { await engine.run() }
    return wiring
  }
}
