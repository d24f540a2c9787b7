import AlertmanagerAPI
import DashboardConfig
import HTTPTransport
import LokiAPI
import PrometheusAPI
import Runtime
import Telemetry

/// The servers of a configuration, connected.
struct Wiring {
  let sources: PollSources
  let limits: Poller.Limits
  private let prometheus: PrometheusClient
  private let alertmanager: AlertmanagerClient?
  private let loki: LokiClient?

  /// Makes the clients; nothing is asked yet.
  init(
    _ settings: Settings,
    variables: [String: String],
    log: DebugLog? = nil
  ) throws(CommandEnd) {
    guard let address = settings.prometheus else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server is named")
    }
    let observer = log.map(Self.observer)
    do throws(SourceError) {
      prometheus = try PrometheusClient(address, environment: variables, observer: observer)
      if let address = settings.alertmanager {
        alertmanager = try AlertmanagerClient(address, environment: variables, observer: observer)
      } else {
        alertmanager = nil
      }
      loki = try settings.loki.map { address throws(SourceError) in
        try Self.loki(address, settings, variables, observer)
      }
    } catch {
      throw CommandEnd(.usage, error.headline)
    }
    sources = PollSources(metrics: prometheus, alerts: alertmanager, logs: loki)
    limits = Poller.Limits(requests: settings.concurrency, deadline: settings.timeout)
  }

  /// A client of the log server that follows lines as the settings say.
  static func loki(
    _ address: ServerAddress,
    _ settings: Settings,
    _ variables: [String: String],
    _ observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) -> LokiClient {
    try LokiClient(
      address,
      environment: variables,
      settings: LokiSettings(tail: TailWay(rawValue: settings.logs.tail.rawValue) ?? .automatic),
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

  /// Closes all connections.
  func shutdown() async {
    await prometheus.shutdown()
    await alertmanager?.shutdown()
    await loki?.shutdown()
  }
}
