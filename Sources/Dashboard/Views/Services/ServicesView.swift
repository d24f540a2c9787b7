import Screen
import Signals
import Telemetry

extension View {
  /// Every service that was found, with its figures; the scope comes from here.
  static let services: View = {
    var view = View(.services, key: .character("s")) { scene, area, grid in
      ServicesPage(scene: scene).draw(in: area, on: &grid)
    }
    view.obstacle = { settings in
      settings.profileTable == nil
        ? "no services: profile '\(settings.profile.name)' is set for all; use 'auto' to find them"
        : nil
    }
    view.asking = { scene, _ in
      var asking = Asking()
      asking.panels[ViewID.services.name] = ServiceQueries(scene).queries
      asking.order = [ViewID.services.name]
      return asking
    }
    view.report = { ServicesReport(scene: $0).report }
    view.hints = { scene in
      let hasGuesses = (scene.world.services ?? []).contains { $0.row?.guess != nil }
      let keys: [Action] =
        [.open] + (hasGuesses ? [.keepProfile] : []) + [.nextColumn, .filter, .refresh]
      return keys.map { KeyHint($0) } + KeyHint.pause(in: scene)
    }
    view.act = ServicesKeys.take
    return view
  }()
}

/// Its keys.
private enum ServicesKeys {
  @Sendable static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    var list = ServiceTable(scene: visit.scene).list
    switch action {
    case .part(.open):
      guard let row = list.selectedRow else { return .done }
      var place = visit.place.opening(.overview)
      place.scope = Scope()
      place.scope.service = row.service.id
      return .go(place)
    case .part(.keepProfile):
      var keys = CommonKeys(visit)
      keys.keepProfile(of: list.selectedRow?.service.id)
      visit = keys.visit
      return .done
    case .part(.copy):
      guard let row = list.selectedRow else { return .done }
      visit.copy("selector", row.service.id.promQL)
      return .done
    case .move, .part, .view, .lines, .time, .general, .point: return list.take(action, &visit)
    }
  }
}

/// The table with what is known of the service chosen below it.
struct ServicesPage {
  let scene: Scene

  func draw(in area: Rect, on grid: inout Grid) {
    let list = ServiceTable(scene: scene).list
    var frame = TableFrame(scene: scene, title: "Services", trouble: trouble, notes: list.notes)
    if list.rows.isEmpty { frame.absence = absence }
    frame.about = list.selectedRow.map(about) ?? []
    frame.draw(in: area, on: &grid) { list.draw(in: $0, on: &$1, symbols: scene.symbols) }
  }

  /// What is wrong with the figures; `nil` where all are fresh.
  var trouble: TableTrouble? {
    TableTrouble(RequestFigure.allCases.map { Poll.ID.services($0) } + [.saturation], scene)
  }

  /// Why there are none.
  var absence: String {
    if let failure = scene.world.metricsServerFailure { return failure.headline }
    guard let services = scene.world.services else { return "discovering services" }
    guard services.isEmpty else { return "no service matches the filter" }
    return "no services: no series in the last 10 minutes"
  }

  /// What stands out of a service, where it runs, how it is instrumented, what its figures mislead
  /// about, and what it lacks; of a guess, what it was made from.
  private func about(_ row: ServiceRow) -> [String] {
    let service = row.service
    var facts = remarks(row)
    let lacks = scene.world.lacks(of: service)
    let place = service.place.text.isEmpty ? "" : " in \(service.place.text)"
    let words = scene.world.description(of: service)?.words ?? []
    var head = "\(service.id.label)=\(service.id.value)\(place)"
    if !words.isEmpty {
      head += " \(scene.separator) \(words.joined(separator: " \(scene.separator) "))"
    }
    if let guess = service.row?.guess {
      head += ": guessed: \(guess.requests)"
      let lines = [head, guess.errors, guess.durations ?? ""]
      return (lines + [(facts + lacks).joined(separator: "; ")]).filter { !$0.isEmpty }
    }
    if let row = service.row {
      let library = [row.origin.library, row.origin.version].filter { !$0.isEmpty }
      let others =
        service.lesser.isEmpty ? "" : "; also \(service.lesser.map(\.name).joined(separator: ", "))"
      head += ": \(library.joined(separator: " "))\(others)"
      facts += (service.profile?.caveats ?? []).map { "\($0.area.rawValue): \($0.text)" }
    }
    return [head, (facts + lacks).joined(separator: "; ")].filter { !$0.isEmpty }
  }

  private func remarks(_ row: ServiceRow) -> [String] {
    switch row.state {
    case .silent(let silence): [silence.words]
    case .sparse(let sparse): [sparse.words, sparse.advice]
    case .alive, .idle, .uncounted, .down: []
    }
  }
}

extension Scene {
  /// Which of several services the panels are about: those whose profile most have; empty where they are
  /// about one.
  var fleetWords: String {
    let main = (world.services ?? []).filter(\.isMain)
    guard place.scope.service == nil, main.count > 1, place.view != .services else { return "" }
    let name = world.queryContext.profile.name
    let count = main.count { $0.row?.name == name }
    return count == main.count
      ? "all \(count) services" : "\(count) of \(main.count) services (\(name))"
  }

  /// The table of services where it is to be shown first: there are several, and nobody has gone elsewhere
  /// meanwhile.
  var servicesPlace: Place? {
    let several = (world.services ?? []).filter(\.isMain).count > 1
    guard settings.startsWithServices, several, overlay == nil, prompt == nil,
      place.view == .overview, world.areServicesOfOneTime
    else { return nil }
    return place.opening(.services)
  }
}
