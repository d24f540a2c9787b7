import Dashboard
import Logs
import Runtime
import Telemetry
import TestSupport
import Testing

/// How searches widen, how failures are overcome, and how news is gathered.
@Suite(.timeLimit(.minutes(20)))
struct LogNewsTests {
  private let windows: [Duration] = [.seconds(900), .seconds(3600), .seconds(86_400)]

  @Test func aSearchWidensItsWindowAndAsksForNoSecondTwice() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [990_000]))
    try await rig.run {
      rig.follower.follow(plan(.search(windows: windows, until: at(1_000_000))))
      let words = try await rig.words(4)
      #expect(
        words == ["searching 15m", "searching 1h", "searching 1d", "history 990000 all"]
      )
      let pages = rig.source.journal.value.pages
      #expect(pages.map(\.start) == [at(999_100), at(996_400), at(913_600)])
      #expect(pages.map(\.end) == [at(1_000_000), at(999_100), at(996_400)])
    }
  }

  @Test func linesAtTheEdgeOfAWindowMayHaveBegunBeforeIt() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: [999_000, 999_150]))
    try await rig.run {
      rig.follower.follow(plan(.search(windows: windows, until: at(1_000_000))))
      let words = try await rig.words(4)
      #expect(words == ["searching 15m", "history 999150", "history 999000", "history  all"])
    }
  }

  @Test func aSearchThatFindsNothingSaysSo() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: []))
    try await rig.run {
      rig.follower.follow(plan(.search(windows: windows, until: nil)))
      let words = try await rig.words(4).last
      #expect(words == "history  all")
      _ = try await rig.source.follow()
    }
  }

  @Test(arguments: [
    SourceError.unreachable("refused"), .unauthorized(status: 401, message: "refused"),
    .http(status: 403, message: "refused"),
  ])
  func aFailureOfHistoryIsTriedAgainAndFollowingDoesNotWait(
    _ failure: SourceError
  ) async throws {
    let attempts = ScriptedState(0)
    let rig = FollowerRig(
      ScriptedLogs { _ in
        let attempt = attempts.change { count in
          count += 1
          return count
        }
        return attempt == 1
          ? .failure(failure) : .success(LogPage(entries: [entry(5)]))
      }
    )
    try await rig.run {
      rig.follower.follow(plan(.live(history: .seconds(60))))
      let start = try await rig.source.follow().start
      #expect(start == at(1_000_000))
      let words = try await rig.words(1)
      #expect(words == ["failed \(failure.headline)"])
      rig.clock.advance(by: .seconds(2))
      while rig.deliveries.value.count < 2 {
        rig.clock.advance(by: .seconds(2))
        await Task.yield()
      }
      let later = try await rig.words(2)[1]
      #expect(later == "history 5 all")
      #expect(rig.source.journal.value.follows.count == 1)
    }
  }

  @Test func whatCannotBeMendedIsNotTriedAgain() async throws {
    let rig = FollowerRig(
      ScriptedLogs(failure: .api(type: "400", message: "parse error")) { _ in
        .failure(.api(type: "400", message: "parse error"))
      }
    )
    try await rig.run {
      rig.follower.follow(plan(.live(history: .seconds(60))))
      _ = try await rig.words(2)
      #expect(rig.source.journal.value.pages.count == 1)
    }
  }

  @Test func linesThatComeTogetherGoTogetherAndMarksKeepTheirPlace() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: []))
    try await rig.run {
      rig.follower.follow(plan(.live(history: .seconds(60))))
      let follow = try await rig.source.follow()
      _ = try await rig.words(1)
      follow.deliver(.entries([entry(1)]))
      _ = try await rig.words(2)
      try await rig.clock.sleeper(until: .milliseconds(33))
      for second in 2...4 { follow.deliver(.entries([entry(second)])) }
      follow.deliver(.mark(LogMark(at: at(4), .lost(atLeast: 1), reason: "gap")))
      for second in 5...6 { follow.deliver(.entries([entry(second)])) }
      #expect(rig.deliveries.value.count == 2)
      rig.clock.advance(by: .milliseconds(33))
      let words = try await rig.words(5)
      #expect(words.dropFirst() == ["lines 1", "lines 2,3,4", "mark gap", "lines 5,6"])
    }
  }

  @Test func aFloodBecomesAFewDeliveriesAndNothingIsLost() async throws {
    let rig = FollowerRig(ScriptedLogs(seconds: []))
    try await rig.run {
      rig.follower.follow(plan(.live(history: .seconds(60))))
      let follow = try await rig.source.follow()
      follow.deliver(.status(.live(.webSocket)))
      _ = try await rig.words(2)
      try await rig.clock.sleeper(until: .milliseconds(33))
      for second in 0..<5000 { follow.deliver(.entries([entry(second)])) }
      rig.clock.advance(by: .milliseconds(33))
      let deliveries = try await rig.deliveries.first { $0.count >= 7 }
      var lines: [String] = []
      for delivery in deliveries {
        if case .news(.entries(let entries)) = delivery.content { lines += entries.map(\.text) }
      }
      #expect(lines == (0..<5000).map(String.init))
    }
  }
}
