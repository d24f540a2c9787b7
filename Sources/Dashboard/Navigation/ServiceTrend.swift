import Signals
import Telemetry

/// The sparklines of the table of services.
enum ServiceTrend {
  /// Their columns.
  static let width = 7

  /// The distance of their points: three a column.
  static func step(for timeline: Timeline) -> Duration {
    QueryGrain(range: timeline.range.length, points: 3 * width, scrapeInterval: .seconds(1)).step
  }
}
