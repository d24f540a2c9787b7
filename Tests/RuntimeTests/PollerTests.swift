import Dashboard
import Runtime
import Telemetry
import TestSupport
import Testing

/// A poller with a scripted server and a clock that stands still.
struct PollerRig: Sendable {
  let clock = ManualClock()
  let source: ScriptedSource
  let outcomes = ScriptedState<[Outcome]>([])
  let lines = ScriptedState<[String]>([])
  let poller: Poller

  init(
    logs: ScriptedLogs? = nil,
    rule: @escaping @Sendable (ScriptedCall) -> ScriptedReply? = { _ in nil }
  ) {
    let source = ScriptedSource(rule: rule)
    self.init(source, metrics: source, logs)
  }

  /// With a server that answers several questions in one request.
  init(_ source: BatchingSource) {
    self.init(source.script, metrics: source)
  }

  private init(
    _ source: ScriptedSource,
    metrics: any MetricsSource,
    _ logs: ScriptedLogs? = nil
  ) {
    let (clock, outcomes, lines) = (clock, outcomes, lines)
    self.source = source
    poller = Poller(
      sources: PollSources(metrics: metrics, alerts: source, logs: logs),
      environment: RuntimeEnvironment(
        clock: clock,
        now: { at(1_000_000) + clock.now.offset },
        seed: 1,
        logLine: { line in lines.change { $0.append(line) } }
      )
    ) { outcome in
      outcomes.change { $0.append(outcome) }
    }
  }

  /// Runs the poller beside a test.
  func run(_ test: @Sendable @escaping () async throws -> Void) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { [poller] in await poller.run() }
      group.addTask { try await test() }
      // The poller never ends by itself; the test's end is the first.
      try await group.next()
      group.cancelAll()
    }
  }

  func outcomes(atLeast count: Int) async throws -> [Outcome] {
    try await outcomes.first { $0.count >= count }
  }
}

extension Outcome {
  var error: SourceError? {
    if case .failure(let error) = result { error } else { nil }
  }

  var answer: Answered? { try? result.get() }
}

@Suite(.timeLimit(.minutes(20)))
struct PollerTests {
  @Test func eachQuestionGoesToItsMethodAndComesBackWithItsPoll() async throws {
    let rig = PollerRig { ScriptedReply.nothing(to: $0) }
    try await rig.run {
      let questions: [Poll.Question] = [
        .instant("up", at: at(5)), .targets, .alerts, .rules, .suppressions, .silences,
      ]
      let polls = questions.enumerated().map { index, question in
        Poll(
          Poll.ID("p\(index)"),
          [.suppressions, .silences].contains(question) ? .alertmanager : .prometheus,
          question,
          every: .seconds(5)
        )
      }
      rig.poller.follow(PollPlan(polls: polls))
      let outcomes = try await rig.outcomes(atLeast: 6)
      #expect(Set(outcomes.map(\.poll)) == Set(polls))
      #expect(outcomes.allSatisfy { $0.at == at(1_000_000) && $0.answer != nil })
      let query = InstantQuery("up", at: at(5), deadline: .seconds(10))
      #expect(
        Set(rig.source.calls).isSuperset(of: [
          .instant(query), .targets, .rules, .alerts, .silences,
        ])
      )
    }
  }

  @Test func withoutAnAlertmanagerTheReasonIsSaid() async throws {
    let outcomes = ScriptedState<[Outcome]>([])
    let clock = ManualClock()
    let poller = Poller(
      sources: PollSources(metrics: ScriptedSource()),
      environment: RuntimeEnvironment(clock: clock, now: { at(0) }, seed: 1)
    ) { outcome in outcomes.change { $0.append(outcome) } }
    try await withThrowingTaskGroup { group in
      group.addTask { await poller.run() }
      poller.follow(
        PollPlan(polls: [Poll(Poll.ID("s"), .alertmanager, .suppressions, every: .seconds(5))])
      )
      let outcome = try await outcomes.first { !$0.isEmpty }
      #expect(outcome.first?.error == .misconfigured("no Alertmanager configured"))
      group.cancelAll()
    }
  }

  @Test func atMostSixAreUnderWayAndTheRestFollow() async throws {
    let rig = PollerRig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: (0..<9).map { Poll.instant("p\($0)") }))
      try await rig.source.hanging(count: 6)
      #expect(rig.source.calls.count == 6)
      try await rig.source.answer(0, ScriptedReply(.vector([])))
      _ = try await rig.source.call(6)
      try await rig.source.hanging(count: 6)
    }
  }

  @Test func aPollThatIsGoneIsCancelledAndSaysNothing() async throws {
    let rig = PollerRig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("a"), .instant("b")]))
      try await rig.source.hanging(count: 2)
      let number = rig.source.calls.firstIndex { $0.expression == "a" } ?? 0
      rig.poller.follow(PollPlan(polls: [.instant("b"), .instant("c")]))
      try await rig.source.cancellation(of: number)
      let third = try await rig.source.call(2)
      #expect(third.call.expression == "c")
      try await rig.source.answer(2, ScriptedReply(.vector([])))
      let outcomes = try await rig.outcomes(atLeast: 1)
      #expect(outcomes.map(\.poll.id.text) == ["c"])
      #expect(rig.source.cancelled == [number])
    }
  }

  @Test func endingCancelsWhatIsUnderWay() async throws {
    let rig = PollerRig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("a"), .instant("b")]))
      try await rig.source.hanging(count: 2)
    }
    #expect(rig.source.hanging.isEmpty)
    #expect(rig.source.cancelled == [0, 1])
    #expect(rig.outcomes.value.isEmpty)
  }

  @Test func aSourceThatForgetsItsDeadlineIsGivenUp() async throws {
    let rig = PollerRig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("a")]))
      try await rig.source.hanging(count: 1)
      try await rig.clock.sleeper(until: .seconds(12))
      rig.clock.advance(by: .seconds(12))
      try await rig.source.cancellation(of: 0)
      let outcome = try await rig.outcomes(atLeast: 1)[0]
      #expect(outcome.error == .timedOut(after: .seconds(10)))
      #expect((outcome.retryAt ?? at(0)) > outcome.at)
    }
  }

  @Test func aRangeIsAskedWholeOnceAndThenOnlyItsEnd() async throws {
    let rig = PollerRig { call in
      guard case .range(let query) = call else { return nil }
      return ScriptedReply(.matrix(ramp(query)))
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.range("up")]))
      _ = try await rig.outcomes(atLeast: 1)
      // Its slots are 5 s apart, its steps 10 s: one slot has nothing new.
      try await rig.clock.sleeper(until: .seconds(5))
      rig.clock.advance(to: .seconds(5))
      try await rig.clock.sleeper(until: .seconds(10))
      #expect(rig.source.calls.count == 1)
      rig.clock.advance(to: .seconds(10))
      let outcomes = try await rig.outcomes(atLeast: 2)
      let asked = rig.source.calls.compactMap { call -> Stretch? in
        guard case .range(let query) = call else { return nil }
        return Stretch(from: query.start, to: query.end)
      }
      #expect(asked == [span(999_900, 1_000_000), span(999_980, 1_000_010)])
      #expect(outcomes[1].answer?.reusedPoints == 8)
      guard case .matrix(let series) = outcomes[1].answer?.payload else {
        Issue.record("a range's answer is a matrix")
        return
      }
      #expect(series.first?.samples.count == 12)
      #expect(series.first?.samples.last?.timestamp == at(1_000_010))
    }
  }

  @Test func panningIntoWhatIsKnownAsksNobody() async throws {
    let rig = PollerRig { call in
      guard case .range(let query) = call else { return nil }
      return ScriptedReply(.matrix(ramp(query)))
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.range("up", length: 500)]))
      _ = try await rig.outcomes(atLeast: 1)
      rig.poller.follow(PollPlan(polls: [.range("up", end: at(999_900), length: 100)]))
      let known = try await rig.outcomes(atLeast: 2)[1]
      #expect(rig.source.calls.count == 1)
      #expect(known.answer?.receipt.requests == 0)
      #expect(!known.wasAsked)
      #expect(known.answer?.reusedPoints == 12)
    }
  }

  @Test func windowsEndAtTheServersNow() async throws {
    let rig = PollerRig { call in
      let receipt = Receipt(serverDate: at(1_003_600))
      guard case .range(let query) = call else {
        return ScriptedReply(.vector([]), receipt: receipt)
      }
      return ScriptedReply(.matrix(ramp(query)), receipt: receipt)
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("up")]))
      _ = try await rig.outcomes(atLeast: 1)
      rig.poller.follow(PollPlan(polls: [.range("up")]))
      _ = try await rig.outcomes(atLeast: 2)
      guard case .range(let query) = rig.source.calls[1] else {
        Issue.record("the second call is a range")
        return
      }
      #expect(query.end == at(1_003_600))
    }
  }

  @Test func aServerThatComesBackIsFreshAgainWithoutAGap() async throws {
    let rig = PollerRig { call in
      guard case .range(let query) = call else { return nil }
      return ScriptedReply(.matrix(ramp(query)))
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.range("up", overlap: 30)]))
      _ = try await rig.outcomes(atLeast: 1)
      rig.source.follow { _ in ScriptedReply(failing: .unreachable("connection refused")) }
      try await rig.clock.sleeper(until: .seconds(5))
      rig.clock.advance(to: .seconds(10))
      let failed = try await rig.outcomes(atLeast: 2)[1]
      #expect(failed.error == .unreachable("connection refused"))
      let retryAt = try #require(failed.retryAt)
      rig.source.follow { call in
        guard case .range(let query) = call else { return nil }
        return ScriptedReply(.matrix(ramp(query)))
      }
      let pause = (retryAt - failed.at) + .seconds(10)
      try await rig.clock.sleeper(until: pause)
      rig.clock.advance(to: pause)
      let answer = try await rig.outcomes(atLeast: 3)[2].answer
      guard case .matrix(let series) = answer?.payload else {
        Issue.record("the third outcome is a matrix")
        return
      }
      let seconds = series.first?.samples.map(\.timestamp) ?? []
      #expect(seconds == stride(from: 999_900, through: 1_000_010, by: 10).map { at($0) })
    }
  }

  @Test func aRefreshAsksWhatWaitsAfterAFailure() async throws {
    let rig = PollerRig { _ in ScriptedReply(failing: .unreachable("connection refused")) }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("a"), .instant("b")]))
      let outcomes = try await rig.outcomes(atLeast: 2)
      #expect(outcomes.allSatisfy { $0.retryAt != nil })
      rig.source.follow { ScriptedReply.nothing(to: $0) }
      rig.poller.refresh()
      let later = try await rig.outcomes(atLeast: 4)
      #expect(later.suffix(2).allSatisfy { $0.answer != nil })
    }
  }

  @Test func theLogNamesEachRequestWithoutLineBreaks() async throws {
    let rig = PollerRig { call in
      call.expression == "bad"
        ? ScriptedReply(failing: .api(type: "bad_data", message: "line one\nline two"))
        : ScriptedReply(.vector([]), receipt: Receipt(wireBytes: 12, bodyBytes: 34))
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("up"), .instant("bad")]))
      _ = try await rig.outcomes(atLeast: 2)
      let lines = rig.lines.value
      #expect(lines.contains { $0.hasSuffix("plan polls=2 gone=0 cancelled=0 paused=false") })
      #expect(
        lines.contains {
          $0.hasSuffix(
            "request up prometheus instant expr='up' took=0s ok bytes=12/34 requests=1 reused=0"
          )
        }
      )
      #expect(lines.contains { $0.hasSuffix("failed bad_data: line one\\u{a}line two") })
      #expect(lines.allSatisfy { $0.hasPrefix("1970-01-12T13:46:40.000Z ") })
    }
  }
}

/// A point at each step of a query.
func ramp(_ query: RangeQuery) -> [TimeSeries] {
  var samples: [Sample] = []
  var moment = query.start
  while moment <= query.end {
    samples.append(Sample(moment, moment.seconds))
    moment = moment + query.step
  }
  return [TimeSeries(labels: LabelSet(["l": "a"]), samples: samples)]
}
