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
  /// Who answers.
  let sources: PollSources
  /// Limits of asking.
  let limits: Poller.Limits
  /// What has to go on while somebody looks, such as scraping; ends when its task is cancelled.
  var work: @Sendable () async -> Void = {}
  /// Closes all connections.
  var shutdown: @Sendable () async -> Void = {}

  /// The servers of a configuration; nothing is asked yet.
  static func servers(
    _ settings: Settings,
    variables: [String: String],
    log: DebugLog? = nil
  ) throws(CommandEnd) -> Wiring {
    guard let address = settings.prometheus else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server is named")
    }
    let observer = log.map(Self.observer)
    let prometheus: PrometheusClient
    var alertmanager: AlertmanagerClient?
    var loki: LokiClient?
    do throws(SourceError) {
      prometheus = try PrometheusClient(address, environment: variables, observer: observer)
      if let address = settings.alertmanager {
        alertmanager = try AlertmanagerClient(address, environment: variables, observer: observer)
      }
      loki = try settings.loki.map { address throws(SourceError) in
        try Self.loki(address, settings, variables, observer)
      }
    } catch {
      throw CommandEnd(.usage, error.headline)
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
    wiring.shutdown = { [alertmanager, loki] in
      await prometheus.shutdown()
      await alertmanager?.shutdown()
      await loki?.shutdown()
    }
    return wiring
  }

  /// Does something while the work goes on, and ends both.
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
        tail: TailWay(rawValue: settings.logs.tail.rawValue) ?? .automatic,
        scanner: LineScanner(LogFieldTable(settings.logs))
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
