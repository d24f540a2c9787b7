import FoundationEssentials
import HTTPTransport
import Telemetry
import TestSupport
import Testing

/// What a server repeats of the credentials that it was sent reaches nobody.
@Suite(.timeLimit(.minutes(20)))
struct EchoTests {
  private static let secrets = ["s3cr3t-token-of-mine", "header-value-4711", "pa55-w0rd-of-proxy"]

  private static let access = HTTPAccess(
    authorization: .token(type: "Bearer", credentials: .inline(Secret("s3cr3t-token-of-mine"))),
    headers: [
      .init(name: "X-Key", value: Secret("header-value-4711")),
      .init(name: "X-Scope-OrgID", text: "team-a"),
    ],
    proxy: .direct
  )

  /// All headers of a request in one line.
  private static func dump(_ request: FakeRequest) -> String {
    request.headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
  }

  private func expectHidden(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for secret in Self.secrets {
      #expect(!text.contains(secret), sourceLocation: sourceLocation)
    }
    #expect(text.contains("•••"), "\(text)", sourceLocation: sourceLocation)
  }

  @Test func pagesAndTextsAreShownWithoutThem() async throws {
    try await FakeServer.run(handler: { request in
      request.path == "/page"
        ? .html("<title>Bad headers: \(Self.dump(request))</title>", status: 400)
        : .text("bad headers: \(Self.dump(request))", status: 400)
    }) { server in
      try await withTransport(server.url, Self.access) { transport in
        for path in ["/page", "/text"] {
          let response = try await transport.send(HTTPRequest(.get, path, deadline: ample))
          let line = VisibleLine.first(of: response)
          expectHidden(line)
          #expect(line.contains("team-a"))
        }
      }
    }
  }

  @Test func headersAreReadWithoutThem() async throws {
    try await FakeServer.run(handler: { request in
      .answer(headers: [("Content-Type", "text/\(request[header: "authorization"] ?? "")")])
    }) { server in
      try await withTransport(server.url, Self.access) { transport in
        let response = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
        #expect(response.header("content-type") == "text/Bearer •••")
      }
    }
  }

  @Test(arguments: ["plain", "percent", "base64"])
  func aRedirectIsToldWithoutThem(form: String) async throws {
    try await FakeServer.run(handler: { request in
      let dump = Self.dump(request)
      let text =
        switch form {
        case "plain": dump.replacing(" ", with: "_")
        case "percent": PercentEncoding.encode(dump)
        default: Data(dump.utf8).base64EncodedString()
        }
      return .answer(status: 302, headers: [("Location", "http://other.example/to/\(text)/x")])
    }) { server in
      let records = Records()
      try await withTransport(server.url, Self.access, observer: { records.add($0) }) { transport in
        let failure = await transport.failure(HTTPRequest(.get, "/", deadline: ample))
        guard case .redirected(302, let text)? = failure else {
          Issue.record("not refused: \(String(describing: failure))")
          return
        }
        expectHidden(text)
        #expect(text.contains("http://other.example/to/"))
      }
      #expect(!"\(records.all)".contains("s3cr3t"))
    }
  }

  @Test func aRedirectWithinTheOriginIsFollowedAndRecordedWithoutThem() async throws {
    try await FakeServer.run(handler: { request in
      let token = request[header: "authorization"]?.split(separator: " ").last ?? ""
      return request.path == "/q"
        ? .answer(status: 307, headers: [("Location", "/signed/\(token)/q?t=\(token)")])
        : .json("{}")
    }) { server in
      let records = Records()
      try await withTransport(server.url, Self.access, observer: { records.add($0) }) { transport in
        _ = try await transport.send(HTTPRequest(.get, "/q", deadline: ample))
      }
      let target = "/signed/s3cr3t-token-of-mine/q?t=s3cr3t-token-of-mine"
      #expect(server.log.requests.last?.target == target)
      #expect(records.all.map(\.path) == ["/q", "/signed/•••/q"])
    }
  }

  @Test func aRefusedUpgradeIsToldWithoutThem() async throws {
    try await FakeServer.run(handler: { .text("no: \(Self.dump($0))", status: 403) }) { server in
      try await withTransport(server.url, Self.access) { transport in
        do throws(TransportError) {
          _ = try await transport.webSocket(HTTPRequest(.get, "/tail", deadline: ample)) { _ in }
          Issue.record("it was upgraded")
        } catch {
          expectHidden(error.message)
        }
      }
    }
  }

  @Test func aWebSocketsEndIsToldWithoutThem() async throws {
    try await FakeLoki.run { server in
      server.behave { $0.closesTail = "bye s3cr3t-token-of-mine, header-value-4711" }
      let events = ScriptedState<[WebSocketEvent]>([])
      try await withTransport(server.url, Self.access) { transport in
        let request = HTTPRequest(
          .get,
          "/loki/api/v1/tail",
          parameters: [.init("query", #"{job="shop"}"#)],
          deadline: ample
        )
        _ = try await transport.webSocket(request) { event in events.change { $0.append(event) } }
        let seen = try await events.first { !$0.isEmpty }
        #expect(seen == [.closed(WebSocketEnd(code: 1011, reason: "bye •••, •••"))])
      }
    }
  }

  @Test func aProxysPasswordIsHiddenToo() async throws {
    try await FakeServer.run(handler: { .text("407: \(Self.dump($0))", status: 407) }) { proxy in
      let access = HTTPAccess(
        proxy: .url("http://me:pa55-w0rd-of-proxy@127.0.0.1:\(proxy.port)", noProxy: "")
      )
      try await withTransport("http://server.example", access) { transport in
        let response = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
        let login = Data("me:pa55-w0rd-of-proxy".utf8).base64EncodedString()
        let line = VisibleLine.first(of: response)
        #expect(!line.contains(login))
        #expect(line.contains("Basic •••"))
      }
    }
  }

  @Test func aProxysRefusalOfATunnelHidesItToo() async throws {
    try await FakeProxy.run(refusing: "403 No pa55-w0rd-of-proxy here") { proxy in
      let access = HTTPAccess(
        proxy: .url("http://me:pa55-w0rd-of-proxy@127.0.0.1:\(proxy.port)", noProxy: "")
      )
      try await withTransport("http://server.example", access) { transport in
        do throws(TransportError) {
          _ = try await transport.webSocket(HTTPRequest(.get, "/tail", deadline: ample)) { _ in }
          Issue.record("it was upgraded")
        } catch {
          #expect(error.message.hasSuffix(": 403 No ••• here"), "\(error.message)")
        }
      }
    }
  }

  @Test(arguments: [
    ("Bearer", "the Bearer token was refused"), ("s3cr3t", "the token was refused"),
  ])
  func aTypeThatNobodyKnowsMayBeTheToken(type: String, advice: String) async throws {
    let access = HTTPAccess(
      authorization: .token(type: type, credentials: .inline(Secret("Bearer"))),
      proxy: .direct
    )
    try await FakeServer.run(handler: { _ in .text("unknown scheme s3cr3t", status: 401) }) {
      server in
      try await withTransport(server.url, access) { transport in
        let response = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
        let text = response.refusal(VisibleLine.first(of: response))
        #expect(text.hasSuffix(advice))
        #expect(text.contains("s3cr3t") == (type == "Bearer"))
      }
    }
  }
}
