/// The one list of views; a new one is a folder in `Views`, a line here and a key.
package struct ViewCatalog: Hashable, Sendable {
  /// The views in the order of their names and keys.
  package let views: [View]
  /// The keys, with those of the views.
  package let keyMap: KeyMap

  /// The first view is the root of the way back.
  package init(_ views: [View]) {
    self.views = views
    keyMap = KeyMap(
      views: views.compactMap { view in
        view.key.map { KeyMap.ViewKey(view.id, $0, view.title) }
      }
    )
  }

  /// The views that come with goldtop.
  package static let standard = ViewCatalog([
    .overview, .services, .requests, .endpoint, .dependencies, .resources, .vitals, .models,
    .alerts, .alert, .rule, .target, .silence, .panel, .logs, .logEntry, .story,
  ])

  package static func == (left: ViewCatalog, right: ViewCatalog) -> Bool {
    left.views.map(\.id) == right.views.map(\.id)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(views.map(\.id)) }

  /// The view of an ID.
  package subscript(id: ViewID) -> View {
    views.first { $0.id == id } ?? views[0]
  }

  /// Everything that can be opened by name, in the order in which names are listed.
  package func destinations(_ settings: DashboardSettings) -> [Destination] {
    let all = views.filter { $0.obstacle(settings) == nil }.flatMap {
      destinations(of: $0, settings)
    }
    // A panel may have the name of the view that shows more of the same.
    let own = Set(all.filter { $0.subject == nil }.map(\.name))
    return all.filter { $0.subject == nil || !own.contains($0.name) }
  }

  /// The views with a key that can be opened.
  func viewsWithKeys(_ settings: DashboardSettings) -> [ViewID] {
    views.filter { $0.key != nil && $0.obstacle(settings) == nil }.map(\.id)
  }

  /// Focusable parts of the overview, in the order of `Tab`.
  func parts(_ settings: DashboardSettings) -> [Destination] {
    views.filter { $0.isPart && $0.obstacle(settings) == nil }
      .flatMap { destinations(of: $0, settings) }
  }

  private func destinations(of view: View, _ settings: DashboardSettings) -> [Destination] {
    let own = view.isNamed ? [Destination(name: view.id.name, view: view.id, subject: nil)] : []
    return own
      + view.subjects(settings).map {
        Destination(name: $0.name, view: view.id, subject: $0.subject)
      }
  }

  /// Why nothing can be opened by a name, in words; `nil` where the name is not that of a view.
  package func obstacle(to name: String, _ settings: DashboardSettings) -> String? {
    views.first { $0.isNamed && $0.id.name == name }.flatMap { $0.obstacle(settings) }
  }

  /// The names that a panel of the user's own cannot have.
  package var reservedNames: [String] { views.filter(\.isNamed).map(\.id.name) }
}

extension KeyMap {
  /// The keys as they come.
  package static let standard = ViewCatalog.standard.keyMap

  /// The standard keys with some actions on other keys.
  package init(changing changes: [String: String]) {
    self = KeyMap.standard.changing(changes)
  }
}
