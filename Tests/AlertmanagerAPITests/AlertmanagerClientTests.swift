import AlertmanagerAPI
import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct AlertmanagerClientTests {
  private let ample = Duration.seconds(300)

  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Payloads/"

  private func withClient<Value: Sendable>(
    _ reply: FakeReply,
    _ body: (AlertmanagerClient, FakeServer) async throws -> Value
  ) async throws -> Value {
    try await FakeServer.run(handler: { _ in reply }) { server in
      let transport = try HTTPTransport(
        ServerAddress(url: server.url + "/am", access: HTTPAccess(proxy: .direct))
      )
      let client = AlertmanagerClient(transport)
      do {
        let value = try await body(client, server)
        await client.shutdown()
        return value
      } catch {
        await client.shutdown()
        throw error
      }
    }
  }

  private func recording(_ version: String, _ name: String) throws -> Recording {
    try Recording(path: Self.folder + "alertmanager-\(version)/\(name).http")
  }

  private func failure(_ reply: FakeReply) async throws -> SourceError? {
    try await withClient(reply) { client, _ in
      do throws(SourceError) {
        _ = try await client.alerts(deadline: ample)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test(arguments: ["0.25", "0.32"])
  func silencedAlertsAreMarked(_ version: String) async throws {
    let recording = try recording(version, "alerts-with-silence")
    try await withClient(recording.reply) { client, server in
      let answer = try await client.alerts(deadline: ample)
      #expect(answer.value.count == 3)
      let down = try #require(answer.value.first { $0.name == "ServiceDown" })
      #expect(down.state == .suppressed(silenced: true, inhibited: false))
      #expect(down.labels["job"] == "payments")
      #expect(down.annotations["summary"]?.contains("is down") == true)
      #expect(down.activeAt != nil)
      #expect(down.value == nil)
      #expect(answer.value.filter { $0.state == .firing }.count == 2)
      #expect(answer.receipt.bodyBytes == recording.body.count)
      let asked = try #require(server.log.requests.first)
      #expect(asked.method == "GET")
      #expect(asked.target == "/am" + recording.target)
    }
  }

  @Test(arguments: [
    (#"{"state":"active"}"#, Alert.State.firing),
    (#"{"state":"unprocessed","silencedBy":[],"inhibitedBy":[]}"#, .firing),
    (
      #"{"state":"suppressed","silencedBy":[],"inhibitedBy":["x"]}"#,
      .suppressed(silenced: false, inhibited: true)
    ),
    (
      #"{"state":"suppressed","silencedBy":["s"],"inhibitedBy":["x"],"mutedBy":[]}"#,
      .suppressed(silenced: true, inhibited: true)
    ),
    (
      #"{"state":"suppressed","silencedBy":[],"inhibitedBy":[],"mutedBy":["nights"]}"#,
      .suppressed(silenced: true, inhibited: false)
    ),
    (
      #"{"state":"suppressed","silencedBy":null,"inhibitedBy":null}"#,
      .suppressed(silenced: true, inhibited: false)
    ),
  ])
  func statesAreTold(_ status: String, _ state: Alert.State) async throws {
    let body =
      #"[{"labels":{"alertname":"A"},"startsAt":"2026-11-22T10:22:39.914Z","status":"#
      + status + "}]"
    try await withClient(.json(body)) { client, _ in
      let alerts = try await client.alerts(deadline: ample).value
      #expect(alerts.map(\.state) == [state])
      #expect(alerts[0].activeAt == Timestamp(rfc3339: "2026-11-22T10:22:39.914Z"))
    }
  }

  @Test(arguments: ["0.25", "0.32"])
  func recordedErrorsKeepTheirWords(_ version: String) async throws {
    for name in ["err-400-silence-json", "err-422-silence-id", "err-415-content-type"] {
      let recording = try recording(version, name)
      guard case .http(recording.status, let words, _) = try await failure(recording.reply) else {
        Issue.record("\(name): another error")
        return
      }
      #expect(words.count > 5, "\(name)")
      #expect(!words.hasPrefix("{"), "\(name): \(words)")
    }
  }

  @Test func errorsOfEveryShapeAreRead() async throws {
    #expect(
      try await failure(.json(#""bad matcher""#, status: 400))
        == .http(status: 400, message: "bad matcher")
    )
    #expect(
      try await failure(.json(#"{"code":601,"message":"invalid id"}"#, status: 422))
        == .http(status: 422, message: "invalid id")
    )
    #expect(
      try await failure(.json(#"{"status":"deprecated","error":"gone"}"#, status: 410))
        == .http(status: 410, message: "gone")
    )
    #expect(
      try await failure(.text("who?\n", status: 401))
        == .unauthorized(status: 401, message: "who?: \(SentLogin.none.advice)")
    )
    #expect(
      try await failure(.html("<html><title>502 Bad Gateway</title></html>", status: 502))
        == .http(status: 502, message: "Bad Gateway")
    )
    #expect(try await failure(.text("", status: 503)) == .notReady("service unavailable"))
    guard case .malformed = try await failure(.json(#"{"status":"success","data":[]}"#)) else {
      Issue.record("accepted")
      return
    }
    guard case .malformed = try await failure(.html("<html></html>")) else {
      Issue.record("accepted")
      return
    }
  }

  /// A good answer that lacks what was asked for is unreadable, and never "none".
  @Test(arguments: [
    "", "null", "{}", "true", "7", #""none""#, "garbage", "[", #"[{"labels":{"alertname":"A"}"#,
    "[null]", "[[]]", "[7]", "[{}]", #"[{"labels":{"alertname":"A"}}]"#,
    #"[{"status":{"state":"active"}}]"#, #"[{"labels":{"alertname":"A"},"status":{}}]"#,
    #"[{"labels":[],"status":{"state":"active"}}]"#, #"{"alerts":[]}"#,
  ])
  func whatIsNoListOfAlertsIsUnreadable(_ body: String) async throws {
    let error = try await failure(.json(body))
    guard case .malformed? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func whatIsWrongWithAnAlertIsSaid() async throws {
    let error = try await failure(.json(#"[{"labels":{"alertname":"A"},"status":{}}]"#))
    #expect(error == .malformed("'state' is missing at [0].status"))
    #expect(
      try await failure(.answer(status: 204))
        == .malformed("not the Alertmanager API: empty response")
    )
  }
}
