import Logs
import Signals
import Telemetry

/// The way from a log line to the panels of its endpoint, at the moment of the line.
///
/// Lines have paths and metrics have routes: which route a path is of is known once the server has named
/// them.
struct EndpointLink: ViewState {
  /// The path whose route is looked for; `nil` where none is.
  private(set) var path: String?
  /// The method of the line.
  private var method: String?

  /// Nothing is looked for.
  init() {}

  /// The place of the endpoint of a line; `nil` where the line has no path.
  static func place(of entry: LogEntry, _ scene: Scene) -> Place? {
    let fields = LogFields(entry, table: scene.settings.logs.fields)
    let facts = RequestFacts([fields])
    guard let path = facts.path.map(bare) else { return nil }
    var next = scene.place.opening(.endpoint)
    next.scope.endpoint = Endpoint(Route(path), method: facts.method)
    next.scope.service = Self.service(named: fields.service, scene) ?? next.scope.service
    next[EndpointLink.self].path = path
    next[EndpointLink.self].method = facts.method
    next[LogListState.self] = LogListState()
    next[LogListState.self].search.filter = Endpoint(Route(path)).logFilter
    next.timeline.show(entry.timestamp, in: scene, at: next)
    return next
  }

  /// The place of one endpoint, with the log lines of its requests.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint.
  ///   - service: The value of the label of its service; `nil` for that of the scope.
  ///   - scene: What is on screen.
  /// - Returns: A place of the same time.
  static func place(of endpoint: Endpoint, service: String? = nil, _ scene: Scene) -> Place {
    var next = scene.place.opening(.endpoint)
    next.scope.endpoint = endpoint
    if let service {
      next.scope.service = ServiceID(scene.world.queryContext.profile.serviceLabel, service)
    }
    next[LogListState.self] = LogListState()
    next[LogListState.self].search.filter = endpoint.logFilter
    return next
  }

  /// The path without host and query.
  private static func bare(_ path: String) -> String {
    var path = path[...]
    if let scheme = path.firstRange(of: "://") {
      path = path[scheme.upperBound...].drop { $0 != "/" }
    }
    return String(path.prefix { $0 != "?" && $0 != "#" })
  }

  /// Takes the route that the path is of, once routes are known.
  ///
  /// - Returns: The place, and a remark where no route fits.
  static func settled(_ scene: Scene) -> (place: Place, remark: String?) {
    var place = scene.place
    let link = place[EndpointLink.self]
    guard let path = link.path, scene.world.state(of: .endpoints(.rate)) != .waiting else {
      return (place, nil)
    }
    place[EndpointLink.self].path = nil
    let fitting = scene.world.endpoints.rows.map(\.id.endpoint)
      .filter { $0.method == nil || link.method == nil || $0.method == link.method }
      .compactMap { endpoint in
        endpoint.route.likeness(to: path).map { (endpoint: endpoint, likeness: $0) }
      }
    guard let found = fitting.max(by: { $0.likeness < $1.likeness })?.endpoint else {
      return (place, "no route of the metrics fits \(path)")
    }
    place.scope.endpoint = found
    place[LogListState.self].search.filter = found.logFilter
    return (place, nil)
  }

  /// The service of a name that lines have; `nil` where none is known by it.
  private static func service(named name: String?, _ scene: Scene) -> ServiceID? {
    guard let name else { return nil }
    return (scene.world.services ?? []).first { $0.id.value == name }?.id
  }
}

extension Timeline {
  /// Puts the time cursor on a moment, in the middle of the window unless that would lie in the future.
  ///
  /// - Parameters:
  ///   - moment: That of a log line.
  ///   - scene: What is on screen.
  ///   - place: Where the timeline is of, whose steps may be others.
  mutating func show(_ moment: Timestamp, in scene: Scene, at place: Place) {
    var next = scene
    next.place = place
    let step = next.step
    let half = Duration.seconds(range.length.components.seconds / 2)
    if moment + half < scene.serverNow { end = (moment + half).floored(to: step) }
    moveCursor(to: (moment + step).floored(to: step), at: scene.serverNow, step: step)
    // It came with the way here, so that Escape leads back at once.
    isCursorOpenedHere = false
  }
}
