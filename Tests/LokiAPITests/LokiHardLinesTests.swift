import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct LokiHardLinesTests {
  private static let prompt: LokiSettings = {
    var settings = LokiSettings()
    settings.reorder = .zero
    settings.deadline = ample
    return settings
  }()

  @Test(arguments: [Int.max, 1 << 16])
  func aFrameOfTenMegabytesArrivesWholeOrInFragments(fragmentBytes: Int) async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.fragmentBytes = fragmentBytes }
      try await following(client, clock) { room in
        try await room.waitForSocket()
        let long = String(repeating: "0123456789", count: 10_000)
        loki.push(
          (0..<100).map { FakeLokiLine(["job": "shop"], at: origin + Int64($0), "\($0) \(long)") }
        )
        try await room.wait(lines: 100)
        #expect(room.lines.map { $0.prefix { $0 != " " } } == (0..<100).map { "\($0)" })
        #expect(room.lines.allSatisfy { $0.utf8.count >= 100_000 })
        #expect(room.marks.isEmpty)
      }
    }
  }

  @Test func aLineOfAQuarterOfAMegabyteStaysAsItWas() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      let long = String(repeating: "a\\\"<&>\n\u{1f600}", count: 23_000)
      #expect(long.utf8.count > 250_000)
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push([FakeLokiLine(["job": "shop"], at: origin, long)])
        try await room.wait(lines: 1)
        #expect(room.lines == [long])
      }
    }
  }

  @Test func brokenTextIsHandedOutAsTheServerWritesIt() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      var line = FakeLokiLine(["job": "shop"], at: origin, "")
      line.text = [0x61, 0xff, 0xfe, 0x62, 0x1b, 0x5b]
      loki.push([line])
      try await following(client, clock) { room in
        try await room.wait(lines: 1)
        #expect(room.lines == ["a\u{fffd}\u{fffd}b\u{1b}["])
      }
    }
  }

  @Test func equalMomentsAndTextsAreTwoLinesInTwoStreamsAndOneInOne() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        let lines = ["a", "a", "b"].map {
          FakeLokiLine(["job": "shop", "host": $0], at: origin + 1, "same")
        }
        loki.push(lines)
        try await room.wait(lines: 2)
        loki.cutTails()
        try await room.waitForSocket(2)
        #expect(room.lines == ["same", "same"])
        #expect(room.marks.map(\.kind) == [.reconnected(recovered: 0)])
      }
    }
  }

  @Test(arguments: [-7200, -300, 300, 7200])
  func aClockThatIsWrongLosesAndDoublesNothing(seconds: Int) async throws {
    try await FakeLoki.run { loki in
      let clock = ManualClock()
      loki.behave { $0.date = { Double(origin / 1_000_000_000) + clock.now.offset.inSeconds } }
      let client = try makeClient(
        loki,
        clock,
        settings: Self.prompt,
        ahead: .seconds(seconds)
      )
      try await following(
        client,
        clock,
        from: moment(-1_000_000_000),
        ahead: .seconds(seconds)
      ) { room in
        try await room.waitForSocket()
        loki.push(numbered(0..<100))
        try await room.wait(lines: 100)
        loki.cutTails()
        // A line that is dated ahead of all clocks must not hide what comes after it.
        loki.push([FakeLokiLine(["job": "shop"], at: origin + 500_000_000_000, "ahead")])
        loki.push(numbered(100..<200))
        try await room.waitForSocket(2)
        try await room.wait(lines: 201)
        loki.cutTails()
        loki.push(numbered(200..<300))
        try await room.waitForSocket(3)
        try await room.wait(lines: 301)
        #expect(Set(room.lines).count == room.lines.count)
      }
      await client.shutdown()
    }
  }

  @Test func metadataAndLevelsAreKeptApartFromLabels() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      let metadata = ["trace_id": "abc", "detected_level": "error"]
      let line = FakeLokiLine(["job": "shop"], at: origin, "failed", metadata: metadata)
      loki.push([line])
      let page = try await Pages(of: client, from: moment(0), to: moment(1), limit: 5)
      try await following(client, clock, from: moment(-1)) { room in
        try await room.wait(lines: 1)
        let entries =
          page.entries
          + room.news.flatMap { news -> [LogEntry] in
            guard case .entries(let entries) = news else { return [] }
            return entries
          }
        #expect(entries.count == 2)
        for entry in entries {
          #expect(entry.stream == LabelSet(["job": "shop"]))
          #expect(entry.metadata == LabelSet(metadata))
          #expect(entry.facts.level == .error)
        }
      }
    }
  }
}
