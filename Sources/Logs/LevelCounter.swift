import Telemetry

/// Counts lines by level and interval, for sources that have no server to count for them.
package struct LevelCounter: Sendable {
  private let step: Duration
  private var counts: [Timestamp: [LogLevel?: Int]] = [:]

  /// Its intervals begin at multiples of the step, which is above zero.
  package init(step: Duration) {
    self.step = step
  }

  /// Counts a line.
  package mutating func add(_ entry: LogEntry) {
    counts[entry.timestamp.floored(to: step), default: [:]][entry.facts.level, default: 0] += 1
  }

  /// The intervals that have lines, ascending.
  package var intervals: [LevelCount] {
    counts.sorted { $0.key < $1.key }.map { LevelCount(start: $0.key, lines: $0.value) }
  }
}
