import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct HTTPTransportTests {
  @Test func whatWasAskedAndCameIsCounted() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      try await withTransport(server.url) { transport in
        for _ in 0..<3 { _ = try await transport.send(HTTPRequest(.get, "/", deadline: ample)) }
        #expect(transport.traffic.requests == 3)
        #expect(transport.traffic.bytes == 6)
      }
    }
  }

  @Test func getPutsParametersIntoTheURL() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      let response = try await withTransport(server.url + "/prefix/") { transport in
        try await transport.send(
          HTTPRequest(
            .get,
            "/api/v1/query",
            parameters: [.init("query", "sum(up{a=\"b c\"}) > 0"), .init("time", "1.5")],
            deadline: ample
          )
        )
      }
      #expect(response.status == 200)
      #expect(response.mediaType == "application/json")
      #expect(String(decoding: response.body, as: UTF8.self) == "{}")
      let request = try #require(server.log.requests.first)
      #expect(request.method == "GET")
      #expect(
        request.target
          == "/prefix/api/v1/query?query=sum%28up%7Ba%3D%22b%20c%22%7D%29%20%3E%200&time=1.5"
      )
      #expect(request[header: "host"] == "127.0.0.1:\(server.port)")
      #expect(request[header: "accept-encoding"] == "gzip")
      #expect(request[header: "user-agent"]?.hasPrefix("goldtop") == true)
      #expect(request[header: "authorization"] == nil)
    }
  }

  @Test func postPutsParametersIntoAForm() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      try await withTransport(server.url) { transport in
        _ = try await transport.send(
          HTTPRequest(
            .post,
            "/api/v1/query",
            parameters: [.init("query", "a+b&c"), .init("é", "%")],
            deadline: ample
          )
        )
      }
      let request = try #require(server.log.requests.first)
      #expect(request.method == "POST")
      #expect(request.target == "/api/v1/query")
      #expect(request[header: "content-type"] == "application/x-www-form-urlencoded")
      #expect(request.text == "query=a%2Bb%26c&%C3%A9=%25")
      #expect(request.parameters.map(\.value) == ["a+b&c", "%"])
    }
  }

  @Test func compressedBodiesAreUnpackedAndCountedTwice() async throws {
    let text = Array(String(repeating: "goldtop ", count: 20_000).utf8)
    let packed = FakeGzip.stored(text)
    try await FakeServer.run(handler: { _ in
      .answer(headers: [("Content-Encoding", "gzip")], body: packed)
    }) { server in
      let response = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      }
      #expect(response.body == text)
      #expect(response.wireBytes == packed.count)
      #expect(response.receipt.bodyBytes == text.count)
      #expect(response.receipt.wireBytes == packed.count)
      #expect(response.header("x-goldtop-exchange") == nil)
    }
  }

  @Test func aLongBodyArrivesWholeAndInOrder() async throws {
    let piece = (0..<10_007).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let stream = FakeStream(head: [1, 2, 3], piece: piece, count: 150, tail: [4, 5])
    try await FakeServer.run(handler: { _ in .stream(stream) }) { server in
      let response = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      }
      let expected = [1, 2, 3] + Array(repeating: piece, count: 150).joined() + [4, 5]
      #expect(response.body.count == expected.count)
      #expect(response.body == expected)
      #expect(response.wireBytes == expected.count)
    }
  }

  @Test func wireBytesOfOverlappingRequestsAreNotMixedUp() async throws {
    try await FakeServer.run(handler: { request in
      let count = Int(request.parameter("n") ?? "") ?? 0
      return .answer(body: [UInt8](repeating: 0x61, count: count))
    }) { server in
      try await withTransport(server.url) { transport in
        let counts = try await withThrowingTaskGroup(of: (Int, Int, Int).self) { group in
          for size in 1...60 {
            group.addTask {
              let response = try await transport.send(
                HTTPRequest(
                  .get,
                  "/",
                  parameters: [.init("n", "\(size * 1000)")],
                  deadline: ample
                )
              )
              return (size * 1000, response.wireBytes, response.body.count)
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.count == 60)
        #expect(counts.allSatisfy { $0.0 == $0.1 && $0.1 == $0.2 })
      }
    }
  }

  @Test func responseHeadersBecomeValues() async throws {
    let date = "Sun, 22 Nov 2026 10:25:22 GMT"
    try await FakeServer.run(handler: { _ in
      .answer(
        status: 429,
        headers: [("Date", date), ("Retry-After", "7"), ("Content-Type", "Text/HTML; charset=x")]
      )
    }) { server in
      let response = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      }
      #expect(response.status == 429)
      #expect(response.date == Timestamp(milliseconds: 1_795_343_122_000))
      #expect(response.retryAfter == .seconds(7))
      #expect(response.mediaType == "text/html")
    }
  }

  @Test func theObserverSeesEachRequestWithoutItsQuery() async throws {
    let records = Records()
    try await FakeServer.run(handler: { _ in .json("{}", status: 404) }) { server in
      try await withTransport(server.url + "/p", observer: { records.add($0) }) { transport in
        _ = try await transport.send(
          HTTPRequest(.get, "/x", parameters: [.init("token", "hush")], deadline: ample)
        )
        _ = try await transport.send(
          HTTPRequest(.post, "/y", parameters: [.init("a", "b")], deadline: ample)
        )
      }
      #expect(records.all.map(\.path) == ["/p/x", "/p/y"])
      #expect(records.all.map(\.status) == [404, 404])
      #expect(records.all.map(\.sentBytes) == [0, 3])
      #expect(records.all.map(\.bodyBytes) == [2, 2])
      #expect(records.all.allSatisfy { $0.origin == server.url && $0.failure == nil })
    }
  }

  @Test func aClosedKeptAliveConnectionIsTriedOnceMore() async throws {
    // The first request is answered, the second meets a connection that ends without a byte.
    let records = Records()
    let replies = Replies([.json("1"), .close, .json("2")])
    try await FakeServer.run(handler: { _ in replies.next() }) { server in
      try await withTransport(server.url, observer: { records.add($0) }) { transport in
        let request = HTTPRequest(.get, "/", deadline: ample)
        let first = try await transport.send(request)
        let second = try await transport.send(request)
        #expect(first.requests == 1)
        #expect(String(decoding: second.body, as: UTF8.self) == "2")
        #expect(second.requests == 2)
      }
      #expect(records.all.map(\.status) == [200, nil, 200])
    }
  }

  @Test func aServerThatAlwaysClosesIsAskedNoThirdTime() async throws {
    let replies = Replies([.json("1"), .close, .close, .json("2")])
    try await FakeServer.run(handler: { _ in replies.next() }) { server in
      try await withTransport(server.url) { transport in
        let request = HTTPRequest(.get, "/", deadline: ample)
        _ = try await transport.send(request)
        let failure = await transport.failure(request)
        guard case .connectionLost = failure else {
          Issue.record("not a lost connection: \(String(describing: failure))")
          return
        }
      }
      #expect(server.log.requests.count == 3)
    }
  }

  @Test func shuttingDownTwiceIsHarmless() async throws {
    let transport = try HTTPTransport(ServerAddress(url: "http://127.0.0.1:1"))
    await transport.shutdown()
    await transport.shutdown()
    let failure = await transport.failure(HTTPRequest(.get, "/", deadline: ample))
    #expect(failure == .shutDown)
  }
}
