import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct LokiPollingTests {
  private static let prompt: LokiSettings = {
    var settings = LokiSettings()
    settings.reorder = .zero
    settings.deadline = ample
    (settings.audit, settings.auditRest) = (auditing, 0)
    return settings
  }()

  /// Lets the next poll happen.
  private static func poll(_ clock: ManualClock) async throws {
    let due = clock.now.offset + .seconds(2)
    try await clock.sleeper(until: due)
    clock.advance(to: due)
  }

  @Test func whereTheLimitOfTailsIsReachedLinesArePolledUntilThereIsRoom() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.maxTails = 0 }
      loki.push(numbered(0..<10))
      try await following(client, clock) { room in
        let reason = try await room.pollReason()
        #expect(reason.contains("max concurrent tail requests limit exceeded"))
        #expect(room.marks.map(\.kind) == [.changed])
        try await room.wait(lines: 10)
        loki.push(numbered(10..<20))
        try await Self.poll(clock)
        try await room.wait(lines: 20)
        loki.behave { $0.maxTails = 10 }
        for _ in 0..<29 { try await Self.poll(clock) }
        try await room.waitForSocket()
        loki.push(numbered(20..<30))
        try await room.wait(lines: 30)
        #expect(room.lines == (0..<30).map { "line \($0)" })
        #expect(room.marks.map(\.kind) == [.changed, .changed])
        #expect(room.marks.last?.reason == "the web socket works again")
      }
    }
  }

  @Test func aProxyThatStripsTheUpgradeIsNamed() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.stripsUpgrade = true }
      loki.push(numbered(0..<10))
      try await following(client, clock) { room in
        let reason = try await room.pollReason()
        #expect(reason.contains("a proxy drops the Upgrade and Connection headers"))
        try await room.wait(lines: 10)
      }
    }
  }

  @Test func aProxyThatCallsTheUpgradeABadRequestIsPolledAround() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.refusesTail = (400, "<html>Invalid Request</html>") }
      loki.push(numbered(0..<10))
      try await following(client, clock) { room in
        let reason = try await room.pollReason()
        #expect(reason.contains("web socket refused: HTTP 400"))
        try await room.wait(lines: 10)
      }
    }
  }

  @Test func severalTenantsArePolledFromTheStart() async throws {
    try await withLoki(
      headers: ["X-Scope-OrgID": "team-a|team-b"],
      settings: Self.prompt
    ) { loki, client, clock in
      loki.behave { $0.demandsTenant = true }
      loki.push(numbered(0..<10))
      try await following(client, clock) { room in
        let reason = try await room.pollReason()
        #expect(reason == "a web socket supports only one tenant")
        try await room.wait(lines: 10)
        #expect(!loki.log.requests.contains { $0.path == "/loki/api/v1/tail" })
      }
    }
  }

  @Test func lateLinesAreFoundByPollingAndComeOnce() async throws {
    var settings = Self.prompt
    settings.tail = .poll
    try await withLoki(settings: settings) { loki, client, clock in
      loki.push(numbered(100..<110))
      try await following(client, clock) { room in
        try await room.wait(lines: 10)
        #expect(room.marks.isEmpty)
        loki.push(numbered(50..<55))
        try await Self.poll(clock)
        try await room.wait(lines: 15)
        for _ in 0..<4 { try await Self.poll(clock) }
        loki.push(numbered(5000..<5010))
        try await Self.poll(clock)
        try await room.wait(lines: 25)
        // Later than a poll looks back: the server's count tells of them.
        loki.push(numbered(2000..<2003))
        try await clock.polledAudits(loki, 1)
        try await room.wait(lines: 28)
        loki.push(numbered(6000..<6001))
        try await Self.poll(clock)
        try await room.wait(lines: 29)
        #expect(Set(room.lines).count == room.lines.count)
        #expect(room.lines.count == 29)
      }
    }
  }

  @Test func pollsAskForLittleMoreThanWhatIsNew() async throws {
    var settings = Self.prompt
    settings.tail = .poll
    try await withLoki(settings: settings) { loki, client, clock in
      try await following(client, clock) { room in
        _ = try await room.pollReason()
        // Five hundred lines a second for half a minute.
        for number in 0..<15 {
          loki.push(numbered(number * 1000..<(number + 1) * 1000))
          try await Self.poll(clock)
          try await room.wait(lines: (number + 1) * 1000)
        }
        let polls = loki.log.requests.filter { $0.parameter("direction") == "forward" }
        #expect(polls.count <= 17)
        #expect(loki.counts <= 3)
        let sent = loki.log.lines
        #expect(sent < 15_000 * 2, "\(sent)")
        #expect(room.lines.count == 15_000)
      }
    }
  }

  @Test func aRestartIsMendedByPollingToo() async throws {
    var settings = Self.prompt
    settings.tail = .poll
    try await withLoki(settings: settings) { loki, client, clock in
      loki.push(numbered(0..<100))
      try await following(client, clock) { room in
        try await room.wait(lines: 100)
        await loki.stop()
        loki.push(numbered(100..<150))
        try await Self.poll(clock)
        try await room.wait { $0.contains { $0.breakage != nil } }
        try await loki.start()
        try await room.wait(lines: 150)
        try await room.wait { $0.contains { $0.mark != nil } }
        #expect(room.lines == (0..<150).map { "line \($0)" })
        #expect(room.marks.compactMap(\.recovered) == [50])
      }
    }
  }

  @Test func whereOnlyTheSocketIsAllowedARefusalIsABreak() async throws {
    var settings = Self.prompt
    settings.tail = .webSocket
    try await withLoki(settings: settings) { loki, client, clock in
      loki.behave { $0.stripsUpgrade = true }
      try await following(client, clock) { room in
        try await room.wait { $0.filter { $0.breakage != nil }.count >= 3 }
        #expect(!room.news.contains { $0.pollReason != nil })
        loki.behave { $0.stripsUpgrade = false }
        try await room.waitForSocket()
      }
    }
  }

  @Test func aServerThatClosesEveryTailAtOnceIsPolledInTheEnd() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.closesTail = "tailers are not running" }
      loki.push(numbered(0..<10))
      try await following(client, clock) { room in
        let reason = try await room.pollReason()
        #expect(reason.contains("tailers are not running"))
        try await room.wait(lines: 10)
        #expect(loki.log.openedTails == 3)
      }
    }
  }

  @Test func aMissingTenantIsToldAndTriedAgain() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.demandsTenant = true }
      try await following(client, clock) { room in
        try await room.wait { $0.contains { $0.breakage != nil } }
        let error = room.news.compactMap(\.breakage).first?.error
        #expect(
          error
            == .unauthorized(
              status: 401,
              message: "no org id: set the tenant with LOKI_ORG_ID or loki.headers.X-Scope-OrgID"
            )
        )
        loki.behave { $0.demandsTenant = false }
        try await room.waitForSocket()
      }
    }
  }
}
