import Dashboard
import Runtime
import Telemetry
import TestSupport
import Testing

/// Polls that travel in one request.
@Suite(.timeLimit(.minutes(20)))
struct PollBatchTests {
  private static func batchable(_ poll: Poll) -> Poll {
    var poll = poll
    poll.isBatchable = true
    return poll
  }

  private static func instants(_ count: Int) -> [Poll] {
    (0..<count).map { batchable(.instant("i\($0)")) }
  }

  private func schedule(_ polls: [Poll], limit: Int = 6) -> PollSchedule {
    var schedule = PollSchedule(limit: limit, patience: .seconds(12), isBatching: true)
    _ = schedule.adopt(PollPlan(polls: polls), at: .zero)
    return schedule
  }

  /// The names in each request of a step.
  private func requests(_ schedule: inout PollSchedule, at now: Duration) -> [[String]] {
    let starts = schedule.advance(to: now) { _ in true }.starts
    for start in starts { _ = schedule.finish(start.token, at: now, .answered, random: 0) }
    return Dictionary(grouping: starts, by: \.request).sorted { $0.key < $1.key }
      .map { $0.value.map(\.poll.id.text) }
  }

  @Test func onlyQuestionsOfOneMomentOrOneRangeTravelTogether() {
    let past = Poll(Poll.ID("past"), .prometheus, .instant("past", at: at(5)), every: .seconds(5))
    let targets = Poll(.targets, .prometheus, .targets, every: .seconds(5))
    var schedule = schedule([
      Self.batchable(.instant("a")), targets, Self.batchable(.range("r")),
      Self.batchable(past), .instant("own"), Self.batchable(.instant("b")),
      Self.batchable(.range("finer", step: 5)), Self.batchable(.range("s")),
    ])
    #expect(
      requests(&schedule, at: .zero) == [
        ["a", "b"], ["targets"], ["r", "s"], ["past"], ["own"], ["finer"],
      ]
    )
  }

  @Test func oneRequestNeedsOneRoomHoweverManyPollsAreInIt() {
    var schedule = schedule(Self.instants(20) + [.instant("own")], limit: 1)
    #expect(requests(&schedule, at: .zero) == [(0..<20).map { "i\($0)" }])
    #expect(requests(&schedule, at: .zero) == [["own"]])
  }

  @Test func theyAreAskedAtTheSameMomentEachTime() {
    var schedule = schedule(Self.instants(20))
    _ = requests(&schedule, at: .milliseconds(300))
    let next = schedule.nextMoment(after: .milliseconds(300)) ?? .zero
    #expect(requests(&schedule, at: next).map(\.count) == [20])
  }

  @Test func aRequestHasABoundInPollsAndInBytes() {
    var many = schedule(Self.instants(70))
    #expect(requests(&many, at: .zero).map(\.count) == [32, 32, 6])
    let long = (0..<5).map { index in
      Self.batchable(.instant(String(repeating: "\(index)", count: 5000)))
    }
    var wide = schedule(long)
    #expect(requests(&wide, at: .zero).map(\.count) == [2, 2, 1])
  }

  /// Runs a poller with a server that always answers single questions, for some refreshes.
  ///
  /// - Returns: The expressions of each request, refresh by refresh, and all outcomes.
  private func run(
    _ polls: [Poll],
    refreshes: Int = 1,
    fault: @escaping @Sendable ([String]) -> SourceError?
  ) async throws -> (requests: [[[String]]], outcomes: [Outcome]) {
    let source = BatchingSource(
      ScriptedSource { ScriptedReply.nothing(to: $0) },
      fault: fault
    )
    let rig = PollerRig(source)
    let requests = ScriptedState<[[[String]]]>([])
    try await rig.run {
      rig.poller.follow(PollPlan(polls: polls))
      for refresh in 1...refreshes {
        if refresh > 1 { rig.poller.refresh() }
        _ = try await rig.outcomes(atLeast: refresh * polls.count)
        requests.change { $0.append(Array(source.asked.dropFirst($0.joined().count))) }
      }
    }
    return (requests.value, rig.outcomes.value)
  }

  @Test func eachPollHasAnAnswerOfItsOwn() async throws {
    let ranges = ["r", "s"].map { Self.batchable(.range($0)) }
    let (requests, outcomes) = try await run(Self.instants(3) + ranges) { _ in nil }
    #expect(Set(requests[0]) == [["i0", "i1", "i2"], ["r", "s"]])
    #expect(Set(outcomes.map(\.poll.id.text)) == ["i0", "i1", "i2", "r", "s"])
    #expect(outcomes.allSatisfy { $0.error == nil })
  }

  private static let execution = SourceError.api(type: "execution", message: "duplicate series")

  @Test func theOneAtFaultIsFoundAndStaysAloneUntilItIsWell() async throws {
    let isWell = ScriptedState(false)
    let wellness: @Sendable () -> Bool = { isWell.value }
    let source = BatchingSource(
      ScriptedSource { call in
        call.expression == "i1" && !wellness()
          ? ScriptedReply(failing: Self.execution) : ScriptedReply.nothing(to: call)
      },
      fault: { $0.count > 1 && $0.contains("i1") && !wellness() ? Self.execution : nil }
    )
    let rig = PollerRig(source)
    try await rig.run {
      rig.poller.follow(PollPlan(polls: Self.instants(4)))
      let first = try await rig.outcomes(atLeast: 4)
      #expect(Set(first.filter { $0.error != nil }.map(\.poll.id.text)) == ["i1"])
      #expect(Set(source.asked) == [["i0", "i1", "i2", "i3"], ["i0"], ["i1"], ["i2"], ["i3"]])

      rig.poller.refresh()
      _ = try await rig.outcomes(atLeast: 8)
      #expect(Set(source.asked.dropFirst(5)) == [["i0", "i2", "i3"], ["i1"]])

      isWell.change { $0 = true }
      rig.poller.refresh()
      _ = try await rig.outcomes(atLeast: 12)
      #expect(Set(source.asked.dropFirst(7)) == [["i0", "i2", "i3"], ["i1"]])
      rig.poller.refresh()
      _ = try await rig.outcomes(atLeast: 16)
      #expect(source.asked.dropFirst(9) == [["i0", "i1", "i2", "i3"]])
    }
  }

  @Test(arguments: [
    SourceError.http(status: 414, message: "URI Too Long"), .timedOut(after: .seconds(10)),
    .tooMuch("more than 10000 series"), .malformed("no mark"),
    .api(type: "bad_data", message: "too long"),
  ])
  func whereTogetherIsTooMuchFewerTravelTogether(_ error: SourceError) async throws {
    let (requests, outcomes) = try await run(Self.instants(8), refreshes: 3) {
      $0.count > 4 ? error : nil
    }
    #expect(outcomes.allSatisfy { $0.error == nil })
    #expect(requests[0].map(\.count).sorted() == [1, 1, 1, 1, 1, 1, 1, 1, 8])
    #expect(requests[1].map(\.count) == [4, 4])
    #expect(requests[2].map(\.count) == [4, 4])
  }

  /// The step of the ranges was answered before, so that nothing new is to be expected.
  @Test func whatARefreshAskedForInVainIsAskedAloneAtOnce() async throws {
    let together = ScriptedState(0)
    let ranges = ["r", "s"].map { Self.batchable(.range($0)) }
    let (requests, outcomes) = try await run(ranges, refreshes: 2) { expressions in
      guard expressions.count > 1 else { return nil }
      together.change { $0 += 1 }
      return together.value == 2 ? .malformed("half an answer") : nil
    }
    #expect(outcomes.allSatisfy { $0.error == nil })
    #expect(requests[0] == [["r", "s"]])
    #expect(Set(requests[1]) == [["r", "s"], ["r"], ["s"]])
  }

  /// A server evaluates the parts of one expression one after the other.
  @Test func whereTogetherTakesLongFewerTravelTogether() async throws {
    let source = BatchingSource(ScriptedSource())
    let rig = PollerRig(source)
    try await rig.run {
      rig.poller.follow(PollPlan(polls: Self.instants(8)))
      for number in 0..<8 {
        let call = try await rig.source.call(number)
        if number == 7 { rig.clock.advance(by: .seconds(4)) }
        try await rig.source.answer(number, ScriptedReply.nothing(to: call.call))
      }
      _ = try await rig.outcomes(atLeast: 8)
      rig.source.follow { ScriptedReply.nothing(to: $0) }
      rig.poller.refresh()
      _ = try await rig.outcomes(atLeast: 16)
    }
    #expect(source.asked.map(\.count).prefix(5) == [8, 2, 2, 2, 2])
  }

  @Test func aServerThatIsDownIsNotAskedForEachAlone() async throws {
    let (requests, outcomes) = try await run(Self.instants(8)) { _ in .unreachable("refused") }
    #expect(requests[0].map(\.count) == [8])
    #expect(outcomes.allSatisfy { $0.error == .unreachable("refused") })
  }

  @Test func aPollThatIsGivenUpLeavesTheOthersTheirRequest() async throws {
    let source = BatchingSource(ScriptedSource())
    let rig = PollerRig(source)
    try await rig.run {
      rig.poller.follow(PollPlan(polls: Self.instants(2)))
      _ = try await rig.source.call(0)
      rig.poller.follow(PollPlan(polls: [Self.instants(2)[1]]))
      for number in 0..<2 {
        let call = try await rig.source.call(number)
        try await rig.source.answer(number, ScriptedReply.nothing(to: call.call))
      }
      let outcomes = try await rig.outcomes(atLeast: 1)
      #expect(outcomes.map(\.poll.id.text) == ["i1"])
    }
    #expect(source.asked == [["i0", "i1"]])
    #expect(rig.source.cancelled.isEmpty)
  }
}
