package import Signals

/// The way to where one is: a stack of places that is never empty, and what covers the last one.
package struct Journey: Hashable, Sendable {
  /// The places below the present one, the first of them at the bottom.
  private var behind: [Place] = []
  /// Where one is.
  package var here: Place
  /// The overlay; `nil` for none.
  package var overlay: PlaceOverlay?
  /// The present place as it was before a line began to be typed; `nil` where none is typed.
  private var held: Place?

  /// Older places are forgotten.
  private static let limit = 50

  /// Begins at a place.
  package init(at place: Place) {
    here = place
  }

  /// The names of the places on the way, the present one last.
  ///
  /// - Parameter titles: What panels are called, where that is not their ID.
  /// - Returns: The names.
  package func trail(_ titles: [String: String]) -> [String] {
    (behind + [here]).map { $0.name(titles) }
  }

  /// Whether `pop` would leave the present place.
  package var hasWayBack: Bool { !behind.isEmpty }

  /// Goes on to a place, from which `pop` leads back.
  package mutating func push(_ place: Place) {
    overlay = nil
    behind.append(here)
    if behind.count > Self.limit { behind.remove(at: 1) }
    here = place
  }

  /// Goes to another place from which the way back is that of the present one.
  package mutating func replace(by place: Place) {
    overlay = nil
    here = place
  }

  /// Goes to a view by its key: the time comes along, and what is carried from place to place, but
  /// for detours.
  ///
  /// Where the view is on the way here, the way back is that of the view.
  package mutating func turn(to view: ViewID) {
    overlay = nil
    let way = behind + [here]
    let origin = way.lastIndex { !$0.isDetour } ?? 0
    var next = way[origin].opening(view)
    next.timeline = here.timeline
    next.timeline.isCursorOpenedHere = false
    behind = Array(way[...origin])
    if let index = behind.lastIndex(where: { $0.view == view }) {
      next.keep(of: behind[index])
      behind.removeSubrange(index...)
    }
    here = next
  }

  /// Takes back what was opened last: an overlay, the time cursor, the place, or at the first one its
  /// focus.
  package mutating func pop() {
    if overlay != nil {
      overlay = nil
    } else if here.timeline.cursor != nil, here.timeline.isCursorOpenedHere || behind.isEmpty {
      here.timeline.closeCursor()
    } else if behind.isEmpty {
      here.focus = nil
    } else {
      back(to: behind.count - 1)
    }
  }

  /// A place comes back as it was left, but what is paused now stays so.
  private mutating func back(to index: Int) {
    let timeline = here.timeline
    here = behind[index]
    behind.removeSubrange(index...)
    here.timeline.adopt(timeline)
  }

  /// Opens an overlay, or closes it where it is the one that is open.
  package mutating func toggle(_ kind: PlaceOverlay.Kind) {
    overlay = overlay?.kind == kind ? nil : PlaceOverlay(kind)
  }

  /// Keeps the present place while a line is typed that may show itself in it.
  package mutating func hold() {
    held = here
  }

  /// Takes back what typing has shown.
  package mutating func release() {
    if var held {
      held.timeline = here.timeline
      here = held
    }
    held = nil
  }
}

/// An overlay.
package struct PlaceOverlay: Hashable, Sendable {
  /// The kind.
  package enum Kind: Hashable, Sendable {
    /// The keys.
    case help
    /// goldtop's own resource use.
    case cost
    /// Lines for the configuration file that keep the guessed profile of a service.
    case guess(ServiceID)
    /// What has happened in the window.
    case marks
  }

  /// The kind.
  package let kind: Kind
  /// The first line shown.
  package var offset = 0
  /// The mark that was chosen last; `nil` for that at the time cursor.
  package var mark: TimeMark?

  /// Opens one at its first line.
  package init(_ kind: Kind) {
    self.kind = kind
  }
}
