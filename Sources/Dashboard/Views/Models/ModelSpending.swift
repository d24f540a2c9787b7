import Screen
import Signals
import Telemetry

/// What was spent on language models in an hour, a day and the month, against the budgets, and where that
/// leads.
struct ModelSpending {
  let scene: Scene

  /// The month in which one looks.
  private var month: CalendarMonth {
    CalendarMonth(of: moment, offsetSeconds: scene.timeText.offset(at: scene.serverNow))
  }

  private var moment: Timestamp { scene.timeline.end ?? scene.serverNow }

  /// The time since the month began, in steps of ten minutes, so that the question stays the same for a
  /// while.
  var monthSoFar: Duration {
    let step: Int64 = 600
    return .seconds(((moment - month.start).components.seconds / step + 1) * step)
  }

  /// How much the source remembers; `nil` where it does not tell.
  private var held: Duration? { scene.world.health[.prometheus]?.holding?.reach }

  /// How much is remembered, where that is less than the month so far; `nil` where all of it is.
  private var reach: Duration? { held.flatMap { scene.serverNow - $0 > month.start ? $0 : nil } }

  /// How much is remembered, where that is too little for a forecast from whole days.
  var remembered: Duration? { held.flatMap { $0 < .seconds(8 * 86_400) ? $0 : nil } }

  private var about: String { scene.settings.isASCII ? "ca." : "≈" }

  /// Hour, day and month against the budget, and where the month leads.
  func words(_ rows: [ModelRow]) -> [TextLine] {
    func sum(_ figure: ModelFigure) -> Double? {
      let values = rows.compactMap { $0.values[figure] }
      return values.isEmpty ? nil : values.reduce(0, +)
    }
    let budget = scene.settings.thresholds.modelBudget24h
    var (now, month): ([TextSpan], [TextSpan]) = ([], [])
    if let hour = sum(.hour) {
      now += named("hour", SignalUnit.dollars.text(hour), priority: 99)
    }
    if let day = sum(.day) { now += spent("24 h\(known)", day, of: budget, priority: 98) }
    if let spent = sum(.month) {
      let budget = scene.settings.thresholds.modelBudget(of: self.month)
      month += self.spent("month\(since)", spent, of: budget, priority: 97)
      month += forecast(spent).map { words($0, budget) } ?? []
    }
    let gap = [TextSpan("   ", .muted, priority: 97)]
    let whole = TextLine(now + (now.isEmpty || month.isEmpty ? [] : gap) + month)
    if whole.width <= scene.size.width - 2 { return whole.left.isEmpty ? [] : [whole] }
    return [now, month].filter { !$0.isEmpty }.map { TextLine($0) }
  }

  /// How much of a day is remembered; empty where all of it is.
  private var known: String {
    guard let held, held < .seconds(86_400) else { return "" }
    return " (\(held.ageText) known)"
  }

  /// From when on the month counts; empty where that is its beginning.
  private var since: String {
    guard let reach else { return "" }
    return " since \(scene.timeText.moment((scene.serverNow - reach).floored(to: .seconds(60))))"
  }

  private func spent(
    _ name: String,
    _ dollars: Double,
    of budget: Double,
    priority: Int
  ) -> [TextSpan] {
    let isOver = budget > 0 && dollars > budget
    let limit = budget > 0 ? " of \(SignalUnit.dollars.text(budget))" : ""
    let text = "\(about) \(SignalUnit.dollars.text(dollars))\(limit)"
    return named(
      name,
      isOver ? "\(text) \(scene.alarm) over" : text,
      isOver ? .critical : .text,
      priority: priority
    )
  }

  /// Where the month leads, and what that means for its budget.
  private func words(_ forecast: MonthForecast, _ budget: Double) -> [TextSpan] {
    let dollars = SignalUnit.dollars
    var (role, verdict) = (Role.text, "")
    if budget > 0 {
      (role, verdict) =
        forecast.likely > budget
        ? (.critical, " \(scene.alarm) over budget")
        : forecast.most > budget ? (.warning, " \(scene.alarm) may pass it") : (.ok, " within it")
    }
    let band = "\(dollars.text(forecast.least))–\(dollars.text(forecast.most))"
    let text = "\(about) \(dollars.text(forecast.likely)) (\(band))\(verdict)"
    let pace = remembered.flatMap(MonthForecast.hours).map { " at the pace of \($0)h" } ?? ""
    return named("forecast\(pace)", text, role, priority: 96)
  }

  private func named(
    _ name: String,
    _ text: String,
    _ role: Role = .text,
    priority: Int
  ) -> [TextSpan] {
    // What begins a line has nothing before it.
    let lead = priority == 99 || priority == 97 ? "" : "   "
    return [
      TextSpan("\(lead)\(name) ", .muted, priority: priority),
      TextSpan(text, Style(role, .bold), priority: priority),
    ]
  }

  private func forecast(_ spent: Double) -> MonthForecast? {
    MonthForecast(
      spent: spent,
      days: scene.world.readings[.modelDays]?.vector ?? [],
      left: month.end - moment
    )
  }

  /// How bad what was spent is.
  func severity(_ rows: [ModelRow]) -> Severity? {
    let pairs = [
      (rows.compactMap { $0.values[.day] }, scene.settings.thresholds.modelBudget24h),
      (rows.compactMap { $0.values[.month] }, scene.settings.thresholds.modelBudget(of: month)),
    ]
    return pairs.filter { !$0.0.isEmpty && $0.1 > 0 }
      .map { $0.0.reduce(0, +) > $0.1 ? .critical : .ok }.max()
  }
}
