import LocalSource
import TestSupport
import Testing

@testable import Commands

/// What is asked of ports that listen, and what is said of them.
@Suite struct LoopbackSearchTests {
  /// A search of some ports, each with the name of its process.
  private func search(
    _ ports: [(Int, owner: String?)],
    _ change: (inout LoopbackSearch) -> Void = { _ in }
  ) async -> LoopbackSearch.Report {
    var search = LoopbackSearch()
    // As long as a machine that runs other tests may need.
    (search.patience, search.duration) = (.seconds(20), .seconds(60))
    change(&search)
    var owners: [UInt64: SocketOwners.Owner] = [:]
    let listening = ports.enumerated().map { index, port in
      owners[UInt64(index)] = port.owner.map { SocketOwners.Owner(process: 1, name: $0) }
      return ListeningPort(number: port.0, host: "127.0.0.1", inode: UInt64(index))
    }
    return await search.search(listening, SocketOwners(owners))
  }

  private static func server(_ reply: FakeReply) async throws -> FakeServer {
    try await FakeServer.start { _ in reply }
  }

  @Test func eachPortIsSentOneRequestAndWhatIsLeftIsSaidWithItsReason() async throws {
    let metrics = try await Self.server(.text("a 1\nb 2\n"))
    let page = try await Self.server(
      .answer(headers: [("Content-Type", "text/html")], body: Array("<html></html>".utf8))
    )
    let missing = try await Self.server(.text("no such page", status: 404))
    let locked = try await Self.server(.text("no", status: 401))
    let other = try await Self.server(.raw(Array("220 mail ESMTP\r\n".utf8)))
    let gone = try await Self.server(.close)
    let servers = [metrics, page, missing, locked, other, gone]
    let report = await search(servers.map { ($0.port, "app") })
    #expect(report.found.map(\.port) == [metrics.port])
    #expect(report.found.map(\.samples) == [2])
    #expect(report.found.map(\.address.url) == ["http://127.0.0.1:\(metrics.port)/metrics"])
    let reasons = Dictionary(uniqueKeysWithValues: report.left.map { ($0.port, $0.text) })
    func text(_ server: FakeServer, _ reason: String) -> String {
      "left :\(server.port) (app): \(reason)"
    }
    #expect(reasons[page.port] == text(page, "no metrics at /metrics"))
    #expect(reasons[missing.port] == text(missing, "HTTP 404 at /metrics"))
    #expect(reasons[locked.port] == text(locked, "HTTP 401 at /metrics"))
    #expect(reasons[other.port] == text(other, "no HTTP"))
    #expect(reasons[gone.port] == text(gone, "no HTTP"))
    for server in servers {
      let requests = server.log.requests
      #expect(requests.map(\.method) == ["GET"] && requests.map(\.path) == ["/metrics"])
      await server.stop()
    }
  }

  @Test func knownServersWithoutHTTPAreNotEvenConnectedTo() async throws {
    let server = try await Self.server(.text("a 1\n"))
    // The port of Redis by its number, another by the name of its process.
    let report = await search([(6379, owner: nil), (server.port, owner: "mariadbd")])
    #expect(report.found.isEmpty)
    let texts = Set(report.left.map(\.text))
    #expect(
      texts == [
        "left :6379: Redis, not asked", "left :\(server.port) (mariadbd): MySQL, not asked",
      ]
    )
    #expect(server.log.connections == 0)
    await server.stop()
  }

  @Test func timeNumberAndBytesAreBounded() async throws {
    let hole = try FakeBlackHole()
    let slow = await search([(hole.port, owner: nil)]) { $0.patience = .milliseconds(50) }
    #expect(slow.left.map(\.reason) == ["no answer within 50ms"])

    let server = try await Self.server(
      .text("a{b=\"" + String(repeating: "x", count: 900) + "\"} 1\n")
    )
    let large = await search([(server.port, owner: nil)]) { $0.bodyLimit = 512 }
    #expect(large.left.map(\.reason) == ["more than 512 B, name it with --scrape"])

    let many = await search([(server.port, owner: nil), (hole.port, owner: nil)]) {
      $0.portLimit = 1
    }
    #expect(many.found.map(\.port) == [server.port])
    #expect(many.left.map(\.reason) == ["not asked: the limit is 1"])

    let asked = server.log.requests.count
    let late = await search([(server.port, owner: nil)]) { $0.duration = .zero }
    #expect(late.left.map(\.reason) == ["not asked: the search took too long"])
    #expect(server.log.requests.count == asked)
    await server.stop()
  }

  @Test func goldtopsOwnPortsAreNotFound() async throws {
    let server = try await Self.server(.text("a 1\n"))
    let ports = try ListeningPort.all().filter { $0.number == server.port }
    #expect(ports.count == 1)
    let report = await LoopbackSearch().search(ports, SocketOwners(of: Set(ports.map(\.inode))))
    #expect(report.lines.isEmpty)
    #expect(server.log.connections == 0)
    await server.stop()
  }

  @Test func whatIsFoundIsToldByJobAndPort() throws {
    var report = LoopbackSearch.Report()
    #expect(report.failure.contains("nothing listens on loopback: set --scrape"))
    report.left = [.init(port: 22, owner: "sshd", reason: "SSH, not asked")]
    #expect(report.failure.hasSuffix("\nleft :22 (sshd): SSH, not asked"))
    report.found = [
      .init(address: try ScrapeAddress("8500", job: KnownPorts.job(8500)), port: 8500, samples: 1),
      .init(address: try ScrapeAddress("9100", job: KnownPorts.job(9100)), port: 9100, samples: 9),
    ]
    #expect(report.summary == "found port-8500 :8500, node :9100; 1 port left (D says why)")
    #expect(
      report.lines == [
        "found port-8500 :8500, 1 sample", "found node :9100, 9 samples",
        "left :22 (sshd): SSH, not asked",
      ]
    )
    report.left = (1...40).map { .init(port: $0, owner: "", reason: "no HTTP") }
    #expect(report.lines.count == 33 && report.lines.last == "left 10 more ports")
  }

  @Test func theNameOfAProcessIsCleaned() async throws {
    let hole = try FakeBlackHole()
    let report = await search([(hole.port, owner: "\u{1B}[31mx")]) {
      $0.patience = .milliseconds(1)
    }
    #expect(report.left.count == 1)
    #expect(!report.lines.joined().contains("\u{1B}"))
  }
}
