import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct HTTPTransportBadDayTests {
  private func failure(
    _ reply: FakeReply,
    limit: Int = 1 << 20
  ) async throws -> (TransportError?, FakeServer.Log) {
    try await FakeServer.run(handler: { _ in reply }) { server in
      let access = HTTPAccess(proxy: .direct, bodyLimit: limit)
      let failure = try await withTransport(server.url, access) { transport in
        await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      }
      // Whatever happened, the connection must not stay behind.
      await server.wait { $0.closedConnections == $0.connections }
      return (failure, server.log)
    }
  }

  @Test func aClosedPortIsRefusedAtOnce() async throws {
    let port = try Loopback.ClosedPort()
    let failure = try await withTransport("http://127.0.0.1:\(port.number)") { transport in
      await transport.failure(HTTPRequest(.get, "/", deadline: ample))
    }
    #expect(
      failure
        == .refused("connection refused by 127.0.0.1:\(port.number): nothing is listening")
    )
  }

  @Test func aPortThatTakesNobodyCostsTheDeadlineAndNoMore() async throws {
    let hole = try FakeBlackHole()
    let clock = ContinuousClock()
    let start = clock.now
    let failure = try await withTransport("http://127.0.0.1:\(hole.port)") { transport in
      await transport.failure(HTTPRequest(.get, "/", deadline: .milliseconds(300)))
    }
    #expect(failure == .timedOut(after: .milliseconds(300)))
    // Shutting down must not wait for the attempt, which would go on for minutes.
    #expect(start.duration(to: clock.now) < .seconds(100))
    #expect(hole.port > 0)
  }

  @Test func anUnknownNameIsNamed() async throws {
    // Longer than a label may be, so that no resolver has to be asked.
    let name = String(repeating: "nowhere", count: 10) + ".invalid"
    let failure = try await withTransport("http://\(name):9090") { transport in
      await transport.failure(HTTPRequest(.get, "/", deadline: ample))
    }
    #expect(failure == .noSuchHost("no such host: \(name)"))
  }

  @Test(arguments: [FakeReply.reset, .close])
  func anEndWithoutAByteIsALostConnection(_ reply: FakeReply) async throws {
    let (failure, log) = try await failure(reply)
    guard case .connectionLost = failure else {
      Issue.record("not a lost connection: \(String(describing: failure))")
      return
    }
    // Nothing had been answered before, so that asking again would not help.
    #expect(log.requests.count == 1)
  }

  @Test(arguments: [
    FakeReply.silence, .part(promised: 100, body: Array("half".utf8), then: .silence),
  ])
  func theDeadlineCoversHeadAndBodyAndClosesTheRequest(_ reply: FakeReply) async throws {
    var deadline = Duration.milliseconds(500)
    var isHeard = false
    // On a busy machine the time may be over before the server has heard anything.
    while !isHeard {
      deadline *= 2
      isHeard = try await FakeServer.run(handler: { _ in reply }) { [deadline] server in
        let failure = try await withTransport(server.url) { transport in
          await transport.failure(HTTPRequest(.get, "/", deadline: deadline))
        }
        #expect(failure == .timedOut(after: deadline))
        guard !server.log.requests.isEmpty else { return false }
        await server.wait { $0.abandoned == 1 }
        return true
      }
    }
  }

  @Test(arguments: [FakeReply.Ending.close, .reset])
  func halfABodyIsALostConnection(_ ending: FakeReply.Ending) async throws {
    let (failure, _) = try await failure(
      .part(promised: 100, body: Array("half".utf8), then: ending)
    )
    guard case .connectionLost = failure else {
      Issue.record("not a lost connection: \(String(describing: failure))")
      return
    }
  }

  @Test func whatIsNotHTTPIsMalformed() async throws {
    let (failure, _) = try await failure(FakeMisbehaviour.notHTTP.reply)
    guard case .malformed = failure else {
      Issue.record("not malformed: \(String(describing: failure))")
      return
    }
  }

  @Test func aLongBodyIsGivenUpEarly() async throws {
    let (failure, log) = try await failure(FakeMisbehaviour.hugeBody.reply)
    #expect(failure == .bodyOverLimit(bytes: 1 << 20))
    // 200 MB were ready; what sockets and buffers hold is a small part of it.
    #expect(log.sentBytes < 40 << 20)
  }

  @Test func aLongBodyIsRefusedByItsAnnouncedLength() async throws {
    let (failure, _) = try await failure(
      .part(promised: 200_000_000, body: Array("{".utf8), then: .silence)
    )
    #expect(failure == .bodyOverLimit(bytes: 1 << 20))
  }

  @Test func aCompressedBombIsGivenUpEarly() async throws {
    let (failure, log) = try await failure(FakeMisbehaviour.gzipBomb.reply)
    #expect(failure == .bodyOverLimit(bytes: 1 << 20))
    #expect(log.requests.count == 1)
  }

  @Test func brokenCompressionIsMalformed() async throws {
    let (failure, _) = try await failure(
      .answer(headers: [("Content-Encoding", "gzip")], body: Array("not gzip at all".utf8))
    )
    #expect(failure == .malformed("cannot decompress the response"))
  }

  @Test func ofALongErrorPageTheBeginningIsKept() async throws {
    let piece = [UInt8](repeating: 0x61, count: 1 << 16)
    try await FakeServer.run(handler: { _ in
      .stream(status: 502, FakeStream(piece: piece, count: 3200))
    }) { server in
      let response = try await withTransport(server.url) { transport in
        try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      }
      #expect(response.status == 502)
      #expect(response.body.count == 1 << 20)
      await server.wait { $0.closedConnections == 1 }
    }
  }

  @Test func cancellingGivesTheRequestUp() async throws {
    try await FakeServer.run(handler: { _ in .silence }) { server in
      try await withTransport(server.url) { transport in
        let failure = await withTaskGroup(of: TransportError?.self) { group in
          group.addTask { await transport.failure(HTTPRequest(.get, "/", deadline: ample)) }
          await server.wait { $0.requests.count == 1 }
          group.cancelAll()
          return await group.next() ?? nil
        }
        #expect(failure == .cancelled)
        await server.wait { $0.abandoned == 1 }
      }
    }
  }

  @Test func cancellingInTheMiddleOfABodyGivesTheRequestUp() async throws {
    let reply = FakeReply.part(promised: 100, body: Array("half".utf8), then: .silence)
    try await FakeServer.run(handler: { _ in reply }) { server in
      try await withTransport(server.url) { transport in
        let failure = await withTaskGroup(of: TransportError?.self) { group in
          group.addTask { await transport.failure(HTTPRequest(.get, "/", deadline: ample)) }
          await server.wait { $0.sentBytes == 4 }
          group.cancelAll()
          return await group.next() ?? nil
        }
        #expect(failure == .cancelled)
        await server.wait { $0.abandoned == 1 }
      }
    }
  }

  @Test func aHungRequestHoldsNoOtherUp() async throws {
    let gate = FakeGate()
    try await FakeServer.run(handler: { request in
      request.path == "/slow" ? .after(gate, .json("late")) : .json("quick")
    }) { server in
      try await withTransport(server.url) { transport in
        try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
          group.addTask { try await transport.send(HTTPRequest(.get, "/slow", deadline: ample)) }
          await server.wait { $0.requests.count == 1 }
          for _ in 0..<5 {
            let quick = try await transport.send(HTTPRequest(.get, "/quick", deadline: ample))
            #expect(String(decoding: quick.body, as: UTF8.self) == "quick")
          }
          gate.open()
          let late = try await group.next()
          #expect(late.map { String(decoding: $0.body, as: UTF8.self) } == "late")
        }
      }
    }
  }

  @Test func noMoreThanEightConnectionsAreOpenAndAllAreAnswered() async throws {
    let gate = FakeGate()
    try await FakeServer.run(handler: { _ in .after(gate, .json("{}")) }) { server in
      try await withTransport(server.url) { transport in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<30 {
            group.addTask {
              try await transport.send(HTTPRequest(.get, "/", deadline: ample)).status
            }
          }
          await server.wait { $0.requests.count == 8 }
          gate.open()
          for try await status in group { #expect(status == 200) }
        }
        #expect(server.log.requests.count == 30)
        #expect(server.log.connections == 8)
      }
    }
  }

  @Test func whatWaitsForAConnectionIsGivenUpAlone() async throws {
    let gate = FakeGate()
    try await FakeServer.run(handler: { _ in .after(gate, .json("{}")) }) { server in
      try await withTransport(server.url) { transport in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<8 {
            group.addTask {
              try await transport.send(HTTPRequest(.get, "/", deadline: ample)).status
            }
          }
          await server.wait { $0.requests.count == 8 }
          let late = await transport.failure(
            HTTPRequest(.get, "/late", deadline: .milliseconds(50))
          )
          #expect(late == .timedOut(after: .milliseconds(50)))
          gate.open()
          for try await status in group { #expect(status == 200) }
        }
        #expect(server.log.requests.allSatisfy { $0.path == "/" })
        #expect(server.log.requests.count == 8)
      }
    }
  }

  @Test func afterShuttingDownNothingIsSent() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      let transport = try HTTPTransport(
        ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct))
      )
      _ = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      await transport.shutdown()
      await server.wait { $0.closedConnections == 1 }
      let failure = await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      #expect(failure == .shutDown)
      #expect(server.log.requests.count == 1)
    }
  }
}
