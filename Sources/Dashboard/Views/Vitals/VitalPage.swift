import Logs
import Screen
import Signals
import Telemetry

extension View {
  /// One thing that services run on or wait for, with all its vitals; its subject is the row.
  static let vitals: View = {
    var view = View(.vitals) { scene, area, grid in
      guard let page = VitalPage(scene) else { return }
      page.draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.asking = { scene, context in
      guard let page = VitalPage(scene) else { return Asking() }
      var asking = Asking()
      asking.panels[ViewID.vitals.name] = VitalQueries(scene, context).page(of: page.row)
      asking.order = [ViewID.vitals.name]
      asking.wantsMarks = true
      return asking
    }
    view.hints = { scene in
      let keys: [Action] = [.back, .showLines, .copy]
      return KeyHint.cursor(in: scene) + keys.map { KeyHint($0) } + KeyHint.time(in: scene)
    }
    view.act = { action, visit in
      guard let page = VitalPage(visit.scene) else { return .passed }
      var list = page.list
      switch action {
      case .part(.open), .part(.fullScreen): return .back
      case .part(.showLines): return VitalPage.showLines(of: page.row, &visit)
      case .part(.copy):
        guard let vital = list.selectedRow,
          let query = page.query(of: vital)
        else { return .done }
        visit.copy("PromQL of \(vital.title)", VisibleText.sanitized(query))
        return .done
      case .move, .part, .view, .lines, .time, .general, .point: return list.take(action, &visit)
      }
    }
    return view
  }()
}

/// The vitals of one row: those chosen as a chart, and all of them in a list.
struct VitalPage {
  /// The list.
  typealias List = TableView<Vital, String>

  let scene: Scene
  let row: Vital.Owner

  /// `nil` where the place is about something else.
  init?(_ scene: Scene) {
    guard case .vitals(let row)? = scene.place.subject else { return nil }
    (self.scene, self.row) = (scene, row)
  }

  private var figures: VitalFigures.Entry? { scene.world.vitals.rows[row] }

  /// The vitals that have a value.
  var list: List {
    let known = figures?.vitals ?? []
    return List(
      columns,
      known,
      id: { $0.id },
      state: scene.place[TableState<String>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  private var columns: [List.Column] {
    let figures = figures
    return [
      List.Column(Table.Column("vital", .flexible(min: 18))) { TextSpan($0.title, .text) },
      List.Column(
        Table.Column("value", .fixed(14), .right),
        by: { (figures?[$0] ?? 0) < (figures?[$1] ?? 0) },
        { VitalCell(scene: scene).span($0, figures?[$0] ?? .nan) }
      ),
      List.Column(Table.Column("bounds", .flexible(min: 20), priority: 1)) { vital in
        let threshold = vital.threshold?(scene.settings.thresholds)
        return TextSpan(threshold?.text(unit: vital.unit) ?? "", .muted)
      },
      List.Column(Table.Column("trend", .fixed(ServiceTrend.width), priority: 2)) {
        TrendCell(scene).span(figures?.histories[$0.id] ?? [])
      },
    ]
  }

  /// The PromQL of a vital.
  func query(of vital: Vital) -> String? {
    scene.world.panelQueries[ViewID.vitals.name]?
      .first { $0.id == .vital(vital, .instant) }?.expression
  }

  func draw(in area: Rect, on grid: inout Grid) {
    let list = list
    let height = area.height >= 16 ? area.height * 4 / 10 : 0
    let parts = Layout.split(area, .rows, [.fixed(height), .flexible()])
    if height > 0, let vital = list.selectedRow {
      PanelDrawing(scene: scene, content: content(of: vital)).drawBox(in: parts[0], on: &grid)
    }
    let asked = scene.world.panelQueries[ViewID.vitals.name] ?? []
    var frame = TableFrame(scene: scene, title: "\(row.kind) \(row.name)")
    frame.trouble = TableTrouble(asked.map(\.id), scene)
    frame.notes = list.notes
    if list.rows.isEmpty {
      frame.absence = frame.trouble?.reason ?? "waiting for the first answer"
    }
    frame.draw(in: parts[1], on: &grid) { list.draw(in: $0, on: &$1, symbols: scene.symbols) }
  }

  /// A vital as a panel.
  private func content(of vital: Vital) -> PanelContent {
    let threshold = vital.threshold?(scene.settings.thresholds)
    let state = scene.world.state(of: .vital(vital, .range))
    var content = PanelContent(id: "vital", title: vital.title, state: state)
    content.headline = [
      Figure(
        value: figures?[vital],
        unit: vital.unit,
        threshold: threshold,
        state: state
      )
    ]
    content.facts = [threshold.map { Fact($0.text(unit: vital.unit)) }].compactMap(\.self)
    content.chart = Chart(
      lines: [Chart.Line(vital.title, figures?.histories[vital.id] ?? [])],
      unit: vital.unit,
      threshold: threshold
    )
    return scene.timeline.cursor.map { content.at($0, within: scene.step) } ?? content
  }

  /// Goes to the log lines that name it.
  static func showLines(of row: Vital.Owner, _ visit: inout Visit) -> Reaction {
    if let obstacle = visit.scene.settings.logs.obstacle {
      visit.say(obstacle)
      return .done
    }
    var place = LogLinesLink(visit.scene).place
    let name = row.labels["name"] ?? row.labels["queue"] ?? row.labels["job"] ?? row.name
    place[LogListState.self].search.filter.conditions.append(.contains(name, negated: false))
    return .go(place)
  }
}
