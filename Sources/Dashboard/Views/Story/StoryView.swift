import Logs
import Screen
import Signals
import Telemetry

/// State of the request view.
struct StoryState: ViewState {
  /// The story; `nil` where no line of it is known.
  var story: RequestStory?

  /// How slow the endpoint of the story was at its time; `nil` where no line names a path.
  static func latencyQuery(_ scene: Scene) -> Asking.Moment? {
    guard let story = scene.place[StoryState.self].story, let path = story.request.path else {
      return nil
    }
    var scope = scene.place.scope
    scope.endpoint = Endpoint(Route(path))
    let context = scene.planner.makeQueryContext(within: scope)
    let signal: Signal.ID = context.hasRequestBuckets ? .latencyBuckets : .latencyP95
    guard var query = PanelQuery(signal, in: context), query.missingMetric == nil else {
      return nil
    }
    query.id = .storyLatency
    // Whole minutes, so that a story that still grows does not ask at every line.
    let end = (story.start + story.span + .seconds(60)).floored(to: .seconds(60))
    return Asking.Moment(query: query, at: end < scene.serverNow ? end : nil)
  }
}

extension View {
  /// All lines of one request; its subject is the request.
  static let story: View = {
    var view = View(.story) { scene, area, grid in
      StoryPage(scene: scene).draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.asking = { scene, _ in
      var asking = Asking()
      asking.moments = StoryState.latencyQuery(scene).map { [$0] } ?? []
      return asking
    }
    view.hints = { scene in
      let isWaiting = StoryKeys.waiting(scene).map { StoryKeys.isOfDependency($0, scene) } ?? false
      let panels = KeyHint(.showPanels, isWaiting ? "dependency" : nil)
      return [KeyHint(.back), KeyHint(.open), panels, KeyHint(.copy)]
    }
    view.act = { action, visit in StoryKeys.take(action, &visit) }
    view.settle = { occasion, visit in
      guard occasion != .second else { return }
      StoryKeys.tell(&visit)
    }
    return view
  }()
}

/// Its keys.
private enum StoryKeys {
  /// Puts the story together again.
  static func tell(_ visit: inout Visit) {
    guard case .request(let id)? = visit.place.subject else { return }
    let entries = visit.scene.world.logs.lines.entries(atMost: LogFeed.storyLimit)
    let table = visit.scene.settings.logs.fields
    let story = RequestStory(id: id.text, entries, table: table)
    guard story != visit.place[StoryState.self].story else { return }
    visit.place[StoryState.self].story = story
  }

  /// The line chosen, or where none was the one that waited longest.
  static func waiting(_ scene: Scene) -> RequestStory.Step? {
    guard let list = StoryTable(scene, width: scene.size.width)?.list else { return nil }
    guard scene.place[TableState<LogEntry>.self].selected == nil else { return list.selectedRow }
    let longest = list.rows.filter(\.isGapLong).max { $0.gap < $1.gap }
    return longest ?? list.selectedRow
  }

  /// Whether a line leads to what it waited for, and not to its endpoint.
  static func isOfDependency(_ step: RequestStory.Step, _ scene: Scene) -> Bool {
    step.isGapLong || EndpointLink.place(of: step.entry, scene) == nil
  }

  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    var table = StoryTable(visit.scene, width: visit.scene.size.width)
    let chosen = table?.list.selectedRow?.entry
    switch action {
    case .move(let move):
      guard table?.list.move(move, page: 10) == true, let table else { return .passed }
      visit.place[TableState<LogEntry>.self] = table.list.state
      return .done
    case .part(.open):
      guard let chosen else { return .done }
      return .go(visit.place.opening(.logEntry, .line(chosen)))
    case .part(.copy):
      LogsKeys.copy(chosen, &visit)
      return .done
    case .part(.showPanels):
      guard let step = waiting(visit.scene), isOfDependency(step, visit.scene) else {
        return .passed
      }
      let wait = step.isGapLong ? step.gap : nil
      return .go(DependencyLink.place(of: step.entry, waited: wait, visit.scene))
    case .point(.row), .point(.scroll):
      guard case .point(let point) = action, let isOpened = table?.list.point(point), let table
      else { return .passed }
      visit.place[TableState<LogEntry>.self] = table.list.state
      if isOpened { visit.request(.perform(.open)) }
      return .done
    case .part, .view, .lines, .time, .general, .point: return .passed
    }
  }
}

extension Poll.ID {
  /// The p95 of a request's endpoint at its time.
  static let storyLatency = Poll.ID("story_latency_p95")
}
