import AlertmanagerAPI
import DashboardConfig
import HTTPTransport
import Logs
import LokiAPI
import PrometheusAPI
import Runtime
import Telemetry

/// Whom a dashboard asks, be it servers or goldtop's own engine.
struct Wiring: Sendable {
  /// The sources.
  let sources: PollSources
  /// Limits of asking.
  let limits: Poller.Limits
  /// Background work such as scraping; ends when its task is cancelled.
  var work: @Sendable () async -> Void = {}
  /// Traffic with the log server so far; `nil` without one.
  var logTraffic: @Sendable () -> ServerTraffic? = { nil }
  /// Closes all connections.
  var shutdown: @Sendable () async -> Void = {}

  /// The servers of a configuration; nothing is asked yet.
  static func servers(
    _ settings: Settings,
    variables: [String: String],
    log: DebugLog? = nil
  ) throws(CommandEnd) -> Wiring {
    guard let address = settings.prometheus else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server")
    }
    let observer = log.map(Self.observer)
    var problems: [String] = []
    let prometheus = Self.made("prometheus", address, &problems) { address throws(SourceError) in
      try PrometheusClient(address, environment: variables, observer: observer)
    }
    let alertmanager = Self.made("alertmanager", settings.alertmanager, &problems) {
      address throws(SourceError) in
      try AlertmanagerClient(address, environment: variables, observer: observer)
    }
    let loki = Self.made("loki", settings.loki, &problems) { address throws(SourceError) in
      try Self.loki(address, settings, variables, observer)
    }
    guard let prometheus, problems.isEmpty else {
      throw CommandEnd(.usage, problems.joined(separator: "\n"))
    }
    var wiring = Wiring(
      sources: PollSources(
        metrics: prometheus,
        alerts: alertmanager,
        logs: loki,
        executor: HTTPTransport.executor
      ),
      limits: Poller.Limits(requests: settings.concurrency, deadline: settings.timeout)
    )
    wiring.logTraffic = { loki?.transport.traffic }
    wiring.shutdown = { [alertmanager, loki] in
      await prometheus.shutdown()
      await alertmanager?.shutdown()
      await loki?.shutdown()
    }
    return wiring
  }

  /// A client of a server where one is named; what is wrong with its settings is noted.
  private static func made<Client>(
    _ name: String,
    _ address: ServerAddress?,
    _ problems: inout [String],
    _ make: (ServerAddress) throws(SourceError) -> Client
  ) -> Client? {
    guard let address else { return nil }
    do throws(SourceError) {
      return try make(address)
    } catch {
      problems.append("\(name): \(error.headline)")
      return nil
    }
  }

  /// Runs a body beside the work, and ends both.
  @MainActor
  func working<Result: Sendable>(
    _ body: @MainActor () async throws -> Result
  ) async rethrows -> Result {
    let worker = Task.detached { [work] in await work() }
    do {
      let result = try await body()
      await end(worker)
      return result
    } catch {
      await end(worker)
      throw error
    }
  }

  private func end(_ worker: Task<Void, Never>) async {
    worker.cancel()
    await worker.value
    await shutdown()
  }

  /// A client of the log server that follows and reads lines as the settings say.
  static func loki(
    _ address: ServerAddress,
    _ settings: Settings,
    _ variables: [String: String],
    _ observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) -> LokiClient {
    try LokiClient(
      address,
      environment: variables,
      settings: LokiSettings(
        tail: settings.logs.tail,
        scanner: LineScanner(LogFieldTable(replacing: settings.logs.fields))
      ),
      timing: LokiTiming(clock: ContinuousClock(), now: RuntimeEnvironment.live().now),
      observer: observer
    )
  }

  /// Writes a line for each request; addresses and headers stay out.
  private static func observer(_ log: DebugLog) -> @Sendable (RequestRecord) -> Void {
    { record in
      let outcome =
        record.status.map(String.init) ?? record.failure.map { SourceError($0).headline }
        ?? "no answer"
      let bytes = "sent=\(record.sentBytes) wire=\(record.wireBytes) body=\(record.bodyBytes)"
      let elapsed = record.elapsed.prometheusText
      log("http", "\(record.method) \(record.path) \(outcome) \(elapsed) \(bytes)")
    }
  }
}
