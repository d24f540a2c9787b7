import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct HTTPTransportRedirectTests {
  @Test(arguments: [301, 302, 307, 308])
  func aRedirectWithinTheOriginIsFollowedWithItsForm(_ status: Int) async throws {
    try await FakeServer.run(handler: { request in
      request.path == "/old/q"
        ? .answer(status: status, headers: [("Location", "/new/q?x=1")]) : .json("{}")
    }) { server in
      let response = try await withTransport(server.url + "/old") { transport in
        try await transport.send(
          HTTPRequest(.post, "/q", parameters: [.init("a", "b")], deadline: ample)
        )
      }
      #expect(response.status == 200)
      #expect(response.requests == 2)
      let second = try #require(server.log.requests.last)
      #expect(second.method == "POST")
      #expect(second.target == "/new/q?x=1")
      #expect(second.text == "a=b")
    }
  }

  // A mounted application sends those who forgot the slash at the end to itself, with the whole URL.
  @Test func theSlashAtTheEndOfAWholeURLIsKept() async throws {
    try await FakeServer.run(handler: { request in
      guard request.path == "/metrics" else { return .text("a 1\n") }
      let host = request.headers.first { $0.name.lowercased() == "host" }?.value ?? ""
      return .answer(status: 307, headers: [("Location", "http://\(host)/metrics/?x=1")])
    }) { server in
      let response = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/metrics", deadline: ample))
      }
      #expect(response.status == 200)
      #expect(server.log.requests.map(\.target) == ["/metrics", "/metrics/?x=1"])
    }
  }

  @Test func whatNoRequestLineMayHoldIsEncoded() async throws {
    try await FakeServer.run(handler: { request in
      request.path == "/a"
        ? .answer(status: 302, headers: [("Location", "/b c/\u{E9} HTTP/1.1?x=%20y#part")])
        : .json("{}")
    }) { server in
      _ = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/a", deadline: ample))
      }
      #expect(server.log.requests.map(\.target) == ["/a", "/b%20c/%C3%A9%20HTTP/1.1?x=%20y"])
    }
  }

  @Test func seeOtherBecomesGet() async throws {
    try await FakeServer.run(handler: { request in
      request.method == "POST"
        ? .answer(status: 303, headers: [("Location", "/done")]) : .json("{}")
    }) { server in
      try await withTransport(server.url) { transport in
        _ = try await transport.send(
          HTTPRequest(.post, "/q", parameters: [.init("a", "b")], deadline: ample)
        )
      }
      #expect(server.log.requests.map(\.method) == ["POST", "GET"])
      #expect(server.log.requests.last?.body == [])
    }
  }

  @Test func anotherOriginIsRefusedAndNamedWithoutItsQuery() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { other in
      let target = other.url + "/login?token=hush"
      try await FakeServer.run(handler: { _ in
        .answer(status: 302, headers: [("Location", target)])
      }) { server in
        let access = HTTPAccess(
          authorization: .token(type: "Bearer", credentials: .inline(Secret("t0p"))),
          proxy: .direct
        )
        let failure = try await withTransport(server.url, access) { transport in
          await transport.failure(HTTPRequest(.get, "/", deadline: ample))
        }
        guard case .redirected(302, let text) = failure else {
          Issue.record("not refused: \(String(describing: failure))")
          return
        }
        #expect(text.contains(other.url + "/login"))
        #expect(!text.contains("hush"))
        #expect(other.log.requests.isEmpty)
      }
    }
  }

  @Test(arguments: ["//example.test/x", "https://127.0.0.1/x", "ftp://x/", "nonsense"])
  func oddPlacesAreRefused(_ location: String) async throws {
    try await FakeServer.run(handler: { _ in
      .answer(status: 307, headers: [("Location", location)])
    }) { server in
      let failure = try await withTransport(server.url) { transport in
        await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      }
      guard case .redirected(307, _) = failure else {
        Issue.record("not refused: \(String(describing: failure))")
        return
      }
    }
  }

  @Test func aCircleEndsAfterThreeSteps() async throws {
    try await FakeServer.run(handler: { _ in
      .answer(status: 302, headers: [("Location", "/again")])
    }) { server in
      let failure = try await withTransport(server.url) { transport in
        await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      }
      guard case .redirected(302, _) = failure else {
        Issue.record("not refused: \(String(describing: failure))")
        return
      }
      #expect(server.log.requests.count == 4)
    }
  }
}
