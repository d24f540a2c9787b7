/// What was spent in the last 24 hours against what may be spent, and where the pace leads.
package struct BudgetPace: Hashable, Sendable {
  /// Dollars of the last 24 hours; an `increase`, so an estimate.
  package let spent: Double
  /// Dollars that may be spent in 24 hours; positive.
  package let budget: Double
  /// Dollars in 24 hours at the present rate; `nil` where no rate is known.
  package let projected: Double?

  /// Compares; `nil` where there is no budget to compare with.
  package init?(spent: Double, budget: Double, dollarsPerHour: Double?) {
    guard budget > 0, spent.isFinite else { return nil }
    self.spent = spent
    self.budget = budget
    projected = dollarsPerHour.flatMap { $0.isFinite ? $0 * 24 : nil }
  }

  /// What is left; negative once the budget is passed.
  package var left: Double { budget - spent }

  /// Where it leads, in the words of a panel.
  package var verdict: Verdict {
    if spent > budget { return .over }
    guard let projected else { return .unknown }
    return projected > budget ? .ahead : .onPace
  }

  /// Where a pace leads.
  package enum Verdict: Hashable, Sendable {
    /// The budget is spent already.
    case over
    /// The present rate passes the budget within 24 hours.
    case ahead
    /// The present rate stays within it.
    case onPace
    /// No rate is known.
    case unknown
  }
}
