import Dashboard
import Runtime
import Telemetry
import Testing

struct AnsweredMomentsTests {
  @Test func aRangeIsAskedAgainWhenTheNextStepHasPassed() {
    var answered = AnsweredMoments()
    let poll = Poll.range("up")
    #expect(answered.isWorthAsking(poll, at: at(1003)))
    answered.note(poll, askedAt: at(1003))
    #expect(!answered.isWorthAsking(poll, at: at(1009)))
    #expect(answered.isWorthAsking(poll, at: at(1010)))
  }

  @Test func aClockThatWasSetBackIsAskedAgain() {
    var answered = AnsweredMoments()
    answered.note(.range("up"), askedAt: at(1003))
    #expect(answered.isWorthAsking(.range("up"), at: at(503)))
  }

  @Test func aPastRangeIsAskedUntilLateSamplesHaveHadTheirTime() {
    var answered = AnsweredMoments()
    let poll = Poll.range("up", end: at(1000), overlap: 20)
    answered.note(poll, askedAt: at(1000))
    #expect(answered.isWorthAsking(poll, at: at(1010)))
    answered.note(poll, askedAt: at(1025))
    #expect(!answered.isWorthAsking(poll, at: at(5000)))
  }

  @Test func anInstantInThePastIsAskedUntilItHasSettled() {
    var answered = AnsweredMoments()
    let poll = Poll(
      Poll.ID("up"),
      .prometheus,
      .instant("up", at: at(1000)),
      every: .seconds(5)
    )
    answered.note(poll, askedAt: at(1010))
    #expect(answered.isWorthAsking(poll, at: at(1015)))
    answered.note(poll, askedAt: at(1090))
    #expect(!answered.isWorthAsking(poll, at: at(9000)))
  }

  @Test func whatHasAnAnswerOfItsOwnEachTimeIsAlwaysAsked() {
    var answered = AnsweredMoments()
    for poll in [
      Poll.instant("up"), Poll(Poll.ID("t"), .prometheus, .targets, every: .seconds(5)),
    ] {
      answered.note(poll, askedAt: at(1000))
      #expect(answered.isWorthAsking(poll, at: at(1000)))
    }
  }

  @Test func aForgottenPollIsAsked() {
    var answered = AnsweredMoments()
    answered.note(.range("up"), askedAt: at(1000))
    answered.forget([Poll.ID("up")])
    #expect(answered.isWorthAsking(.range("up"), at: at(1000)))
  }
}
