package import Signals
package import Telemetry

/// The error budgets of services.
package struct ServiceBudgets: Hashable, Sendable {
  /// What is known of a service.
  package struct Figures: Hashable, Sendable {
    /// The share of requests that failed over the time of the budget.
    package var failed: Double
    /// Requests a second over that time.
    package var rate: Double
    /// The share that failed in the window.
    package var failedInWindow: Double?
    /// Requests a second in the window.
    package var rateInWindow: Double?

    package init(failed: Double, rate: Double, failedInWindow: Double?, rateInWindow: Double?) {
      self.failed = failed
      self.rate = rate
      self.failedInWindow = failedInWindow
      self.rateInWindow = rateInWindow
    }
  }

  /// The time of a budget.
  package static let length = Duration.seconds(30 * 86_400)

  /// The share of requests that is to succeed, 0…1.
  private let objective: Double
  private let services: [ServiceID: Figures]
  private let window: Stretch

  package init(objective: Double, _ services: [ServiceID: Figures], over window: Stretch) {
    self.objective = objective
    self.services = services
    self.window = window
  }

  /// The share of a budget that the window has taken; `nil` where that is not known.
  package func spentInWindow(_ figures: Figures) -> Double? {
    guard let failed = figures.failedInWindow, let rate = figures.rateInWindow else { return nil }
    let allowed = figures.rate * Self.length.inSeconds * (1 - objective)
    guard allowed > 0 else { return nil }
    return failed * rate * window.length.inSeconds / allowed
  }

  /// The section.
  package func section() -> ReportSection {
    let percent = UnitNumber.fixed(objective * 100, decimals: 3)
    let goal = percent.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
    var section = ReportSection("error_budget", "Error budget at \(String(goal)) %", over: window)
    let days = window.daysTitle
    var table = ReportTable(
      "budgets",
      "",
      [
        "service": "SERVICE", "failed_window": "FAILED \(days)", "failed_30d": "FAILED 30D",
        "spent_window": "SPENT \(days)", "spent_30d": "SPENT 30D", "left": "LEFT",
        "burn_rate": "BURN RATE \(days)",
      ]
    )
    for (service, figures) in services.sorted(by: { $0.key < $1.key }) {
      let budget = ErrorBudget(objective: objective, failed: figures.failed)
      let severity: Severity = budget.left <= 0 ? .critical : budget.left < 0.25 ? .warning : .ok
      let burn = figures.failedInWindow.map(budget.burnRate)
      table.rows.append([
        .text(service.name, severity), .number(figures.failedInWindow, .ratio),
        .number(figures.failed, .ratio), .number(spentInWindow(figures), .ratio),
        .number(budget.spent, .ratio), .number(max(0, budget.left), .ratio),
        burn.map { .text("\(UnitNumber.threeDigits($0))×") } ?? .nothing,
      ])
      if let headline = headline(service, budget, severity) { section.headlines.append(headline) }
    }
    section.headlines = section.headlines.limited { "\($0) more services have little or none left" }
    // The window says nothing of its own where it is all of the time.
    if isWhole { table.drop(["failed_window", "spent_window", "burn_rate"]) }
    section.blocks = [
      table.rows.isEmpty ? .text("no service that tells failed requests") : .table(table)
    ]
    let rate = isWhole ? "" : "; a burn rate of 1 spends it in just these"
    section.remarks = ["the budget is what may fail of the requests of 30 days\(rate)"]
    return section
  }

  /// Whether the window is the time of the budget, give or take an hour where clocks are changed.
  private var isWhole: Bool {
    (window.length - Self.length).inSeconds.magnitude <= 3600
  }

  private func headline(
    _ service: ServiceID,
    _ budget: ErrorBudget,
    _ severity: Severity
  ) -> ReportHeadline? {
    switch severity {
    case .ok: return nil
    case .warning:
      let left = Unit.ratio.format(max(0, budget.left)).text
      return ReportHeadline(severity, "\(service.name): \(left) of the error budget left")
    case .critical:
      let spent = Unit.ratio.format(budget.spent).text
      let words = "error budget is gone, \(spent) spent in 30 days"
      return ReportHeadline(severity, "\(service.name): \(words)")
    }
  }
}
