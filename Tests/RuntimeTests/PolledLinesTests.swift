import Dashboard
import Logs
import Runtime
import Telemetry
import TestSupport
import Testing

/// The newest log lines, asked for as a poll.
@Suite(.timeLimit(.minutes(20)))
struct PolledLinesTests {
  private func poll(_ logQL: String, limit: Int = 3, end: Timestamp? = nil) -> Poll {
    let window = LineWindow(logQL: logQL, end: end, length: .seconds(100), limit: limit)
    return Poll(Poll.ID("lines"), .loki, .lines(window), every: .seconds(5))
  }

  /// What a poller makes of a poll with a keeper of lines.
  private func outcome(_ poll: Poll, _ logs: ScriptedLogs?) async throws -> Outcome {
    let rig = PollerRig(logs: logs) { ScriptedReply.nothing(to: $0) }
    let outcomes = ScriptedState<[Outcome]>([])
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [poll]))
      let first = try await rig.outcomes(atLeast: 1)
      outcomes.change { $0 = first }
    }
    return try await outcomes.first { !$0.isEmpty }[0]
  }

  @Test func theNewestOnesOfTheStretchAreHandedOver() async throws {
    let logs = ScriptedLogs(seconds: [999_950, 999_980, 999_990, 999_999])
    let outcome = try await outcome(poll(#"{a="b"} |= "c""#), logs)
    #expect(outcome.answer?.payload == .lines([999_980, 999_990, 999_999].map(entry)))
    let page = try #require(try await logs.journal.first { !$0.pages.isEmpty }.pages.first)
    // This source takes no LogQL, so that it gets what it reads as.
    #expect(page.query.logQL == nil)
    #expect(page.query.selector == [LabelMatcher("a", .equal, "b")])
    #expect(page.query.filter.conditions == [.matches("c", negated: false)])
    #expect(page.start == at(999_900) && page.end == at(1_000_000))
    #expect(page.limit == 3)
  }

  @Test func pagesArePutTogetherUntilThereAreEnough() async throws {
    let logs = ScriptedLogs { query in
      let second = Int(query.end.seconds) - 1
      var next = query
      next.end = at(second)
      return .success(LogPage(entries: [entry(second)], next: next, notes: ["one at a time"]))
    }
    let outcome = try await outcome(poll(#"{a="b"}"#, end: at(500)), logs)
    #expect(outcome.answer?.payload == .lines([497, 498, 499].map(entry)))
    #expect(outcome.answer?.warnings == ["one at a time"])
    let many = try await self.outcome(poll(#"{a="b"}"#, limit: 50, end: at(500)), logs)
    #expect(many.answer?.payload == .lines((492...499).map(entry)))
  }

  @Test func whatTheSourceCannotReadIsSaid() async throws {
    let logs = ScriptedLogs(seconds: [])
    let outcome = try await outcome(poll(#"{a="b"} | line_format "x""#), logs)
    #expect(outcome.error?.headline.contains("only a Loki answers") == true)
    let without = try await self.outcome(poll(#"{a="b"}"#), nil)
    #expect(without.error == .misconfigured("no log server configured"))
    let count = Poll(Poll.ID("n"), .loki, .instant("rate(x)", at: nil), every: .seconds(5))
    #expect(try await self.outcome(count, logs).error == .misconfigured("no Loki configured"))
  }
}
