package import Screen
import Signals
package import Telemetry

/// All that drawing may look at: what is known, where one is, and how it is shown.
package struct Scene: Sendable {
  /// What is large stands behind one reference, for each part of the screen has a copy of the scene.
  let known: Known

  /// The settings in force.
  package var settings: DashboardSettings { known.settings }
  /// The keys in force.
  package let keyMap: KeyMap
  /// The terminal's size.
  package let size: Size
  /// The known state.
  package var world: World { known.world }
  /// Where one is.
  package var place: Place
  /// Gives `views`; a call, since few frames and keys want them.
  let viewsWithKeys: @Sendable (DashboardSettings) -> [ViewID]
  /// Gives `parts`.
  let partsOfOverview: @Sendable (DashboardSettings) -> [Destination]
  /// The names of the places on the way here, this one last.
  var trail: [String] = []
  /// The overlay.
  var overlay: PlaceOverlay?
  /// The line that is being typed; `nil` for none.
  var prompt: Prompt?
  /// The remark shown; `nil` for none.
  var notice: Notice?

  /// The settings and what is known of the servers.
  final class Known: Sendable {
    let settings: DashboardSettings
    let world: World

    init(_ settings: DashboardSettings, _ world: World) {
      self.settings = settings
      self.world = world
    }
  }

  /// The views with a key that can be opened.
  var views: [ViewID] { viewsWithKeys(settings) }

  /// Focusable parts of the overview, in the order of `Tab`.
  var parts: [Destination] { partsOfOverview(settings) }

  /// Which stretch of time is shown.
  package var timeline: Timeline { place.timeline }

  /// The latest tick.
  package var now: Timestamp { world.now }

  /// The moment of looking: while paused, the moment of the pause.
  package var displayNow: Timestamp { timeline.pausedAt ?? now }

  /// Now by the clock of the metrics server, where that differs noticeably from ours.
  package var serverNow: Timestamp { displayNow + world.clockSkew }

  /// The planner of polls here.
  var planner: PollPlanner {
    PollPlanner(
      settings: settings,
      timeline: timeline,
      scope: place.scope,
      grain: grain,
      inventory: world.inventory,
      histogramCounters: world.histogramCounters,
      splitHistograms: world.splitHistograms,
      searches: world.labelSearches,
      wantsMetadata: world.wantsMetadata,
      services: world.services,
      metricNames: world.metricNames,
      exporterWindow: world.exporterSpacing.map {
        QueryGrain(timeline, spacing: $0, settings).liveWindow
      },
      wantsMarks: overlay?.kind == .marks,
      logMatchers: logMatchers,
      allStreams: allStreams
    )
  }

  /// What tells the log lines of the service that is looked at, where a panel of log lines wants them;
  /// `nil` where nothing does.
  private var logMatchers: [LabelMatcher]? {
    guard let service = place.scope.service,
      settings.ownPanels.contains(where: \.asksLogsOfService)
    else { return [] }
    return world.logs.lines.streamLabel(of: service.value).map(place.scope.logMatchers)
  }

  /// What stands for all streams of a Loki, which refuses a selector that none of them has to meet; empty
  /// where there is no need.
  private var allStreams: [LabelMatcher] {
    guard settings.logs.readsLogQL, settings.ownPanels.contains(where: \.asksLogsOfService),
      MatcherTest(settings.logs.selector)?.matches(.empty) == true
    else { return [] }
    return Scope.logMatchers(ofAllWith: world.logs.lines.commonLabel ?? "service_name")
  }

  /// Step and rate window here.
  var grain: QueryGrain {
    var grain = QueryGrain(timeline, spacing: world.spacing(in: place.scope), settings)
    // Its sparklines have few columns, and services whose samples are closer than those of others.
    if place.view == .services { grain.step = ServiceTrend.step(for: timeline) }
    return grain
  }

  /// The distance of points on charts.
  package var step: Duration { grain.step }

  /// The distance of the columns of heat maps.
  var columnStep: Duration { grain.columnStep }

  /// The window of the charts.
  package var window: Stretch {
    timeline.window(at: serverNow, step: step)
  }

  /// The targets of what is looked at; empty while they are not known.
  var targets: [ScrapeTarget] { world.targets(in: place.scope) ?? [] }

  /// How long the service looked at has been silent; `nil` where it is not, or several are looked at.
  var silence: Silence? {
    world.service(in: place.scope).flatMap(world.silence).map(Silence.init)
  }

  /// Alerts, and which of them are silenced or inhibited.
  var alertsState: ReadingState {
    let alerts = world.state(of: .alerts)
    guard alerts == .fresh, settings.servers.contains(.alertmanager) else { return alerts }
    return world.state(of: .suppressions)
  }

  /// The newest moment that all charts have been asked for, of those with points in the window;
  /// `nil` where none has any.
  ///
  /// They are asked one after the other, so that one has its newest step seconds before another.
  var newestPoint: Timestamp? {
    let window = window
    let ends = world.readings.values.compactMap { reading in
      reading.matrix.compactMap { $0.samples.last?.timestamp }.max()
    }
    guard let newest = ends.max(), newest > window.start else { return nil }
    // What ended earlier is a series that is gone, and not one that is late.
    let late = newest - max(step, settings.refresh) * 2
    let common = ends.filter { $0 >= late }.min() ?? newest
    return max(window.start, min(common, window.end))
  }

  /// What has happened in the window, oldest first.
  var marks: [TimeMark] {
    let window = window
    return world.marks.marks.filter { $0.moment > window.start && $0.moment <= window.end }
  }

  /// Whether one service is looked at, or the only one there is.
  var isOfOneService: Bool {
    place.scope.service != nil || (world.services ?? []).filter(\.isMain).count <= 1
  }

  /// The name under which the view on screen is opened.
  var viewName: String {
    if case .panel(let id)? = place.subject { return id }
    return place.view.name
  }

  /// The key of an action as a remark names it.
  func keyText(_ action: Action) -> String {
    keyMap.binding(of: action)?.keys.first?.text ?? action.name
  }
}

/// Characters and texts in the way of the terminal.
extension Scene {
  /// The rows of the screen.
  var areas: ScreenAreas { ScreenAreas(size) }

  /// The rows that a page key scrolls by.
  var pageHeight: Int { max(1, size.height - 6) }

  /// The characters to draw with.
  var symbols: Symbols { settings.isASCII ? .ascii : .unicode }

  /// How moments are shown now.
  var timeText: TimeText { TimeText(display: timeline.display, zone: settings.zone, now: now) }

  /// Separator of facts on one line.
  var separator: String { String(Character(symbols.signs.separator)) }
  /// The warning sign.
  var alarm: String { String(Character(symbols.signs.alarm)) }
  /// The waiting sign.
  var clock: String { String(Character(symbols.signs.clock)) }
  /// The ok sign.
  var check: String { String(Character(symbols.signs.check)) }
  /// The error sign.
  var cross: String { String(Character(symbols.signs.cross)) }

  /// How old data is, to follow its name; empty below a second, where an age says nothing.
  func oldText(_ age: Duration) -> String { age < .seconds(1) ? "" : " \(age.ageText) old" }

  /// A text over as many lines as it needs, or as many as are allowed, with a mark.
  func wrapped(
    _ text: String,
    _ width: Int,
    _ style: Style,
    indent: Int = 0,
    limit: Int = .max
  ) -> [TextLine] {
    let blanks = String(repeating: " ", count: indent)
    let room = max(8, width - indent)
    var texts = VisibleText.wrapped(text, to: room)
    if texts.count > limit {
      texts.removeSubrange(limit...)
      // Blanks behind it are what is cut where the line itself is short.
      let last = texts[limit - 1] + String(repeating: " ", count: room)
      texts[limit - 1] = VisibleText.truncated(last, to: room, ellipsis: symbols.ellipsis)
    }
    return texts.map { TextLine(blanks + $0, style) }
  }
}

extension TimeMark.Kind {
  /// What stands for it on charts.
  var letter: Unicode.Scalar {
    switch self {
    case .release: "V"
    case .start: "S"
    case .reload: "C"
    case .alert: "A"
    }
  }

  /// The style of its letter.
  var style: Style {
    switch self {
    case .release: Style(.title, .bold)
    case .start: Style(.text, .bold)
    case .reload: Style(.muted, .bold)
    case .alert: Style(.warning, .bold)
    }
  }
}

extension Style {
  /// The style of a chart's series; beyond the palette it starts again, and signs tell them apart.
  static func series(_ index: Int) -> Style {
    let palette: [Role] = [.series1, .series2, .series3, .series4, .series5, .series6]
    return Style(palette[index % palette.count])
  }
}

extension Severity? {
  /// The role of a judged text; unjudged ones are plain.
  var role: Role {
    switch self {
    case .critical: .critical
    case .warning: .warning
    case .ok: .ok
    case nil: .text
    }
  }
}

/// The rows of the screen: title, alerts, body, footer.
struct ScreenAreas: Hashable, Sendable {
  let title: Rect
  let strip: Rect
  let body: Rect
  let footer: Rect

  init(_ size: Size) {
    let hasStrip = size.height >= 3
    let hasFooter = size.height >= 6
    title = Rect(x: 0, y: 0, width: size.width, height: 1)
    strip = Rect(x: 0, y: 1, width: size.width, height: hasStrip ? 1 : 0)
    let top = hasStrip ? 2 : 1
    let bottom = hasFooter ? size.height - 1 : size.height
    body = Rect(x: 0, y: top, width: size.width, height: bottom - top)
    footer = Rect(x: 0, y: size.height - 1, width: size.width, height: hasFooter ? 1 : 0)
  }
}
