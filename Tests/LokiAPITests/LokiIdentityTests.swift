import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// What makes two lines of a Loki two.
@Suite(.timeLimit(.minutes(20))) struct LokiIdentityTests {
  private static func settings(_ tail: TailWay) -> LokiSettings {
    var settings = LokiSettings(tail: tail)
    settings.reorder = .zero
    settings.deadline = ample
    (settings.audit, settings.auditRest) = (auditing, 0)
    settings.silence = ample
    return settings
  }

  /// Lines that are equal but for their trace.
  private static func traces(_ numbers: Range<Int>, at offset: Int64 = 0) -> [FakeLokiLine] {
    numbers.map { number in
      let metadata = ["trace_id": "t\(number)", "detected_level": "info"]
      return FakeLokiLine(["job": "shop"], at: origin + offset, "done", metadata: metadata)
    }
  }

  private static func ids(_ entries: [LogEntry]) -> [String] {
    entries.map { $0.metadata["trace_id"] ?? "" }.sorted()
  }

  @Test(arguments: [LogPageQuery.Direction.backward, .forward], [1, 2, 10])
  func historyHasALineForEachTrace(direction: LogPageQuery.Direction, limit: Int) async throws {
    try await withLoki { loki, client, _ in
      loki.push(Self.traces(0..<5))
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(9),
        direction: direction,
        limit: limit
      )
      #expect(Self.ids(pages.entries) == ["t0", "t1", "t2", "t3", "t4"])
      #expect(pages.notes.isEmpty)
    }
  }

  @Test(arguments: [TailWay.automatic, .poll])
  func followingHasALineForEachTraceAlsoAcrossABreak(_ tail: TailWay) async throws {
    try await withLoki(settings: Self.settings(tail)) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitUntilLive()
        loki.push(Self.traces(0..<5, at: 1))
        if tail == .poll { try await clock.poll() }
        try await room.wait(lines: 5)
        await loki.stop()
        if tail == .poll { try await clock.poll() }
        try await room.wait { $0.contains { $0.breakage != nil } }
        loki.push(Self.traces(5..<25, at: 1))
        try await loki.start()
        try await room.wait(lines: 25)
        try await room.wait { $0.contains { $0.mark?.recovered != nil } }
        loki.push(Self.traces(25..<30, at: 1))
        if tail == .poll { try await clock.poll() }
        try await room.wait(lines: 30)
        #expect(Set(Self.ids(room.entries)).count == 30 && room.lines.count == 30)
        #expect(room.marks.compactMap(\.recovered) == [20])
      }
    }
  }

  @Test(arguments: [LogPageQuery.Direction.backward, .forward], [1, 2, 3, 10])
  func equalLinesComeAsOftenAsTheServerHasThem(
    direction: LogPageQuery.Direction,
    limit: Int
  ) async throws {
    try await withLoki { loki, client, _ in
      loki.behave { $0.keepsRepeats = true }
      let lines = Self.traces(0..<2) + Self.traces(0..<1) + Self.traces(0..<1, at: 1)
      loki.push(lines)
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(9),
        direction: direction,
        limit: limit
      )
      #expect(Self.ids(pages.entries) == ["t0", "t0", "t0", "t1"])
      var ring = LogRing()
      #expect(ring.insert(pages.entries).inserted.count == 4)
      // The same lines over another way.
      #expect(ring.insertHistory(pages.entries).repeated == 4)
    }
  }

  @Test func aTailTellsEqualLinesApartOnceTheyAreCounted() async throws {
    try await withLoki(settings: Self.settings(.automatic)) { loki, client, clock in
      loki.behave { $0.keepsRepeats = true }
      try await following(client, clock, from: moment(-60_000_000_000)) { room in
        try await room.waitUntilLive()
        let line = Self.traces(0..<1, at: -30_000_000_000)
        loki.push(line + line)
        try await room.wait(lines: 1)
        try await clock.pushedAudits(loki, 1)
        try await room.wait(lines: 2)
        try await room.wait { $0.contains { $0.mark?.found == 1 } }
        // What is known does not come again.
        try await clock.pushedAudits(loki, 3)
        #expect(room.lines.count == 2)
        #expect(room.entries.map(\.occurrence).sorted() == [0, 1])
      }
    }
  }
}
