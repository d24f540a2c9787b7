import Screen
import Signals
import Telemetry

extension View {
  /// What language models cost, by model and operation.
  static let models: View = {
    var view = View(.models, key: .character("5")) { scene, area, grid in
      ModelsPage(scene: scene).draw(in: area, on: &grid)
    }
    view.asking = { scene, context in
      var asking = scene.asking([.modelCost], context)
      asking.panels["models"] = ModelsPage(scene: scene).queries(context)
      asking.order.append("models")
      return asking
    }
    view.hints = { scene in
      let keys: [Action] = [.open, .showLines, .nextColumn, .filter, .copy]
      return KeyHint.cursor(in: scene) + keys.map { KeyHint($0) } + KeyHint.time(in: scene)
    }
    view.act = { action, visit in
      var list = ModelTable(scene: visit.scene).list
      switch action {
      case .part(.open), .part(.fullScreen):
        return .go(visit.place.opening(.panel, .panel(Panel.modelCost.id)))
      case .part(.copy):
        guard let row = list.selectedRow else { return .done }
        visit.copy("model", row.id.model)
        return .done
      case .move, .part, .view, .lines, .time, .general, .point: return list.take(action, &visit)
      }
    }
    return view
  }()
}

/// What was spent and where that leads, the rate of it over time, and the table of models.
struct ModelsPage {
  let scene: Scene

  /// One question a column.
  func queries(_ context: QueryContext) -> [PanelQuery] {
    let elapsed = monthSoFar
    let columns = ModelFigure.allCases.compactMap { figure -> PanelQuery? in
      guard let expression = figure.expression(context.ofOneMoment, month: elapsed) else {
        return nil
      }
      var query = PanelQuery(id: .models(figure), expression: expression, form: .instant)
      query.pace = figure.isSlow ? .slow : .live
      return query
    }
    guard let expression = MonthForecast.expression(context) else { return columns }
    var days = PanelQuery(id: .modelDays, expression: expression, form: .instant)
    days.pace = .slow
    return columns + [days]
  }

  private var month: CalendarMonth {
    CalendarMonth(
      of: scene.timeline.end ?? scene.serverNow,
      offsetSeconds: scene.timeText.offset(at: scene.serverNow)
    )
  }

  /// The time since the month began, in steps of ten minutes, so that the question stays the same for a
  /// while.
  private var monthSoFar: Duration {
    let elapsed = (scene.timeline.end ?? scene.serverNow) - month.start
    let step: Int64 = 600
    return .seconds((elapsed.components.seconds / step + 1) * step)
  }

  func draw(in area: Rect, on grid: inout Grid) {
    let list = ModelTable(scene: scene).list
    let words = words(list.rows)
    let chart = area.height >= 18 ? max(PanelFlow.boxHeight + 2, area.height / 3) : 0
    let parts = Layout.split(
      area,
      .rows,
      [.fixed(min(words.count, max(0, area.height - 4))), .fixed(chart), .flexible()]
    )
    for (row, line) in words.enumerated() {
      let place = parts[0].row(row).inset(horizontal: 1, vertical: 0)
      line.draw(in: place, on: &grid, symbols: scene.symbols)
    }
    if chart > 0 {
      PanelDrawing(scene: scene, content: scene.content(of: .modelCost))
        .drawBox(in: parts[1], on: &grid)
    }
    var frame = Frame(title: "Models", isFocused: true)
    let trouble = TableTrouble((scene.world.panelQueries["models"] ?? []).map(\.id), scene)
    frame.notes = (trouble.map { [$0.badge] } ?? []) + list.notes
    frame.draw(in: parts[2], on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: parts[2])
    guard !inside.isEmpty else { return }
    guard !list.rows.isEmpty else {
      let place = inside.row(0).inset(horizontal: 1, vertical: 0)
      TextLine(absence(trouble), Style(.muted)).draw(in: place, on: &grid, symbols: scene.symbols)
      return
    }
    list.draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  private func absence(_ trouble: TableTrouble?) -> String {
    let profile = scene.world.queryContext.profile
    if profile.model.isEmpty { return profile.lack(of: .modelTokens24h) ?? "no language models" }
    if let failure = scene.world.metricsServerFailure { return failure.headline }
    if let reason = trouble?.reason { return reason }
    let state = scene.world.state(of: .models(.tokens))
    return state == .waiting ? "waiting for the first answer" : "no calls of models"
  }

  private var about: String { scene.settings.isASCII ? "ca." : "≈" }

  /// Hour, day and month against the budget, and where the month leads.
  private func words(_ rows: [ModelRow]) -> [TextLine] {
    func sum(_ figure: ModelFigure) -> Double? {
      let values = rows.compactMap { $0.values[figure] }
      return values.isEmpty ? nil : values.reduce(0, +)
    }
    let budget = scene.settings.thresholds.modelBudget24h
    var spans: [TextSpan] = []
    if let hour = sum(.hour) {
      spans += named("hour", SignalUnit.dollars.text(hour), priority: 99)
    }
    if let day = sum(.day) {
      let text = "\(about) \(SignalUnit.dollars.text(day))\(limit(budget))"
      spans += named("24 h", text, budget > 0 && day > budget ? .critical : .text, priority: 98)
    }
    if let holding = scene.world.health[.prometheus]?.holding {
      spans += named("month", "unknown: history is \(holding.reach.ageText)", .muted, priority: 80)
    } else if let spent = sum(.month) {
      spans += named("month", "\(about) \(SignalUnit.dollars.text(spent))", priority: 97)
      spans += forecast(spent).map { words($0, budget * month.days) } ?? []
    }
    return spans.isEmpty ? [] : [TextLine(spans)]
  }

  /// Where the month leads, and the limit that the budget of each day makes.
  private func words(_ forecast: MonthForecast, _ limit: Double) -> [TextSpan] {
    let dollars = SignalUnit.dollars
    var role = Role.text
    if limit > 0, forecast.most > limit { role = forecast.likely > limit ? .critical : .warning }
    let band = "\(dollars.text(forecast.least))–\(dollars.text(forecast.most))"
    let text = "\(about) \(dollars.text(forecast.likely)) (\(band))\(self.limit(limit))"
    return named("forecast", text, role, priority: 96)
  }

  private func limit(_ dollars: Double) -> String {
    dollars > 0 ? " of \(SignalUnit.dollars.text(dollars))" : ""
  }

  private func named(
    _ name: String,
    _ text: String,
    _ role: Role = .text,
    priority: Int
  ) -> [TextSpan] {
    let lead = priority == 99 ? "" : "   "
    return [
      TextSpan("\(lead)\(name) ", .muted, priority: priority),
      TextSpan(text, Style(role, .bold), priority: priority),
    ]
  }

  private func forecast(_ spent: Double) -> MonthForecast? {
    MonthForecast(
      spent: spent,
      days: scene.world.readings[.modelDays]?.vector ?? [],
      left: month.end - (scene.timeline.end ?? scene.serverNow)
    )
  }
}
