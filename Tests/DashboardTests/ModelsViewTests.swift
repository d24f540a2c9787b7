import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// What language models cost.
@Suite struct ModelsViewTests {
  static var shop: SimulatedShop {
    var shop = SimulatedShop()
    shop.models = [
      ("small", "chat", [.hour: 0.5, .day: 9, .month: 200, .tokens: 100]),
      ("large", "chat", [.hour: 1.5, .day: 30, .month: 400, .tokens: 20]),
      ("large", "summarize", [.hour: 0, .day: 0, .month: 0, .tokens: 0]),
    ]
    return shop
  }

  private func desk(
    _ settings: DashboardSettings = Desk.settings,
    size: Size = Size(120, 36),
    now: Timestamp = SimulatedShop.now
  ) -> Desk {
    var desk = Desk(Self.shop, settings, size: size, now: now)
    desk.settle()
    desk.press("5")
    desk.answer()
    desk.wait(.seconds(1))
    return desk
  }

  private func text(_ desk: Desk) -> String {
    let grid = desk.model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  @Test func theDearestComesFirstAndWhatCostsNothingIsLeftOut() {
    let rows = ModelTable(scene: desk().model.scene).list.rows
    #expect(rows.map(\.id.model) == ["large", "small"])
  }

  @Test func hourDayAndMonthStandAgainstTheBudget() throws {
    let screen = text(desk())
    #expect(screen.contains("hour $2.00"))
    #expect(screen.contains("24 h ≈ $39.00 of $50.00"))
    #expect(screen.contains("month ≈ $600.00 of $1500.00"))
    // 22 November 14:02 UTC: 8.415 days are left, of $20 likely, $10 least, $40 most.
    #expect(screen.contains("forecast ≈ $768.30 ($684.15–$936.60) within it"), "\(screen)")
  }

  @Test(
    arguments: [(800, "may pass it"), (650, "over budget"), (2000, "within it")]
      as [(Double, String)]
  )
  func aMonthMayHaveABudgetOfItsOwn(_ budget: Double, _ words: String) {
    var settings = Desk.settings
    settings.thresholds.modelBudgetMonth = budget
    let screen = text(desk(settings))
    #expect(screen.contains(words), "\(screen)")
  }

  /// Lets the source say that it remembers six hours.
  private func hold(_ desk: inout Desk) throws {
    let holding = StoreHolding(
      series: 1,
      bytes: 1,
      byteLimit: 2,
      ageLimit: .seconds(6 * 3600),
      reach: .seconds(6 * 3600)
    )
    let poll = try #require(desk.poll("targets"))
    let answer = Outcome.Answered(
      desk.shop.answer(poll, at: desk.now).payload,
      receipt: Receipt(holding: holding)
    )
    desk.send(.outcome(Outcome(poll, at: desk.now, .success(answer))))
  }

  @Test func whatIsRememberedForHoursSaysSinceWhenTheMonthCounts() throws {
    var desk = desk(size: Size(160, 36))
    try hold(&desk)
    let screen = text(desk)
    #expect(screen.contains("24 h (6h known) ≈ $39.00"), "\(screen)")
    #expect(screen.contains("month since 08:02"), "\(screen)")
    #expect(screen.contains("forecast at the pace of 5h"), "\(screen)")
  }

  // On the first of a month, six hours are all of it, but neither a day nor the week of a forecast.
  @Test func aMonthThatIsRememberedWholeIsNoDayAndNoWeek() throws {
    let first = try #require(Timestamp(rfc3339: "2026-12-01T04:44:00Z"))
    var desk = desk(size: Size(160, 36), now: first)
    try hold(&desk)
    let screen = text(desk)
    #expect(screen.contains("24 h (6h known) ≈"), "\(screen)")
    #expect(!screen.contains("since"), "\(screen)")
    #expect(screen.contains("forecast at the pace of 5h"), "\(screen)")
    let question = try #require(desk.instant("models.days")?.expression)
    #expect(question.contains("[1h])) * 24)[5h:1h]"), "\(question)")
  }

  @Test func aSnapshotHasTheModels() throws {
    let report = ModelsReport(scene: desk().model.scene).report
    #expect(report.members.map(\.name) == ["models", "model_queries"])
    #expect(report.severity == .ok && report.lack == nil)
  }

  @Test func theForecastNeedsAllOfItsParts() {
    let moment = Timestamp(nanoseconds: 0)
    let mean = VectorSample(labels: LabelSet(["pace": "avg"]), timestamp: moment, value: 2)
    #expect(MonthForecast(spent: 10, days: [mean], left: .seconds(86_400)) == nil)
  }

  @Test func oneQuestionAColumn() {
    let asked = desk().model.plan.polls.map(\.id.text).filter { $0.hasPrefix("models.") }
    #expect(
      Set(asked) == [
        "models.cost_hour", "models.cost_24h", "models.cost_month", "models.tokens", "models.days",
      ]
    )
  }

  @Test func costsByOnesOwnPricesAreThoseOfTokens() throws {
    var settings = Desk.settings
    settings.profile.model.cost = nil
    settings.modelPrices = ModelPrices([
      "small": ModelPrice(input: 1, output: 10), "large": ModelPrice(input: 5, output: 50),
    ])
    var shop = Self.shop
    shop.profile = settings.profile
    for index in shop.models.indices {
      shop.models[index].figures = shop.models[index].figures.filter { $0.key == .tokens }
    }
    var desk = Desk.settled(shop, settings)
    desk.press("5")
    desk.answer()
    let rows = ModelRow.all(in: desk.model.scene)
    // 80 tokens in and 20 out a second: 3600 × (80 × 1 + 20 × 10) / 10⁶ dollars an hour.
    let small = try #require(rows.first { $0.id.model == "small" }?.values[.hour])
    #expect(abs(small - 1.008) < 1e-9)
  }

  @Test func aServiceWithoutModelsSaysSo() {
    var settings = Desk.settings
    settings.profile = MetricProfile.all.first { $0.name == "nginx" } ?? settings.profile
    var desk = Desk.settled(SimulatedShop(), settings)
    desk.press("5")
    desk.answer()
    #expect(text(desk).contains("nginx-prometheus-exporter has no"))
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func screensLookAsRecorded(_ size: Size) throws {
    try Golden.expect(desk(size: size).model.view(), "pages/llm-view")
  }
}
