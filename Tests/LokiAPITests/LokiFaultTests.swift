import Dashboard
import HTTPTransport
import Logs
import LokiAPI
import Runtime
import Screen
import Telemetry
import TestSupport
import Testing

/// The log panel on each of the faults that log servers have.
@MainActor @Suite(.timeLimit(.minutes(20))) struct LokiFaultTests {
  @Test func theTableIsShown() {
    print(FakeLokiFault.table)
    #expect(FakeLokiFault.all.count == 56)
    #expect(Set(FakeLokiFault.all.map(\.description)).count == FakeLokiFault.all.count)
  }

  @Test(arguments: FakeLokiFault.all)
  func panelAndTitleSayWhatIsWrong(_ fault: FakeLokiFault) async throws {
    try await FakeLoki.run { loki in
      loki.behave(fault.change)
      loki.push([Self.line("written before")])
      try await Self.watching(loki) { presenter in
        if fault.hasLines {
          try await Self.wait(presenter, fault) { $0.contains("written before") }
          loki.push([Self.line("written later")])
          try await Self.wait(presenter, fault) { $0.contains("written later") }
        }
        var count = 0
        try await Self.wait(presenter, fault) { rows in
          guard !rows.contains(fault.words) else { return true }
          // Where the web socket was late, polling had the line first, and nothing was recovered.
          if fault.needsLoss, count == 0 || rows.contains("written again \(count)") {
            count += 1
            loki.push([Self.line("written again \(count)")])
          }
          return false
        }
      }
    }
  }

  @Test func whatIsWrongPasses() async throws {
    let faults = FakeLokiFault.all.filter { ["query: 503", "tail: 403"].contains($0.description) }
    for fault in faults {
      try await FakeLoki.run { loki in
        loki.behave(fault.change)
        try await Self.watching(loki) { presenter in
          try await Self.wait(presenter, fault) { $0.contains(fault.words) }
          loki.behave { $0 = FakeLokiBehaviour() }
          loki.push([Self.line("written later")])
          try await presenter.wait { grid in
            grid.text(row: 0).contains("loki ●") && grid.rows.contains("written later")
          }
        }
      }
    }
    #expect(faults.count == 2)
  }

  private static func line(_ text: String) -> FakeLokiLine {
    FakeLokiLine(["job": "shop"], at: Int64(wallClockSeconds() * 1e9), text)
  }

  private static func wait(
    _ presenter: ScreenNow,
    _ fault: FakeLokiFault,
    until isMet: (String) -> Bool
  ) async throws {
    try await presenter.wait { grid in
      let title = grid.text(row: 0)
      let isPolling = title.contains(FakeLokiFault.Mark.polling.rawValue)
      return title.contains(fault.mark.rawValue) && isPolling == (fault.mark == .polling)
        && isMet(grid.rows)
    }
  }

  /// Runs the dashboard with its logs on the whole screen beside a body.
  private static func watching(
    _ loki: FakeLoki,
    _ body: @MainActor (ScreenNow) async throws -> Void
  ) async throws {
    var lokiSettings = LokiSettings()
    lokiSettings.deadline = .seconds(2)
    let client = try LokiClient(
      ServerAddress(url: loki.url, access: HTTPAccess(proxy: .direct, bodyLimit: 8 << 20)),
      settings: lokiSettings,
      timing: LokiTiming(clock: HastyClock()) { Timestamp(seconds: wallClockSeconds()) }
    )
    var settings = DashboardSettings()
    settings.logs.source = "loki"
    settings.logs.selector = [LabelMatcher("job", .equal, "shop")]
    let (presenter, inbox) = (ScreenNow(), EventInbox())
    let quiet = ScriptedSource()
    let environment = RuntimeEnvironment.live()
    let loop = DashboardLoop(
      Model(settings: settings, size: Size(240, 24), now: environment.now()),
      DashboardLoop<Model>.Connections(
        environment: environment,
        inbox: inbox,
        presenter: presenter,
        sources: PollSources(metrics: quiet, alerts: quiet, logs: client),
        limits: Poller.Limits(deadline: .seconds(2))
      )
    )
    inbox.send(.key(.character("7")))
    let running = Task { await loop.run() }
    do {
      try await body(presenter)
    } catch {
      running.cancel()
      _ = await running.value
      await client.shutdown()
      throw error
    }
    running.cancel()
    _ = await running.value
    await client.shutdown()
  }
}

/// A clock on which every wait is a tenth as long, since most of a follower's time is waiting.
private struct HastyClock: Clock {
  var now: ContinuousClock.Instant { ContinuousClock().now }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
    let start = now
    try await ContinuousClock().sleep(until: start + (deadline - start) / 10)
  }
}

/// What a terminal would show now.
private final class ScreenNow: Presenter {
  private let grid = ScriptedState<Grid?>(nil)

  /// Waits until the screen meets a condition; the test's own time limit bounds it.
  func wait(until isMet: (Grid) -> Bool) async throws {
    _ = try await grid.first { $0.map(isMet) ?? false }
  }

  func present(_ grid: Grid) { self.grid.change { $0 = grid } }
  func copy(_ text: String) {}
  func suspend() {}
  func redraw() {}
  func setPointing(_ isOn: Bool) {}
  func finish() {}
  var hasWaitingFrame: Bool { false }
  var cost: PresentationCost { PresentationCost(frames: 0) }
}

extension Grid {
  /// All rows, joined by line ends.
  fileprivate var rows: String {
    (0..<size.height).map { text(row: $0) }.joined(separator: "\n")
  }
}
