import Dashboard
import Logs
import Runtime
import Telemetry
import TestSupport
import Testing

/// A follower on a clock that stands still at second 1,000,000.
struct FollowerRig {
  let clock = ManualClock()
  let source: ScriptedLogs
  let deliveries = ScriptedState<[LogDelivery]>([])
  let follower: LogFollower

  init(_ source: ScriptedLogs, limits: LogFollower.Limits = .init(firstPage: 2, page: 3)) {
    self.source = source
    let clock = clock
    let deliveries = deliveries
    follower = LogFollower(
      source: source,
      environment: RuntimeEnvironment(
        clock: clock,
        now: { at(1_000_000) + clock.now.offset },
        seed: 1
      ),
      limits: limits
    ) { delivery in deliveries.change { $0.append(delivery) } }
  }

  /// Runs the follower beside a test.
  func run(_ test: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { await follower.run() }
      try await test()
      group.cancelAll()
    }
  }

  /// Waits for so many deliveries and gives them in words.
  func words(_ count: Int) async throws -> [String] {
    try await deliveries.first { $0.count >= count }.map(\.content.summary)
  }
}

func plan(
  _ span: LogPlan.Span,
  _ generation: Int = 1,
  limit: Int = 100,
  countStep: Duration? = nil
) -> LogPlan {
  LogPlan(
    generation: generation,
    query: LogQuery(),
    span: span,
    limit: limit,
    countStep: countStep
  )
}

private let hour = Duration.seconds(3600)

@Suite(.timeLimit(.minutes(20)))
struct LogFollowerTests {
  @Test func historyComesNewestPageFirstAndSmallestFirst() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [999_991, 999_992, 999_993, 999_994, 999_995]))
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour)))
      let words = try await rig.words(2)
      #expect(words == ["history 999994,999995", "history 999991,999992,999993 all"])
      #expect(rig.source.journal.value.pages.map(\.limit) == [2, 3])
      #expect(rig.source.journal.value.pages[0].start == at(996_400))
      #expect(rig.source.journal.value.pages[0].end == at(1_000_000))
    }
  }

  @Test func followingJoinsTheNewestPage() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [999_900, 999_995, 999_999]))
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour)))
      let follow = try await rig.source.follow()
      // Lines of the oldest moment of a page that is not the last may be left for the next one.
      #expect(follow.start == at(999_995) + .nanoseconds(1))
      #expect(follow.known == [LogKey(entry(999_999))])
    }
  }

  @Test func followingBeginsWhereTheNewestPageDoesSinceLinesComeLate() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [999_950, 999_955]))
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour)))
      let follow = try await rig.source.follow()
      #expect(follow.start == at(996_400))
      #expect(follow.known == [LogKey(entry(999_950)), LogKey(entry(999_955))])
    }
  }

  @Test func withoutALineFollowingBeginsAMinuteAgo() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: []))
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour)))
      let start = try await rig.source.follow().start
      #expect(start == at(999_940))
      let words = try await rig.words(1)
      #expect(words == ["history  all"])
    }
  }

  @Test func theLimitEndsHistoryAndSaysThatThereIsMore() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: Array(999_900..<1_000_000)))
    try await rig.run {
      rig.follower.follow(plan(.past(Stretch(from: at(0), to: at(1_000_000))), limit: 6))
      let words = try await rig.words(3)
      #expect(
        words == [
          "history 999998,999999", "history 999995,999996,999997", "history 999994",
        ]
      )
      #expect(rig.source.journal.value.follows.isEmpty)
    }
  }

  @Test func olderLinesGoOnWhereHistoryStopped() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: Array(999_990..<1_000_000)))
    try await rig.run {
      rig.follower.follow(plan(.past(Stretch(from: at(999_994), to: at(1_000_000))), limit: 2))
      _ = try await rig.words(1)
      // Asking while something is under way is no error, and asking again is harmless.
      for count in 2...3 {
        while rig.deliveries.value.count < count {
          rig.follower.older(before: at(1_000_000 - (count == 2 ? 2 : 5)))
          await Task.yield()
        }
      }
      let words = try await rig.words(3)
      #expect(words[1] == "history 999995,999996,999997")
      #expect(words[2] == "history 999994 all")
    }
  }

  @Test func beforeALivePastTheStretchGrowsUntilThereIsALine() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [980_000, 999_999]))
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour)))
      _ = try await rig.words(1)
      while rig.deliveries.value.count < 2 {
        rig.follower.older(before: at(999_999))
        await Task.yield()
      }
      let words = try await rig.words(2)[1]
      #expect(words == "history 980000")
    }
  }

  @Test func aNewPlanEndsTheOneBefore() async throws {
    let rig = FollowerRig(ScriptedLogs { $0.limit == 1 ? nil : .success(LogPage(entries: [])) })
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour), 1, limit: 1))
      _ = try await rig.source.journal.first { $0.pages.count == 1 }
      rig.follower.follow(plan(.live(history: hour), 2))
      _ = try await rig.source.journal.first { $0.ended == 1 && $0.follows.count == 1 }
      rig.follower.follow(nil)
      _ = try await rig.source.journal.first { $0.ended == 2 }
      #expect(rig.deliveries.value.map(\.generation) == [2])
    }
  }

  @Test func levelsAreCountedBesideAndTheirFailureIsANote() async throws {
    let source = ScriptedLogs(counts: .failure(.tooMuch("x"))) { _ in nil }
    let rig = FollowerRig(source)
    try await rig.run {
      rig.follower.follow(plan(.live(history: hour), countStep: .seconds(60)))
      let words = try await rig.words(1)
      #expect(words == ["notes levels are not counted: too much: x"])
    }
  }

  @Test func withoutASourceAPlanFails() async throws {
    let deliveries = ScriptedState<[LogDelivery]>([])
    let follower = LogFollower(
      source: nil,
      environment: RuntimeEnvironment(clock: ManualClock(), now: { at(0) }, seed: 1)
    ) { delivery in deliveries.change { $0.append(delivery) } }
    async let _ = follower.run()
    follower.follow(plan(.live(history: hour)))
    let failed = try await deliveries.first { !$0.isEmpty }
    #expect(failed[0].content.summary == "failed no log source configured")
  }
}
