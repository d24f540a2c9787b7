package import Telemetry

/// The units that a panel's values may have, by the names that settings and snapshots give them.
package enum SignalUnit: String, Hashable, Sendable, CaseIterable {
  /// A bare number.
  case none
  /// Seconds.
  case seconds
  /// 0…1, shown as percent.
  case ratio
  /// Requests a second.
  case requestsPerSecond = "req/s"
  /// Events a second.
  case perSecond = "/s"
  /// Whole things.
  case count
  /// Tokens of language models.
  case tokens
  /// Bytes.
  case bytes
  /// Bytes a second.
  case bytesPerSecond = "bytes/s"
  /// Dollars.
  case dollars
  /// Dollars an hour.
  case dollarsPerHour = "dollars/h"
  /// Processor cores.
  case cores
  /// Seconds since 1970.
  case time

  /// How a value is written.
  package var unit: Unit {
    switch self {
    case .none, .cores, .time: .none
    case .seconds: .seconds
    case .ratio: .ratio
    case .requestsPerSecond: .perSecond(of: "req")
    case .perSecond: .perSecond(of: "")
    case .count: .count
    case .tokens: .tokens
    case .bytes: .bytes
    case .bytesPerSecond: .bytesPerSecond
    case .dollars: .money(currency: "USD")
    case .dollarsPerHour: .moneyPerHour(currency: "USD")
    }
  }

  /// A value with its unit, as short as can be.
  package func text(_ value: Double) -> String {
    switch self {
    case .cores: "\(unit.format(value).text) cores"
    default: unit.format(value).text
    }
  }
}
