import HTTPTransport
import Telemetry
import TestSupport
import Testing

/// Keeps what a web socket brings.
private typealias Events = ScriptedState<[WebSocketEvent]>

@Suite(.timeLimit(.minutes(20))) struct WebSocketTests {
  private static let tail = HTTPRequest(
    .get,
    "/loki/api/v1/tail",
    parameters: [HTTPRequest.Parameter("query", #"{job="shop"}"#)],
    deadline: ample
  )

  /// Runs a body with a server of web sockets and a transport to it.
  private func withServer(
    tls: FakeTLS? = nil,
    _ access: HTTPAccess = HTTPAccess(proxy: .direct),
    _ body: (FakeLoki, HTTPTransport, Events) async throws -> Void
  ) async throws {
    try await FakeLoki.run(tls: tls) { server in
      try await withTransport(server.url, access) { transport in
        try await body(server, transport, Events([]))
      }
    }
  }

  private func refusal(
    _ transport: HTTPTransport,
    _ request: HTTPRequest = tail
  ) async -> TransportError? {
    do throws(TransportError) {
      let socket = try await transport.webSocket(request) { _ in }
      socket.abandon()
      return nil
    } catch {
      return error
    }
  }

  private func line(_ text: String) -> FakeLokiLine { FakeLokiLine(["job": "shop"], at: 1, text) }

  @Test func messagesComeAndPingsAreAnswered() async throws {
    try await withServer { server, transport, events in
      let socket = try await transport.webSocket(Self.tail) { event in
        events.change { $0.append(event) }
      }
      try await server.wait { $0.openTails == 1 && $0.pongs >= 2 }
      server.push([line("hello")])
      let seen = try await events.first { $0.contains { $0.text != nil } }
      #expect(seen.compactMap(\.text).first?.contains(#""hello""#) == true)
      #expect(seen.contains(.ping))
      #expect(socket.bytesHeard > 0)
      await socket.close()
      try await server.wait { $0.clientCloses == [1000] }
      #expect(server.log.unmaskedFrames == 0)
      // Whether the server's own frame or the end of the connection comes first is a race.
      guard case .closed(let end)? = events.value.last else {
        Issue.record("the end is not told")
        return
      }
      #expect([1000, 1006].contains(end.code))
    }
  }

  @Test func whoAsksIsToldToTheServer() async throws {
    let access = HTTPAccess(
      authorization: .basic(username: "me", password: .inline(Secret("pass"))),
      headers: [HTTPAccess.Header(name: "X-Scope-OrgID", value: Secret("team-a"))],
      proxy: .direct
    )
    try await withServer(access) { server, transport, _ in
      let socket = try await transport.webSocket(Self.tail) { _ in }
      // What upgrades a connection is noted only after the client has been answered.
      try await server.wait { $0.openTails == 1 }
      let request = try #require(server.log.requests.last)
      #expect(request[header: "authorization"] == "Basic bWU6cGFzcw==")
      #expect(request[header: "x-scope-orgid"] == "team-a")
      #expect(request[header: "upgrade"] == "websocket")
      #expect(request[header: "host"] == "127.0.0.1:\(server.port)")
      #expect(request.parameter("query") == #"{job="shop"}"#)
      await socket.close()
    }
  }

  @Test func aRefusalHasItsStatusAndTheFirstLineOfItsBody() async throws {
    try await withServer { server, transport, _ in
      server.behave { $0.refusesTail = (400, "parse error at line 1\nmore\n") }
      #expect(
        await refusal(transport) == .upgradeRefused(status: 400, "parse error at line 1")
      )
      server.behave { $0.refusesTail = (502, "") }
      #expect(await refusal(transport) == .upgradeRefused(status: 502, "bad gateway"))
    }
  }

  @Test func aServerThatNeverAnswersEndsAtTheDeadline() async throws {
    var request = Self.tail
    request.deadline = .milliseconds(500)
    var isHeard = false
    // On a busy machine the time may be over before the server has heard anything.
    while !isHeard {
      request.deadline *= 2
      isHeard = try await FakeServer.run(handler: { _ in .silence }) { [request] server in
        try await withTransport(server.url) { transport in
          let error = await refusal(transport, request)
          #expect(error == .timedOut(after: request.deadline))
          guard !server.log.requests.isEmpty else { return false }
          await server.wait { $0.closedConnections == 1 }
          return true
        }
      }
    }
  }

  @Test func anAnswerThatOnlyLooksLikeAWebSocketIsRefused() async throws {
    let head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n"
    try await FakeServer.run(handler: { _ in .raw(Array(head.utf8)) }) { server in
      try await withTransport(server.url) { transport in
        guard case .malformed(let words)? = await refusal(transport) else {
          Issue.record("it was taken for a web socket")
          return
        }
        #expect(words.contains("did not answer with a web socket"))
      }
    }
  }

  @Test func nobodyListens() async throws {
    let port = try Loopback.ClosedPort()
    try await withTransport("http://127.0.0.1:\(port.number)") { transport in
      guard case .refused? = await refusal(transport) else {
        Issue.record("it was not refused")
        return
      }
    }
  }

  @Test func theServersCloseIsHandedOut() async throws {
    try await withServer { server, transport, events in
      server.behave { $0.closesTail = "max concurrent tail requests limit exceeded" }
      _ = try await transport.webSocket(Self.tail) { event in events.change { $0.append(event) } }
      let seen = try await events.first { !$0.isEmpty }
      let end = WebSocketEnd(code: 1011, reason: "max concurrent tail requests limit exceeded")
      #expect(seen == [.closed(end)])
    }
  }

  @Test(arguments: [Int.max, 700])
  func aMessageOverTheLimitEndsTheConnection(fragmentBytes: Int) async throws {
    try await withServer { server, transport, events in
      server.behave { $0.fragmentBytes = fragmentBytes }
      _ = try await transport.webSocket(Self.tail, limit: 1000) { event in
        events.change { $0.append(event) }
      }
      server.push([line(String(repeating: "x", count: 500))])
      _ = try await events.first { $0.contains { $0.text != nil } }
      server.push([line(String(repeating: "y", count: 2000))])
      let seen = try await events.first { $0.contains { $0.end != nil } }
      #expect(seen.compactMap(\.text).count == 1)
      #expect(seen.last?.end?.code == 1006)
      #expect(seen.last?.end?.reason.isEmpty == false)
    }
  }

  @Test func aCutConnectionIsAnEndWithoutCloseFrame() async throws {
    try await withServer { server, transport, events in
      _ = try await transport.webSocket(Self.tail) { event in events.change { $0.append(event) } }
      try await server.wait { $0.openTails == 1 }
      server.cutTails()
      let seen = try await events.first { $0.contains { $0.end != nil } }
      #expect(seen.last?.end?.code == 1006)
    }
  }

  @Test func aTaskThatIsCancelledGivesTheAttemptUp() async throws {
    try await FakeServer.run(handler: { _ in .silence }) { server in
      try await withTransport(server.url) { transport in
        let error = await withTaskGroup(of: TransportError?.self) { group in
          group.addTask { await refusal(transport) }
          await server.wait { $0.requests.count == 1 }
          group.cancelAll()
          return await group.next() ?? nil
        }
        #expect(error == .cancelled)
        await server.wait { $0.closedConnections == 1 }
      }
    }
  }

  @Test func aTransportThatIsShutDownEndsItsWebSockets() async throws {
    try await withServer { server, transport, events in
      _ = try await transport.webSocket(Self.tail) { event in events.change { $0.append(event) } }
      await transport.shutdown()
      let seen = try await events.first { $0.contains { $0.end != nil } }
      #expect(seen.last?.end?.code == 1006)
      try await server.wait { $0.openTails == 0 }
    }
  }

  @Test func overTLSTheIssuerMustBeKnown() async throws {
    try await withServer(tls: FakeTLS()) { _, transport, _ in
      let outcome = await refusal(transport)
      guard case .tls(let words)? = outcome else {
        Issue.record("not refused for its certificate: \(String(describing: outcome))")
        return
      }
      #expect(words.contains("is not trusted by the system"))
    }
    try await withFile(FakeTLS.authority) { path in
      let access = HTTPAccess(tls: HTTPAccess.TLS(caFile: path), proxy: .direct)
      try await withServer(tls: FakeTLS(), access) { server, transport, _ in
        let socket = try await transport.webSocket(Self.tail) { _ in }
        try await server.wait { $0.pongs >= 1 }
        await socket.close()
      }
    }
  }

  @Test(arguments: [nil, FakeTLS()])
  func aProxyIsAskedForATunnel(tls: FakeTLS?) async throws {
    try await FakeProxy.run { proxy in
      try await withFile(FakeTLS.authority) { path in
        let access = HTTPAccess(
          tls: HTTPAccess.TLS(caFile: path, serverName: "localhost"),
          proxy: .url("http://me:pass@127.0.0.1:\(proxy.port)", noProxy: "")
        )
        try await withServer(tls: tls, access) { server, transport, _ in
          let socket = try await transport.webSocket(Self.tail) { _ in }
          try await server.wait { $0.pongs >= 1 }
          await socket.close()
          let head = try #require(proxy.heads.first)
          #expect(head.hasPrefix("CONNECT 127.0.0.1:\(server.port) HTTP/1.1\r\n"))
          #expect(head.contains("Proxy-Authorization: Basic bWU6cGFzcw==\r\n"))
          #expect(server.log.requests.last?[header: "proxy-authorization"] == nil)
        }
      }
    }
  }

  @Test(arguments: [
    ("407 Proxy Authentication Required", "the proxy requires a user and password"),
    ("403 Forbidden", "403 Forbidden"),
    ("nonsense", "invalid HTTP response from the proxy"),
  ])
  func aProxyThatRefusesIsNamed(answer: String, words: String) async throws {
    try await FakeProxy.run(refusing: answer) { proxy in
      let access = HTTPAccess(proxy: .url("http://127.0.0.1:\(proxy.port)", noProxy: ""))
      try await withServer(access) { _, transport, _ in
        guard case .proxy(let text)? = await refusal(transport) else {
          Issue.record("the proxy is not blamed")
          return
        }
        #expect(text.contains(words))
      }
    }
  }

  @Test func anObserverHearsOfTheUpgrade() async throws {
    let records = Records()
    try await FakeLoki.run { server in
      try await withTransport(server.url, observer: { records.add($0) }) { transport in
        let socket = try await transport.webSocket(Self.tail) { _ in }
        await socket.close()
        #expect(records.all.map(\.status) == [101])
        #expect(records.all.map(\.path) == ["/loki/api/v1/tail"])
      }
    }
  }
}

extension WebSocketEvent {
  /// The text of a message.
  fileprivate var text: String? {
    guard case .message(let bytes) = self else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The end.
  fileprivate var end: WebSocketEnd? {
    guard case .closed(let end) = self else { return nil }
    return end
  }
}
