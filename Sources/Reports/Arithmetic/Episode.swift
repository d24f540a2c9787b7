package import Telemetry

/// A time in which something held without a break.
package struct Episode: Hashable, Sendable {
  /// The first moment, to a step.
  package var start: Timestamp
  /// The last moment, to a step.
  package var end: Timestamp
  /// Whether it had begun before the window.
  package var isOlder: Bool
  /// Whether it holds at the end of the window.
  package var isOngoing: Bool

  package init(
    from start: Timestamp,
    to end: Timestamp,
    isOlder: Bool = false,
    isOngoing: Bool = false
  ) {
    self.start = start
    self.end = end
    self.isOlder = isOlder
    self.isOngoing = isOngoing
  }

  /// How long.
  package var length: Duration { end - start }

  /// The episodes of points of which each says that something held in the step before it.
  ///
  /// - Parameters:
  ///   - moments: Ascending.
  ///   - step: The distance of neighbours.
  ///   - window: What was asked about.
  /// - Returns: Ascending.
  package static func list(
    at moments: some Sequence<Timestamp>,
    step: Duration,
    within window: Stretch
  ) -> [Episode] {
    var episodes: [Episode] = []
    for moment in moments {
      if let last = episodes.last, moment - last.end <= step * 3 / 2 {
        episodes[episodes.count - 1].end = moment
      } else {
        episodes.append(Episode(from: max(window.start, moment - step), to: moment))
      }
    }
    for index in episodes.indices {
      episodes[index].isOlder = episodes[index].start <= window.start
      episodes[index].isOngoing = window.end - episodes[index].end < step
      // Nothing is known of what began with the window, or has not ended.
      if episodes[index].isOngoing { episodes[index].end = window.end }
    }
    return episodes
  }
}

extension [Episode] {
  /// How long all of them took together.
  package var total: Duration { reduce(.zero) { $0 + $1.length } }

  /// The median length of those that have ended; `nil` where none has.
  package var usualLength: Duration? {
    let lengths = filter { !$0.isOngoing }.map(\.length.inSeconds)
    return Quantile.of(lengths, 0.5).map { .seconds(Int64(saturating: $0.rounded())) }
  }
}
