import Dashboard
import Logs
import Telemetry

/// Carries out one plan: its past page by page, its counts, and what is written from now on.
struct LogPlanRun: Sendable {
  /// Lines may arrive later than lines that were written after them, so following begins before
  /// the last line that history has.
  static let overlap = Duration.seconds(10)
  /// A line written now may be dated this long ago: it belongs among the lines of the newest page.
  static let lateness = Duration.seconds(3600)
  /// How long before now following begins where history has no line at all.
  static let silence = Duration.seconds(60)

  let plan: LogPlan
  let source: any LogSource
  let environment: RuntimeEnvironment
  let limits: LogFollower.Limits
  let emit: @Sendable (LogDelivery.Content) -> Void
  let rest: @Sendable (LogRest) -> Void

  /// Works until the plan is carried out, which one that follows never is, or until its task is
  /// cancelled.
  @concurrent
  func run() async {
    let now = environment.now()
    await withDiscardingTaskGroup { group in
      if let step = plan.countStep {
        let stretch = plan.countedStretch(now: now)
        group.addTask { await count(stretch, step: step) }
      }
      var past = LogPast(plan, now: now, limits: limits)
      await read(&past, now: now, &group)
      guard !Task.isCancelled else { return }
      rest(past.rest)
    }
  }

  /// Reads all pages; following begins beside it once the first one has come or has failed.
  private func read(
    _ past: inout LogPast,
    now: Timestamp,
    _ group: inout DiscardingTaskGroup
  ) async {
    var failures = 0
    var isFollowed = !(plan.isFollowing && limits.isFollowing)
    func followOnce(_ start: LogFollowStart) {
      guard !isFollowed else { return }
      isFollowed = true
      group.addTask { await follow(start) }
    }
    // A plan that wants no past is told that it has it all.
    if past.isDone { emit(.history([], isComplete: true)) }
    while let ask = past.ask() {
      if let window = ask.window { emit(.searching(window)) }
      do throws(SourceError) {
        let page = try await source.page(ask.query).value
        failures = 0
        let start = past.start
        past.receive(page)
        deliver(page, past)
        followOnce(LogFollowStart(after: page, since: start, now: now))
      } catch {
        guard error != .cancelled, !Task.isCancelled else { return }
        emit(.failed(error))
        followOnce(LogFollowStart(start: now))
        guard error.mayPass else { return }
        failures += 1
        let pause = ServerBackoff.pause(failures: failures, random: environment.random())
        do { try await environment.sleep(environment.elapsed() + pause) } catch { return }
      }
    }
    followOnce(LogFollowStart(start: now))
  }

  private func deliver(_ page: LogPage, _ past: LogPast) {
    if !page.notes.isEmpty { emit(.notes(page.notes)) }
    guard !page.entries.isEmpty || past.isDone else { return }
    emit(.history(page.entries, isComplete: past.isComplete))
  }

  private func follow(_ start: LogFollowStart) async {
    let outbox = LogOutbox(environment: environment) { emit(.news($0)) }
    async let passing: Void = outbox.run()
    var failure: SourceError?
    do throws(SourceError) {
      try await source.follow(plan.query, from: start.start, known: start.known) { outbox.put($0) }
    } catch {
      failure = error
    }
    outbox.finish()
    await passing
    guard let failure, failure != .cancelled, !Task.isCancelled else { return }
    emit(.failed(failure))
  }

  /// Lets the source count the levels of a stretch.
  @concurrent
  func count(_ stretch: Stretch, step: Duration) async {
    do throws(SourceError) {
      let counts = try await source.levelCounts(
        plan.query,
        from: stretch.start,
        to: stretch.end,
        step: step,
        deadline: limits.deadline
      )
      emit(.counts(counts.value))
    } catch {
      guard error != .cancelled, !Task.isCancelled else { return }
      emit(.notes(["levels are not counted: \(error.headline)"]))
    }
  }
}

/// Where following begins, so that it joins what history has brought.
struct LogFollowStart: Hashable, Sendable {
  /// The first moment, inclusive.
  var start: Timestamp
  /// Lines from there on that are delivered already.
  var known: [LogKey] = []
}

extension LogFollowStart {
  /// The start after the newest page of history.
  ///
  /// - Parameters:
  ///   - page: The newest page.
  ///   - since: The first moment of its stretch.
  ///   - now: When history was asked for, which is its end.
  init(after page: LogPage, since: Timestamp, now: Timestamp) {
    guard let last = page.entries.last else {
      // Where the page has a successor, what it covers begins where that one ends.
      start = max(now - LogPlanRun.silence, page.next?.end ?? since)
      return
    }
    var edge = since
    if page.next != nil, let oldest = page.entries.first {
      // Lines of the oldest moment may be left for the next page.
      edge = oldest.timestamp + .nanoseconds(1)
    }
    let start = max(edge, min(last.timestamp - LogPlanRun.overlap, now - LogPlanRun.lateness))
    self.start = start
    known = page.entries.filter { $0.timestamp >= start }.flatMap(\.keys)
  }
}

extension LogPlan {
  /// The stretch whose levels are counted.
  func countedStretch(now: Timestamp) -> Stretch {
    switch span {
    case .live(let history): Stretch(from: now - history, to: now)
    case .past(let stretch): stretch
    case .search(let windows, let until):
      Stretch(from: (until ?? now) - (windows.min() ?? .zero), to: until ?? now)
    }
  }
}

extension SourceError {
  /// Whether the same question may be answered later: what is refused may be allowed by then.
  fileprivate var mayPass: Bool {
    switch self {
    case .unauthorized, .http: true
    default: callsForPause
    }
  }
}
