import Dashboard
import Telemetry
import Testing

@testable import Runtime

struct ServerBackoffTests {
  private let down = SourceError.unreachable("connection refused")

  private func names(_ starts: [PollSchedule.Start]) -> [String] {
    starts.map(\.poll.id.text)
  }

  private func failing(
    _ count: Int,
    limit: Int = 6,
    with error: SourceError
  ) -> (PollSchedule, [PollSchedule.Held]) {
    var schedule = PollSchedule(limit: limit, patience: .seconds(12))
    _ = schedule.adopt(
      PollPlan(polls: (0..<count).map { Poll.instant("p\($0)") }),
      at: .zero
    )
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    for start in starts {
      _ = schedule.finish(start.token, at: .zero, .failed(error), random: 0.5)
    }
    let held = schedule.advance(to: .zero) { _ in true }.held
    return (schedule, held)
  }

  @Test func pausesDoubleFromOneSecondToThirty() {
    var (schedule, _) = failing(3, with: down)
    var pauses: [Duration] = []
    var now = Duration.zero
    for _ in 0..<8 {
      guard let next = schedule.nextMoment(after: now) else { break }
      now = next
      guard let probe = schedule.advance(to: now, isWorthAsking: { _ in true }).starts.first
      else { continue }
      let ended = schedule.finish(probe.token, at: now, .failed(down), random: 0.5)
      if let pause = ended?.pause { pauses.append(pause) }
    }
    #expect(pauses.prefix(4) == [.seconds(2), .seconds(4), .seconds(8), .seconds(16)])
  }

  @Test(arguments: [
    (1, 0.0, 750), (1, 0.5, 1000), (1, 0.999, 1249), (2, 0.5, 2000), (5, 0.0, 12_000),
    (6, 0.5, 30_000), (6, 0.0, 22_500), (60, 0.999, 30_000),
  ])
  func jitterMovesAPauseByAQuarter(failures: Int, random: Double, milliseconds: Int64) {
    let pause = ServerBackoff.pause(failures: failures, random: random)
    #expect(pause.nanoseconds / 1_000_000 == milliseconds)
  }

  @Test func requestsThatFailTogetherCountOnce() {
    let (schedule, _) = failing(6, with: down)
    #expect(schedule.nextMoment(after: .zero) == .seconds(1))
  }

  @Test func onlyTheFirstOfThemBeginsAPause() {
    var schedule = PollSchedule(limit: 6, patience: .seconds(12))
    _ = schedule.adopt(PollPlan(polls: ["a", "b", "c"].map { Poll.instant($0) }), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    let ends = zip(starts, [0, 400, 1600]).map { start, milliseconds in
      schedule.finish(
        start.token,
        at: .milliseconds(milliseconds),
        .failed(down),
        random: 0.5
      )
    }
    #expect(ends.map(\.?.pause) == [.seconds(1), .milliseconds(600), nil])
    #expect(ends.map(\.?.isNewPause) == [true, false, false])
  }

  @Test func pollsThatNeverWentOutFailWithTheirServerOnce() {
    var (schedule, held) = failing(8, limit: 3, with: down)
    #expect(held.map(\.poll.id.text) == ["p3", "p4", "p5", "p6", "p7"])
    #expect(held.allSatisfy { $0.error == down && $0.pause == .seconds(1) })
    #expect(schedule.advance(to: .milliseconds(500)) { _ in true }.held.isEmpty)
  }

  @Test func oneProbeGoesOutAndTheNextAnotherPoll() throws {
    var (schedule, _) = failing(6, with: down)
    let probes = schedule.advance(to: .seconds(1)) { _ in true }.starts
    #expect(names(probes) == ["p0"])
    #expect(schedule.advance(to: .seconds(1)) { _ in true }.starts.isEmpty)
    let probe = try #require(probes.first)
    _ = schedule.finish(probe.token, at: .seconds(1), .failed(down), random: 0.5)
    #expect(names(schedule.advance(to: .seconds(3)) { _ in true }.starts) == ["p1"])
  }

  @Test func afterAGoodProbeTheOthersFollowSpread() throws {
    var (schedule, _) = failing(6, with: down)
    let probe = try #require(schedule.advance(to: .seconds(1)) { _ in true }.starts.first)
    _ = schedule.finish(probe.token, at: .milliseconds(1010), .answered, random: 0.5)
    var moments: [Duration] = []
    var now = Duration.milliseconds(1010)
    while now < .seconds(3) {
      for start in schedule.advance(to: now, isWorthAsking: { _ in true }).starts {
        moments.append(now)
        _ = schedule.finish(start.token, at: now, .answered, random: 0.5)
      }
      guard let next = schedule.nextMoment(after: now) else { break }
      now = next
    }
    #expect(Array(moments.prefix(5)) == [1010, 1410, 1810, 2210, 2610].map { .milliseconds($0) })
  }

  @Test func aRefreshGoesOutThoughTheServerIsLeftAlone() {
    var (schedule, _) = failing(3, with: down)
    schedule.refresh(at: .milliseconds(100))
    #expect(schedule.advance(to: .milliseconds(100)) { _ in true }.starts.count == 3)
  }

  @Test(arguments: [
    SourceError.unreachable("x"), .timedOut(after: .seconds(1)), .notReady("x"),
    .http(status: 429, message: ""), .http(status: 500, message: ""),
    .http(status: 502, message: ""),
  ])
  func serversThatDoNotServeAreLeftAlone(_ error: SourceError) {
    let (schedule, _) = failing(1, with: error)
    #expect(schedule.nextMoment(after: .zero) == .seconds(1))
  }

  @Test(arguments: [
    SourceError.api(type: "execution", message: "x"), .unauthorized(status: 401, message: ""),
    .http(status: 404, message: ""), .malformed("x"), .tooMuch("x"), .misconfigured("x"),
    .cancelled,
  ])
  func serversThatRefuseOneQueryAreNot(_ error: SourceError) {
    let (schedule, _) = failing(1, with: error)
    #expect(schedule.nextMoment(after: .zero) == .seconds(5))
  }

  @Test func aQueryThatTimesOutWhileOthersAreAnsweredIsAlone() throws {
    var schedule = PollSchedule(limit: 6, patience: .seconds(12))
    _ = schedule.adopt(PollPlan(polls: [.instant("slow"), .instant("quick")]), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.finish(starts[1].token, at: .seconds(1), .answered, random: 0.5)
    let slow = schedule.finish(
      starts[0].token,
      at: .seconds(2),
      .failed(.timedOut(after: .seconds(2))),
      random: 0.5
    )
    #expect(slow?.pause == nil)
    #expect(names(schedule.advance(to: .seconds(8)) { _ in true }.starts).count == 2)
  }

  @Test func aServerThatAsksForLessIsLeftAloneThoughItAnswersOthers() {
    var schedule = PollSchedule(limit: 6, patience: .seconds(12))
    _ = schedule.adopt(PollPlan(polls: [.instant("a"), .instant("b")]), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.finish(starts[1].token, at: .zero, .answered, random: 0.5)
    let refused = schedule.finish(
      starts[0].token,
      at: .zero,
      .failed(.http(status: 429, message: "")),
      random: 0.5
    )
    #expect(refused?.pause == .seconds(1))
  }

  @Test func thePauseThatAServerAsksForIsKeptWithinReason() {
    for (asked, kept) in [
      (Duration.seconds(7), Duration.seconds(7)), (.seconds(86_400), .seconds(300)),
    ] {
      let error = SourceError.http(status: 429, message: "slow down", retryAfter: asked)
      let (schedule, held) = failing(2, with: error)
      #expect(schedule.nextMoment(after: .zero) == kept)
      #expect(held.allSatisfy { $0.pause == kept })
    }
  }

  @Test func anotherServersFailureChangesNothing() {
    var schedule = PollSchedule(limit: 6, patience: .seconds(12))
    _ = schedule.adopt(
      PollPlan(polls: [.instant("a"), .instant("silences", .alertmanager)]),
      at: .zero
    )
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.finish(starts[1].token, at: .zero, .failed(down), random: 0.5)
    _ = schedule.finish(starts[0].token, at: .zero, .answered, random: 0.5)
    #expect(names(schedule.advance(to: .seconds(5)) { _ in true }.starts).contains("a"))
  }
}
