import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// Which streams a query without a selector means, on a server that has none at first.
@Suite(.timeLimit(.minutes(20))) struct LokiSelectionTests {
  private static let prompt: LokiSettings = {
    var settings = LokiSettings()
    settings.reorder = .zero
    settings.deadline = ample
    return settings
  }()

  private static func notes(_ news: [LogNews]) -> [String] {
    news.flatMap { item -> [String] in
      guard case .selected(let notes) = item else { return [] }
      return notes
    }
  }

  @Test func anEmptyServerIsAskedForItsLabelsUntilItHasSome() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      try await following(client, clock, LogQuery()) { room in
        try await room.waitForSocket()
        try await clock.sleeper(until: .seconds(5))
        for round in 1...3 {
          clock.advance(to: .seconds(5 * round))
          // It has asked in vain, and waits for the next time.
          try await clock.sleeper(until: .seconds(5 * round + 5))
        }
        #expect(Self.notes(room.news).isEmpty)
        // Its streams have no label of the name that was guessed.
        loki.push(numbered(0..<20, labels: ["unit": "shop"]))
        clock.advance(to: .seconds(20))
        try await room.wait(lines: 20)
        // What is pushed over the second web socket is of its time, twenty seconds on.
        loki.push(numbered(10_000..<10_010, labels: ["unit": "shop"]))
        try await room.wait(lines: 30)
        #expect(room.lines == (Array(0..<20) + Array(10_000..<10_010)).map { "line \($0)" })
        #expect(Self.notes(room.news) == ["no selector set: querying all streams with 'unit'"])
        #expect(room.marks.isEmpty)
        let tails = loki.log.requests.filter { $0.path == "/loki/api/v1/tail" }
        #expect(
          tails.map { $0.parameter("query") } == [#"{service_name=~".+"}"#, #"{unit=~".+"}"#]
        )
      }
    }
  }

  @Test func labelsThatAreKnownAreNotAskedForAgain() async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.push(numbered(0..<5))
      try await following(client, clock, LogQuery()) { room in
        try await room.waitForSocket()
        clock.advance(to: .seconds(7))
        loki.push(numbered(5..<10))
        try await room.wait(lines: 10)
        #expect(loki.log.requests.filter { $0.path == "/loki/api/v1/labels" }.count == 1)
        #expect(Self.notes(room.news).isEmpty)
      }
    }
  }

  @Test func pollingFindsTheStreamsToo() async throws {
    var settings = Self.prompt
    settings.tail = .poll
    try await withLoki(settings: settings) { loki, client, clock in
      try await following(client, clock, LogQuery()) { room in
        _ = try await room.pollReason()
        // A poll looks back for a second or so: these lines are older.
        for _ in 0..<3 { try await poll(clock) }
        loki.push(numbered(0..<10, labels: ["unit": "shop"]))
        try await poll(clock)
        try await room.wait(lines: 10)
        #expect(room.lines == (0..<10).map { "line \($0)" })
        #expect(Self.notes(room.news).count == 1)
      }
    }
  }

  @Test func anEmptyServerIsSaidToBeOne() async throws {
    try await withLoki { loki, client, _ in
      let pages = try await Pages(of: client, LogQuery(), from: moment(0), to: moment(10))
      #expect(
        pages.notes == ["the server has no streams yet: retrying"]
      )
      let asked = loki.log.requests.filter { $0.path == "/loki/api/v1/labels" }
      // The hours that a server takes by itself, then a week.
      #expect(asked.map { $0.parameter("start") != nil } == [false, true])
    }
  }

  /// Lets the next poll happen.
  private func poll(_ clock: ManualClock) async throws {
    let due = clock.now.offset + .seconds(2)
    try await clock.sleeper(until: due)
    clock.advance(to: due)
  }
}
