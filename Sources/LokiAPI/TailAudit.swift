import Telemetry

/// A stretch whose lines are counted on both sides.
struct TailAudit: Equatable {
  /// How far back lines have to be remembered for it.
  static let reach = usualWidth + usualDelay
  static let usualWidth = Duration.seconds(60)
  /// Lines of the last moments may be on their way still.
  static let usualDelay = Duration.seconds(15)

  /// The first moment, inclusive; a whole second.
  let start: Timestamp
  /// The end, exclusive; a whole second.
  let end: Timestamp

  /// The stretch to look at now; `nil` where following has not lasted long enough.
  ///
  /// - Parameters:
  ///   - now: The server's time.
  ///   - known: From when on all lines are remembered.
  ///   - width: How long the stretch is.
  ///   - delay: How long before now it ends.
  init?(
    at now: Timestamp,
    known: Timestamp,
    width: Duration = usualWidth,
    delay: Duration = usualDelay
  ) {
    let second = Duration.seconds(1)
    end = (now - delay).floored(to: second)
    start = max(end - width, (known + second).floored(to: second))
    guard start < end else { return nil }
  }

  /// The width in whole seconds.
  var width: Duration { end - start }

  /// The moment at which a count over the width takes in the whole stretch and nothing else, since
  /// it leaves the first of its moments out and takes the last one in.
  var evaluation: Timestamp { end - .nanoseconds(1) }
}
