import AlertmanagerAPI
import Checks
import DashboardConfig
import LocalSource
import LokiAPI
import PrometheusAPI
import Runtime
import Signals
import Telemetry

/// What a run looks at beside the configured servers.
struct CheckScope {
  /// Targets whose metrics are read.
  var targets: [ScrapeAddress] = []
  /// Addresses where no metrics may be.
  var outside: [ScrapeAddress] = []
  /// The configuration of a stack; `nil` for none.
  var folder: CheckedFolder?
  /// The base URL of a Grafana; `nil` for none.
  var grafana: String?
  /// Whether servers are judged as production needs them.
  var isProduction = false
  /// Whether a test alert is sent.
  var hasTrial = false
}

/// One run over all servers and targets, each asked at its own pace.
struct CheckRun {
  private let prometheus: PrometheusCheckup?
  private let alertmanager: AlertmanagerCheckup?
  private let loki: LokiCheckup?
  private let productions: [ProductionCheckup]
  private let scope: CheckScope
  private let timeout: Duration
  /// How long the files of a stack are to keep data.
  private let wanted: WantedRetention

  /// How many targets are asked at a time.
  private static let width = 4
  private static let now = RuntimeEnvironment.live().now

  /// Opens clients of all servers that are named; nothing is asked yet.
  ///
  /// - Parameters:
  ///   - loader: Where settings come from.
  ///   - scope: What is looked at beside the servers.
  /// - Throws: Wrong settings, or nothing to check.
  init(_ loader: ConfigurationLoader, _ scope: CheckScope) throws(CommandEnd) {
    let settings = try loader.settings()
    timeout = settings.timeout
    wanted = WantedRetention(metrics: settings.metricsRetention, logs: settings.logsRetention)
    self.scope = scope
    prometheus = try Self.prometheus(settings, loader.variables, scope)
    alertmanager = try Self.alertmanager(settings, loader.variables, scope)
    loki = try Self.loki(settings, loader.variables)
    let kinds: [(ServerKind, ServerAddress?, CheckedServer?)] = [
      (.prometheus, settings.prometheus, prometheus?.server),
      (.alertmanager, settings.alertmanager, alertmanager?.server),
      (.loki, settings.loki, loki?.server),
      (.grafana, scope.grafana.map { ServerAddress(url: $0) }, nil),
    ]
    let servers: [ProductionCheckup] = kinds.compactMap { kind, address, server in
      guard let address else { return nil }
      return ProductionCheckup(
        kind: kind,
        address: address,
        server: server ?? CheckedServer(address.url, deadline: settings.timeout),
        variables: loader.variables,
        now: Self.now()
      )
    }
    productions = scope.isProduction ? servers : servers.filter { $0.kind == .grafana }
    guard
      !servers.isEmpty || !scope.targets.isEmpty || !scope.outside.isEmpty || scope.folder != nil
    else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "nothing to check")
    }
    if scope.hasTrial, alertmanager == nil {
      throw CommandEnd(.usage, "--alert needs an Alertmanager: use --alertmanager URL")
    }
  }

  // MARK: - Servers

  private static func prometheus(
    _ settings: Settings,
    _ variables: [String: String],
    _ scope: CheckScope
  ) throws(CommandEnd) -> PrometheusCheckup? {
    try made("prometheus", settings.prometheus) { address throws(SourceError) in
      PrometheusCheckup(
        client: try PrometheusClient(address, environment: variables),
        server: CheckedServer(address.url, deadline: settings.timeout),
        wishes: CheckWishes(settings),
        isProduction: scope.isProduction,
        now: now
      )
    }
  }

  private static func alertmanager(
    _ settings: Settings,
    _ variables: [String: String],
    _ scope: CheckScope
  ) throws(CommandEnd) -> AlertmanagerCheckup? {
    try made("alertmanager", settings.alertmanager) { address throws(SourceError) in
      AlertmanagerCheckup(
        client: try AlertmanagerClient(address, environment: variables),
        server: CheckedServer(address.url, deadline: settings.timeout),
        isProduction: scope.isProduction,
        hasTrial: scope.hasTrial,
        now: now
      )
    }
  }

  private static func loki(
    _ settings: Settings,
    _ variables: [String: String]
  ) throws(CommandEnd) -> LokiCheckup? {
    try made("loki", settings.loki) { address throws(SourceError) in
      LokiCheckup(
        client: try Wiring.loki(address, settings, variables),
        server: CheckedServer(address.url, deadline: settings.timeout),
        wishes: CheckWishes(settings),
        logs: settings.logs,
        now: now
      )
    }
  }

  /// What looks at a server where one is named.
  private static func made<Checkup>(
    _ name: String,
    _ address: ServerAddress?,
    _ make: (ServerAddress) throws(SourceError) -> Checkup
  ) throws(CommandEnd) -> Checkup? {
    guard let address else { return nil }
    do throws(SourceError) {
      return try make(address)
    } catch {
      throw CommandEnd(.usage, "\(name): \(error.headline)")
    }
  }

  // MARK: - Running

  /// Makes all checks, the servers side by side.
  func outcome() async -> CheckOutcome {
    async let ofPrometheus = prometheus?.outcome()
    let days = prometheus.map { DayOfCounts(client: $0.client, server: $0.server) }
    async let ofAlertmanager = alertmanager?.outcome(
      prometheus?.senders() ?? [],
      prometheus?.rules() ?? [],
      days
    )
    async let ofLoki = loki?.outcome(days)
    async let ofTargets = parts(
      scope.targets.map { ScrapedTarget(address: $0, deadline: timeout).outcome }
        + scope.outside.map { OutsideAddress(address: $0, deadline: timeout).outcome }
    )
    var outcome = scope.folder?.outcome(wanted: wanted) ?? CheckOutcome()
    for part in await [ofPrometheus, ofAlertmanager, ofLoki].compactMap({ $0 }) {
      outcome.add(part)
    }
    for part in await ofTargets { outcome.add(part) }
    // Servers have been found to hang by now, so that they are not waited for once more.
    for part in await parts(productions.map { $0.outcome }) { outcome.add(part) }
    return outcome
  }

  /// Makes some checks at a time; their outcomes come in the order of the checks.
  private func parts(
    _ checks: [@Sendable () async -> CheckOutcome]
  ) async -> [CheckOutcome] {
    await withTaskGroup(of: (Int, CheckOutcome).self) { group in
      var outcomes = [CheckOutcome](repeating: CheckOutcome(), count: checks.count)
      for (index, check) in checks.enumerated() {
        if index >= Self.width, let (done, outcome) = await group.next() {
          outcomes[done] = outcome
        }
        group.addTask { (index, await check()) }
      }
      for await (done, outcome) in group { outcomes[done] = outcome }
      return outcomes
    }
  }

  /// The servers that did not answer, each with the reason.
  var unanswered: [String] {
    let servers = [prometheus?.server, alertmanager?.server, loki?.server].compactMap { $0 }
    let grafana = productions.filter { $0.kind == .grafana }.map(\.server)
    return (servers + grafana).compactMap { server in
      server.failure.map { "\(server.place): \($0.headline)" }
    }
  }

  /// Closes all connections.
  func shutdown() async {
    await prometheus?.client.shutdown()
    await alertmanager?.client.shutdown()
    await loki?.client.shutdown()
  }
}

extension CheckWishes {
  /// What the settings want.
  init(_ settings: Settings) {
    self.init(
      metricsRetention: settings.metricsRetention,
      logsRetention: settings.logsRetention,
      logDelay: settings.logDelay,
      latencies: [settings.thresholds.latencyP95.warning, settings.thresholds.latencyP95.critical]
        .compactMap { $0 },
      discovery: DiscoveryWishes(
        profiles: settings.profileTable ?? [settings.profile],
        isGuessing: settings.profileTable != nil,
        selector: settings.selector,
        concurrency: settings.concurrency
      )
    )
  }
}
