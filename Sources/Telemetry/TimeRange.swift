/// The ranges that a dashboard can show.
package enum TimeRange: String, Hashable, Sendable, CaseIterable {
  /// 5 minutes.
  case fiveMinutes = "5m"
  /// 15 minutes.
  case quarterHour = "15m"
  /// 1 hour.
  case hour = "1h"
  /// 6 hours.
  case sixHours = "6h"
  /// 24 hours.
  case day = "24h"
  /// 7 days.
  case week = "7d"

  /// The length.
  package var length: Duration {
    switch self {
    case .fiveMinutes: .seconds(300)
    case .quarterHour: .seconds(900)
    case .hour: .seconds(3600)
    case .sixHours: .seconds(21_600)
    case .day: .seconds(86_400)
    case .week: .seconds(604_800)
    }
  }
}
