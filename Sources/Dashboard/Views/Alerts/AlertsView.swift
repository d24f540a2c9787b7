import Screen

extension View {
  /// Alerts, targets and rules.
  static let alerts: View = {
    var view = View(.alerts) { scene, area, grid in
      AlertPage(scene: scene).draw(in: area, on: &grid)
    }
    view.isPart = true
    view.hints = { scene in
      (scene.timeline.cursor == nil ? [KeyHint(.back)] : []) + [KeyHint(.nextPanel)]
        + KeyHint.scroll(AlertPage(scene: scene).scrollLimit)
        // Alerts have no range, but stand still with the rest.
        + KeyHint.pause(in: scene) + [KeyHint(.refresh)]
    }
    view.act = { action, visit in
      guard case .move(let move) = action else { return .passed }
      return visit.scroll(move, limit: AlertPage(scene: visit.scene).scrollLimit)
    }
    return view
  }()
}
