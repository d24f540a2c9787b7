import Runtime
import Telemetry
import Testing

struct ServerClockTests {
  private func time(
    after receipts: [Receipt],
    at moment: Timestamp = at(2000)
  ) -> Timestamp {
    var clock = ServerClock()
    for receipt in receipts { clock.observe(receipt, arrival: at(1000)) }
    return clock.time(at: moment)
  }

  @Test func withoutADateOursCounts() {
    #expect(time(after: [Receipt(serverDate: nil)]) == at(2000))
  }

  @Test(arguments: [995, 1000, 1005])
  func upToFiveSecondsOursCounts(date: Int) {
    #expect(time(after: [Receipt(serverDate: at(date))]) == at(2000))
  }

  @Test(arguments: [(1010, 2010), (4600, 5600), (990, 1991), (400, 1401)])
  func beyondThatTheServersCounts(date: Int, expected: Int) {
    #expect(time(after: [Receipt(serverDate: at(date))]) == at(expected))
  }

  @Test func aLongExchangeIsNoSkew() {
    let slow = Receipt(elapsed: .seconds(20), serverDate: at(985))
    #expect(time(after: [slow]) == at(2000))
  }

  @Test func theLatestDateCountsAndAMissingOneChangesNothing() {
    let receipts = [Receipt(serverDate: at(1600)), Receipt(serverDate: nil)]
    #expect(time(after: receipts) == at(2600))
    #expect(time(after: receipts + [Receipt(serverDate: at(1000))]) == at(2000))
  }
}
