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
        try await Self.wait(presenter, fault) { $0.contains(fault.words) }
        guard fault.hasLines else { return }
        try await Self.wait(presenter, fault) { $0.contains("written before") }
        loki.push([Self.line("written later")])
        try await Self.wait(presenter, fault) { $0.contains("written later") }
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
          _ = try await presenter.frame { grid in
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
    _ presenter: RecordingPresenter,
    _ fault: FakeLokiFault,
    until isMet: (String) -> Bool
  ) async throws {
    _ = try await presenter.frame { grid in
      let title = grid.text(row: 0)
      let isPolling = title.contains(FakeLokiFault.Mark.polling.rawValue)
      return title.contains(fault.mark.rawValue) && isPolling == (fault.mark == .polling)
        && isMet(grid.rows)
    }
  }

  /// Runs the dashboard with its logs on the whole screen beside a body.
  private static func watching(
    _ loki: FakeLoki,
    _ body: @escaping @MainActor (RecordingPresenter) async throws -> Void
  ) async throws {
    var lokiSettings = LokiSettings()
    (lokiSettings.deadline, lokiSettings.silence) = (.seconds(2), .seconds(2))
    lokiSettings.socketRetry = .seconds(3)
    let client = try LokiClient(
      ServerAddress(url: loki.url, access: HTTPAccess(proxy: .direct, bodyLimit: 8 << 20)),
      settings: lokiSettings,
      timing: LokiTiming(clock: ContinuousClock()) { Timestamp(seconds: wallClockSeconds()) }
    )
    var settings = DashboardSettings()
    settings.logs.source = "loki"
    settings.logs.selector = [LabelMatcher("job", .equal, "shop")]
    let (presenter, inbox) = (RecordingPresenter(), EventInbox())
    let quiet = ScriptedSource()
    let environment = RuntimeEnvironment.live()
    let loop = DashboardLoop(
      Model(settings: settings, size: Size(240, 40), now: environment.now()),
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

extension Grid {
  /// All rows, joined by line ends.
  fileprivate var rows: String {
    (0..<size.height).map { text(row: $0) }.joined(separator: "\n")
  }
}
