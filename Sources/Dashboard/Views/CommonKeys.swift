import Screen
import Signals
import Telemetry

/// Handling of actions that the view does not take.
struct CommonKeys {
  private(set) var visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  private var scene: Scene { visit.scene }

  /// Takes an action, or says why there is nothing that it could do.
  ///
  /// - Returns: `passed` for what is not of the place at all.
  mutating func take(_ action: Action) -> Reaction {
    switch action {
    case .view, .general: return .passed
    case .move(let move): return take(move)
    case .part(let part): return take(part)
    case .time(let key):
      var keys = TimeKeys(visit)
      defer { visit = keys.visit }
      keys.take(key)
      return .done
    case .lines(let key):
      var keys = LogKeys(visit)
      defer { visit = keys.visit }
      return keys.take(key)
    case .point(let point): return take(point)
    }
  }

  private mutating func take(_ point: Action.Point) -> Reaction {
    switch point {
    case .row, .column: break
    case .moment(let start, let end, _):
      var keys = TimeKeys(visit)
      let isThere = keys.point(after: start, through: end)
      visit = keys.visit
      guard isThere else { return .done }
      var lines = LogKeys(visit)
      defer { visit = lines.visit }
      let reaction = lines.openAtCursor()
      return reaction == .passed ? .done : reaction
    case .part(let name):
      guard let part = scene.parts.first(where: { $0.name == name }),
        part.view != scene.place.view || part.subject != scene.place.subject
      else { return .done }
      return .go(scene.place.opening(part.view, part.subject))
    case .scroll(let shown, let distance):
      visit.place[PageState.self].offset = shown.first(scrolledBy: distance)
    }
    return .done
  }

  private mutating func take(_ move: Action.Move) -> Reaction {
    var keys = TimeKeys(visit)
    let isTaken = keys.moveCursor(move)
    visit = keys.visit
    if isTaken { return .done }
    switch move {
    case .left, .right:
      visit.say("\(scene.keyText(.cursor)) opens the time cursor; \(keyTexts) move it")
    case .up, .down, .top, .bottom, .pageUp, .pageDown:
      visit.say("nothing to scroll here")
    }
    return .done
  }

  private var keyTexts: String { "\(scene.keyText(.left)) and \(scene.keyText(.right))" }

  private mutating func take(_ part: Action.Part) -> Reaction {
    switch part {
    case .nextPanel: return turn(by: 1)
    case .previousPanel: return turn(by: -1)
    case .open, .fullScreen: return .back
    case .copy:
      visit.say("no panel selected: \(scene.keyText(.nextPanel)) selects one")
      return .done
    case .keepProfile:
      keepProfile(of: scene.place.scope.service ?? scene.world.onlyService?.id)
      return .done
    case .showLines: return showLines()
    case .showPanels: return showPanels()
    case .share:
      let lines = ShareLines(scene: scene).lines.map(VisibleText.sanitized)
      visit.copy("command", lines.joined(separator: "\n"))
      return .done
    case .silence:
      visit.say("no alert selected; \(scene.keyText(.view(.alerts))) lists them")
      return .done
    case .nextColumn, .previousColumn, .turnOrder:
      visit.say("no table to sort here; \(scene.keyText(.view(.services))) opens one")
      return .done
    }
  }

  /// Fills the screen with the next part of the overview.
  private func turn(by distance: Int) -> Reaction {
    let parts = scene.parts
    let here = parts.firstIndex { $0.view == scene.place.view && $0.subject == scene.place.subject }
    let isOfLines = scene.place.view.isOfLines
    let index = here ?? (isOfLines ? parts.lastIndex { $0.view == .logs } : nil)
    let next = index.map { ($0 + distance + parts.count) % parts.count } ?? 0
    guard parts.indices.contains(next) else { return .done }
    var place = scene.place.opening(parts[next].view, parts[next].subject)
    place.timeline.isCursorOpenedHere = scene.timeline.isCursorOpenedHere
    return .turn(place)
  }

  /// Copies the queries of a panel.
  mutating func copy(_ panel: Panel) -> Reaction {
    let content = scene.content(of: panel)
    let expressions = content.queries.reduce(into: [String]()) { all, query in
      if !all.contains(query.expression) { all.append(query.expression) }
    }
    guard !expressions.isEmpty else { return .done }
    let text = expressions.map(VisibleText.sanitized).joined(separator: "\n")
    visit.copy("\(content.language) of \(panel.title)", text)
    return .done
  }

  /// Goes to the log lines of what is on screen.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint chosen; `nil` for that of the scope.
  ///   - service: The service chosen; `nil` for that of the scope.
  /// - Returns: The way there; `done` where there are no logs.
  mutating func showLines(of endpoint: Endpoint? = nil, service: ServiceID? = nil) -> Reaction {
    if let obstacle = scene.settings.logs.obstacle {
      visit.say(obstacle)
      return .done
    }
    let isOfRow = endpoint != nil || service != nil
    let panel = isOfRow ? nil : scene.panel ?? scene.panels.first { $0.id == scene.place.focus }
    let link =
      panel.flatMap { LogLinesLink($0, scene) }
      ?? LogLinesLink(scene, endpoint: endpoint, service: service)
    if let remark = link.remark { visit.say(remark) }
    return .go(link.place)
  }

  /// Goes to the log lines that share labels with an alert.
  mutating func showLines(sharing labels: LabelSet) -> Reaction {
    if let obstacle = scene.settings.logs.obstacle {
      visit.say(obstacle)
      return .done
    }
    let link = LogLinesLink(sharing: labels, scene)
    if let remark = link.remark { visit.say(remark) }
    return .go(link.place)
  }

  /// Goes to the endpoint of the log line on screen.
  private mutating func showPanels() -> Reaction {
    guard let entry = scene.shownEntry else {
      let key = scene.keyText(.view(.logs))
      visit.say("no log line selected; \(key) shows the log lines")
      return .done
    }
    guard let place = EndpointLink.place(of: entry, scene) else {
      visit.say("this line has no path")
      return .done
    }
    return .go(place)
  }

  /// Shows and copies what keeps the guessed profile of a service.
  mutating func keepProfile(of service: ServiceID?) {
    guard let service,
      let text = GuessLines(scene: scene, service: service).configuration
    else {
      let lacking = "no service selected; \(scene.keyText(.view(.services))) lists them"
      visit.say(service == nil ? lacking : "the profile of this service is no guess")
      return
    }
    visit.copy("profile", text)
    visit.request(.overlay(.guess(service)))
  }

  /// Says that the configuration is another one, or what it has to say itself.
  static func sayLoaded(_ visit: inout Visit) {
    if let notice = visit.scene.settings.notices.first {
      visit.say(notice, .warning, for: .seconds(8))
    } else {
      visit.say("configuration loaded", .ok)
    }
  }

  /// Asks every server again, but for what is paused.
  static func refresh(_ visit: inout Visit) {
    guard visit.scene.timeline.pausedAt == nil else {
      visit.say("paused: \(visit.scene.keyText(.pause)) resumes")
      return
    }
    visit.say("refreshing")
    visit.request(.refresh)
  }
}
