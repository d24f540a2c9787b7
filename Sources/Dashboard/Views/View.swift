package import Screen
package import Signals
package import Telemetry

/// A view: what it asks, how it is drawn, and what it makes of keys.
///
/// It fills the screen between title bar and footer, and keeps what it needs between two keys as a
/// `ViewState` in its place.
package struct View: Sendable, Identifiable {
  /// Unique; settings name its key by it.
  package let id: ViewID
  /// Name in help and footer; its ID's by default.
  package var title: String
  /// The key that opens it; `nil` where it is opened from other views alone.
  package var key: Key?
  /// Whether it is opened without a subject, by its ID.
  package var isNamed = true
  /// Whether the overview shows a part of it, which takes the focus.
  package var isPart = false
  /// Why it cannot be opened; `nil` where it can.
  package var obstacle: @Sendable (DashboardSettings) -> String? = { _ in nil }
  /// The names under which it is opened with a subject.
  package var subjects: @Sendable (DashboardSettings) -> [(name: String, subject: Subject)] = { _ in
    []
  }
  /// Its queries.
  package var asking: @Sendable (Scene, QueryContext) -> Asking = { _, _ in Asking() }
  /// How it is drawn.
  package let draw: @Sendable (Scene, Rect, inout Grid) -> Void
  /// What a snapshot says of it, beside its panels.
  package var report: @Sendable (Scene) -> ViewReport = { _ in ViewReport() }
  /// The keys that matter in it, the most important first; help and quit stand before them.
  package var hints: @Sendable (Scene) -> [KeyHint] = { KeyHint.standard(in: $0) }
  /// Its reaction to an action.
  package var act: @Sendable (Action, inout Visit) -> Reaction = { _, _ in .passed }
  /// Updates its state after a change of the world or the place.
  package var settle: @Sendable (Occasion, inout Visit) -> Void = { _, _ in }

  /// By default, asks nothing and takes no keys.
  package init(
    _ id: ViewID,
    key: Key? = nil,
    draw: @escaping @Sendable (Scene, Rect, inout Grid) -> Void
  ) {
    self.id = id
    title = id.name
    self.key = key
    self.draw = draw
  }
}

/// What a snapshot says of a view, beside its panels.
package struct ViewReport {
  /// The members that it adds to the document.
  package var members: [JSONValue.Member] = []
  /// The worst of what it shows; `nil` where nothing is judged.
  package var severity: Severity?
  /// Why it has no answer; `nil` where it has one.
  package var lack: String?

  /// Nothing.
  package init() {}
}

/// The outcome of an action.
package enum Reaction: Hashable, Sendable {
  /// It is left to the next taker.
  case passed
  /// It is done.
  case done
  /// Goes on to a place, from which there is a way back.
  case go(Place)
  /// Goes to a place instead of this one.
  case turn(Place)
  /// Goes back.
  case back
}

/// Why a view's state is looked at again.
package enum Occasion: Hashable, Sendable {
  /// The place has just become the present one, or its size or its plan of lines has changed.
  case change
  /// A second has passed.
  case second
  /// Older lines have come.
  case history
  /// Levels that the source has counted have come.
  case counts
  /// New lines, or a word about them, have come.
  case news
}
