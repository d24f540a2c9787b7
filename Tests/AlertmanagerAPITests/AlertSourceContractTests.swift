import AlertmanagerAPI
import HTTPTransport
import Telemetry
import TestSupport
import Testing

/// What an Alertmanager must give, tried on a real one.
@Suite(.timeLimit(.minutes(20)))
struct AlertSourceContractTests {
  @Test func aSilencedAlertIsMarked() async throws {
    // One of its own, since silences would show in other tests.
    let server = try await RealAlertmanager()
    let start = rfc3339(Int(wallClockSeconds()) - 60)
    let body = """
      [{"labels":{"alertname":"Quiet"},"startsAt":"\(start)"},
       {"labels":{"alertname":"HighErrorRate"},"startsAt":"\(start)"},
       {"labels":{"alertname":"SlowQueries"},"startsAt":"\(start)"}]
      """
    let posted = try askPlainly(
      "POST",
      port: server.port,
      path: "/api/v2/alerts",
      body: ("application/json", Array(body.utf8))
    )
    try #require(posted.status == 200)
    try server.silence("Quiet")
    let transport = try HTTPTransport(
      ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct))
    )
    let client = AlertmanagerClient(transport)
    do {
      // Inhibition and silences are marked when the server next looks at its alerts.
      let alerts = try await eventually("marked alerts") {
        let alerts = try await client.alerts(deadline: .seconds(30)).value
        return alerts.filter { $0.state != .firing }.count == 2 ? alerts : nil
      }
      let states = Dictionary(uniqueKeysWithValues: alerts.map { ($0.name, $0.state) })
      #expect(
        states == [
          "Quiet": .suppressed(silenced: true, inhibited: false),
          "SlowQueries": .suppressed(silenced: false, inhibited: true),
          "HighErrorRate": .firing,
        ]
      )
      #expect(alerts.allSatisfy { $0.activeAt == Timestamp(rfc3339: start) })
      await client.shutdown()
    } catch {
      await client.shutdown()
      throw error
    }
  }
}
