import Screen
import Signals
import Telemetry

extension View {
  /// Requests by endpoint, with the status of their answers over time.
  static let requests: View = {
    var view = View(.requests, key: .character("2")) { scene, area, grid in
      RequestsPage(scene: scene).draw(in: area, on: &grid)
    }
    view.asking = { scene, context in
      var asking = scene.asking(RequestsPage.hasChart(in: scene) ? [.statuses] : [], context)
      asking.panels[ViewID.requests.name] =
        EndpointQueries(
          context,
          isOfOneService: scene.isOfOneService,
          step: ServiceTrend.step(for: scene.timeline)
        ).queries
      asking.order.append(ViewID.requests.name)
      return asking
    }
    view.report = { RequestsReport(scene: $0).report }
    view.hints = { scene in
      let keys: [Action] = [.open, .showLines, .nextColumn, .filter]
      return KeyHint.cursor(in: scene) + keys.map { KeyHint($0) } + [KeyHint(.fullScreen, "chart")]
        + KeyHint.time(in: scene)
    }
    view.act = RequestsKeys.take
    return view
  }()
}

/// Its keys.
private enum RequestsKeys {
  @Sendable static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = RequestTable(scene: visit.scene).list
    switch action {
    case .part(.open):
      guard let row = list.selectedRow else { return .done }
      return .go(EndpointLink.place(of: row.id.endpoint, service: row.id.service, visit.scene))
    case .part(.fullScreen), .point(.part(Panel.statuses.id)):
      return .go(visit.place.opening(.panel, .panel(Panel.statuses.id)))
    case .part(.showLines):
      guard let row = list.selectedRow else { return .passed }
      var keys = CommonKeys(visit)
      defer { visit = keys.visit }
      let label = visit.scene.world.queryContext.profile.serviceLabel
      return keys.showLines(
        of: row.id.endpoint,
        service: row.id.service.map { ServiceID(label, $0) }
      )
    case .part(.copy):
      guard let row = list.selectedRow else { return .done }
      visit.copy("endpoint", row.id.endpoint.name)
      return .done
    case .move, .part, .view, .lines, .time, .general, .point: return list.take(action, &visit)
    }
  }
}

/// Status codes over time, and the table of endpoints below them.
struct RequestsPage {
  let scene: Scene

  /// The least rows of the body that leave room for the chart.
  private static let leastRows = 18

  /// Whether there is room for the chart of status codes.
  static func hasChart(in scene: Scene) -> Bool { scene.areas.body.height >= leastRows }

  func draw(in area: Rect, on grid: inout Grid) {
    let height = Self.hasChart(in: scene) ? max(PanelFlow.boxHeight + 1, area.height / 3) : 0
    let parts = Layout.split(area, .rows, [.fixed(height), .flexible()])
    if height > 0 {
      PanelDrawing(scene: scene, content: scene.content(of: .statuses))
        .drawBox(in: parts[0], on: &grid)
    }
    drawTable(in: parts[1], on: &grid)
  }

  private func drawTable(in area: Rect, on grid: inout Grid) {
    let list = RequestTable(scene: scene).list
    var frame = TableFrame(scene: scene, title: "Requests", trouble: trouble, notes: list.notes)
    let count = scene.world.endpoints.rows.count
    if count > 0 {
      let shown = list.rows.count == count ? "\(count)" : "\(list.rows.count) of \(count)"
      frame.notes.append(TextSpan("\(shown) endpoints", .muted, priority: 1))
    }
    if list.rows.isEmpty { frame.absence = absence(list) }
    frame.draw(in: area, on: &grid) { list.draw(in: $0, on: &$1, symbols: scene.symbols) }
  }

  /// What is wrong with the figures; `nil` where all are fresh.
  var trouble: TableTrouble? {
    let asked = scene.world.panelQueries[ViewID.requests.name] ?? []
    return TableTrouble(asked.map(\.id), scene)
  }

  /// Why no row is shown.
  func absence(_ list: RequestTable.List) -> String {
    if let lack = scene.world.queryContext.profile.lackOfEndpoints { return lack }
    if !scene.world.endpoints.rows.isEmpty { return "no endpoint matches the filter" }
    if let failure = scene.world.metricsServerFailure { return failure.headline }
    if let reason = trouble?.reason { return reason }
    let state = scene.world.state(of: .endpoints(.rate))
    guard case .missing = state else { return "waiting for the first answer" }
    return "no requests in the last \(scene.world.queryContext.liveWindow.prometheusText)"
  }
}
