package import Telemetry

/// Counts the lines of a ring by level over intervals.
package enum LevelHistogram {
  /// The levels and, last, lines without one.
  private static let slots = Int(LogItem.noLevel) + 1

  /// The lines of every interval of a stretch.
  ///
  /// - Parameters:
  ///   - ring: The lines.
  ///   - index: Which of them count; `nil` for all.
  ///   - start: The first interval is the one that this moment lies in, by multiples of the step.
  ///   - end: The end, exclusive.
  ///   - step: The width of an interval, more than zero.
  /// - Returns: All intervals, ascending, those without lines included; no more than 10,000.
  package static func counts(
    of ring: LogRing,
    _ index: LogIndex? = nil,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration
  ) -> [LevelCount] {
    let first = start.floored(to: step)
    let width = step.nanoseconds
    guard width > 0, first < end else { return [] }
    let intervals = min(10_000, (end - .nanoseconds(1) - first).nanoseconds / width + 1)
    var counts = [Int](repeating: 0, count: Int(intervals) * slots)
    var cursor = index.map { index in
      index.position(of: LogItem.ID(timestamp: first, sequence: .min))
    }
    ring.forEachLevel(from: ring.position(of: first)) { id, level in
      guard id.timestamp < end else { return false }
      if let index, var position = cursor {
        while position < index.count, index[position] < id { position += 1 }
        cursor = position
        guard position < index.count else { return false }
        guard index[position] == id else { return true }
      }
      guard level != LogItem.noLine else { return true }
      // Not as a `Duration`, whose division takes longer than all the rest.
      let past = UInt64(bitPattern: id.timestamp.nanoseconds &- first.nanoseconds)
      guard past / UInt64(width) < UInt64(intervals) else { return false }
      let interval = Int(past / UInt64(width))
      counts[interval * slots + Int(level)] += 1
      return true
    }
    return (0..<Int(intervals)).map { interval in
      count(counts[interval * slots..<(interval + 1) * slots], first + step * interval)
    }
  }

  private static func count(_ counts: ArraySlice<Int>, _ start: Timestamp) -> LevelCount {
    var lines: [LogLevel?: Int] = [:]
    for (slot, count) in counts.enumerated() where count > 0 {
      lines[LogLevel(rawValue: UInt8(slot))] = count
    }
    return LevelCount(start: start, lines: lines)
  }
}
