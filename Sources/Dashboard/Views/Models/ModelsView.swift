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
    view.report = { ModelsReport(scene: $0).report }
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
    let spending = ModelSpending(scene: scene)
    let elapsed = spending.monthSoFar
    let columns = ModelFigure.allCases.compactMap { figure -> PanelQuery? in
      guard let expression = figure.expression(context.ofOneMoment, month: elapsed) else {
        return nil
      }
      var query = PanelQuery(id: .models(figure), expression: expression, form: .instant)
      query.pace = figure.isSlow ? .slow : .live
      return query
    }
    guard let expression = MonthForecast.expression(context, reach: spending.remembered) else {
      return columns
    }
    var days = PanelQuery(id: .modelDays, expression: expression, form: .instant)
    days.pace = .slow
    return columns + [days]
  }

  func draw(in area: Rect, on grid: inout Grid) {
    let list = ModelTable(scene: scene).list
    let words = ModelSpending(scene: scene).words(list.rows)
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
    var frame = TableFrame(scene: scene, title: "Models", trouble: trouble, notes: list.notes)
    if list.rows.isEmpty { frame.absence = absence }
    frame.draw(in: parts[2], on: &grid) { list.draw(in: $0, on: &$1, symbols: scene.symbols) }
  }

  /// What is wrong with the figures; `nil` where all are fresh.
  var trouble: TableTrouble? {
    TableTrouble((scene.world.panelQueries["models"] ?? []).map(\.id), scene)
  }

  /// Why there are none.
  var absence: String {
    let profile = scene.world.queryContext.profile
    if profile.model.isEmpty { return profile.lack(of: .modelTokens24h) ?? "no language models" }
    if let failure = scene.world.metricsServerFailure { return failure.headline }
    if let reason = trouble?.reason { return reason }
    let state = scene.world.state(of: .models(.tokens))
    return state == .waiting ? "waiting for the first answer" : "no calls of models"
  }
}
