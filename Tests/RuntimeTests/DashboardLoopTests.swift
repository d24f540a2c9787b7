import Dashboard
import Logs
import Runtime
import Screen
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A dashboard as small as one can be: it draws how many events of each kind it has seen.
struct CountingState: DashboardState {
  var plan = PollPlan()
  var keys = ""
  var outcomes = 0
  var failures = 0
  var ticks = 0
  var resizes = 0
  var others = 0
  var size = Size(60, 1)
  var now = Timestamp(nanoseconds: 0)
  var isWaiting = false
  var logPlan: LogPlan?
  var lines = 0
  /// Whether a tick asks for lines to be counted that have not been.
  var wantsCounts = false
  var counts = 0
  /// Told how many outcomes have come, as each does.
  var onOutcome: @Sendable (Int) -> Void = { _ in }

  var isFlooded = false
  var isStill = false

  var partStates: [String: String] { ["panel=counts": failures > 0 ? "failed: a test" : "fresh"] }

  init(_ polls: [Poll] = []) {
    plan.polls = polls
  }

  mutating func start() -> [Effect] { [.poll(plan), .logs(logPlan)] }

  mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .pointer: break
    case .outcome(let outcome):
      outcomes += 1
      onOutcome(outcomes)
      if outcome.error != nil { failures += 1 }
    case .tick(let moment):
      ticks += 1
      now = moment
      if wantsCounts, lines > 0 {
        wantsCounts = false
        return [.countLogs(Stretch(from: moment - .seconds(60), to: moment), step: .seconds(1))]
      }
    case .resized(let size):
      resizes += 1
      self.size = size
    case .cost: break
    case .logs(let delivery):
      switch delivery.content {
      case .history(let entries, _), .news(.entries(let entries)): lines += entries.count
      case .counts: counts += 1
      default: break
      }
    case .resumed, .configurationChanged, .silence, .remark, .terminated: others += 1
    }
    return []
  }

  private mutating func press(_ key: Key) -> [Effect] {
    guard case .character(let letter) = key else { return [] }
    keys.append(letter)
    return switch letter {
    case "q": [.quit]
    case "y": [.copy("up")]
    case "z": [.suspend]
    case "l": [.redraw]
    case "r": [.refresh]
    default: []
    }
  }

  func view() -> Grid {
    var grid = Grid(size)
    grid.put(
      "keys=\(keys) outcomes=\(outcomes) failures=\(failures) others=\(others)"
        + (lines > 0 ? " lines=\(lines)" : "") + (isStill ? " ticks=\(ticks)" : ""),
      x: 0,
      y: 0
    )
    return grid
  }

  var isSettled: Bool { !isWaiting && outcomes >= plan.polls.count }
}

extension Grid {
  fileprivate var line: String {
    var text = text(row: 0)
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

@MainActor
struct LoopRig {
  let clock = ManualClock()
  let inbox = EventInbox()
  let presenter = RecordingPresenter()
  let source: ScriptedSource
  let loop: DashboardLoop<CountingState>

  init(
    _ polls: [Poll] = [],
    isWaiting: Bool = false,
    isStill: Bool = false,
    changes: AsyncStream<ConfigurationChange>? = nil,
    logs: ScriptedLogs? = nil,
    rule: @escaping @Sendable (ScriptedCall) -> ScriptedReply? = { _ in nil },
    logLine: (@Sendable (String) -> Void)? = nil
  ) {
    let clock = clock
    source = ScriptedSource(rule: rule)
    var connections = DashboardLoop<CountingState>.Connections(
      environment: RuntimeEnvironment(
        clock: clock,
        now: { at(1_000_000) + .milliseconds(300) + clock.now.offset },
        seed: 1,
        logLine: logLine
      ),
      inbox: inbox,
      presenter: presenter,
      sources: PollSources(metrics: source, alerts: source, logs: logs)
    )
    connections.configurationChanges = changes
    var state = CountingState(polls)
    (state.isWaiting, state.isStill) = (isWaiting, isStill)
    if logs != nil { state.logPlan = plan(.live(history: .seconds(60))) }
    loop = DashboardLoop(state, connections)
  }

  /// Runs the loop beside a test and ends it by `q` afterwards.
  func run(
    _ test: @MainActor @Sendable @escaping () async throws -> Void
  ) async throws -> LoopEnding {
    async let ending = loop.run()
    let result: Result<Void, any Error>
    do {
      try await test()
      result = .success(())
    } catch {
      result = .failure(error)
    }
    press("q")
    let how = await ending
    try result.get()
    return how
  }

  func press(_ letter: Character) {
    inbox.send(.key(.character(letter)))
  }
}

@MainActor
@Suite(.timeLimit(.minutes(20)))
struct DashboardLoopTests {
  @Test func theFirstFrameWaitsForNobody() async throws {
    let rig = LoopRig([.instant("a")])
    let ending = try await rig.run {
      let frames = try await rig.presenter.frames(atLeast: 1)
      #expect(frames[0].line == "keys= outcomes=0 failures=0 others=0")
    }
    #expect(ending == .quit)
    #expect(rig.presenter.acts.last == .finish)
  }

  /// Requests may be at work for long, such as those of an engine that builds its history.
  @Test func theTerminalIsGivenBackBeforeRequestsHaveEnded() async throws {
    let rig = LoopRig()
    rig.press("q")
    var actsAtEnd: [RecordingPresenter.Act] = []
    let ending = await rig.loop.run { actsAtEnd = rig.presenter.acts }
    #expect(ending == .quit && actsAtEnd.last == .finish)
  }

  @Test func eachNewStateOfAPartIsOneLineOfTheDebugLog() async throws {
    let lines = Mutex<[String]>([])
    let rig = LoopRig(logLine: { line in
      if line.contains(" state ") { lines.withLock { $0.append(line) } }
    })
    _ = try await rig.run {
      rig.press("a")
      try await rig.presenter.frame { $0.line.hasPrefix("keys=a ") }
      for _ in 0..<3 {
        rig.inbox.send(.outcome(Outcome(.instant("a"), at: at(0), .failure(.notReady("x")))))
      }
      while lines.withLock({ $0.count }) < 2 {
        try Task.checkCancellation()
        await Task.yield()
      }
      rig.press("b")
      try await rig.presenter.frame { $0.line.hasPrefix("keys=ab ") }
    }
    let texts = lines.withLock { $0.map { $0.split(separator: " ", maxSplits: 1)[1] } }
    #expect(
      texts == ["state panel=counts fresh", "state panel=counts fresh -> failed: a test"]
    )
  }

  /// The clock stands still all the while, so that no time can have passed for the key.
  @Test func aKeyIsDrawnThoughEveryRequestHangs() async throws {
    let rig = LoopRig((0..<10).map { .instant("p\($0)") })
    _ = try await rig.run {
      try await rig.source.hanging(count: 6)
      rig.press("?")
      let frame = try await rig.presenter.frame { $0.line.hasPrefix("keys=? ") }
      #expect(frame != nil)
      #expect(rig.clock.now.offset == .zero)
      #expect(rig.source.hanging.count == 6)
    }
    #expect(rig.source.hanging.isEmpty)
    #expect(rig.source.cancelled.count == 6)
  }

  /// Answers that are waited for are drawn thirty times a second, the first ones at once; others once.
  ///
  /// The clock stays before the first tick, which would bring a frame of its own.
  @Test(arguments: [(true, 33, 7), (false, 1000, 1)])
  func aFloodOfAnswersIsDrawnNowAndThenAndTheLastIsSeen(
    isWaiting: Bool,
    spacing: Int,
    rounds: Int
  ) async throws {
    let rig = LoopRig(isWaiting: isWaiting)
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      let outcome = Outcome(.instant("a"), at: at(0), .failure(.cancelled))
      for round in 1...rounds {
        for _ in 0..<100 { rig.inbox.send(.outcome(outcome)) }
        let wait =
          isWaiting && round == 1 ? FramePacer.gathering : Duration.milliseconds(spacing)
        let due = rig.clock.now.offset + wait
        try await rig.clock.sleeper(until: due)
        rig.clock.advance(to: due)
        try await rig.presenter.frame { $0.line.contains("outcomes=\(100 * round) ") }
      }
      #expect(rig.presenter.frames.count == rounds + 1)
    }
  }

  @Test func whatStandsStillIsDrawnForItsClockEveryTenSeconds() async throws {
    let rig = LoopRig(isStill: true)
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      for second in 1...3 { rig.inbox.send(.tick(at(second))) }
      try await rig.clock.sleeper(until: .seconds(10))
      #expect(rig.presenter.frames.count == 1)
      rig.press("a")
      let frame = try await rig.presenter.frame { $0.line.hasPrefix("keys=a ") }
      #expect(frame?.line.contains("ticks=0") == false, "a key shows what has been held")
    }
  }

  @Test func aTailIsDrawnFourTimesASecondAndAKeyAtOnce() async throws {
    let logs = ScriptedLogs(seconds: [])
    let rig = LoopRig(logs: logs)
    _ = try await rig.run {
      let follow = try await logs.follow()
      try await rig.presenter.frames(atLeast: 1)
      for second in 1...5 { follow.deliver(.entries([entry(second)])) }
      // The first wake is for the empty history, which may show something.
      while rig.loop.state.lines < 5 {
        try Task.checkCancellation()
        if let next = rig.clock.deadlines.first { rig.clock.advance(to: next) }
        await Task.yield()
      }
      rig.press("x")
      try await rig.presenter.frame { $0.line == "keys=x outcomes=0 failures=0 others=0 lines=5" }
    }
  }

  @Test func aStormOfSizesEndsAtTheLastOne() async throws {
    let rig = LoopRig()
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      for width in 1...500 { rig.inbox.send(.resized(Size(width, 2))) }
      try await rig.clock.sleeper(until: .milliseconds(33))
      rig.clock.advance(to: .milliseconds(33))
      try await rig.presenter.frame { $0.size == Size(500, 2) }
      #expect(rig.presenter.frames.count == 2)
    }
  }

  @Test func anEqualFrameIsNotShownAgain() async throws {
    let rig = LoopRig()
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      rig.inbox.send(.key(.escape))
      rig.inbox.send(.key(.up))
      rig.press("x")
      try await rig.presenter.frame { $0.line.hasPrefix("keys=x ") }
      #expect(rig.presenter.frames.count == 2)
    }
  }

  @Test func afterAStopTheFrameIsShownAgainThoughItIsEqual() async throws {
    let rig = LoopRig()
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      rig.inbox.send(.resumed)
      let frames = try await rig.presenter.frames(atLeast: 2)
      #expect(frames[1].line.hasSuffix("others=1"))
    }
  }

  @Test func keysKeepTheirOrderAndNoneIsLost() async throws {
    let rig = LoopRig()
    let letters = (0..<300).map { Character(Unicode.Scalar(UInt8(97 + $0 % 10))) }
    _ = try await rig.run {
      for letter in letters { rig.press(letter) }
      rig.press("!")
      rig.inbox.send(.resized(Size(400, 1)))
      rig.clock.advance(by: .milliseconds(33))
      let expected = "keys=" + String(letters) + "!"
      try await rig.presenter.frame { $0.line.hasPrefix(expected) }
    }
  }

  @Test func effectsReachThePresenterAndThePoller() async throws {
    let rig = LoopRig([.instant("a")]) { ScriptedReply.nothing(to: $0) }
    _ = try await rig.run {
      _ = try await rig.source.call(0)
      for letter in "yzl" { rig.press(letter) }
      try await rig.presenter.act(.redraw)
      let calls = rig.presenter.acts.filter { [.copy("up"), .suspend, .redraw].contains($0) }
      #expect(calls == [.copy("up"), .suspend, .redraw])
      try await rig.presenter.frames(atLeast: 1)
      // What is under way is not asked for again.
      while rig.loop.state.outcomes == 0 {
        try Task.checkCancellation()
        await Task.yield()
      }
      rig.press("r")
      _ = try await rig.source.call(1)
    }
  }

  @Test func ticksComeJustAfterTheWallClocksSecond() async throws {
    let rig = LoopRig()
    _ = try await rig.run {
      // The wall clock began at 300 ms after a second.
      try await rig.clock.sleeper(until: .milliseconds(702))
      rig.clock.advance(to: .milliseconds(702))
      try await rig.clock.sleeper(until: .milliseconds(1702))
      rig.clock.advance(to: .milliseconds(1702))
      try await rig.clock.sleeper(until: .milliseconds(2702))
      rig.press("x")
      try await rig.presenter.frame { $0.line.hasPrefix("keys=x") }
    }
    #expect(rig.loop.state.now == at(1_000_002) + .milliseconds(2))
  }

  @Test func configurationChangesBecomeEvents() async throws {
    let (changes, change) = AsyncStream.makeStream(of: ConfigurationChange.self)
    let rig = LoopRig(changes: changes)
    _ = try await rig.run {
      change.yield(.broken("line 3: no such key 'refesh'"))
      try await rig.presenter.frame { $0.line.hasSuffix("others=1") }
    }
  }

  @Test func aSignalEndsItWithoutWaitingForServers() async throws {
    let rig = LoopRig([.instant("a")])
    let ending = try await rig.run {
      try await rig.source.hanging(count: 1)
      rig.inbox.send(.terminated)
    }
    #expect(ending == .terminated)
    #expect(rig.presenter.acts.last == .finish)
    #expect(rig.source.cancelled == [0])
  }

  @Test func aCancelledTaskEndsIt() async throws {
    let rig = LoopRig([.instant("a")])
    await withTaskGroup(of: LoopEnding.self) { group in
      group.addTask { await rig.loop.run() }
      _ = try? await rig.source.hanging(count: 1)
      group.cancelAll()
      let ending = await group.next()
      #expect(ending == .terminated)
    }
    #expect(rig.presenter.acts.last == .finish)
  }
}
