package import Screen
package import Telemetry

/// The whole state of a dashboard, changed by `update` alone.
package struct Model: Hashable, Sendable {
  /// The settings in force.
  package internal(set) var settings: DashboardSettings
  /// The views that there are.
  package let catalog: ViewCatalog
  /// The terminal's size.
  package internal(set) var size: Size
  /// The known state.
  package internal(set) var world: World
  /// Where one is, and the way there.
  package internal(set) var journey: Journey
  /// The line that is being typed, and those that were.
  var typing = Typing()
  /// The remark shown; `nil` for none.
  var notice: Notice?
  /// Change of the configuration file since it was read; `nil` for none.
  var configuration: ConfigurationChange?

  package init(
    settings: DashboardSettings,
    size: Size,
    now: Timestamp,
    catalog: ViewCatalog = .standard,
    remembered: Recollection? = nil
  ) {
    self.settings = settings
    self.catalog = catalog
    self.size = size
    world = World(settings: settings, now: now, remembered: remembered)
    let timeline = Timeline(settings: settings, columns: size.width)
    journey = Journey(at: Place(catalog.views[0].id, timeline: timeline))
    if let text = settings.notices.first {
      notice = Notice(text: text, severity: .warning, until: now + .seconds(10), isKept: true)
    }
  }

  /// The first plan.
  package mutating func start() -> [Effect] {
    if let place = scene.servicesPlace {
      world.isFindingServices = false
      journey.push(place)
    }
    return replan() + (settings.isPointing ? [.pointing(true)] : [])
  }

  /// All that drawing may look at.
  package var scene: Scene {
    var scene = Scene(
      known: Scene.Known(settings, world),
      keyMap: catalog.keyMap.changing(settings.keys),
      size: size,
      place: journey.here,
      viewsWithKeys: catalog.viewsWithKeys,
      partsOfOverview: catalog.parts
    )
    (scene.overlay, scene.trail) = (journey.overlay, journey.trail(settings.ownTitles))
    (scene.prompt, scene.notice) = (typing.prompt, notice)
    return scene
  }

  /// The view on screen.
  var currentView: View { catalog[journey.here.view] }

  /// Fills the screen with a view of that name, before the start.
  package mutating func show(_ name: String) {
    guard let found = catalog.destinations(settings).first(where: { $0.name == name }),
      found.view != journey.here.view
    else { return }
    if catalog[found.view].isPart { journey.here.focus = name }
    journey.push(journey.here.opening(found.view, found.subject))
  }

  /// Goes to what is to be shown first, before the start.
  package mutating func show(_ opening: Opening) {
    show(opening.name)
    _ = visit { opening.take(&$0) }
  }

  /// Whether everything asked so far has been answered or has failed at least once, as snapshots want it.
  package var isSettled: Bool { world.isSettled }

  /// Whether so many log lines come that every frame is a new list.
  package var isFlooded: Bool { scene.isFlooded }

  /// Whether it is paused and has nothing else to say than the time.
  package var isStill: Bool { world.plan.isPaused && notice == nil && typing.prompt == nil }

  /// The state of each part of the screen in words, by its name; for bug reports.
  package var partStates: [String: String] { scene.partStates }

  /// The screen.
  package func view() -> Grid { ScreenDrawing(scene: scene, view: currentView).grid }
}
