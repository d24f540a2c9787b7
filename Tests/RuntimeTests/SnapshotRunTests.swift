import Dashboard
import Logs
import Runtime
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SnapshotRunTests {
  private func run(
    _ source: ScriptedSource,
    _ clock: ManualClock
  ) -> SnapshotRun<CountingState> {
    SnapshotRun(
      sources: PollSources(metrics: source),
      environment: RuntimeEnvironment(
        clock: clock,
        now: { at(1_000_000) + clock.now.offset },
        seed: 1
      ),
      deadline: .seconds(15)
    )
  }

  private let polls = ["a", "b", "c", "d", "e", "f", "g", "h"].map { Poll.instant($0) }

  @Test func itEndsWhenEveryPollIsAnswered() async throws {
    let result = await run(ScriptedSource { ScriptedReply.nothing(to: $0) }, ManualClock())
      .run(CountingState(polls))
    #expect(result.isSettled)
    #expect(result.state.outcomes == 8)
    #expect(result.state.now == at(1_000_000))
  }

  /// Requests that were never sent fail with their server, so that nobody waits for the deadline.
  @Test func itEndsAtOnceWhenTheServerIsDown() async throws {
    let result = await run(
      ScriptedSource { _ in ScriptedReply(failing: .unreachable("connection refused")) },
      ManualClock()
    ).run(CountingState(polls))
    #expect(result.isSettled)
    #expect(result.state.failures == 8)
  }

  private func snapshot(
    with logs: ScriptedLogs,
    _ clock: ManualClock = ManualClock()
  ) -> SnapshotRun<CountingState> {
    SnapshotRun(
      sources: PollSources(metrics: ScriptedSource(), logs: logs),
      environment: RuntimeEnvironment(clock: clock, now: { at(1_000_000) }, seed: 1),
      deadline: .seconds(15)
    )
  }

  /// The dashboard itself is settled at once: only the lines are waited for.
  @Test func itWaitsForTheFirstLinesAndFollowsNothing() async throws {
    let logs = ScriptedLogs(seconds: Array(999_000..<1_000_000))
    var state = CountingState()
    state.logPlan = plan(.live(history: .seconds(60)))
    let result = await snapshot(with: logs).run(state)
    #expect(result.state.lines == 60)
    #expect(logs.journal.value.follows.isEmpty)
  }

  /// The rest of the window, which the lines do not reach, is known before the end.
  @Test(arguments: [true, false])
  func itWaitsForWhatTheSourceCounts(_ canCount: Bool) async throws {
    let answer: Result<[LevelCount], SourceError> =
      canCount ? .success([]) : .failure(.unreachable("no"))
    let logs = ScriptedLogs(counts: answer) { _ in
      .success(LogPage(entries: [entry(999_999)]))
    }
    var state = CountingState()
    state.logPlan = plan(.live(history: .seconds(60)))
    state.wantsCounts = true
    let result = await snapshot(with: logs).run(state)
    #expect(logs.journal.value.counts == 1)
    #expect(result.state.counts == (canCount ? 1 : 0))
    #expect(result.state.lines == 1)
  }

  @Test func linesThatDoNotComeAreWaitedForUntilTheDeadline() async throws {
    let logs = ScriptedLogs { _ in nil }
    let clock = ManualClock()
    let snapshot = snapshot(with: logs, clock)
    var state = CountingState()
    state.logPlan = plan(.live(history: .seconds(60)))
    async let ended = snapshot.run(state)
    _ = try await logs.journal.first { $0.pages.count == 1 }
    try await clock.sleeper(until: .seconds(15))
    clock.advance(by: .seconds(15))
    #expect(await ended.state.lines == 0)
    #expect(logs.journal.value.ended == 1)
  }

  @Test func itEndsAtTheDeadlineWithWhatHasCome() async throws {
    let clock = ManualClock()
    let source = ScriptedSource { call in
      call.expression == "a" ? ScriptedReply.nothing(to: call) : nil
    }
    let snapshot = run(source, clock)
    async let ended = snapshot.run(CountingState([polls[0], polls[1]]))
    try await source.hanging(count: 1)
    try await clock.sleeper(until: .seconds(15))
    // The next time of the one that has been answered.
    try await clock.sleeper(until: .seconds(5))
    // One step over the poller's own patience, which would settle it otherwise.
    clock.advance(by: .seconds(15))
    let result = await ended
    #expect(result.state.outcomes >= 1)
    #expect(source.hanging.isEmpty)
  }
}
