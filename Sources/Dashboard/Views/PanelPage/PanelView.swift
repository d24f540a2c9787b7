import Screen

extension View {
  /// One panel with legend, statistics and PromQL; its subject is the panel.
  static let panel: View = {
    var view = View(.panel) { scene, area, grid in
      guard let panel = scene.panel else { return }
      PanelPage(scene: scene, panel: panel).draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.isPart = true
    view.subjects = { settings in
      PanelCatalog.panels(for: settings).map { ($0.id, .panel($0.id)) }
    }
    view.asking = { scene, context in scene.asking(scene.panel.map { [$0] } ?? [], context) }
    view.hints = { scene in
      let isOfLines = scene.panel.map { LogLinesLink($0, scene) != nil } ?? false
      return KeyHint.cursor(in: scene) + (isOfLines ? [KeyHint(.open, "lines")] : [])
        + (scene.timeline.cursor == nil ? [KeyHint(.back)] : [])
        + [KeyHint(.nextPanel)] + KeyHint.scroll(PanelKeys.limit(scene)) + [KeyHint(.copy)]
        + KeyHint.time(in: scene)
    }
    view.act = { action, visit in PanelKeys.take(action, &visit) }
    return view
  }()
}

/// Its keys.
private enum PanelKeys {
  static func limit(_ scene: Scene) -> Int {
    scene.panel.map { PanelPage(scene: scene, panel: $0).scrollLimit } ?? 0
  }

  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    switch action {
    case .move(let move): return visit.scroll(move, limit: limit(visit.scene))
    case .part(.open):
      if let link = visit.scene.panel.flatMap({ LogLinesLink($0, visit.scene) }) {
        if let remark = link.remark { visit.say(remark) }
        return .go(link.place)
      }
      var keys = LogKeys(visit)
      defer { visit = keys.visit }
      return keys.openAtCursor()
    case .part(.copy):
      guard let panel = visit.scene.panel else { return .passed }
      var keys = CommonKeys(visit)
      defer { visit = keys.visit }
      return keys.copy(panel)
    case .part, .view, .lines, .time, .general, .point: return .passed
    }
  }
}
