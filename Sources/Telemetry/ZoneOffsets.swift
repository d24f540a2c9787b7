/// How far the clocks of a time zone are ahead of UTC, which changes where there is summer time.
package struct ZoneOffsets: Hashable, Sendable {
  private struct Change: Hashable {
    var at: Timestamp
    var seconds: Int
  }

  private var first: Int
  /// Ascending.
  private var changes: [Change] = []

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
}
