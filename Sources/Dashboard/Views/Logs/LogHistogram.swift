import Logs
import Screen
import Telemetry

/// How many lines there are over time, and how bad they are, ready to be drawn.
struct LogHistogram: Hashable, Sendable {
  /// One interval.
  struct Bar: Hashable, Sendable {
    /// All lines.
    var all = 0
    /// Warnings.
    var warnings = 0
    /// Errors and worse.
    var errors = 0

    init(_ lines: [LogLevel?: Int] = [:]) {
      for (level, count) in lines {
        all += count
        switch level {
        case .warning?: warnings += count
        case .error?, .critical?: errors += count
        default: break
        }
      }
    }

    mutating func add(_ other: Bar) {
      all += other.all
      warnings += other.warnings
      errors += other.errors
    }
  }

  /// The width of an interval.
  var step = Duration.seconds(1)
  /// The first moment of the first interval.
  var start = Timestamp(nanoseconds: 0)
  /// The end of what is counted, exclusive.
  var end = Timestamp(nanoseconds: 0)
  /// The intervals, newest last; `nil` where uncounted.
  var bars: [Bar?] = []

  /// Sums counts into wider intervals that begin at multiples of a step.
  ///
  /// - Parameters:
  ///   - counts: Ascending.
  ///   - start: The first moment; intervals begin at the multiple before it.
  ///   - end: The end, exclusive.
  ///   - step: The width of the intervals.
  ///   - known: Earlier intervals are uncounted.
  init(
    _ counts: [LevelCount],
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    knownFrom known: Timestamp?
  ) {
    self.step = step
    let first = start.floored(to: step)
    let width = step.nanoseconds
    guard width > 0, first < end else { return }
    (self.start, self.end) = (first, end)
    let count = Int((end - .nanoseconds(1) - first).nanoseconds / width) + 1
    bars = (0..<count).map { index in
      guard let known, known < first + step * (index + 1) else { return nil }
      return Bar()
    }
    for item in counts {
      let index = Int((item.start - first).nanoseconds / width)
      guard item.start >= first, bars.indices.contains(index) else { continue }
      // That none is held of an interval is no count of it.
      guard bars[index] != nil || item.lines.values.contains(where: { $0 > 0 }) else { continue }
      bars[index, default: Bar()].add(Bar(item.lines))
    }
  }

  init() {}
}

extension [LogHistogram.Bar?] {
  fileprivate subscript(
    index: Int,
    default fallback: LogHistogram.Bar
  ) -> LogHistogram.Bar {
    get { self[index] ?? fallback }
    set { self[index] = newValue }
  }
}
