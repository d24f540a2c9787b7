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
    next.scope.service = scene.service(named: fields.service) ?? next.scope.service
    next[EndpointLink.self].path = path
    next[EndpointLink.self].method = facts.method
    next[LogListState.self] = LogListState()
    next[LogListState.self].search.filter = Endpoint(Route(path)).logFilter
    var place = scene
    place.place = next
    let step = place.step
    // The line stands in the middle, unless that would lie in the future.
    let half = Duration.seconds(next.timeline.range.length.components.seconds / 2)
    let end = entry.timestamp + half
    if end < scene.serverNow { next.timeline.end = end.floored(to: step) }
    next.timeline.moveCursor(
      to: (entry.timestamp + step).floored(to: step),
      at: scene.serverNow,
      step: step
    )
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
  /// - Returns: A remark where there is none.
  static func settle(_ visit: inout Visit) -> String? {
    let link = visit.place[EndpointLink.self]
    guard let path = link.path, visit.scene.world.state(of: .endpoints(.rate)) != .waiting else {
      return nil
    }
    visit.place[EndpointLink.self].path = nil
    let endpoints = visit.scene.world.endpoints.rows.map(\.id.endpoint)
    let fitting = endpoints.filter {
      $0.method == nil || link.method == nil || $0.method == link.method
    }
    let found = fitting.max {
      ($0.route.likeness(to: path) ?? -1) < ($1.route.likeness(to: path) ?? -1)
    }
    guard let found, found.route.likeness(to: path) != nil else {
      return "no route of the metrics fits \(path)"
    }
    visit.place.scope.endpoint = found
    visit.place[LogListState.self].search.filter = found.logFilter
    return nil
  }
}

extension Scene {
  /// The service of a name that lines have; `nil` where none is known by it.
  fileprivate func service(named name: String?) -> ServiceID? {
    guard let name else { return nil }
    return (world.services ?? []).first { $0.id.value == name }?.id
  }
}
