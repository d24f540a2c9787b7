import Screen
import Telemetry

extension View {
  /// One alert; its subject is the alert's labels.
  static let alert: View = {
    var view = View(.alert) { scene, area, grid in
      scene.alertPage?.draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.asking = { scene, _ in
      var asking = Asking()
      asking.isOfAlerts = true
      asking.wantsMarks = true
      asking.panels[ViewID.alert.name] = scene.alertPage?.queries ?? []
      asking.order = [ViewID.alert.name]
      return asking
    }
    view.hints = { scene in
      KeyHint.cursor(in: scene) + (scene.timeline.cursor == nil ? [KeyHint(.back)] : [])
        + [KeyHint(.showLines), KeyHint(.silence)]
        + KeyHint.scroll(scene.alertPage?.scrollLimit ?? 0)
        + [KeyHint(.copy)] + KeyHint.time(in: scene)
    }
    view.act = { action, visit in AlertKeys.take(action, &visit) }
    return view
  }()
}

/// Its keys.
private enum AlertKeys {
  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    guard let page = visit.scene.alertPage else { return .passed }
    if case .move(let move) = action { return visit.scroll(move, limit: page.scrollLimit) }
    if action == .silence {
      guard let item = page.item else {
        visit.say("this alert is not active any more")
        return .done
      }
      return visit.openSilence(of: item)
    }
    if action == .showLines {
      var keys = CommonKeys(visit)
      defer { visit = keys.visit }
      return keys.showLines(sharing: page.labels)
    }
    guard action == .copy else { return .passed }
    if let runbook = page.runbook {
      visit.copy("runbook", VisibleText.sanitized(runbook))
    } else if let rule = page.rule {
      visit.copy("PromQL of \(rule.name)", VisibleText.sanitized(rule.expression))
    } else {
      visit.copy("alert", VisibleText.sanitized(page.labels.description))
    }
    return .done
  }
}

extension Scene {
  /// The page of the alert that the place is about; `nil` where it is about none.
  fileprivate var alertPage: AlertPage? {
    if case .alert(let labels)? = place.subject { return AlertPage(scene: self, labels: labels) }
    return nil
  }
}
