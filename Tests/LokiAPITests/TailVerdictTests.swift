import HTTPTransport
import Telemetry
import Testing

@testable import LokiAPI

@Suite struct TailVerdictTests {
  private func refusal(_ status: Int, _ message: String) -> TailVerdict {
    TailVerdict.refusal(.upgradeRefused(status: status, message))
  }

  @Test(arguments: [
    (400, "Bad Request"), (400, "'upgrade' token not found in 'Connection' header"),
    (200, "Sign in"), (426, "Upgrade Required"),
  ])
  func aLostUpgradeIsPolledAndTheProxyNamed(status: Int, message: String) {
    guard case .poll(let reason, .forAWhile) = refusal(status, message) else {
      Issue.record("\(refusal(status, message))")
      return
    }
    #expect(reason.contains("a proxy drops the Upgrade and Connection headers"))
  }

  @Test(arguments: [
    (400, "Invalid Request"), (400, "The plain HTTP request was sent to HTTPS port"),
    (406, "Not Acceptable"), (418, "I'm a teapot"),
  ])
  func aRefusalThatIsNotOfTheQueryIsPolled(status: Int, message: String) {
    let words = "web socket refused: HTTP \(status) \(message)"
    #expect(refusal(status, message) == .poll(reason: words, .forAWhile))
  }

  @Test func severalTenantsArePolledForGood() {
    let expected = TailVerdict.poll(
      reason: "a web socket supports only one tenant",
      .forGood
    )
    #expect(refusal(500, "multiple org IDs present") == expected)
    #expect(refusal(400, "multiple org IDs present") == expected)
  }

  @Test func whatCannotBeMendedIsGivenUp() {
    let parse = "parse error at line 1, col 16: syntax error: unexpected $end"
    #expect(refusal(400, parse) == .giveUp(.api(type: "400", message: parse)))
    let metric = WebSocketEnd(code: 1011, reason: "only log selector is supported")
    guard case .giveUp = TailVerdict.end(metric, wasAlive: false) else {
      Issue.record("a query that counts was followed")
      return
    }
  }

  @Test func aServerThatIsAwayIsTriedAgain() {
    #expect(
      TailVerdict.refusal(.refused("connection refused"))
        == .retry(.unreachable("connection refused"))
    )
    #expect(refusal(503, "starting") == .retry(.http(status: 503, message: "starting")))
    let remedy = "no org id: set the tenant with LOKI_ORG_ID or loki.headers.X-Scope-OrgID"
    #expect(refusal(401, "no org id") == .retry(.unauthorized(status: 401, message: remedy)))
    #expect(
      refusal(403, "forbidden") == .retry(.unauthorized(status: 403, message: "forbidden"))
    )
    let lost = WebSocketEnd(code: 1006, reason: "")
    #expect(TailVerdict.end(lost, wasAlive: true) == .retry(.unreachable("closed with code 1006")))
  }

  @Test func onlyTheHourOfATailIsARotation() {
    let hour = WebSocketEnd(code: 1011, reason: "reached tail max duration limit")
    #expect(TailVerdict.isRotation(hour))
    #expect(!TailVerdict.isRotation(WebSocketEnd(code: 1011, reason: "all ingesters closed")))
  }

  @Test func waitsGrowToHalfAMinuteAndBeginAnew() {
    var backoff = TailBackoff()
    let waits = (0..<7).map { _ in backoff.fail().components.seconds }
    #expect(waits == [1, 2, 4, 8, 16, 30, 30])
    backoff.succeed()
    let first = backoff.fail()
    #expect(first == .seconds(1))
  }
}
