import Screen
import Signals
import Telemetry

@testable import Dashboard

/// What tests look at most, by the names that a person would use.
extension Model {
  var plan: PollPlan { world.plan }
  var logs: LogFeed { world.logs }
  var health: [ServerRole: ServerHealth] { world.health }
  var alertBoard: AlertBoard { world.alertBoard }
  var now: Timestamp { world.now }
  var serverNow: Timestamp { scene.serverNow }
  var timeline: Timeline { journey.here.timeline }
  var overlay: PlaceOverlay.Kind? { journey.overlay?.kind }
  var focus: String? { journey.here.focus }
  var grain: QueryGrain { scene.grain }
  var views: [String] { catalog.destinations(settings).map(\.name) }

  /// The first line shown of what scrolls.
  var scroll: Int { journey.overlay?.offset ?? journey.here[PageState.self].offset }

  /// The name of the view that fills the screen; `nil` for the overview.
  var fullScreen: String? {
    if case .panel(let id)? = journey.here.subject { return id }
    return journey.here.view == .overview ? nil : journey.here.view.name
  }

  func content(of panel: Panel) -> PanelContent { scene.content(of: panel) }
}
