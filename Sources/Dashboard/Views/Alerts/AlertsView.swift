import Screen
import Signals
import Telemetry

extension View {
  /// Alerts, rules, targets and silences, a list each.
  static let alerts: View = {
    var view = View(.alerts, key: .character("6")) { scene, area, grid in
      AlertsPage(scene: scene).draw(in: area, on: &grid)
    }
    view.isPart = true
    view.asking = { scene, _ in
      var asking = Asking()
      asking.isOfAlerts = true
      let isOfTargets = scene.place[AlertsState.self].tab == .targets
      if isOfTargets, scene.world.targets?.contains(where: { $0.samples == nil }) == true {
        var query = PanelQuery(
          id: .scrapedSamples,
          expression: "scrape_samples_scraped",
          form: .instant
        )
        query.pace = .slow
        asking.panels[ViewID.alerts.name] = [query]
        asking.order = [ViewID.alerts.name]
      }
      return asking
    }
    view.report = { AlertsReport(scene: $0).report }
    view.hints = { scene in
      (scene.timeline.cursor == nil ? [KeyHint(.back)] : [])
        + [KeyHint(.nextPanel, "list"), KeyHint(.open), KeyHint(.silence)]
        // Alerts have no range, but stand still with the rest.
        + KeyHint.pause(in: scene)
        + [KeyHint(.filter), KeyHint(.nextColumn), KeyHint(.copy), KeyHint(.refresh)]
    }
    view.act = { action, visit in AlertsKeys.take(action, &visit) }
    return view
  }()
}

/// Its keys.
private enum AlertsKeys {
  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    if action == .nextPanel { return turn(by: 1, &visit) }
    if action == .previousPanel { return turn(by: -1, &visit) }
    if case .point(.part(let name)) = action, let tab = AlertsState.Tab(rawValue: name) {
      visit.place[AlertsState.self].tab = tab
      visit.place[RowFilter.self] = RowFilter()
      return .done
    }
    let reaction = takeInList(action, &visit)
    // Where there is no row there is nothing to open, and no reason to leave.
    return reaction == .passed && action == .open ? .done : reaction
  }

  static func takeInList(_ action: Action, _ visit: inout Visit) -> Reaction {
    switch visit.place[AlertsState.self].tab {
    case .alerts: return takeAlert(action, &visit)
    case .rules: return takeRule(action, &visit)
    case .targets: return takeTarget(action, &visit)
    case .silences: return takeSilence(action, &visit)
    }
  }

  static func turn(by distance: Int, _ visit: inout Visit) -> Reaction {
    visit.place[AlertsState.self].turn(by: distance)
    // What a list was filtered by says nothing of the next one.
    visit.place[RowFilter.self] = RowFilter()
    return .done
  }

  static func takeAlert(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = AlertTable(scene: visit.scene).list
    guard let item = list.selectedRow else { return list.take(action, &visit) }
    if isOfRow(action) { visit.place[TableState<LabelSet>.self].selected = item.labels }
    if action == .open { return .go(visit.place.opening(.alert, .alert(item.labels))) }
    if action == .silence { return visit.openSilence(of: item) }
    if action == .showLines {
      var keys = CommonKeys(visit)
      defer { visit = keys.visit }
      return keys.showLines(sharing: item.labels)
    }
    guard action == .copy else { return list.take(action, &visit) }
    visit.copy("alert", VisibleText.sanitized(item.labels.description))
    return .done
  }

  static func takeRule(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = RuleTable(scene: visit.scene).list
    guard let rule = list.selectedRow else { return list.take(action, &visit) }
    if isOfRow(action) { visit.place[TableState<RuleKey>.self].selected = RuleKey(rule) }
    if action == .open { return .go(visit.place.opening(.rule, .rule(RuleKey(rule)))) }
    guard action == .copy else { return list.take(action, &visit) }
    visit.copy("PromQL of \(rule.name)", VisibleText.sanitized(rule.expression))
    return .done
  }

  static func takeTarget(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = TargetTable(scene: visit.scene).list
    guard let target = list.selectedRow else { return list.take(action, &visit) }
    if isOfRow(action) {
      visit.place[TableState<TargetKey>.self].selected = TargetKey(labels: target.labels)
    }
    if action == .open { return .go(visit.place.opening(.target, .target(target.labels))) }
    guard action == .copy else { return list.take(action, &visit) }
    let text = target.lastError ?? target.labels.description
    visit.copy(target.lastError == nil ? "selector" : "error", VisibleText.sanitized(text))
    return .done
  }

  static func takeSilence(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = SilenceTable(scene: visit.scene).list
    guard let silence = list.selectedRow else { return list.take(action, &visit) }
    if isOfRow(action) { visit.place[TableState<String>.self].selected = silence.id }
    if action == .open || action == .silence { return visit.openSilence(silence) }
    guard action == .copy else { return list.take(action, &visit) }
    visit.copy("ID of the silence", silence.id)
    return .done
  }

  /// Whether it does something with the row chosen, which stays chosen then, wherever it moves to.
  static func isOfRow(_ action: Action) -> Bool {
    [.open, .silence, .copy].contains(action)
  }
}
