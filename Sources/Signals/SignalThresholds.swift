package import Telemetry

/// Where each signal starts to be bad, and what may be spent.
package struct SignalThresholds: Hashable, Sendable {
  /// Errors of all requests, 0…1.
  package var errorRatio = Threshold(warning: 0.01, critical: 0.05)
  /// 95th percentile of request duration, seconds.
  package var latencyP95 = Threshold(warning: 1, critical: 2)
  /// Hits of all cache look-ups, 0…1; low is bad.
  package var cacheHitRatio = Threshold(warning: 0.8, critical: 0.7, direction: .below)
  /// 95th percentile of database queries, seconds.
  package var databaseP95 = Threshold(warning: 0.25, critical: 0.5)
  /// 95th percentile of calls to other services, seconds.
  package var externalP95 = Threshold(warning: 2, critical: 5)
  /// Processor time in use, 0…1.
  package var cpu = Threshold(warning: 0.75, critical: 0.9)
  /// Memory in use, 0…1.
  package var memory = Threshold(warning: 0.75, critical: 0.9)
  /// What may be spent on language models in 24 hours, dollars; beyond it is critical.
  package var modelBudget24h = 50.0
  /// What may be spent on them in a calendar month, dollars; `nil` for that of a day on each day.
  package var modelBudgetMonth: Double?

  /// The defaults.
  package init() {}

  /// What may be spent on language models in a month, dollars; zero where nothing is set.
  package func modelBudget(of month: CalendarMonth) -> Double {
    modelBudgetMonth ?? modelBudget24h * month.days
  }
}
