import Screen

extension View {
  /// Everything at a glance: alert strip, panels, and the tail of the logs.
  static let overview: View = {
    var view = View(.overview, key: .character("1")) { scene, area, grid in
      Overview(scene: scene).draw(in: area, on: &grid)
    }
    view.asking = { scene, context in scene.asking(scene.panels, context) }
    view.hints = { OverviewKeys.hints(in: $0) }
    view.act = { action, visit in
      var keys = OverviewKeys(visit: visit)
      defer { visit = keys.visit }
      return keys.take(action)
    }
    return view
  }()
}

/// Key handling of the overview.
struct OverviewKeys {
  var visit: Visit

  mutating func take(_ action: Action) -> Reaction {
    switch action {
    case .part(let part): return take(part)
    case .move(let move):
      guard visit.scene.isInLogList else { return .passed }
      return LogsKeys.take(move, &visit)
    case .point(let point): return take(point)
    case .view, .lines, .time, .general: return .passed
    }
  }

  private mutating func take(_ point: Action.Point) -> Reaction {
    switch point {
    case .part(let name):
      guard visit.place.focus != name else {
        visit.request(.perform(.open))
        return .done
      }
      visit.place.focus = name
    case .moment(_, _, let name):
      visit.place.focus = name
      return .passed
    case .row, .scroll:
      let hadFocus = visit.place.focus == ViewID.logs.name
      if case .row = point { visit.place.focus = ViewID.logs.name }
      if LogsKeys.take(point, &visit) == true, hadFocus { visit.request(.perform(.open)) }
    case .column: break
    }
    return .done
  }

  private mutating func take(_ part: Action.Part) -> Reaction {
    switch part {
    case .nextPanel: moveFocus(by: 1)
    case .previousPanel: moveFocus(by: -1)
    case .open:
      if let lines = openLinesOfPanel() { return lines }
      var keys = LogKeys(visit)
      defer { visit = keys.visit }
      let reaction = keys.openAtCursor()
      return reaction == .passed ? openFocused() : reaction
    case .fullScreen: return openFocused()
    case .copy:
      guard let panel = visit.scene.panels.first(where: { $0.id == visit.place.focus }) else {
        return .passed
      }
      var keys = CommonKeys(visit)
      defer { visit = keys.visit }
      return keys.copy(panel)
    case .nextColumn, .previousColumn, .turnOrder, .keepProfile, .showLines, .showPanels, .share,
      .silence:
      return .passed
    }
    return .done
  }

  private mutating func moveFocus(by distance: Int) {
    let names = visit.scene.parts.map(\.name)
    let index = visit.place.focus.flatMap { names.firstIndex(of: $0) }
    let next =
      index.map { ($0 + distance + names.count) % names.count } ?? (distance > 0 ? 1 : 0)
    visit.place.focus = names.indices.contains(next) ? names[next] : names.first
  }

  /// Goes to the log view with the query of the panel that has the focus; `nil` where it has none.
  private mutating func openLinesOfPanel() -> Reaction? {
    guard let panel = visit.scene.panels.first(where: { $0.id == visit.place.focus }),
      let link = LogLinesLink(panel, visit.scene)
    else { return nil }
    if let remark = link.remark { visit.say(remark) }
    return .go(link.place)
  }

  /// Fills the screen with the part that has the focus, or with the first panel.
  private mutating func openFocused() -> Reaction {
    let parts = visit.scene.parts
    let first = visit.scene.panels.first?.id
    guard let part = parts.first(where: { $0.name == visit.place.focus ?? first }) else {
      return .done
    }
    visit.place.focus = part.name
    return .go(visit.place.opening(part.view, part.subject))
  }

  static func hints(in scene: Scene) -> [KeyHint] {
    if scene.isInLogList { return LogsKeys.hints(in: scene) }
    let hasLogs = scene.settings.logs.isPresent
    let focused = scene.panels.first { $0.id == scene.place.focus }
    let isOfLines = focused.map { LogLinesLink($0, scene) != nil } ?? false
    let isOpeningLines = (scene.timeline.cursor != nil && hasLogs) || isOfLines
    // Their names need as much room as all other keys together.
    let label = scene.size.width < 180 ? "views" : nil
    let views = scene.views.filter { $0 != .overview }.map { KeyHint(.view($0), label) }
    return KeyHint.cursor(in: scene)
      + [KeyHint(.nextPanel), KeyHint(.open, isOpeningLines ? "lines" : nil)] + views
      + (hasLogs ? [KeyHint(.filter)] : [])
      + KeyHint.time(in: scene) + (focused == nil ? [] : [KeyHint(.copy)])
  }
}
