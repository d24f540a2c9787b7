package import Telemetry

/// Which stretch of time is shown.
package struct Timeline: Hashable, Sendable {
  /// The length.
  package var range: TimeRange
  /// Where it ends; `nil` follows the clock, or stands still with it while paused.
  package var end: Timestamp?
  /// When it was paused; `nil` while it runs.
  package var pausedAt: Timestamp?
  /// The time cursor; `nil` while it is closed.
  package private(set) var cursor: Timestamp?
  /// Whether the cursor was opened in this place, and did not come along from another.
  package var isCursorOpenedHere = false
  /// The columns that steps are chosen for: the terminal's, held while paused.
  package private(set) var columns: Int

  /// How moments are shown.
  package var display: TimeDisplay

  /// The stretch that a dashboard begins with.
  package init(settings: DashboardSettings, columns: Int) {
    range = settings.range
    end = settings.end
    display = settings.timeDisplay
    self.columns = columns
  }

  /// Whether it shows a stretch of the past; a paused one is of the moment of the pause.
  package var isPast: Bool { end != nil && pausedAt == nil }

  /// The window at a moment of the server's clock, on multiples of the step; both ends are points.
  package func window(at now: Timestamp, step: Duration) -> Stretch {
    let last = (end ?? now).floored(to: step)
    return Stretch(from: last - range.length, to: last)
  }

  /// Moves into the past by half the range.
  package mutating func panBack(from now: Timestamp, step: Duration) {
    end = (window(at: now, step: step).end - .seconds(range.length.components.seconds / 2))
      .floored(to: step)
    pausedAt = nil
  }

  /// Moves towards now by half the range, and goes live where it would pass it.
  package mutating func panForward(from now: Timestamp, step: Duration) {
    guard let end else { return }
    let moved = end + .seconds(range.length.components.seconds / 2)
    self.end = moved + step >= now ? nil : moved.floored(to: step)
  }

  /// Takes the next shorter range, or the next longer one; false where there is none.
  package mutating func zoom(in isIn: Bool) -> Bool {
    let all = TimeRange.allCases
    guard let index = all.firstIndex(of: range) else { return false }
    let next = index + (isIn ? -1 : 1)
    guard all.indices.contains(next) else { return false }
    range = all[next]
    return true
  }

  /// Takes the terminal's width; the points held while paused are those of the width at that time.
  package mutating func resize(to columns: Int) {
    if pausedAt == nil || end != nil { self.columns = columns }
  }

  /// Opens the cursor here, or moves it; it stays in the window.
  package mutating func moveCursor(to moment: Timestamp, at now: Timestamp, step: Duration) {
    if cursor == nil { isCursorOpenedHere = true }
    let window = window(at: now, step: step)
    cursor = max(window.start, min(window.end, moment))
  }

  /// Keeps an open cursor in the window, whose start moves with the clock.
  package mutating func clampCursor(at now: Timestamp, step: Duration) {
    guard let cursor else { return }
    moveCursor(to: cursor.floored(to: step), at: now, step: step)
  }

  /// Closes the cursor.
  package mutating func closeCursor() {
    cursor = nil
    isCursorOpenedHere = false
  }

  /// Takes over from a later place what is not of one place: the pause, the terminal's width, and
  /// how moments are shown.
  package mutating func adopt(_ later: Timeline) {
    columns = later.columns
    display = later.display
    guard later.pausedAt != pausedAt else { return }
    if let pause = later.pausedAt {
      // While paused nothing is asked, but another range needs points: those of the same moment.
      end = end ?? later.end ?? (later.range == range ? nil : pause)
    } else {
      end = nil
    }
    pausedAt = later.pausedAt
  }
}
