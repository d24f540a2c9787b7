/// How far the clocks of a time zone are ahead of UTC, which changes where there is summer time.
package struct ZoneOffsets: Hashable, Sendable {
  /// A moment from which on clocks show another offset.
  struct Change: Hashable {
    var at: Timestamp
    var seconds: Int
  }

  private var first: Int
  /// Ascending.
  private var changes: [Change] = []

  /// Changes must be ascending.
  init(first: Int, changes: [Change]) {
    self.first = first
    self.changes = changes
  }

  /// UTC.
  package static let utc = ZoneOffsets(0)

  /// A zone whose clocks are never changed, so many seconds east of UTC.
  package init(_ seconds: Int) {
    first = seconds
  }

  /// Looks the changes of a stretch of time up, to the second.
  ///
  /// A change that is taken back within a day is not found; no zone has had one.
  ///
  /// - Parameters:
  ///   - start: Before it the offset is that of this moment.
  ///   - end: After it the offset is that of this moment.
  ///   - offset: Seconds east of UTC at a moment.
  package init(from start: Timestamp, to end: Timestamp, offset: (Timestamp) -> Int) {
    first = offset(start)
    var known = start
    var seconds = first
    while known < end {
      let next = min(end, known + .seconds(86_400))
      let found = offset(next)
      if found != seconds {
        changes.append(Change(at: Self.change(after: known, through: next, offset), seconds: found))
      }
      (known, seconds) = (next, found)
    }
  }

  /// The first whole second that has the offset of `end`.
  private static func change(
    after start: Timestamp,
    through end: Timestamp,
    _ offset: (Timestamp) -> Int
  ) -> Timestamp {
    let wanted = offset(end)
    var low = start.floored(to: .seconds(1))
    var high = end
    while high - low > .seconds(1) {
      let middle = (low + (high - low) / 2).floored(to: .seconds(1))
      guard middle > low else { break }
      if offset(middle) == wanted { high = middle } else { low = middle }
    }
    return high
  }

  /// Seconds east of UTC at a moment.
  package func seconds(at moment: Timestamp) -> Int {
    changes.last { $0.at <= moment }?.seconds ?? first
  }

  /// The moment at which clocks of the zone show a time.
  ///
  /// An hour that is there twice, when summer time ends, is the one that is nearer to a moment that is
  /// known, and else the first; one that is left out counts by the clocks before it.
  ///
  /// - Parameters:
  ///   - local: What the clocks show, as if they showed UTC.
  ///   - known: When it was seen.
  /// - Returns: The moment.
  package func moment(ofClock local: Timestamp, _ known: Timestamp) -> Timestamp {
    let day: Int64 = 86_400_000_000_000
    func moment(_ seconds: Int) -> Timestamp {
      Timestamp(nanoseconds: local.nanoseconds &- Int64(seconds) * 1_000_000_000)
    }
    guard !changes.isEmpty else { return moment(first) }
    let before = seconds(at: Timestamp(nanoseconds: local.nanoseconds &- day))
    let after = seconds(at: Timestamp(nanoseconds: local.nanoseconds &+ day))
    let early = moment(before)
    guard before != after else { return early }
    let late = moment(after)
    guard seconds(at: late) == after else { return early }
    guard seconds(at: early) == before else { return late }
    let isSeenLate = late - known < .seconds(60) && known - late < .seconds(7200)
    return isSeenLate ? late : early
  }
}
