import Dashboard
import Runtime
import Telemetry
import TestSupport
import Testing

/// Answers of another time than asked for: ignored, and told as what they are.
@Suite(.timeLimit(.minutes(20)))
struct AnswerTimesTests {
  static let hourTooEarly = SourceError.malformed(
    "it ends 1h too early: a stale cache, or a wrong clock?"
  )

  /// A server with a point at each step whose range answers are moved.
  private static func matrix(_ query: RangeQuery, movedBy shift: Duration) -> ScriptedReply {
    var samples: [Sample] = []
    var moment = query.start
    while moment <= query.end {
      samples.append(Sample(moment + shift, 1))
      moment = moment + query.step
    }
    return ScriptedReply(.matrix([TimeSeries(labels: LabelSet(["l": "a"]), samples: samples)]))
  }

  /// What follows when the answers of a good server move, as after a restored backup.
  @Test(arguments: [-3600, -61, -1000, -86_400, 3600])
  func rangesThatMoveAreUnreadableUntilTheyAreBack(_ seconds: Int) async throws {
    let shift = ScriptedState(Duration.zero)
    let rig = PollerRig { call in
      guard case .range(let query) = call else { return nil }
      return Self.matrix(query, movedBy: shift.value)
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.range("up", length: 900)]))
      let first = try await rig.outcomes(atLeast: 1)
      #expect(first[0].answer != nil)
      shift.change { $0 = .seconds(seconds) }
      rig.clock.advance(by: .seconds(15))
      let second = try await rig.outcomes(atLeast: 2)
      if seconds == -3600 { #expect(second[1].error == Self.hourTooEarly) }
      guard case .malformed? = second[1].error else {
        Issue.record("\(second[1].result)")
        return
      }
      shift.change { $0 = .zero }
      rig.clock.advance(by: .seconds(15))
      let third = try await rig.outcomes(atLeast: 3)
      guard case .matrix(let series)? = third[2].answer?.payload else {
        Issue.record("no series")
        return
      }
      // All points are known again, and none of another time.
      #expect(series.first?.samples.count == 92)
    }
  }

  @Test func pointsOutsideAreLeftOutAndCounted() throws {
    var cache = WindowCache()
    let window = RangeWindow(
      expression: "up",
      end: nil,
      length: .seconds(100),
      step: .seconds(10),
      overlap: .seconds(20)
    )
    let ask = cache.ask(window, of: .prometheus, at: at(1000))
    let answer = series("a -3600=1 880=1 895=2 900=3 1000=4 1010=5 1011=6 | b 0=1")
    let shown = try cache.merge(answer, for: ask)
    #expect(text(shown.series) == "a 895=2 900=3 1000=4")
    #expect(shown.warning == "4 points outside the requested time left out")
  }

  @Test(arguments: [
    (-3600, true), (-301, true), (-300, false), (-30, false), (300, false), (301, true),
  ])
  func anInstantCountsWithinFiveMinutes(_ seconds: Int, _ isOfAnotherTime: Bool) async throws {
    let rig = PollerRig { _ in
      ScriptedReply(.vector([VectorSample(timestamp: at(1_000_000 + seconds), value: 1)]))
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("up")]))
      let outcome = try await rig.outcomes(atLeast: 1)[0]
      #expect((outcome.error != nil) == isOfAnotherTime)
      if seconds == -3600 { #expect(outcome.error == Self.hourTooEarly) }
    }
  }

  /// A server's clock that differs from ours is the server's affair, as long as it says so.
  @Test func anInstantIsJudgedByTheServersClock() async throws {
    let there = at(1_000_000) + .seconds(3600)
    let rig = PollerRig { _ in
      let receipt = Receipt(serverDate: there)
      return ScriptedReply(.vector([VectorSample(timestamp: there, value: 1)]), receipt: receipt)
    }
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [.instant("up")]))
      let outcome = try await rig.outcomes(atLeast: 1)[0]
      #expect(outcome.error == nil)
    }
  }
}
