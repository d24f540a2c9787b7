import Checks
import PrometheusAPI
import Telemetry

/// What a server's counters have counted within the last day, as a Prometheus that scrapes it remembers.
///
/// By itself a server only knows what was since its start, which may be months ago and mended since.
struct DayOfCounts: Sendable {
  let client: PrometheusClient
  let server: CheckedServer

  /// Puts growth in place of values where the history reaches back a day.
  ///
  /// - Parameters:
  ///   - figures: What a server exposes about itself.
  ///   - metrics: The counters.
  /// - Returns: The figures; as they were where nothing is remembered.
  func applied(to figures: ServerFigures, _ metrics: [String]) async -> ServerFigures {
    var figures = figures
    for metric in metrics {
      guard let query = figures.growthQuery(of: metric) else { continue }
      let growth = try? await server.ask { deadline throws(SourceError) in
        try await client.instant(InstantQuery(query, deadline: deadline)).value
      }
      guard let growth else { continue }
      figures.take(growth: growth.map { .init($0.labels, $0.value) }, of: metric)
    }
    return figures
  }
}
