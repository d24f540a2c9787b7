import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// Lines that come to a server long after they were written.
@Suite(.timeLimit(.minutes(20))) struct LokiLateTests {
  private static func settings(_ tail: TailWay) -> LokiSettings {
    var settings = LokiSettings(tail: tail)
    settings.reorder = .zero
    settings.deadline = ample
    (settings.audit, settings.auditRest) = (auditing, 0)
    settings.silence = .seconds(3600)
    return settings
  }

  /// Lines of so many seconds after the origin, a second apart.
  private static func lines(
    _ count: Int,
    from second: Int64,
    _ text: String = "line"
  ) -> [FakeLokiLine] {
    (0..<count).map { number in
      let moment = origin + (second + Int64(number)) * 1_000_000_000
      return FakeLokiLine(["job": "shop"], at: moment, "\(text) \(second) \(number)")
    }
  }

  private static let start = moment(-3_500_000_000_000)

  @Test(arguments: [15, 25, 300, 3000])
  func pollsFindLinesThatAreSoManySecondsLate(_ seconds: Int64) async throws {
    try await withLoki(settings: Self.settings(.poll)) { loki, client, clock in
      // A line in time is in the same slot as a late one.
      loki.push(Self.lines(5, from: -seconds - 19, "prompt"))
      try await following(client, clock, from: Self.start) { room in
        try await room.wait(lines: 5)
        try await room.waitUntilLive()
        loki.push(Self.lines(1, from: 0, "prompt"))
        try await clock.poll()
        try await room.wait(lines: 6)
        loki.push(Self.lines(25, from: -seconds - 20, "late"))
        try await clock.polledAudits(loki, 7)
        try await room.wait(lines: 31)
        try await room.wait { $0.contains { $0.mark != nil } }
        #expect(clock.now.offset <= .seconds(90))
        #expect(Set(room.lines).count == 31 && room.lines.count == 31)
        let marks = room.marks.filter { $0.kind != .changed }
        #expect(marks.compactMap(\.found) == [25])
        #expect(marks.first?.reason.contains("late") == true)
      }
    }
  }

  @Test func pollsLookBackAsFarAsLinesWereLate() async throws {
    try await withLoki(settings: Self.settings(.poll)) { loki, client, clock in
      try await following(client, clock, from: Self.start) { room in
        try await room.waitUntilLive()
        loki.push(Self.lines(1, from: 0))
        try await clock.poll()
        loki.push(Self.lines(2, from: -20, "late"))
        try await clock.polledAudits(loki, 2)
        try await room.wait(lines: 3)
        // Now the next poll finds what is as late, without a count.
        let counts = loki.counts
        let second = clock.now.offset.components.seconds
        loki.push(Self.lines(1, from: second - 20, "later"))
        try await clock.poll()
        try await room.wait(lines: 4)
        #expect(loki.counts <= counts + 1)
      }
    }
  }

  @Test func whatAServerCountsAndDoesNotGiveIsAskedForOnce() async throws {
    try await withLoki(settings: Self.settings(.poll)) { loki, client, clock in
      loki.push(Self.lines(1, from: -30))
      try await following(client, clock, from: Self.start) { room in
        try await room.waitUntilLive()
        try await clock.polledAudits(loki, 1)
        loki.behave { $0.miscounts = 3 }
        try await clock.polledAudits(loki, 2)
        let fillings = loki.fillings
        #expect(fillings > 0)
        try await clock.polledAudits(loki, 4)
        #expect(loki.fillings == fillings)
        #expect(room.lines.count == 1 && room.marks.allSatisfy { $0.kind == .changed })
      }
    }
  }

  @Test func aSocketThatDoesNotPushLateLinesIsFoundOut() async throws {
    try await withLoki(settings: Self.settings(.automatic)) { loki, client, clock in
      try await following(client, clock, from: Self.start) { room in
        try await room.waitForSocket()
        loki.swallowFromTails(25)
        loki.push(Self.lines(25, from: -600, "late"))
        try await clock.pushedAudits(loki, 7)
        try await room.wait(lines: 25)
        try await room.wait { $0.contains { $0.mark?.found == 25 } }
        #expect(room.marks.first?.reason.hasPrefix("not pushed by the server, up to 11m") == true)
      }
    }
  }

  @Test func aLineAheadOfTheClockDoesNotHoldBackOthers() async throws {
    try await withLoki(settings: Self.settings(.automatic)) { loki, client, clock in
      loki.behave { $0.holdsBackAhead = true }
      try await following(client, clock, from: Self.start) { room in
        try await room.waitForSocket()
        loki.push(Self.lines(1, from: 300, "ahead"))
        loki.push(Self.lines(3, from: 1, "held"))
        try await clock.pushedAudits(loki, 2)
        // The audit has brought them, and from now on every poll does.
        let reason = try await room.pollReason()
        #expect(reason.contains("lines are held back by one dated"))
        #expect(clock.now.offset <= .seconds(30))
        try await room.wait(lines: 4)
        loki.push(Self.lines(1, from: clock.now.offset.components.seconds, "next"))
        try await clock.poll()
        try await room.wait(lines: 5)
        // Its time comes, and the web socket is good again.
        while clock.now.offset < .seconds(298) { try await clock.poll() }
        try await room.waitForSocket(2)
        #expect(Set(room.lines).count == 5 && room.lines.count == 5)
      }
    }
  }

  @Test func linesBeforeWhatIsRememberedAreToldAsLost() async throws {
    var settings = Self.settings(.poll)
    settings.remembered = 50
    try await withLoki(settings: settings) { loki, client, clock in
      loki.push(Self.lines(100, from: -300))
      try await following(client, clock, from: Self.start) { room in
        try await room.wait(lines: 100)
        try await room.waitUntilLive()
        loki.push(Self.lines(50, from: -150))
        try await clock.polledAudits(loki, 7)
        loki.push(Self.lines(4, from: -290, "late"))
        try await clock.polledAudits(loki, 7)
        try await room.wait { $0.contains { $0.mark?.kind == .lost(atLeast: 4) } }
        let mark = try #require(room.marks.last)
        #expect(mark.reason.contains("late: reload that time"))
      }
    }
  }

  @Test func halfOfTheRequestsRefusedIsCaughtUpWithAndToldHowFarBehind() async throws {
    try await withLoki(settings: Self.settings(.poll)) { loki, client, clock in
      loki.behave { behaviour in
        behaviour.maxEntries = 50
        behaviour.refusesEvery = (count: 2, status: 503, text: "overloaded")
      }
      loki.push(Self.lines(1500, from: -1600))
      try await following(client, clock, from: Self.start) { room in
        try await room.wait(lines: 1500)
        try await room.waitUntilLive()
        #expect(Set(room.lines).count == 1500 && room.lines.count == 1500)
        // Each page is read once: what failed goes on where it stopped.
        #expect(loki.log.lines <= 1600)
        let lags = room.news.compactMap { $0.lag?.by }
        #expect(lags.contains { $0 > .seconds(1000) })
        #expect(lags.last.map { $0 < .seconds(300) } == true)
        #expect(!room.news.contains { $0.breakage != nil })
      }
    }
  }
}

extension FakeLoki {
  /// How often it was asked for lines of a few seconds.
  fileprivate var fillings: Int {
    log.requests.count { request in
      guard request.parameter("direction") != nil,
        let start = Int64(request.parameter("start") ?? ""),
        let end = Int64(request.parameter("end") ?? "")
      else { return false }
      return end - start < 60_000_000_000
    }
  }
}
