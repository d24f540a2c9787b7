import Telemetry
import Testing

@Suite struct ReadingTests {
  private let start = Timestamp(seconds: 1_700_000_000)
  private let lifetime = Duration.seconds(15)

  private func state(_ reading: Reading<Int>, after seconds: Int) -> ReadingState {
    reading.state(at: start + .seconds(seconds), lifetime: lifetime)
  }

  @Test func nothingReceivedIsWaiting() {
    #expect(state(Reading(), after: 3600) == .waiting)
  }

  @Test func aGoodValueIsFreshUntilItsLifetimeHasPassed() {
    let reading = Reading(7, at: start)
    #expect(state(reading, after: 0) == .fresh)
    #expect(state(reading, after: 15) == .fresh)
    #expect(state(reading, after: 16) == .stale(age: .seconds(16)))
  }

  @Test func aValueFromTheFutureIsFresh() {
    // The clock may be set back between an answer and a look at it.
    #expect(state(Reading(7, at: start), after: -60) == .fresh)
  }

  @Test func aFailureKeepsTheLastGoodValueAndItsAge() {
    var reading = Reading(7, at: start)
    reading.fail(.unreachable("refused"))
    #expect(state(reading, after: 5) == .failed(.unreachable("refused"), age: .seconds(5)))
    #expect(reading.held?.value == 7)
  }

  @Test func aFailureBeforeAnyValueHasNoAge() {
    var reading = Reading<Int>()
    reading.fail(.timedOut(after: .seconds(2)))
    #expect(state(reading, after: 5) == .failed(.timedOut(after: .seconds(2)), age: nil))
  }

  @Test func beingSupersededIsNoFailure() {
    var reading = Reading(7, at: start)
    reading.fail(.cancelled)
    #expect(state(reading, after: 5) == .fresh)
  }

  @Test func aGoodAnswerEndsAFailure() {
    var reading = Reading<Int>()
    reading.fail(.notReady("starting"))
    reading.receive(8, at: start)
    #expect(state(reading, after: 1) == .fresh)
    #expect(reading.held == Reading.Held(8, at: start))
  }

  @Test func whatIsMissingIsSaidUntilItComes() {
    var reading = Reading(7, at: start)
    reading.receive(0, at: start, missing: "no series up")
    #expect(state(reading, after: 1) == .missing("no series up"))
    // A failure after it is the later news.
    reading.fail(.notReady("starting"))
    #expect(state(reading, after: 2) == .failed(.notReady("starting"), age: .seconds(2)))
    reading.receive(9, at: start + .seconds(3))
    #expect(state(reading, after: 3) == .fresh)
  }
}
