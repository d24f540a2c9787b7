import Screen
import Signals
import Telemetry

extension Scene {
  /// The panels in their order.
  var panels: [Panel] { PanelCatalog.panels(for: settings) }

  /// With those that only other views than the overview have.
  var allPanels: [Panel] { panels + [.statuses] }

  /// The panel that the place is about; `nil` where it is about something else.
  var panel: Panel? {
    guard case .panel(let id)? = place.subject else { return nil }
    return allPanels.first { $0.id == id }
  }

  /// Whether a panel shows more than on the overview: on a page of its own, or in the view of what it is
  /// about.
  private func showsWhole(_ panel: Panel) -> Bool {
    place.subject == .panel(panel.id)
      || (place.view == .models && panel.id == Panel.modelCost.id)
  }

  /// Content of a panel now, or at the time cursor if it is open.
  package func content(of panel: Panel) -> PanelContent {
    contents(of: [panel])[0]
  }

  /// Contents of panels, in their order, for which what they share is found once.
  package func contents(of panels: [Panel]) -> [PanelContent] {
    let context = world.queryContext
    let sampleAge = timeline.isPast ? nil : world.sampleAge(in: place.scope)
    let absence = Absence(
      world,
      isPast: timeline.isPast,
      hasTargets: settings.hasTargets,
      in: place.scope
    )
    let readings = world.shownReadings
    return panels.map { panel in
      let input = PanelInput(
        context: context,
        settings: settings,
        now: displayNow,
        readings: readings,
        sampleAge: sampleAge,
        absence: absence,
        isFullScreen: showsWhole(panel),
        panel: panel,
        queries: world.panelQueries[panel.id] ?? []
      )
      var content = panel.content(input)
      if world.isHearsay, case .missing = content.state {
        content.state = world.metricsServerFailure.map { .failed($0, age: nil) } ?? .waiting
        (content.advice, content.isUnprovided) = ("", false)
      }
      if let sparse = absence.sparse, content.state.reason == nil,
        content.queries.contains(where: {
          $0.expression.contains("[\(sparse.window.prometheusText)]")
        })
      {
        content.facts.insert(Fact(sparse.words, severity: .warning), at: 0)
      }
      return timeline.cursor.map { content.at($0, within: step) } ?? content
    }
  }

  /// Queries of the panels here.
  ///
  /// - Parameters:
  ///   - asked: Those on screen, which are asked for.
  ///   - context: What expressions are made from.
  /// - Returns: The queries of the panels on screen.
  func asking(_ asked: [Panel], _ context: QueryContext) -> Asking {
    var asking = Asking()
    asking.wantsMarks = !asked.isEmpty
    var detail = PanelDetail()
    detail.hasCursor = timeline.cursor != nil
    detail.rows = areas.body.height
    for panel in asked {
      detail.isFullScreen = showsWhole(panel)
      detail.hasRoomForHeat = place.subject == .panel(panel.id) && PanelHeatMap.fits(in: areas.body)
      asking.panels[panel.id] = panel.queries(context, detail)
      asking.order.append(panel.id)
    }
    return asking
  }
}
