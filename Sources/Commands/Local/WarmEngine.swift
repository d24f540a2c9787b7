import LocalSource
import Runtime
import Telemetry

/// The engine on targets of one's own, which gives no answer before it has looked at each of them.
///
/// Asked sooner it would tell of no metrics at all, and a dashboard does not ask for those again
/// before a minute has passed.
struct WarmEngine: MetricsSource {
  let engine: LocalEngine
  private let gate = StartGate()

  /// How long to wait for the slowest target.
  private static let patience = Duration.seconds(3)

  init(_ engine: LocalEngine) {
    self.engine = engine
  }

  /// Opens once every target was scraped, or is too slow.
  @concurrent
  func warmUp(_ environment: RuntimeEnvironment) async {
    let end = environment.elapsed() + Self.patience
    while environment.elapsed() < end, !Task.isCancelled,
      engine.board.targets.contains(where: { $0.health == .unknown })
    {
      try? await environment.sleep(environment.elapsed() + .milliseconds(20))
    }
    gate.open()
  }

  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]> {
    try await gate.wait()
    return try await engine.instant(query)
  }

  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    try await gate.wait()
    return try await engine.range(query)
  }

  func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    try await gate.wait()
    return try await engine.labelValues(of: name, search)
  }

  func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    try await engine.metadata(of: metric, deadline: deadline)
  }

  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    try await gate.wait()
    return try await engine.targets(deadline: deadline)
  }

  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    try await engine.alerts(deadline: deadline)
  }

  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    try await engine.alertRules(deadline: deadline)
  }
}
