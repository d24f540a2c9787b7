/// What a key can do; the raw values are the names that settings use.
package enum Action: String, Hashable, Sendable, CaseIterable {
  case quit
  case back
  case help
  case overview
  case logs
  case nextPanel = "next-panel"
  case previousPanel = "previous-panel"
  case open
  case fullScreen = "full-screen"
  case left
  case right
  case up
  case down
  case top
  case bottom
  case pageUp = "page-up"
  case pageDown = "page-down"
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
  case zoomIn = "zoom-in"
  case zoomOut = "zoom-out"
  case panBack = "pan-back"
  case panForward = "pan-forward"
  case live
  case pause
  case cursor
  case timeDisplay = "time-display"
  case copy
  case command
  case refresh
  case redraw
  case suspend
  case cost
  case reload
}

extension Action {
  /// Whether it does something to an overlay or to the terminal, and so nothing to what lies behind.
  var isForOverlays: Bool {
    switch self {
    case .help, .cost, .back, .up, .down, .top, .bottom, .pageUp, .pageDown, .redraw, .suspend: true
    default: false
    }
  }
}
