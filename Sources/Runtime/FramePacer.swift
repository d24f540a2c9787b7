/// Decides when a changed state is drawn: keys at once, data a few times a second.
///
/// It only ever delays; whoever asks comes back at the moment named, so that the last state is
/// always shown.
package struct FramePacer: Hashable, Sendable {
  /// Why a frame is wanted; the later cases are in more haste.
  package enum Urgency: Int, Comparable, Hashable, Sendable {
    /// A clock that moves while all else stands still.
    case still
    /// Answers that take the place of others.
    case routine
    /// So many log lines that every frame is a new list.
    case flood
    /// Log lines as they are written.
    case stream
    /// News that nobody waits for, and ticks.
    case data
    /// Answers that panels still wait for: the first ones, or those of another range.
    case awaited
    /// A window border that is being dragged.
    case resize
    /// Somebody waits for it.
    case key

    package static func < (left: Urgency, right: Urgency) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// How long a frame may be held so that it shows more answers.
  package static let patience = Duration.milliseconds(250)

  /// How long the first of some awaited answers waits for those that came with it.
  package static let gathering = Duration.milliseconds(2)

  private var lastFrame: Duration?
  /// The last frame for awaited answers.
  private var lastAwaited: Duration?

  package init() {}

  /// The earliest moment for a frame of this urgency; in the past or now where it may come at once.
  ///
  /// Awaited answers keep their distance from each other alone: the first ones do not wait because the
  /// screen that awaits them was drawn just now.
  ///
  /// - Parameters:
  ///   - urgency: Why it is wanted.
  ///   - since: Since when something has changed that is not drawn.
  /// - Returns: The moment.
  package func earliest(_ urgency: Urgency, since: Duration) -> Duration {
    guard let lastFrame else { return .zero }
    guard urgency == .awaited else { return lastFrame + Self.spacing(urgency) }
    let next = lastAwaited.map { $0 + Self.spacing(urgency) } ?? .zero
    return max(next, since + Self.gathering)
  }

  /// Notes that a frame of this urgency was drawn.
  package mutating func didDraw(_ urgency: Urgency, at moment: Duration) {
    lastFrame = moment
    if urgency == .awaited { lastAwaited = moment }
  }

  private static func spacing(_ urgency: Urgency) -> Duration {
    switch urgency {
    // Who has paused looks at what stands still, and the clock has no seconds then.
    case .still: .seconds(10)
    // Polls are spread over the interval, so that every answer would be a frame of its own; the
    // clock wants one each second anyway.
    case .routine: .seconds(1)
    // A list written anew is paid twice a second only.
    case .flood: .milliseconds(500)
    // Every frame moves all lines of a tail, and nobody reads more than four a second.
    case .stream: .milliseconds(250)
    case .data: .milliseconds(100)
    case .awaited, .resize: .milliseconds(33)
    case .key: .zero
    }
  }
}
