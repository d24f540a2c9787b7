/// How much of what may fail has failed.
package struct ErrorBudget: Hashable, Sendable {
  /// The share of requests that is to succeed, 0…1.
  package let objective: Double
  /// The share that failed over the time of the budget.
  package let failed: Double

  package init(objective: Double, failed: Double) {
    self.objective = objective
    self.failed = failed
  }

  /// The share of the budget that is spent; above 1 where it is gone.
  package var spent: Double {
    let allowed = 1 - objective
    return allowed > 0 ? failed / allowed : failed > 0 ? .infinity : 0
  }

  /// The share that is left; negative where more has failed than may.
  package var left: Double { 1 - spent }

  /// How much faster than evenly it goes where such a share of requests fails.
  package func burnRate(_ failed: Double) -> Double {
    let allowed = 1 - objective
    return allowed > 0 ? failed / allowed : failed > 0 ? .infinity : 0
  }
}
