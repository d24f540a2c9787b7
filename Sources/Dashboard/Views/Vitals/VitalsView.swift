import Logs
import Screen
import Signals
import Telemetry

extension View {
  /// What services wait for: databases, caches, queues, other services.
  static let dependencies = vitalTable(.dependencies, .dependencies, key: "3")
  /// What services run on: machines, processes, containers.
  static let resources = vitalTable(.resources, .resources, key: "4")

  private static func vitalTable(_ id: ViewID, _ area: Vital.Area, key: Character) -> View {
    var view = View(id, key: .character(key)) { scene, rect, grid in
      VitalsPage(scene: scene, area: area).draw(in: rect, on: &grid)
    }
    view.asking = { scene, context in
      var asking = Asking()
      asking.panels[id.name] = VitalQueries(scene, context).table(of: area)
      asking.order = [id.name]
      return asking
    }
    view.report = { VitalsPage(scene: $0, area: area).report }
    view.hints = { scene in
      let keys: [Action] = [.open, .showLines, .nextColumn, .filter]
      return KeyHint.cursor(in: scene) + keys.map { KeyHint($0) } + KeyHint.time(in: scene)
    }
    view.act = { action, visit in VitalsKeys.take(action, area, &visit) }
    view.settle = { _, visit in
      guard let (place, remark) = DependencyLink.settled(visit.scene) else { return }
      visit.place = place
      visit.say(remark, for: .seconds(8))
    }
    return view
  }
}

/// Its keys.
private enum VitalsKeys {
  static func take(
    _ action: Action,
    _ area: Vital.Area,
    _ visit: inout Visit
  ) -> Reaction {
    var list = VitalTable(scene: visit.scene, area: area).list
    switch action {
    case .part(.open), .part(.fullScreen):
      guard let row = list.selectedRow else { return .done }
      return .go(visit.place.opening(.vitals, .vitals(row.id)))
    case .part(.showLines):
      guard let row = list.selectedRow else { return .passed }
      return VitalPage.showLines(of: row.id, &visit)
    case .part(.copy):
      guard let row = list.selectedRow else { return .done }
      visit.copy("name", row.id.name)
      return .done
    case .move, .part, .view, .lines, .time, .general, .point: return list.take(action, &visit)
    }
  }
}

/// What is asked of vitals.
struct VitalQueries {
  let scene: Scene
  let context: QueryContext

  init(_ scene: Scene, _ context: QueryContext) {
    (self.scene, self.context) = (scene, context)
  }

  /// One question a column, whatever the number of rows.
  func table(of area: Vital.Area) -> [PanelQuery] {
    let present = present(in: area)
    let step = ServiceTrend.step(for: scene.timeline)
    var trend = context
    trend.rateWindow = max(context.liveWindow, step)
    var queries = [presence(of: area)]
    for column in VitalTable.columns(of: area) {
      let vitals = present.filter { $0.column == column }
      guard let expression = Vital.expression(vitals, context.ofOneMoment) else { continue }
      var query = PanelQuery(id: .vitals(area, column), expression: expression, form: .instant)
      query.pace = column == .fullIn ? .slow : .live
      queries.append(query)
      let drawn = vitals.filter {
        VitalTable.charted(in: area).contains(column) || VitalTable.isHeated($0)
      }
      guard let range = Vital.expression(drawn, trend) else { continue }
      var history = PanelQuery(id: .vitals(area, column, .range), expression: range, form: .range)
      (history.step, history.window) = (step, trend.rateWindow)
      queries.append(history)
    }
    return queries
  }

  /// All vitals of one row, now and over the window.
  func page(of row: Vital.Owner) -> [PanelQuery] {
    guard let kind = Vital.kind(named: row.kind) else { return [] }
    var own = context
    let matchers = row.matchers
    own.selector += matchers
    own.exporterSelector += matchers
    let vitals = present(in: kind.area).filter { $0.kind.name == row.kind }
    return [presence(of: kind.area)]
      + vitals.flatMap { vital -> [PanelQuery] in
        let now = Vital.expression([vital], own.ofOneMoment) ?? ""
        let range = Vital.expression([vital], own) ?? ""
        return [
          PanelQuery(id: .vital(vital, .instant), expression: now, form: .instant),
          PanelQuery(id: .vital(vital, .range), expression: range, form: .range),
        ]
      }
  }

  private func presence(of area: Vital.Area) -> PanelQuery {
    var query = PanelQuery(
      id: .vitalMetrics(area),
      expression: Vital.presence(area),
      form: .instant
    )
    query.pace = .slow
    // Names tell the elements apart, and joining would have to keep them.
    query.isBatchable = false
    return query
  }

  private func present(in area: Vital.Area) -> [Vital] {
    guard let names = scene.world.vitals.present[area] else { return [] }
    return Vital.all.filter { $0.kind.area == area && $0.isPresent(names, context) }
  }
}

/// The table of an area in its frame.
struct VitalsPage {
  let scene: Scene
  let area: Vital.Area

  private var title: String { area == .resources ? "Resources" : "Dependencies" }
  private var view: ViewID { area == .resources ? .resources : .dependencies }

  func draw(in rect: Rect, on grid: inout Grid) {
    let list = VitalTable(scene: scene, area: area).list
    var frame = TableFrame(scene: scene, title: title, trouble: trouble, notes: list.notes)
    if list.rows.isEmpty {
      frame.absence = absence(list)
    } else if area == .resources {
      let legend = HeatStrip.legend(["ok", "half way", "warn", "crit"], scene.symbols)
      frame.notes.append(TextSpan(legend, .muted, priority: 1))
    }
    frame.draw(in: rect, on: &grid) { list.draw(in: $0, on: &$1, symbols: scene.symbols) }
  }

  private var trouble: TableTrouble? {
    TableTrouble((scene.world.panelQueries[view.name] ?? []).map(\.id), scene)
  }

  private func absence(_ list: VitalTable.List) -> String {
    if !scene.world.vitals.rows(in: area).isEmpty { return "no row matches the filter" }
    if let failure = scene.world.metricsServerFailure { return failure.headline }
    if let reason = trouble?.reason { return reason }
    guard let present = scene.world.vitals.present[area] else {
      return "waiting for the first answer"
    }
    let asked = scene.world.panelQueries[view.name]?.count ?? 0
    if present.isEmpty, asked <= 1 {
      return area == .resources
        ? "no metrics of machines, processes or containers"
        : "no metrics of databases, caches, queues or calls"
    }
    return "no samples in the last minutes"
  }

  /// The rows with their values, the worst first, and the queries behind them.
  var report: ViewReport {
    let table = VitalTable(scene: scene, area: area)
    let rows = table.list.rows
    var report = ViewReport()
    report.members = [
      (
        area.rawValue,
        .list(
          rows.map { row in
            [
              "kind": .text(row.id.kind),
              "labels": .object(row.id.labels.labels.map { ($0.name, .text($0.value)) }),
              "values": .object(
                row.vitals.compactMap { vital in
                  row[vital].map { (vital.title, .number($0)) }
                }
              ),
            ]
          }
        )
      )
    ]
    report.severity = rows.compactMap(table.severity).max()
    if rows.isEmpty { report.lack = "\(title.lowercased()): \(absence(table.list))" }
    return report
  }
}
