import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

@Suite struct LokiPagesTests {
  /// Lines of two streams, many of which share their moment.
  private static func crowd(_ count: Int, seed: UInt64) -> [FakeLokiLine] {
    var generator = SeededGenerator(seed: seed)
    var offset: Int64 = 0
    return (0..<count).map { number in
      if Int.random(in: 0..<4, using: &generator) == 0 { offset += 1 }
      return FakeLokiLine(
        ["job": "shop", "host": "\(Int.random(in: 0..<3, using: &generator))"],
        at: origin + offset,
        "line \(number)"
      )
    }
  }

  @Test(
    arguments: [LogPageQuery.Direction.backward, .forward],
    [1, 2, 3, 7, 50, 1000]
  )
  func everyLineComesOnce(direction: LogPageQuery.Direction, limit: Int) async throws {
    try await withLoki { loki, client, _ in
      let lines = Self.crowd(120, seed: UInt64(limit))
      loki.push(lines)
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(1000),
        direction: direction,
        limit: limit
      )
      #expect(pages.entries.map(\.text).sorted() == lines.map { text($0) }.sorted())
      #expect(pages.notes.isEmpty)
      for page in pages.pages {
        #expect(page.entries.count <= limit)
        #expect(page.entries.map(\.timestamp) == page.entries.map(\.timestamp).sorted())
      }
      let edges = pages.pages.compactMap { page in
        direction == .backward ? page.entries.last?.timestamp : page.entries.first?.timestamp
      }
      #expect(edges == (direction == .backward ? edges.sorted().reversed() : edges.sorted()))
    }
  }

  @Test func aLimitOfTheServerIsLearnedAndNoted() async throws {
    try await withLoki { loki, client, _ in
      loki.behave { $0.maxEntries = 40 }
      loki.push(Self.crowd(130, seed: 3))
      let pages = try await Pages(of: client, from: moment(0), to: moment(1000), limit: 1000)
      #expect(pages.entries.count == 130)
      #expect(pages.notes.count == 1)
      #expect(pages.notes.first?.contains("max_entries_limit_per_query (1000 > 40)") == true)
      let asked = loki.log.requests.compactMap { $0.parameter("limit").flatMap { Int($0) } }
      #expect(asked.filter { $0 > 40 }.count == 1)
    }
  }

  @Test(arguments: [LogPageQuery.Direction.backward, .forward])
  func aRangeThatIsTooLongIsAskedPieceByPiece(direction: LogPageQuery.Direction) async throws {
    try await withLoki { loki, client, _ in
      let hour: Int64 = 3_600_000_000_000
      loki.behave { $0.maxLength = (24 * hour, "1d") }
      let lines = (0..<100).map {
        FakeLokiLine(["job": "shop"], at: origin + Int64($0) * hour, "line \($0)")
      }
      loki.push(lines)
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(100 * hour),
        direction: direction,
        limit: 10
      )
      #expect(pages.entries.map(\.text).sorted() == lines.map { text($0) }.sorted())
      #expect(pages.notes.count == 1)
      #expect(pages.notes.first?.contains("limit: 1d") == true)
    }
  }

  @Test(
    arguments: [LogPageQuery.Direction.backward, .forward],
    [(9, 0), (10, 0), (11, 0), (20, 0), (21, 1), (25, 5)]
  )
  func ofOneMomentAllIsReadThatAServerGives(
    direction: LogPageQuery.Direction,
    lines: (count: Int, missing: Int)
  ) async throws {
    try await withLoki { loki, client, _ in
      loki.behave { $0.maxEntries = 10 }
      let crowd = (0..<lines.count).map {
        FakeLokiLine(["job": "shop"], at: origin + 5, "crowd \($0)")
      }
      let before = FakeLokiLine(["job": "shop"], at: origin + 1, "before")
      let after = FakeLokiLine(["job": "shop"], at: origin + 9, "after")
      loki.push([before] + crowd + [after])
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(20),
        direction: direction,
        limit: 10
      )
      let texts = pages.entries.map(\.text)
      #expect(Set(texts).count == texts.count)
      #expect(texts.contains("before") && texts.contains("after"))
      #expect(texts.count == lines.count + 2 - lines.missing)
      #expect(pages.pages.reduce(0) { $0 + $1.unreadable } == lines.missing)
      let words =
        "\(lines.missing) of \(lines.count) lines with timestamp \(origin + 5) ns cannot be read: "
        + "the server returns at most 10"
      let notes = pages.notes.filter { !$0.hasPrefix("query split") }
      #expect(notes == (lines.missing > 0 ? [words] : []))
    }
  }

  @Test func linesThatAreTooLongTogetherAreAskedFewerAtATime() async throws {
    try await withLoki(bodyLimit: 1 << 20) { loki, client, _ in
      let long = String(repeating: "x", count: 200_000)
      loki.push(
        (0..<20).map { FakeLokiLine(["job": "shop"], at: origin + Int64($0), "\($0) \(long)") }
      )
      let pages = try await Pages(of: client, from: moment(0), to: moment(100), limit: 100)
      #expect(pages.entries.count == 20)
      #expect(pages.notes.contains { $0.contains("long lines") })
    }
  }

  @Test func allStreamsAreThoseWithACommonLabel() async throws {
    try await withLoki { loki, client, _ in
      loki.push([
        FakeLokiLine(["service_name": "a", "env": "prod"], at: origin, "one"),
        FakeLokiLine(["service_name": "b", "env": "prod"], at: origin + 1, "two"),
      ])
      let pages = try await Pages(of: client, LogQuery(), from: moment(0), to: moment(10))
      #expect(pages.entries.map(\.text) == ["one", "two"])
      #expect(pages.notes.contains { $0.contains("'service_name'") })
      #expect(loki.log.requests.last?.parameter("query") == #"{service_name=~".+"}"#)
    }
  }

  @Test func aStretchWithoutLengthIsNotAskedFor() async throws {
    try await withLoki { loki, client, _ in
      let pages = try await Pages(of: client, from: moment(5), to: moment(5), limit: 10)
      #expect(pages.entries.isEmpty)
      #expect(loki.log.requests.isEmpty)
    }
  }

  @Test func timesAreSentInNanosecondsAndNothingIsLeftToDefaults() async throws {
    try await withLoki { loki, client, _ in
      _ = try await Pages(of: client, from: moment(0), to: moment(7), limit: 3)
      let request = try #require(loki.log.requests.last)
      #expect(request.parameter("start") == "1795343000000000000")
      #expect(request.parameter("end") == "1795343000000000007")
      #expect(request.parameter("limit") == "3")
      #expect(request.parameter("direction") == "backward")
      #expect(request[header: "x-loki-response-encoding-flags"] == "categorize-labels")
    }
  }
}

/// The text of a line in the fake.
func text(_ line: FakeLokiLine) -> String {
  String(decoding: line.text, as: UTF8.self)
}
