import Logs
import Synchronization
import Telemetry
import Testing

@testable import Demo

/// The world's lines behind the port of logs.
@Suite struct DemoLogSourceTests {
  private let source = DemoLogSource(Worlds.incident, now: { Worlds.start }) { _ in }

  private func pages(
    meeting conditions: [LogFilter.Condition] = [],
    _ direction: LogPageQuery.Direction,
    seconds: Int64,
    limit: Int
  ) async throws -> [[LogEntry]] {
    var query: LogPageQuery? = LogPageQuery(
      LogQuery(filter: LogFilter(conditions)),
      from: Worlds.start - .seconds(seconds),
      to: Worlds.start,
      direction: direction,
      limit: limit,
      deadline: .seconds(10)
    )
    var pages: [[LogEntry]] = []
    while let asked = query {
      let page = try await source.page(asked).value
      pages.append(page.entries)
      query = page.next
    }
    return pages
  }

  @Test func pagesOfBothWaysHoldTheSameLinesOnce() async throws {
    let whole = try await pages(.forward, seconds: 150, limit: 100_000)
    #expect(whole.count == 1)
    #expect(whole[0].count > 1_000)
    let forward = try await pages(.forward, seconds: 150, limit: 400)
    let backward = try await pages(.backward, seconds: 150, limit: 400)
    #expect(forward.count > 5)
    let isSame = (
      forward.flatMap { $0 } == whole[0], backward.reversed().flatMap { $0 } == whole[0]
    )
    #expect(isSame.0)
    #expect(isSame.1)
  }

  @Test func anIDIsFoundWherePagesBeginHoursBefore() async throws {
    let errors = try await pages(
      meeting: [.level(atLeast: .error)],
      .backward,
      seconds: 60,
      limit: 50
    )
    let entry = try #require(errors.first?.last)
    let range = try #require(entry.facts.correlation)
    let id = String(
      decoding: entry.line[Int(range.lowerBound)..<Int(range.upperBound)],
      as: UTF8.self
    )
    let found = try await pages(
      meeting: [.correlation(id)],
      .backward,
      seconds: 20_000,
      limit: 1_000
    )
    #expect(found.count == 1)
    #expect(found[0].contains(entry))
    #expect(Set(found[0].map(\.stream)).count > 1)
  }

  @Test func lineFactsAreThoseThatAScanFinds() async throws {
    let scanner = LineScanner()
    for entry in try await pages(.forward, seconds: 10, limit: 10_000)[0] {
      #expect(scanner.facts(of: entry.line) == entry.facts)
    }
  }

  @Test func countsAreThoseOfThePages() async throws {
    let query = LogQuery(filter: LogFilter([.level(atLeast: .warning)]))
    let counts = try await source.levelCounts(
      query,
      from: Worlds.start - .seconds(120),
      to: Worlds.start,
      step: .seconds(30),
      deadline: .seconds(10)
    ).value
    // Intervals begin at multiples of the step, wherever the stretch does.
    let first = (Worlds.start - .seconds(120)).floored(to: .seconds(30))
    #expect(counts.map(\.start) == (0..<5).map { first + .seconds(30 * $0) })
    let counted = counts.reduce(0) { $0 + $1.lines.values.reduce(0, +) }
    let listed = try await pages(
      meeting: [.level(atLeast: .warning)],
      .forward,
      seconds: 120,
      limit: 100_000
    )
    #expect(counted == listed[0].count)
  }

  @Test func followingGoesOnWhereAPageEnded() async throws {
    let clock = Mutex(Worlds.start)
    let news = Mutex<[LogEntry]>([])
    let source = DemoLogSource(Worlds.incident, now: { clock.withLock { $0 } }) { pause in
      let now = clock.withLock { now in
        now = now + pause
        return now
      }
      if now > Worlds.start + .seconds(10) { throw CancellationError() }
    }
    let page = try await pages(.backward, seconds: 2, limit: 10_000)[0]
    await #expect(throws: SourceError.cancelled) {
      try await source.follow(
        LogQuery(),
        from: Worlds.start - .seconds(2),
        known: page.map { LogKey($0) }
      ) { one in
        if case .entries(let entries) = one { news.withLock { $0 += entries } }
      }
    }
    let followed = news.withLock { $0 }
    let expected = ShopLog.records(Worlds.incident, from: Worlds.second, to: Worlds.second + 10)
      .map(ShopLogLine.entry)
    #expect(followed.count == expected.count)
    let isSame = followed == expected
    #expect(isSame)
  }
}
