import Dashboard
import Telemetry
import Testing

/// What `D` says of the log server and of the lines held.
@Suite struct CostOverlayTests {
  @Test func whatTheLogServerSendsIsCounted() {
    var desk = Desk.following()
    var traffic = ServerTraffic()
    for second in 1...3 {
      desk.wait(.seconds(1))
      (traffic.requests, traffic.bytes) = (10 + second, 4096 * second)
      desk.send(.cost(ProcessCost(logTraffic: traffic)))
    }
    desk.press("D")
    #expect(desk.text.contains("loki           2 requests/min  8.00 KiB/min"))
    #expect(desk.text.contains("log lines      60 of 200000  "))
  }

  @Test func whereGoldtopLookedForTargetsIsSaidWithWhatCameOfIt() {
    var settings = Desk.settings
    settings.searchLines = ["found node :9100, 9 samples", "left :22 (sshd): SSH, not asked"]
    var desk = Desk.settled(SimulatedShop(), settings)
    #expect(!desk.text.contains("node :9100"))
    desk.press("D")
    for line in settings.searchLines { #expect(desk.text.contains(line)) }
  }
}
