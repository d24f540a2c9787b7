import Runtime
import Telemetry
import Testing

struct ServerClockTests {
  private func receipt(date: Int?, elapsed: Duration = .zero) -> Receipt {
    Receipt(elapsed: elapsed, serverDate: date.map { at($0) })
  }

  @Test func withoutADateOursCounts() {
    var clock = ServerClock()
    clock.observe(receipt(date: nil), arrival: at(1000))
    #expect(clock.offset == nil)
    #expect(clock.time(at: at(1000)) == at(1000))
  }

  @Test func upToFiveSecondsOursCounts() {
    var clock = ServerClock()
    clock.observe(receipt(date: 1004), arrival: at(1000))
    #expect(clock.offset == .milliseconds(4500))
    #expect(clock.time(at: at(2000)) == at(2000))
  }

  @Test(arguments: [-3600, -10, 10, 3600])
  func beyondThatTheServersCounts(_ skew: Int) {
    var clock = ServerClock()
    clock.observe(receipt(date: 1000 + skew), arrival: at(1000))
    #expect(clock.time(at: at(2000)) == at(2000 + skew) + .milliseconds(500))
  }

  @Test func theDateIsTakenForTheMiddleOfTheExchange() {
    var clock = ServerClock()
    clock.observe(receipt(date: 1100, elapsed: .seconds(4)), arrival: at(1000))
    #expect(clock.offset == .milliseconds(102_500))
  }

  @Test func aLongExchangeSaysNothing() {
    var clock = ServerClock()
    clock.observe(receipt(date: 1100, elapsed: .seconds(6)), arrival: at(1000))
    #expect(clock.offset == nil)
  }

  @Test func aSkewNearTheLimitDoesNotFlicker() {
    var clock = ServerClock()
    clock.observe(receipt(date: 1005), arrival: at(1000))
    clock.observe(receipt(date: 1004), arrival: at(1000))
    #expect(clock.time(at: at(2000)) == at(2004) + .milliseconds(500))
    clock.observe(receipt(date: 1003), arrival: at(1000))
    #expect(clock.time(at: at(2000)) == at(2000))
  }
}
