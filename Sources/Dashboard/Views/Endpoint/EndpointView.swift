import Logs
import Screen
import Signals
import Telemetry

extension View {
  /// One endpoint: its signals, and its requests that failed or took longest, as log lines tell of them.
  static let endpoint: View = {
    var view = View(.endpoint) { scene, area, grid in
      EndpointPage(scene: scene).draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.asking = { scene, context in
      var asking = scene.asking(EndpointPage.panels, context)
      guard scene.place[EndpointLink.self].path != nil else { return asking }
      // Which routes there are, until that of the path is known.
      var whole = context
      whole.endpoint = nil
      let rates = EndpointQueries(
        whole,
        isOfOneService: scene.isOfOneService,
        step: ServiceTrend.step(for: scene.timeline)
      ).queries.filter { $0.id == .endpoints(.rate) }
      asking.panels[ViewID.requests.name] = rates
      asking.order.append(ViewID.requests.name)
      return asking
    }
    view.hints = { scene in
      let keys: [Action] = [.back, .open, .story, .nextPanel, .copy]
      return KeyHint.cursor(in: scene) + keys.map { KeyHint($0) } + KeyHint.time(in: scene)
    }
    view.act = { action, visit in
      var keys = EndpointKeys(visit: visit)
      defer { visit = keys.visit }
      return keys.take(action)
    }
    view.settle = { occasion, visit in
      // Lines that come by the second need not be looked at one by one.
      guard occasion != .news, occasion != .counts else { return }
      let (place, remark) = EndpointLink.settled(visit.scene)
      if place != visit.place { visit.place = place }
      if let remark { visit.say(remark, .warning) }
      let requests = EndpointRequests(visit.scene)
      if requests != visit.place[EndpointRequests.self] {
        visit.place[EndpointRequests.self] = requests
      }
    }
    return view
  }()
}

/// Keys of the page of an endpoint.
private struct EndpointKeys {
  var visit: Visit

  private var scene: Scene { visit.scene }

  /// The panel that has the focus; `nil` where the list has it.
  private var panel: Panel? { EndpointPage.panels.first { $0.id == scene.place.focus } }

  mutating func take(_ action: Action) -> Reaction {
    switch action {
    case .part(.nextPanel): moveFocus(by: 1)
    case .part(.previousPanel): moveFocus(by: -1)
    case .part(.fullScreen):
      return .go(visit.place.opening(.panel, .panel((panel ?? .latency).id)))
    case .part(.open):
      if let panel { return .go(visit.place.opening(.panel, .panel(panel.id))) }
      return openRequest()
    case .part(.copy):
      if let panel {
        var keys = CommonKeys(visit)
        defer { visit = keys.visit }
        return keys.copy(panel)
      }
      LogsKeys.copy(EndpointTable(scene: scene).list.selectedRow?.entry, &visit)
    case .lines(.story): return openRequest(asStory: true)
    case .lines(.filter): return .passed
    case .point(.part(let name)) where EndpointPage.panels.contains { $0.id == name }:
      guard scene.place.focus != name else {
        return .go(visit.place.opening(.panel, .panel(name)))
      }
      visit.place.focus = name
    case .point(.moment(_, _, let name)):
      visit.place.focus = name
      return .passed
    case .move, .part, .view, .lines, .time, .general, .point:
      if case .point(.row) = action { visit.place.focus = nil }
      var list = EndpointTable(scene: scene).list
      return list.take(action, &visit)
    }
    return .done
  }

  private mutating func moveFocus(by distance: Int) {
    let names: [String?] = EndpointPage.panels.map(\.id) + [nil]
    let index = names.firstIndex { $0 == panel?.id } ?? 0
    visit.place.focus = names[(index + distance + names.count) % names.count]
  }

  /// Opens the story of the request chosen, or its line where it has no ID.
  private mutating func openRequest(asStory isStory: Bool = false) -> Reaction {
    guard let request = EndpointTable(scene: scene).list.selectedRow else { return .done }
    if let id = request.id {
      var keys = LogKeys(visit)
      defer { visit = keys.visit }
      return keys.openStory(of: id)
    }
    if isStory { visit.say("this line has no correlation ID") }
    return isStory ? .done : .go(visit.place.opening(.logEntry, .line(request.entry)))
  }
}
