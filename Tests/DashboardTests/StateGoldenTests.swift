import Dashboard
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

/// The five states on whole screens.
@Suite struct StateGoldenTests {
  private let size = Size(80, 24)

  @Test func waitingLooksAsRecorded() throws {
    try Golden.expect(Desk(size: size).model.view(), "states/waiting")
  }

  @Test func staleLooksAsRecorded() throws {
    var desk = Desk.settled(size: size)
    desk.wait(.seconds(75))
    try Golden.expect(desk.model.view(), "states/stale")
  }

  @Test func oldSamplesLookAsRecorded() throws {
    var desk = Desk.settled(SimulatedShop(sampleAge: .seconds(190)), size: size)
    desk.wait(.seconds(1))
    try Golden.expect(desk.model.view(), "states/old-samples")
  }

  @Test func missingLooksAsRecorded() throws {
    let lacking = Set(Signal.metricNames(of: .prometheusClient))
    try Golden.expect(
      Desk.settled(SimulatedShop(lacking: lacking), size: size).model.view(),
      "states/missing"
    )
  }

  @Test func failedWithoutDataLooksAsRecorded() throws {
    var desk = Desk(size: size)
    desk.wait(.seconds(1))
    desk.fail(
      .unreachable("connection refused: 127.0.0.1:9090"),
      retryAfter: .seconds(8)
    )
    try Golden.expect(desk.model.view(), "states/failed-first")
  }

  @Test func failedWithTheLastDataLooksAsRecorded() throws {
    var desk = Desk.settled(SimulatedShop(isIncident: true), size: size)
    desk.wait(.seconds(45))
    desk.fail(.timedOut(after: .seconds(10)), retryAfter: .seconds(12))
    try Golden.expect(desk.model.view(), "states/failed-later")
  }

  @Test func partialAnswersAndASkewedClockLookAsRecorded() throws {
    let shop = SimulatedShop(
      clockSkew: .seconds(95),
      warnings: ["No StoreAPIs matched for this query"]
    )
    try Golden.expect(Desk.settled(shop, size: size).model.view(), "states/partial-and-skewed")
  }
}
