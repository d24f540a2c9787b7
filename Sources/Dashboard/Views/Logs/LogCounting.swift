import Logs
import Screen
import Telemetry

/// Levels over time: from the lines that are held as far back as they reach, before that from the
/// source.
struct LogCounting {
  let scene: Scene

  private var feed: LogFeed { scene.world.logs }

  /// The source is asked no more often.
  private static let pause = Duration.seconds(10)
  /// An answer that has not come after this will not come.
  private static let patience = Duration.seconds(60)
  /// Lines of the last moments may be on their way to the source.
  private static let delay = Duration.seconds(10)

  /// The width of the intervals that the source of a live plan counts; `nil` for other plans, of
  /// which it counts all by itself.
  private var liveStep: Duration? {
    guard case .live(let history)? = feed.plan?.span else { return nil }
    return LogTimes.countStep(for: history)
  }

  /// The unknown stretch that the source should count; `nil` for none.
  var question: (stretch: Stretch, step: Duration)? {
    guard !feed.isOutdated, let step = liveStep, case .live(let history)? = feed.plan?.span,
      let held = feed.heldFrom
    else { return nil }
    if let asked = feed.counted.askedAt {
      let pause = feed.counted.stretch == nil ? Self.pause : Self.patience
      guard scene.now - asked >= pause else { return nil }
    }
    let window = (scene.serverNow - history).floored(to: step)
    let start = max(window, feed.counted.reach ?? window)
    let needed = held.floored(to: step) + step
    guard start < needed else { return nil }
    // As far as it reaches, so that what falls off next is known by then.
    let end = max(needed, (scene.serverNow - Self.delay).floored(to: step))
    return (Stretch(from: start, to: end), step)
  }

  /// The counts as they are drawn.
  var histogram: LogHistogram {
    let columns = LogAreas.page(scene, in: scene.areas.body).bars.width
    guard columns > 0, let window = scene.logWindow else { return LogHistogram() }
    let span = window.length
    if let end = countedEnd, let unit = liveStep ?? feed.plan?.countStep {
      // Intervals of the source go whole into those that are drawn.
      let step = LogTimes.step(for: span, in: columns - 1, multipleOf: unit)
      let held = max(end, window.start)
      let counts =
        feed.counted.levels.filter { $0.start < end }
        + feed.lines.levels(from: held, to: max(held, window.end), step: unit)
      return LogHistogram(
        counts,
        from: window.start,
        to: window.end,
        step: step,
        knownFrom: window.start
      )
    }
    let step = LogTimes.step(for: span, in: columns - 1)
    let held = feed.isComplete ? feed.heldFrom ?? window.start : feed.heldFrom
    return LogHistogram(
      feed.lines.levels(from: window.start, to: window.end, step: step),
      from: window.start,
      to: window.end,
      step: step,
      knownFrom: held.map { max($0, feed.lines.examinedFrom ?? $0) }
    )
  }

  /// Up to where the source's counts are drawn; `nil` where there are none to draw.
  private var countedEnd: Timestamp? {
    // The source has counted what the filter in force lets through, and not what is being typed.
    guard scene.prompt?.isPreviewing != true else { return nil }
    guard let unit = liveStep else {
      let isCounted = !feed.counted.levels.isEmpty && feed.plan?.countStep != nil
      return isCounted ? Timestamp(nanoseconds: .max) : nil
    }
    guard let counted = feed.counted.reach, let held = feed.heldFrom else { return nil }
    return min(counted, held.floored(to: unit) + unit)
  }
}
