import Dashboard
import Runtime
import Telemetry
import Testing

struct PollScheduleTests {
  private let down = SourceError.unreachable("connection refused")

  private func plan(_ names: String..., isPaused: Bool = false) -> PollPlan {
    PollPlan(polls: names.map { Poll.instant($0) }, isPaused: isPaused)
  }

  private func names(_ starts: [PollSchedule.Start]) -> [String] {
    starts.map(\.poll.id.text)
  }

  private func schedule(limit: Int = 6) -> PollSchedule {
    PollSchedule(limit: limit, patience: .seconds(12))
  }

  /// Lets the schedule run with a server that answers at once, and notes what was sent when.
  private func sent(
    _ schedule: inout PollSchedule,
    from start: Duration = .zero,
    until end: Duration
  ) -> [(name: String, at: Duration)] {
    var sent: [(String, Duration)] = []
    var now = start
    while now <= end {
      let starts = schedule.advance(to: now) { _ in true }.starts
      sent += starts.map { ($0.poll.id.text, now) }
      for start in starts { _ = schedule.finish(start.token, at: now, .answered, random: 0.5) }
      guard starts.isEmpty else { continue }
      guard let next = schedule.nextMoment(after: now) else { return sent }
      now = next
    }
    return sent
  }

  @Test func aPlanIsAskedAtOnceInItsOrder() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a", "b", "c"), at: .zero)
    #expect(names(schedule.advance(to: .zero) { _ in true }.starts) == ["a", "b", "c"])
  }

  @Test func whatAPlanAddsInFrontIsAskedBeforeWhatWaitsForItsFirstTime() {
    var schedule = schedule(limit: 1)
    _ = schedule.adopt(plan("a", "b"), at: .zero)
    let first = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.adopt(plan("a", "c", "b"), at: .milliseconds(1))
    _ = schedule.finish(first[0].token, at: .milliseconds(2), .answered, random: 0)
    #expect(names(schedule.advance(to: .milliseconds(2)) { _ in true }.starts) == ["c"])
  }

  @Test func noMoreThanTheLimitIsUnderWay() {
    var schedule = schedule(limit: 2)
    _ = schedule.adopt(plan("a", "b", "c"), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    #expect(names(starts) == ["a", "b"])
    _ = schedule.finish(starts[0].token, at: .zero, .answered, random: 0)
    #expect(names(schedule.advance(to: .zero) { _ in true }.starts) == ["c"])
  }

  @Test func aHungServerLeavesRoomForTheOther() {
    var schedule = schedule(limit: 2)
    var plan = plan("a", "b", "c")
    plan.polls.append(.instant("silences", .alertmanager))
    _ = schedule.adopt(plan, at: .zero)
    #expect(names(schedule.advance(to: .zero) { _ in true }.starts) == ["a", "silences"])
  }

  @Test func aPollIsNeverUnderWayTwice() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a"), at: .zero)
    _ = schedule.advance(to: .zero) { _ in true }
    schedule.refresh(at: .seconds(1))
    #expect(schedule.advance(to: .seconds(9)) { _ in true }.starts.isEmpty)
  }

  @Test func afterTheFirstTimePollsAreSpreadOverTheInterval() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a", "b", "c", "d", "e", "f", "g", "h", "i"), at: .zero)
    let later = sent(&schedule, until: .seconds(15)).filter { $0.at >= .seconds(6) }
    let third = Duration.seconds(5) / 3
    let moments = [third * 4, third * 4, third * 4, third * 4, third * 5]
    #expect(later.prefix(5).map(\.name) == ["e", "f", "g", "h", "i"])
    for (one, moment) in zip(later, moments) {
      #expect(one.at - moment <= .nanoseconds(5) && moment - one.at <= .nanoseconds(5))
    }
    #expect(later[5].name == "a" && later[5].at == .seconds(10))
  }

  @Test func theSecondRequestComesHalfToOneAndAHalfIntervalsAfterTheFirst() {
    for start in [0, 1, 2, 3, 4, 7, 13] {
      var schedule = schedule(limit: 20)
      let names = (0..<20).map { "p\($0)" }
      _ = schedule.adopt(
        PollPlan(polls: names.map { Poll.instant($0) }),
        at: .seconds(start)
      )
      let sent = sent(&schedule, from: .seconds(start), until: .seconds(start + 20))
      for name in names {
        let moments = sent.filter { $0.name == name }.map(\.at)
        let gap = moments[1] - moments[0]
        #expect(gap >= .milliseconds(2500) && gap < .milliseconds(7500))
        #expect(moments[2] - moments[1] == .seconds(5))
      }
    }
  }

  @Test func aRefreshAsksAllAndKeepsTheSpread() {
    var schedule = schedule(limit: 10)
    _ = schedule.adopt(plan("a", "b", "c", "d", "e"), at: .zero)
    _ = sent(&schedule, until: .seconds(11))
    schedule.refresh(at: .milliseconds(11_300))
    let after = sent(&schedule, from: .milliseconds(11_300), until: .seconds(22))
    #expect(after.prefix(5).allSatisfy { $0.at == .milliseconds(11_300) })
    #expect(Set(after.prefix(5).map(\.name)).count == 5)
    let last = after.dropFirst(5).filter { $0.name == "e" }
    #expect(last.map(\.at) == [.milliseconds(17_500)])
    #expect(!after.dropFirst(5).contains { $0.name != "e" && $0.at == .milliseconds(17_500) })
  }

  @Test func equalPollsKeepRhythmAndRequestsChangedOnesStartAgain() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a", "b", "c"), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    var changed = Poll.instant("b")
    changed.question = .instant("b2", at: nil)
    let (cancelled, gone) = schedule.adopt(
      PollPlan(polls: [.instant("a"), changed, .instant("d")]),
      at: .seconds(1)
    )
    #expect(Set(cancelled) == [starts[1].token, starts[2].token])
    #expect(Set(gone.map(\.text)) == ["b", "c"])
    #expect(names(schedule.advance(to: .seconds(1)) { _ in true }.starts) == ["b", "d"])
    #expect(schedule.finish(starts[1].token, at: .seconds(1), .answered, random: 0) == nil)
    #expect(schedule.finish(starts[0].token, at: .seconds(1), .answered, random: 0) != nil)
  }

  @Test func aPausedPlanAsksNothingAndLetsAnswersThrough() {
    var schedule = schedule(limit: 1)
    _ = schedule.adopt(plan("a", "b"), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.adopt(plan("a", "b", isPaused: true), at: .zero)
    #expect(schedule.finish(starts[0].token, at: .zero, .answered, random: 0) != nil)
    schedule.refresh(at: .seconds(60))
    let step = schedule.advance(to: .seconds(60)) { _ in true }
    #expect(step.starts.isEmpty && step.held.isEmpty)
    #expect(schedule.nextMoment(after: .seconds(60)) == nil)
    _ = schedule.adopt(plan("a", "b"), at: .seconds(61))
    #expect(schedule.advance(to: .seconds(61)) { _ in true }.starts.count == 1)
  }

  @Test func whatIsNotWorthAskingWaitsForItsNextSlot() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a"), at: .zero)
    let first = schedule.advance(to: .zero) { _ in false }.starts
    #expect(names(first) == ["a"], "the first time is always worth it")
    _ = schedule.finish(first[0].token, at: .zero, .answered, random: 0)
    #expect(schedule.advance(to: .seconds(5)) { _ in false }.starts.isEmpty)
    #expect(schedule.nextMoment(after: .seconds(5)) == .seconds(10))
    schedule.refresh(at: .seconds(6))
    #expect(names(schedule.advance(to: .seconds(6)) { _ in false }.starts) == ["a"])
  }

  @Test func aSlowPollIsNotAskedWithoutAPause() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a"), at: .zero)
    let first = schedule.advance(to: .zero) { _ in true }.starts
    _ = schedule.finish(first[0].token, at: .seconds(7), .answered, random: 0)
    #expect(schedule.advance(to: .seconds(7)) { _ in true }.starts.isEmpty)
    #expect(schedule.nextMoment(after: .seconds(7)) == .seconds(10))
  }

  @Test func aRequestThatOutlivesItsDeadlineIsGivenUp() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a"), at: .zero)
    let first = schedule.advance(to: .zero) { _ in true }.starts
    #expect(schedule.nextMoment(after: .zero) == .seconds(12))
    #expect(schedule.expired(at: .seconds(11)).isEmpty)
    #expect(schedule.expired(at: .seconds(12)) == [first[0].token])
  }

  @Test func anErrorOfOneQueryDoesNotSlowTheOthers() {
    var schedule = schedule()
    _ = schedule.adopt(plan("a", "b"), at: .zero)
    let starts = schedule.advance(to: .zero) { _ in true }.starts
    let failed = schedule.finish(
      starts[0].token,
      at: .zero,
      .failed(.api(type: "bad_data", message: "parse error")),
      random: 0.5
    )
    #expect(failed?.pause == nil)
    _ = schedule.finish(starts[1].token, at: .zero, .answered, random: 0.5)
    #expect(Set(names(schedule.advance(to: .seconds(7)) { _ in true }.starts)) == ["a", "b"])
  }

  @Test func anotherIntervalKeepsTheRequestAndChangesTheRhythm() {
    var schedule = schedule()
    _ = schedule.adopt(PollPlan(polls: [.instant("a", every: .seconds(60))]), at: .zero)
    let first = schedule.advance(to: .zero) { _ in true }.starts
    let change = schedule.adopt(PollPlan(polls: [.instant("a", every: .seconds(5))]), at: .zero)
    #expect(change.cancelled.isEmpty && change.gone.isEmpty)
    _ = schedule.finish(first[0].token, at: .seconds(1), .answered, random: 0)
    #expect(schedule.nextMoment(after: .seconds(1)) == .seconds(5))
  }

  // Each answer of the first moments may tell what else there is to ask.
  @Test func plansThatOnlyAddPollsAreAskedAtOnce() {
    var schedule = schedule(limit: 100)
    var polls: [Poll] = []
    for number in 0..<12 {
      polls.append(.instant("poll\(number)"))
      let now = Duration.milliseconds(number)
      #expect(schedule.adopt(PollPlan(polls: polls), at: now).gone.isEmpty)
      #expect(names(schedule.advance(to: now) { _ in true }.starts) == ["poll\(number)"])
    }
  }

  /// A key that is held changes the plan thirty times a second.
  @Test func plansThatComeInHasteAreNotAllAsked() {
    var schedule = schedule()
    var sent: [Duration] = []
    for press in 0..<60 {
      let now = Duration.milliseconds(33 * press)
      var poll = Poll.instant("a")
      poll.question = .instant("a offset \(press)s", at: nil)
      _ = schedule.adopt(PollPlan(polls: [poll]), at: now)
      sent += schedule.advance(to: now) { _ in true }.starts.map { _ in now }
    }
    #expect(Array(sent.prefix(4)) == [0, 33, 66, 99].map { .milliseconds($0) })
    #expect(sent.count <= 12)
    guard let last = schedule.nextMoment(after: .seconds(2)) else {
      Issue.record("the last plan is still to be asked or under way")
      return
    }
    let end = schedule.advance(to: max(last, .seconds(3))) { _ in true }.starts
    #expect(end.allSatisfy { $0.poll.question == .instant("a offset 59s", at: nil) })
  }
}
