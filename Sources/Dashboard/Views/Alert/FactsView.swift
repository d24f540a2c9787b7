import Screen
import Telemetry

extension View {
  /// One alerting rule.
  static let rule: View = FactsKeys.facts(.rule)

  /// One target.
  static let target: View = FactsKeys.facts(.target)
}

/// Its keys.
private enum FactsKeys {
  static func facts(_ id: ViewID) -> View {
    var view = View(id) { scene, area, grid in
      if let page = scene.factsPage {
        page.draw(in: area, on: &grid)
      } else {
        TextLine("the server does not name it any more", Style(.muted))
          .draw(in: area, on: &grid, symbols: scene.symbols)
      }
    }
    view.isNamed = false
    view.asking = { _, _ in
      var asking = Asking()
      asking.isOfAlerts = true
      return asking
    }
    view.hints = { scene in
      [KeyHint(.back)] + KeyHint.scroll(scene.factsPage?.scrollLimit ?? 0) + [KeyHint(.copy)]
        + KeyHint.pause(in: scene) + [KeyHint(.refresh)]
    }
    view.act = { action, visit in
      guard let page = visit.scene.factsPage else { return .passed }
      if case .move(let move) = action { return visit.scroll(move, limit: page.scrollLimit) }
      guard action == .copy else { return .passed }
      visit.copy(page.copied.name, VisibleText.sanitized(page.copied.text))
      return .done
    }
    return view
  }
}

extension Scene {
  /// The page of the rule or target that the place is about; `nil` where the server names it no more.
  fileprivate var factsPage: FactsPage? {
    switch place.subject {
    case .rule(let key)?:
      world.rules?.first { RuleKey($0) == key }.map { FactsPage($0, scene: self) }
    case .target(let labels)?:
      world.targets?.first { $0.labels == labels }.map { FactsPage($0, scene: self) }
    default: nil
    }
  }
}
