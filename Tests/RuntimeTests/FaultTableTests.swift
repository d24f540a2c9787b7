import AlertmanagerAPI
import Dashboard
import HTTPTransport
import PrometheusAPI
import Runtime
import Screen
import Synchronization
import Telemetry
import TestSupport
import Testing

/// The dashboard, with its real clients, before every faulty metrics server and Alertmanager of the
/// table; `LokiFaultTests` does the same with log servers.
///
/// One after the other: the screens of several in one thread would keep each other from being current.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(20)))
struct FaultTableTests {
  /// The servers of a dashboard, one of which has a fault.
  enum Role: Sendable {
    case metrics, alerts
  }

  @Test func theTableIsPrinted() {
    print(FaultTable.text)
    #expect(FaultTable.rows.count >= 45)
    #expect(Set(FaultTable.rows.map(\.name)).count == FaultTable.rows.count)
  }

  @Test(arguments: FaultTable.rows.filter { $0.metrics != nil })
  func aMetricsServerIsToldAsItIs(_ row: FaultRow) async throws {
    let words = try #require(row.metrics)
    try await look(row, .metrics) { screen in
      var missing: [String] = []
      if !screen.title.contains("prom \(row.metricsMark)") { missing.append(row.metricsMark) }
      if !screen.strip.contains(words) { missing.append(words) }
      // What fails from the start has no data whose age could be told.
      let panel = row.isSilent && row.panel == "failed, data" ? "failed" : row.panel
      if !screen.body.contains(panel) { missing.append(panel) }
      // Four fire, whatever becomes of the server.
      if !row.isSilent, !screen.strip.contains("4 firing") { missing.append("4 firing") }
      return missing
    }
  }

  @Test(arguments: FaultTable.rows.filter { $0.alerts != nil })
  func anAlertmanagerIsToldAsItIs(_ row: FaultRow) async throws {
    // The strip cuts a reason off after 56 columns.
    let words = try #require(row.alerts).prefix(36)
    try await look(row, .alerts) { screen in
      var missing: [String] = []
      if !screen.title.contains("alertmanager ✗ \(row.mark)") { missing.append(row.mark) }
      if !screen.strip.contains("✗ silences") { missing.append("✗ silences") }
      if !screen.strip.contains(words) { missing.append(String(words)) }
      if !screen.strip.contains("4 firing") { missing.append("4 firing") }
      if !screen.title.contains("prom ●") { missing.append("prom ●") }
      if screen.body.contains("✗ failed") { missing.append("no failed panel") }
      return missing
    }
  }

  /// A screen in the parts that the table speaks of.
  private struct Parts {
    let title: String
    let strip: String
    let body: String

    init(_ grid: Grid) {
      title = grid.text(row: 0)
      strip = grid.text(row: 1)
      body = (2..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
    }
  }

  /// Lets the servers be well, then one of them faulty, and looks until nothing is missing.
  private func look(
    _ row: FaultRow,
    _ role: Role,
    _ missing: @escaping (Parts) -> [String]
  ) async throws {
    let isFaulty = Mutex(row.isSilent)
    func handler(_ own: Role, _ good: @escaping FakeServer.Handler) -> FakeServer.Handler {
      { request in
        let isBad = own == role && isFaulty.withLock { $0 } && row.applies(to: request)
        return isBad ? row.reply(request) : good(request)
      }
    }
    let metrics = try await FakeServer.start(handler: handler(.metrics, FakeFleet.prometheus))
    let alerts = try await FakeServer.start(handler: handler(.alerts, FakeFleet.alertmanager))
    let rig = try FaultRig(metrics, alerts, isSilent: row.isSilent)
    async let ending = rig.loop.run()
    do {
      if !isFaulty.withLock({ $0 }) {
        try await rig.look("a good screen") { screen in
          let (title, strip) = (screen.text(row: 0), screen.text(row: 1))
          return title.contains("prom ●") && title.contains("alertmanager ●")
            && strip.contains("4 firing") && strip.contains("targets 3/3 up")
            && rig.loop.state.isSettled
        }
        isFaulty.withLock { $0 = true }
        rig.inbox.send(.key(.character("r")))
      }
      try await rig.look("\(row.name)", last: { missing(Parts($0)).joined(separator: " | ") }) {
        missing(Parts($0)).isEmpty
      }
      rig.inbox.send(.key(.character("?")))
      try await rig.look("help") { Parts($0).body.contains("Keys") }
    } catch {
      Issue.record(error)
    }
    rig.inbox.send(.key(.escape))
    rig.inbox.send(.key(.character("q")))
    #expect(await ending == .quit)
    await rig.shutdown()
    for server in [metrics, alerts] { await server.stop() }
  }
}

extension FaultRow {
  /// The mark of a metrics server with its sign.
  fileprivate var metricsMark: String { "●▲".contains(mark.prefix(1)) ? mark : "✗ \(mark)" }
}

/// A dashboard with real clients of fake servers.
@MainActor
private struct FaultRig {
  let inbox = EventInbox()
  let presenter = RecordingPresenter()
  let loop: DashboardLoop<Model>
  private let prometheus: PrometheusClient
  private let alertmanager: AlertmanagerClient

  init(
    _ metrics: FakeServer,
    _ alerts: FakeServer,
    isSilent: Bool
  ) throws {
    let access = HTTPAccess(proxy: .direct, bodyLimit: 8 << 20)
    prometheus = try PrometheusClient(ServerAddress(url: metrics.url, access: access))
    alertmanager = try AlertmanagerClient(ServerAddress(url: alerts.url, access: access))
    let environment = RuntimeEnvironment.live()
    // Only the end of patience shows what is silent.
    let deadline: Duration = isSilent ? .seconds(2) : .seconds(60)
    var settings = DashboardSettings()
    settings.servers = [.prometheus, .alertmanager]
    settings.refresh = .seconds(1)
    loop = DashboardLoop(
      Model(settings: settings, size: Size(280, 60), now: environment.now()),
      DashboardLoop<Model>.Connections(
        environment: environment,
        inbox: inbox,
        presenter: presenter,
        sources: PollSources(
          metrics: prometheus,
          alerts: alertmanager,
          executor: HTTPTransport.executor
        ),
        limits: Poller.Limits(deadline: deadline)
      )
    )
  }

  /// Waits for a screen.
  func look(
    _ what: String,
    last: (Grid) -> String = { _ in "" },
    _ isMet: (Grid) -> Bool
  ) async throws {
    _ = try await eventually(
      what,
      last: {
        let grid = loop.state.view()
        let rows = (0..<min(14, grid.size.height)).map { grid.text(row: $0) }
        return "missing \(last(grid)) in\n" + rows.joined(separator: "\n")
      }
    ) { isMet(loop.state.view()) ? true : nil }
  }

  func shutdown() async {
    await prometheus.shutdown()
    await alertmanager.shutdown()
  }
}
