import Dashboard
import Demo
import Runtime
import Screen
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// What the dashboard shows of the simulated shop, on a clock that stands still.
@Suite(.timeLimit(.minutes(20)))
struct DemoEngineTests {
  /// The whole dashboard at the start of a demo, once everything has been answered.
  private func dashboard(_ phase: DemoWorld.Phase) async throws -> Model {
    let start = Timestamp(seconds: 1_770_000_000)
    let environment = RuntimeEnvironment(clock: ManualClock(), now: { start }, seed: 1)
    let world = DemoWorld(seed: 7, start: start, speed: 1, phase: phase)
    let engine = try DemoEngine(world, environment)
    let logs = DemoLogSource(world, now: environment.now) { pause in
      try await environment.sleep(environment.elapsed() + pause)
    }
    var settings = DashboardSettings()
    DemoCommand.adjust(&settings)
    let run = SnapshotRun<Model>(
      sources: PollSources(metrics: engine, logs: logs),
      environment: environment,
      // Of the real clock, by which the engine judges its work: a busy machine takes its time.
      limits: Poller.Limits(deadline: .seconds(3600)),
      deadline: .seconds(3600)
    )
    let initial = Model(settings: settings, size: Size(160, 48), now: start)
    return await withDiscardingTaskGroup { group in
      group.addTask { await engine.run() }
      defer { group.cancelAll() }
      return await run.run(initial).state
    }
  }

  @Test func aCalmShopShowsNoWarning() async throws {
    let model = try await dashboard(.calm)
    #expect(SnapshotVerdict(model) == .fine)
    let screen = SnapshotText.plain(model.view())
    for word in ["▲", "no series", " down", "pending", "is the profile right"] {
      #expect(!screen.contains(word), "'\(word)' in\n\(screen)")
    }
  }

  @Test func aShopInItsIncidentAlarms() async throws {
    let model = try await dashboard(.incident)
    #expect(SnapshotVerdict(model) == .alarming)
    #expect(SnapshotText.plain(model.view()).contains("▲"))
  }
}
