import Logs
import Screen
import Telemetry

/// Levels over time: from the lines that are held as far back as they reach, before that from the
/// source.
extension Model {
  /// The source is asked no more often.
  private static let countPause = Duration.seconds(10)
  /// An answer that has not come after this will not come.
  private static let countPatience = Duration.seconds(60)
  /// Lines of the last moments may be on their way to the source.
  private static let countDelay = Duration.seconds(10)

  /// The width of the intervals that the source of a live plan counts; `nil` for other plans, of
  /// which it counts all by itself.
  private var liveCountStep: Duration? {
    guard case .live(let history)? = logs.plan?.span else { return nil }
    return LogTimes.countStep(for: history)
  }

  /// The moment from which on all lines are held; `nil` where that is all of the window.
  private var heldFrom: Timestamp? {
    let ring = logs.lines.ring
    if logs.isComplete, ring.fallen == 0 { return nil }
    return ring.first?.id.timestamp
  }

  /// Asks the source for the levels of what is not held, where they are on screen and unknown.
  mutating func askForCounts() -> [Effect] {
    guard isInLogs, logs.page == .list, !logs.isOutdated, let step = liveCountStep,
      case .live(let history)? = logs.plan?.span, let held = heldFrom
    else { return [] }
    if let asked = logs.countedAt {
      let pause = logs.counting == nil ? Self.countPause : Self.countPatience
      guard now - asked >= pause else { return [] }
    }
    let window = (serverNow - history).floored(to: step)
    let start = max(window, logs.countedTo ?? window)
    let needed = held.floored(to: step) + step
    guard start < needed else { return [] }
    // As far as it goes, so that what falls off next is known by then.
    let end = max(needed, (serverNow - Self.countDelay).floored(to: step))
    logs.countedAt = now
    logs.counting = Range(from: start, upTo: end)
    return [.countLogs(from: start, to: end, step: step)]
  }

  /// Takes what the source has counted.
  mutating func takeCounts(_ counts: [LevelCount]) {
    guard let stretch = logs.counting, liveCountStep != nil else {
      logs.counts = counts
      return
    }
    let floor = logWindow.map(\.start) ?? stretch.lowerBound
    logs.counts = logs.counts.filter { $0.start >= floor && $0.start < stretch.lowerBound } + counts
    logs.countedTo = stretch.upperBound
    logs.counting = nil
  }

  /// Counts the lines anew, where the counts are on screen.
  mutating func countLevels() {
    guard isInLogs, logs.page == .list else { return }
    let columns = logPageAreas(in: ScreenAreas(size).body).bars.width
    guard columns > 0, let window = logWindow else {
      logs.histogram = LogHistogram()
      return
    }
    let span = window.end - window.start
    if let end = countedEnd, let unit = liveCountStep ?? logs.plan?.countStep {
      // Intervals of the source go whole into those that are drawn.
      let step = LogTimes.step(for: span, in: columns - 1, multipleOf: unit)
      let held = max(end, window.start)
      let counts =
        logs.counts.filter { $0.start < end }
        + logs.lines.levels(from: held, to: max(held, window.end), step: unit)
      draw(counts, window, step, knownFrom: window.start)
      return
    }
    let step = LogTimes.step(for: span, in: columns - 1)
    let counts = logs.lines.levels(from: window.start, to: window.end, step: step)
    let held = logs.isComplete ? heldFrom ?? window.start : heldFrom
    draw(counts, window, step, knownFrom: held.map { max($0, logs.lines.examinedFrom ?? $0) })
  }

  /// Up to where the source's counts are drawn; `nil` where there are none to draw.
  private var countedEnd: Timestamp? {
    // The source has counted what the filter in force lets through, and not what is being typed.
    guard prompt?.isPreviewing != true else { return nil }
    guard let unit = liveCountStep else {
      let isCounted = !logs.counts.isEmpty && logs.plan?.countStep != nil
      return isCounted ? Timestamp(nanoseconds: .max) : nil
    }
    guard let counted = logs.countedTo, let held = heldFrom else { return nil }
    return min(counted, held.floored(to: unit) + unit)
  }

  private mutating func draw(
    _ counts: [LevelCount],
    _ window: (start: Timestamp, end: Timestamp),
    _ step: Duration,
    knownFrom known: Timestamp?
  ) {
    logs.histogram = LogHistogram(
      counts,
      from: window.start,
      to: window.end,
      step: step,
      knownFrom: known
    )
  }

  /// The stretch of time over which lines are counted; `nil` where there is none.
  var logWindow: (start: Timestamp, end: Timestamp)? {
    switch logs.plan?.span {
    case .live(let history)?: return (serverNow - history, serverNow)
    case .stretch(let start, let end)?: return (start, end)
    case .search?:
      guard logs.lines.hasEntries, let first = logs.lines.ring.first,
        let last = logs.lines.ring.last
      else { return nil }
      return (first.id.timestamp, last.id.timestamp + .seconds(1))
    case nil: return nil
    }
  }
}
