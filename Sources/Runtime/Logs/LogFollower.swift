package import Dashboard
package import Logs
package import Telemetry

/// Brings the log lines that the latest plan wants: its past, then every new line.
///
/// Telling it something never waits: commands queue up, and `run` works them off.
package actor LogFollower {
  /// Limits of asking.
  package struct Limits: Hashable, Sendable {
    /// The lines of the first page, few so that a screen is full at once.
    package var firstPage: Int
    /// The lines of every other page.
    package var page: Int
    /// The time that a page may take.
    package var deadline: Duration
    /// Whether new lines are brought too.
    package var isFollowing: Bool

    package init(
      firstPage: Int = 200,
      page: Int = 1000,
      deadline: Duration = .seconds(10),
      isFollowing: Bool = true
    ) {
      self.firstPage = firstPage
      self.page = page
      self.deadline = deadline
      self.isFollowing = isFollowing
    }
  }

  private enum Command: Sendable {
    case follow(LogPlan?)
    case older(before: Timestamp)
    case count(Stretch, step: Duration)
    case rested(generation: Int, LogRest)
  }

  private let source: (any LogSource)?
  private let environment: RuntimeEnvironment
  private let limits: Limits
  private let emit: @Sendable (LogDelivery) -> Void
  private let commands: AsyncStream<Command>
  private let queue: AsyncStream<Command>.Continuation

  private var plan: LogPlan?
  private var tasks: [Task<Void, Never>] = []
  /// Where the past stopped; `nil` while it is still being read.
  private var rest: LogRest?
  /// Before which moment more was asked for meanwhile.
  private var olderMoment: Timestamp?

  /// - Parameters:
  ///   - source: Who keeps the lines; without one every plan fails at once.
  ///   - environment: Time and chance.
  ///   - limits: Limits of asking.
  ///   - emit: Takes each delivery; must not wait.
  package init(
    source: (any LogSource)?,
    environment: RuntimeEnvironment,
    limits: Limits = Limits(),
    emit: @escaping @Sendable (LogDelivery) -> Void
  ) {
    self.source = source
    self.environment = environment
    self.limits = limits
    self.emit = emit
    (commands, queue) = AsyncStream.makeStream()
  }

  /// Brings these lines from now on; `nil` brings none.
  package nonisolated func follow(_ plan: LogPlan?) {
    queue.yield(.follow(plan))
  }

  /// Brings one more page of lines before a moment, once the plan's own past is read.
  package nonisolated func older(before moment: Timestamp) {
    queue.yield(.older(before: moment))
  }

  /// Lets the source of the plan that holds count the levels of a stretch by intervals.
  package nonisolated func count(_ stretch: Stretch, step: Duration) {
    queue.yield(.count(stretch, step: step))
  }

  /// Works until its task is cancelled; everything has ended when it returns.
  package func run() async {
    await withDiscardingTaskGroup { group in
      for await command in commands {
        switch command {
        case .follow(let plan): adopt(plan, &group)
        case .older(let moment): readOlder(before: moment, &group)
        case .count(let stretch, let step):
          guard let plan, let run = carrier(of: plan) else { continue }
          self.start(&group) { await run.count(stretch, step: step) }
        case .rested(let generation, let rest):
          guard generation == plan?.generation else { continue }
          self.rest = rest
          let moment = olderMoment
          olderMoment = nil
          // What was read meanwhile may be what was asked for.
          if let moment, moment <= rest.oldest { readOlder(before: moment, &group) }
        }
      }
      group.cancelAll()
    }
  }

  private func adopt(_ plan: LogPlan?, _ group: inout DiscardingTaskGroup) {
    guard plan != self.plan else { return }
    for task in tasks { task.cancel() }
    tasks = []
    (rest, olderMoment) = (nil, nil)
    self.plan = plan
    guard let plan else { return }
    environment.log("logs", "plan=\(plan.generation) limit=\(plan.limit)")
    guard let run = carrier(of: plan) else { return }
    start(&group) { await run.run() }
  }

  private func readOlder(before moment: Timestamp, _ group: inout DiscardingTaskGroup) {
    guard let plan, let run = carrier(of: plan) else { return }
    // While a page is under way nobody knows where it ends.
    guard let rest else {
      olderMoment = moment
      return
    }
    self.rest = nil
    start(&group) { await run.readOlder(before: moment, rest) }
  }

  private func carrier(of plan: LogPlan) -> LogPlanRun? {
    let deliver: @Sendable (LogDelivery.Content) -> Void = { [environment, emit] content in
      emit(LogDelivery(generation: plan.generation, at: environment.now(), content))
    }
    guard let source else {
      deliver(.failed(.misconfigured("no log source configured")))
      return nil
    }
    return LogPlanRun(
      plan: plan,
      source: source,
      environment: environment,
      limits: limits,
      emit: deliver,
      rest: { [queue] in queue.yield(.rested(generation: plan.generation, $0)) }
    )
  }

  private func start(
    _ group: inout DiscardingTaskGroup,
    _ work: @escaping @Sendable () async -> Void
  ) {
    let task = Task { await work() }
    tasks.append(task)
    // The group waits for the task, and hands cancellation of the follower down to it.
    group.addTask {
      await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }
}
