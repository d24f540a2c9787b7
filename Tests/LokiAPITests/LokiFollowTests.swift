import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct LokiFollowTests {
  private static let prompt: LokiSettings = {
    var settings = LokiSettings()
    settings.reorder = .zero
    settings.deadline = ample
    (settings.audit, settings.auditRest) = (auditing, 0)
    return settings
  }()

  @Test func linesOfTheGapComeFirstAndNewOnesAreTheyArePushed() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.push(numbered(0..<300))
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push(numbered(300..<420))
        try await room.wait(lines: 420)
        #expect(room.lines == (0..<420).map { "line \($0)" })
        #expect(room.marks.isEmpty)
        #expect(room.news.first?.status == .connecting)
      }
      #expect(loki.log.unmaskedFrames == 0)
    }
  }

  @Test func whatTheTakerKnowsIsNotHandedOut() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.push(numbered(0..<20))
      let page = try await Pages(of: client, from: moment(0), to: moment(20_000_000), limit: 100)
      let known = page.entries.map { LogKey($0) }
      #expect(known.count == 10)
      try await following(client, clock, from: moment(0), known: known) { room in
        try await room.waitForSocket()
        #expect(room.lines == (10..<20).map { "line \($0)" })
      }
    }
  }

  @Test func nothingIsLostOrDoubledWhenTheServerRestartsUnderFiveHundredLinesASecond() async throws
  {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        var sent = 0
        for round in 1...3 {
          for _ in 0..<10 {
            loki.push(numbered(sent..<sent + 50))
            sent += 50
          }
          // In the middle of things: frames are on their way.
          await loki.stop(isOrderly: round == 2)
          loki.push(numbered(sent..<sent + 200))
          sent += 200
          try await room.wait { news in news.filter { $0.breakage != nil }.count >= round }
          loki.push(numbered(sent..<sent + 50))
          sent += 50
          try await loki.start()
          loki.push(numbered(sent..<sent + 50))
          sent += 50
          try await room.waitForSocket(round + 1)
        }
        loki.push(numbered(sent..<sent + 100))
        sent += 100
        try await room.wait(lines: sent)
        #expect(room.lines.count == sent)
        #expect(Set(room.lines).count == sent)
        let recovered = room.marks.compactMap(\.recovered)
        #expect(recovered.count == 3)
        #expect(recovered.allSatisfy { $0 >= 250 })
      }
    }
  }

  @Test func theMarkStandsAfterTheLinesOfTheGapAndBeforeNewOnes() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push(numbered(0..<10))
        try await room.wait(lines: 10)
        await loki.stop()
        loki.push(numbered(10..<47))
        try await loki.start()
        try await room.waitForSocket(2)
        loki.push(numbered(47..<50))
        try await room.wait(lines: 50)
        let place = try #require(room.news.firstIndex { $0.mark != nil })
        let before = room.news[..<place].flatMap(\.lines)
        #expect(before == (0..<47).map { "line \($0)" })
        let mark = try #require(room.marks.first)
        #expect(mark.kind == .reconnected(recovered: 37))
        #expect(mark.timestamp == moment(46 * 2_000_000))
        #expect(!mark.reason.isEmpty)
      }
    }
  }

  @Test func aServerThatRotatesItsTailsIsFollowedOnWithoutAWord() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push(numbered(0..<10))
        try await room.wait(lines: 10)
        loki.closeTails(reason: "reached tail max duration limit")
        loki.push(numbered(10..<20))
        try await room.waitForSocket(2)
        loki.push(numbered(20..<30))
        try await room.wait(lines: 30)
        #expect(room.lines == (0..<30).map { "line \($0)" })
        #expect(room.marks.isEmpty)
        #expect(!room.news.contains { $0.breakage != nil })
      }
    }
  }

  @Test func anotherCloseIsABreakWithTheServersWords() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.closeTails(reason: "rpc error: code = Unavailable desc = ingester is leaving")
        loki.push(numbered(0..<10))
        try await room.waitForSocket(2)
        try await room.wait(lines: 10)
        let mark = try #require(room.marks.first)
        #expect(mark.recovered != nil)
        #expect(mark.reason.contains("ingester is leaving"))
      }
    }
  }

  @Test func aSocketIsRenewedBeforeTheServerEndsIt() async throws {
    var settings = Self.prompt
    settings.renewal = .seconds(2)
    try await withLoki(settings: settings) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push(numbered(0..<100))
        try await clock.sleeper(until: .seconds(2))
        clock.advance(to: .seconds(2))
        loki.push(numbered(100..<200))
        try await loki.wait { $0.openedTails == 2 }
        loki.push(numbered(200..<300))
        try await room.waitForSocket(2)
        try await room.wait(lines: 300)
        #expect(room.lines.sorted() == (0..<300).map { "line \($0)" }.sorted())
        try await loki.wait { !$0.clientCloses.isEmpty }
        #expect(loki.log.clientCloses == [1000])
      }
    }
  }

  @Test func silenceIsADeadLink() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.behave { $0.isMute = true }
        loki.push(numbered(0..<10))
        // What was under way is let in; from then on nothing is heard.
        try await loki.wait { $0.pongs == $0.pings }
        for tick in 1...5 {
          let offset = Duration.milliseconds(2500 * tick)
          try await clock.sleeper(until: offset)
          clock.advance(to: offset)
        }
        try await room.wait { $0.contains { $0.breakage != nil } }
        loki.behave { $0.isMute = false }
        try await room.waitForSocket(2)
        try await room.wait(lines: 10)
        let broken = room.news.compactMap(\.breakage).first
        #expect(broken?.error == .unreachable("no data for 10s"))
        #expect(room.marks.first?.recovered == 10)
      }
    }
  }

  @Test func droppedLinesAreAskedForAndTheirPlaceIsMarked() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        loki.push(numbered(0..<10))
        try await room.wait(lines: 10)
        loki.dropFromTails(12)
        loki.push(numbered(10..<30))
        try await room.wait { $0.contains { $0.mark != nil } }
        try await room.wait(lines: 30)
        #expect(room.lines.sorted() == (0..<30).map { "line \($0)" }.sorted())
        let mark = try #require(room.marks.first)
        #expect(mark.kind == .recovered(12))
        #expect(mark.reason == "the server dropped 12 lines from the tail")
      }
    }
  }

  @Test func linesThatWereDroppedWithoutAWordAreFoundByCounting() async throws {
    var settings = Self.prompt
    // Before the first look for silence, so that nothing else happens at its time.
    settings.audit = .seconds(2)
    try await withLoki(settings: settings) { loki, client, clock in
      try await following(client, clock, from: moment(-200_000_000_000)) { room in
        loki.push(Self.past(0..<10))
        try await room.waitForSocket()
        loki.swallowFromTails(7)
        loki.push(Self.past(10..<30))
        try await room.wait(lines: 23)
        #expect(room.marks.isEmpty)
        try await clock.sleeper(until: .seconds(2))
        clock.advance(to: .seconds(2))
        try await room.wait(lines: 30)
        try await room.wait { $0.contains { $0.mark != nil } }
        #expect(Set(room.lines).count == 30 && room.lines.count == 30)
        let mark = try #require(room.marks.first)
        #expect(mark.kind == .recovered(7))
        #expect(mark.reason == "not pushed by the server, up to 31s old")
      }
    }
  }

  /// Lines of half a minute ago.
  private static func past(_ numbers: Range<Int>) -> [FakeLokiLine] {
    numbers.map {
      let moment = origin - 30_000_000_000 + Int64($0) * 2_000_000
      return FakeLokiLine(["job": "shop"], at: moment, "line \($0)")
    }
  }

  @Test func linesOfLaterFramesThatAreOlderAreHeldBackForAMomentAndSorted() async throws {
    try await withLoki { loki, client, clock in
      try await following(client, clock) { room in
        try await room.waitForSocket()
        let before = room.news.count
        loki.push(numbered(5..<10))
        try await clock.sleeper(until: .milliseconds(250))
        loki.push(numbered(0..<5))
        try await loki.wait { $0.openTails == 1 }
        // The second frame is certainly in when a line of another stream has brought a third.
        clock.advance(by: .milliseconds(250))
        try await room.wait(lines: 5)
        #expect(room.news.count > before)
        let first = room.news.first { !$0.lines.isEmpty }?.lines ?? []
        #expect(first == first.sorted())
      }
    }
  }

  @Test func aFollowerEndsWhenItIsCancelled() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock) { room in try await room.waitForSocket() }
      try await loki.wait { $0.openTails == 0 }
      #expect(loki.log.openedTails == 1)
    }
  }

  @Test func aQueryThatCannotBeReadIsGivenUp() async throws {
    try await withLoki(settings: Self.prompt) { _, client, _ in
      let broken = LogQuery(logQL: #"{job="shop""#)
      let error = await #expect(throws: SourceError.self) {
        try await client.follow(broken, from: moment(0), known: []) { _ in }
      }
      #expect(
        error
          == .api(
            type: "400",
            message: "parse error : syntax error: unexpected $end, expecting } or ,"
          )
      )
    }
  }
}
