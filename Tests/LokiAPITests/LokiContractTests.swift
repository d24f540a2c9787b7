import HTTPTransport
import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// What goldtop takes for granted of a Loki, held against the fake one and, where the environment
/// variable `GOLDTOP_TEST_LOKI` names a binary, against a real one.
@Suite(.timeLimit(.minutes(20))) struct LokiContractTests {
  /// A server that lines can be pushed to.
  private enum Server {
    case fake(FakeLoki)
    case real(RealLoki)

    var url: String {
      switch self {
      case .fake(let loki): loki.url
      case .real(let loki): loki.url
      }
    }

    func push(_ lines: [FakeLokiLine]) throws {
      switch self {
      case .fake(let loki): loki.push(lines)
      case .real(let loki): try loki.push(lines)
      }
    }
  }

  @Test func theFakeKeepsTheContract() async throws {
    try await FakeLoki.run { loki in
      loki.behave { behaviour in
        behaviour.maxEntries = 100
        behaviour.date = wallClockSeconds
      }
      try await Self.contract(.fake(loki))
    }
  }

  @Test(.enabled(if: RealLoki.binary != nil, "GOLDTOP_TEST_LOKI names no binary"))
  func aRealLokiKeepsTheContract() async throws {
    let binary = try #require(RealLoki.binary)
    try await Self.contract(.real(try await RealLoki(binary)))
  }

  private static func contract(_ server: Server) async throws {
    var settings = LokiSettings()
    settings.reorder = .zero
    let client = try LokiClient(
      ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct)),
      settings: settings,
      timing: LokiTiming(clock: ContinuousClock()) { Timestamp(seconds: wallClockSeconds()) }
    )
    do {
      try await pagesHoldEveryLineOnce(server, client)
      try await refusalsAreTexts(client)
      try await levelsAreCounted(client)
      try await newLinesAreFollowed(server, client)
    } catch {
      await client.shutdown()
      throw error
    }
    await client.shutdown()
  }

  /// The whole second two minutes ago.
  private static func past() -> Int64 {
    (Int64(wallClockSeconds()) - 120) * 1_000_000_000
  }

  private static func pagesHoldEveryLineOnce(_ server: Server, _ client: LokiClient) async throws {
    let base = past()
    let lines = (0..<250).map { number in
      FakeLokiLine(
        ["job": "shop", "host": "\(number % 3)"],
        at: base + Int64(number / 5),
        "number \(number) <&> \"quoted\" \\ é",
        metadata: ["trace_id": "t\(number)", "detected_level": number % 2 == 0 ? "info" : "error"]
      )
    }
    try server.push(lines)
    let (from, to) = (Timestamp(nanoseconds: base), Timestamp(nanoseconds: base + 50))
    for direction in [LogPageQuery.Direction.backward, .forward] {
      for limit in [30, 1000] {
        let pages = try await Pages(
          of: client,
          from: from,
          to: to,
          direction: direction,
          limit: limit
        )
        #expect(pages.entries.map(\.text).sorted() == lines.map { text($0) }.sorted())
        for entry in pages.entries {
          #expect(entry.metadata["trace_id"] != nil)
          #expect(entry.stream["trace_id"] == nil)
        }
      }
    }
    let less = try await Pages(of: client, from: from, to: to - .nanoseconds(1), limit: 1000)
    #expect(less.entries.count == 245)
    let names = try await client.labels(deadline: ample).value
    #expect(names.contains("host") && names.contains("job"))
  }

  private static func refusalsAreTexts(_ client: LokiClient) async throws {
    let now = Timestamp(seconds: wallClockSeconds())
    let broken = LogPageQuery(
      LogQuery(logQL: #"{job="shop""#),
      from: now - .seconds(60),
      to: now,
      limit: 5,
      deadline: ample
    )
    let error = await #expect(throws: SourceError.self) { _ = try await client.page(broken) }
    guard case .api("400", let message)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message.contains("parse error") && message.contains("unexpected $end"))
  }

  private static func levelsAreCounted(_ client: LokiClient) async throws {
    let now = Timestamp(seconds: wallClockSeconds())
    let counts = try await client.levelCounts(
      shop,
      from: now - .seconds(300),
      to: now,
      step: .seconds(30),
      deadline: ample
    ).value
    #expect(counts.reduce(0) { $0 + ($1.lines[.info] ?? 0) } == 125)
    #expect(counts.reduce(0) { $0 + ($1.lines[.error] ?? 0) } == 125)
    let series = try await client.range(
      RangeQuery(
        #"sum(count_over_time({job="shop"}[5m]))"#,
        from: (now - .seconds(60)).floored(to: .seconds(30)),
        to: now.floored(to: .seconds(30)) + .seconds(30),
        step: .seconds(30),
        deadline: ample
      )
    ).value
    #expect(series.count == 1)
    #expect(series.first?.samples.last?.value == 250)
    #expect(series.first?.samples.last?.timestamp == now.floored(to: .seconds(30)) + .seconds(30))
  }

  private static func newLinesAreFollowed(_ server: Server, _ client: LokiClient) async throws {
    let base = past() + 60_000_000_000
    let query = LogQuery(selector: [LabelMatcher("job", .equal, "live")])
    func lines(_ numbers: Range<Int>) -> [FakeLokiLine] {
      numbers.map { FakeLokiLine(["job": "live"], at: base + Int64($0) * 1_000_000, "line \($0)") }
    }
    try server.push(lines(0..<20))
    try await following(client, ManualClock(), query, from: Timestamp(nanoseconds: base)) { room in
      try await room.waitForSocket()
      try server.push(lines(20..<200))
      try await room.wait(lines: 200)
      #expect(room.lines.count == 200)
      #expect(Set(room.lines).count == 200)
    }
  }
}
