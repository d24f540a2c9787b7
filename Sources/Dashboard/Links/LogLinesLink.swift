import Logs
import Signals
import Telemetry

/// The way from what is on screen to its log lines: those of its service, endpoint and time.
struct LogLinesLink {
  /// The log view.
  let place: Place
  /// What the lines could not be narrowed by, in words; `nil` where they are as narrow as what is shown.
  let remark: String?

  /// - Parameters:
  ///   - scene: What is on screen.
  ///   - endpoint: The endpoint chosen; `nil` for that of the scope.
  ///   - service: The service chosen; `nil` for that of the scope.
  init(_ scene: Scene, endpoint: Endpoint? = nil, service: ServiceID? = nil) {
    var search = LogSearch()
    var remark: String?
    if let endpoint = endpoint ?? scene.place.scope.endpoint {
      search.filter = endpoint.logFilter
    }
    if let service = service ?? scene.place.scope.service {
      if let condition = Self.condition(of: service.value, scene) {
        search.filter.conditions.insert(condition, at: 0)
      } else {
        remark = "no log lines are named '\(service.value)': those of all services"
      }
    }
    if case .panel("errors")? = scene.place.subject {
      search.filter.conditions.append(.level(atLeast: .error))
    } else if scene.place.view != .panel, scene.place.focus == "errors" {
      search.filter.conditions.append(.level(atLeast: .error))
    }
    if let cursor = scene.timeline.cursor {
      // A point stands for the step that ends at it.
      search.stretch = Stretch(from: cursor - scene.step, to: cursor)
    }
    var next = scene.place.opening(.logs)
    next[LogListState.self].search = search
    next[LogListState.self].followTail()
    (place, self.remark) = (next, remark)
  }

  /// The lines of a panel's own query.
  ///
  /// `nil` where it is not about lines, or asks none.
  init?(_ panel: Panel, _ scene: Scene) {
    let queries = (scene.world.panelQueries[panel.id] ?? []).filter { query in
      if case .lines = query.form { true } else { false }
    }
    guard scene.settings.logs.isPresent, let logQL = queries.first?.expression else { return nil }
    var search = LogSearch()
    if scene.settings.logs.readsLogQL {
      search.logQL = logQL
    } else if let query = try? LogQuery(reading: logQL) {
      search.filter = LogFilter(query.selector.map { .label($0) } + query.filter.conditions)
    }
    if let cursor = scene.timeline.cursor {
      search.stretch = Stretch(from: cursor - scene.step, to: cursor)
    }
    var next = scene.place.opening(.logs)
    next[LogListState.self].search = search
    next[LogListState.self].followTail()
    place = next
    remark = queries.count > 1 ? "the first of \(queries.count) queries" : nil
  }

  /// The lines that share labels with an alert, from the worst level down to warnings.
  ///
  /// - Parameters:
  ///   - labels: The alert's labels; those that no stream of the newest lines has count for nothing.
  ///   - scene: What is on screen.
  init(sharing labels: LabelSet, _ scene: Scene) {
    let lines = scene.world.logs.lines.newest(LogLines.sample)
    var conditions = labels.labels.filter { label in
      lines.contains { $0.stream[label.name] == label.value }
    }.map { LogFilter.Condition.label($0.name, is: $0.value) }
    let named = ["service", "job", "app"].lazy.compactMap { labels[$0] }.first
    var remark: String?
    if conditions.isEmpty, let named {
      let condition = Self.condition(of: named, scene)
      conditions = condition.map { [$0] } ?? []
      if condition == nil { remark = "no log lines are named '\(named)': those of all services" }
    }
    if let label = scene.world.queryContext.profile.requests.endpointLabel,
      let route = labels[label]
    {
      conditions.append(.requests(Route(route)))
    }
    var next = scene.place.opening(.logs)
    next[LogListState.self].search = LogSearch(
      filter: LogFilter(conditions + [.level(atLeast: .warning)])
    )
    next[LogListState.self].followTail()
    (place, self.remark) = (next, remark)
  }

  /// A condition that lines of a service meet: a label of their streams, or a field; `nil` where no line
  /// held has the name.
  private static func condition(of service: String, _ scene: Scene) -> LogFilter.Condition? {
    if let label = scene.world.logs.lines.streamLabel(of: service) {
      return .label(label, is: service)
    }
    let lines = scene.world.logs.lines.newest(LogLines.sample)
    let table = scene.settings.logs.fields
    for name in table.names(of: .service) {
      let isNamed = lines.contains { entry in
        let fields = LogFields(entry, table: table)
        return fields.service == service && fields.field(.service)?.name == name
      }
      if isNamed { return .field(name, .equal, service) }
    }
    return nil
  }
}

extension Endpoint {
  /// Lets through the log lines of its requests.
  var logFilter: LogFilter { LogFilter([.requests(route)]) }
}
