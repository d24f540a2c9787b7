package import Screen
package import Telemetry

/// Actions of keys, sorted by taker; each sort is switched over without a default, so that a
/// new action does not compile before it has a taker.
package enum Action: Hashable, Sendable {
  /// Goes to a view of the catalog.
  case view(ViewID)
  /// Moves within a list, a page or the window.
  case move(Move)
  /// Does something to a part of a view.
  case part(Part)
  /// Finds and filters log lines.
  case lines(Lines)
  /// Changes the stretch of time.
  case time(Time)
  /// Works wherever one is.
  case general(General)
  /// Does something to what lies under the pointer; no key has it.
  case point(Point)

  /// Ways to move.
  package enum Move: String, Hashable, Sendable, CaseIterable {
    case left
    case right
    case up
    case down
    case top
    case bottom
    case pageUp = "page-up"
    case pageDown = "page-down"

    /// The place in a list that a move leads to, which may lie beyond its ends; `nil` for the ways
    /// that do not go along it.
    ///
    /// - Parameters:
    ///   - place: Where one is.
    ///   - last: Where `bottom` leads to.
    ///   - page: The places of a page.
    /// - Returns: A place.
    func target(from place: Int, last: Int, page: Int) -> Int? {
      switch self {
      case .up: place - 1
      case .down: place + 1
      case .pageUp: place - page
      case .pageDown: place + page
      case .top: 0
      case .bottom: last
      case .left, .right: nil
      }
    }
  }

  /// Actions on a part of a view.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case nextPanel = "next-panel"
    case previousPanel = "previous-panel"
    case open
    case fullScreen = "full-screen"
    case copy
    case nextColumn = "next-column"
    case previousColumn = "previous-column"
    case turnOrder = "turn-order"
    case keepProfile = "keep-profile"
    case showLines = "show-lines"
    case showPanels = "show-panels"
    case share
    case silence
  }

  /// Actions on log lines.
  package enum Lines: String, Hashable, Sendable, CaseIterable {
    case filter
    case exclude
    case highlight
    case nextHit = "next-hit"
    case previousHit = "previous-hit"
    case nextError = "next-error"
    case previousError = "previous-error"
    case nextWarning = "next-warning"
    case previousWarning = "previous-warning"
    case nextOfID = "next-of-id"
    case previousOfID = "previous-of-id"
    case correlate
    case correlateTo = "correlate-to"
    case story
    case wrap
  }

  /// Actions on time.
  package enum Time: String, Hashable, Sendable, CaseIterable {
    case zoomIn = "zoom-in"
    case zoomOut = "zoom-out"
    case panBack = "pan-back"
    case panForward = "pan-forward"
    case live
    case pause
    case cursor
    case marks
    case timeDisplay = "time-display"
  }

  /// What is done with a pointer.
  package enum Point: Hashable, Sendable {
    /// Chooses a row of a list, by its index among all; opens it where it is the one chosen.
    case row(Int)
    /// Orders a list by a column, by its index among all; turns the order round where it is that already.
    case column(Int)
    /// Gives the focus to a part, by name; opens it where it has it.
    case part(String)
    /// Puts the time cursor into a column of a chart, which stands for the moments after the first and up
    /// to the last; of a part, by name.
    case moment(after: Timestamp, through: Timestamp, in: String?)
    /// Scrolls what is on screen by so many rows; downwards is positive.
    case scroll(Target.Shown, by: Int)
  }

  /// Actions that work everywhere.
  package enum General: String, Hashable, Sendable, CaseIterable {
    case quit
    case back
    case help
    case cost
    case command
    case refresh
    case redraw
    case suspend
    case reload
  }

  /// The name that settings use.
  package var name: String {
    switch self {
    case .view(let view): view.name
    case .move(let move): move.rawValue
    case .part(let part): part.rawValue
    case .lines(let lines): lines.rawValue
    case .time(let time): time.rawValue
    case .general(let general): general.rawValue
    case .point: ""
    }
  }

  /// Whether it does something to an overlay or to the terminal, and so nothing to what lies behind.
  var isForOverlays: Bool {
    switch self {
    case .move: true
    case .general(let general): general.isForOverlays
    case .time(.marks): true
    case .view, .part, .lines, .time, .point: false
    }
  }
}

extension Action.General {
  fileprivate var isForOverlays: Bool {
    switch self {
    case .help, .cost, .back, .redraw, .suspend: true
    case .quit, .command, .refresh, .reload: false
    }
  }
}

/// The actions by their names alone, as tables and remarks write them.
extension Action {
  /// Moves back.
  package static let left = Action.move(.left)
  /// Moves forward.
  package static let right = Action.move(.right)
  static let up = Action.move(.up)
  static let down = Action.move(.down)
  static let top = Action.move(.top)
  static let bottom = Action.move(.bottom)
  static let pageUp = Action.move(.pageUp)
  static let pageDown = Action.move(.pageDown)
  static let nextPanel = Action.part(.nextPanel)
  static let previousPanel = Action.part(.previousPanel)
  static let open = Action.part(.open)
  static let fullScreen = Action.part(.fullScreen)
  static let copy = Action.part(.copy)
  static let nextColumn = Action.part(.nextColumn)
  static let previousColumn = Action.part(.previousColumn)
  static let turnOrder = Action.part(.turnOrder)
  static let keepProfile = Action.part(.keepProfile)
  static let showLines = Action.part(.showLines)
  static let showPanels = Action.part(.showPanels)
  static let share = Action.part(.share)
  static let silence = Action.part(.silence)
  static let filter = Action.lines(.filter)
  static let exclude = Action.lines(.exclude)
  static let highlight = Action.lines(.highlight)
  static let nextHit = Action.lines(.nextHit)
  static let previousHit = Action.lines(.previousHit)
  static let nextError = Action.lines(.nextError)
  static let previousError = Action.lines(.previousError)
  static let nextWarning = Action.lines(.nextWarning)
  static let previousWarning = Action.lines(.previousWarning)
  static let nextOfID = Action.lines(.nextOfID)
  static let previousOfID = Action.lines(.previousOfID)
  static let correlate = Action.lines(.correlate)
  static let correlateTo = Action.lines(.correlateTo)
  static let story = Action.lines(.story)
  static let wrap = Action.lines(.wrap)
  static let zoomIn = Action.time(.zoomIn)
  static let zoomOut = Action.time(.zoomOut)
  static let panBack = Action.time(.panBack)
  static let panForward = Action.time(.panForward)
  static let live = Action.time(.live)
  /// Pauses, and resumes.
  package static let pause = Action.time(.pause)
  static let cursor = Action.time(.cursor)
  static let marks = Action.time(.marks)
  static let timeDisplay = Action.time(.timeDisplay)
  /// Ends goldtop.
  package static let quit = Action.general(.quit)
  static let back = Action.general(.back)
  static let help = Action.general(.help)
  /// Shows goldtop's own resource use.
  package static let cost = Action.general(.cost)
  static let command = Action.general(.command)
  static let refresh = Action.general(.refresh)
  static let redraw = Action.general(.redraw)
  static let suspend = Action.general(.suspend)
  static let reload = Action.general(.reload)

  /// All but those of views.
  package static let standing: [Action] =
    Move.allCases.map(Action.move) + Part.allCases.map(Action.part)
    + Lines.allCases.map(Action.lines) + Time.allCases.map(Action.time)
    + General.allCases.map(Action.general)
}
