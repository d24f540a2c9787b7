import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

@Suite struct TargetScraperTests {
  private let store = SeriesStore()
  private let board = TargetBoard()

  /// Scrapes a server once and gives what the board then says.
  private func scrape(
    _ url: String,
    _ change: (inout ScrapeSettings) -> Void = { _ in }
  ) async throws -> ScrapeTarget {
    var settings = ScrapeSettings()
    (settings.interval, settings.timeout) = (.seconds(60), .seconds(60))
    change(&settings)
    let fetch = try ScrapeFetch(try ScrapeAddress("api=" + url), settings: settings)
    let scraper = TargetScraper(
      try ScrapeAddress("api=" + url),
      store: store,
      settings: settings,
      surroundings: .init(board: board, number: 0, now: { Timestamp(seconds: 1000) }),
      fetch: { (deadline) async throws(SourceError) in
        try await fetch.exposition(within: deadline)
      }
    )
    #expect(board.targets.map(\.health) == [.unknown])
    await scraper.scrape(due: Timestamp(seconds: 1000))
    await fetch.shutdown()
    return try #require(board.targets.first)
  }

  private func value(_ name: String) -> Double? {
    store.series(matching: [LabelMatcher("__name__", .equal, name)], after: .min, through: .max)
      .first?.values.last
  }

  @Test func aTargetIsScrapedAsPrometheusDoesIt() async throws {
    try await FakeServer.run(handler: { _ in
      .answer(
        headers: [
          ("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
          ("Content-Encoding", "gzip"),
        ],
        body: FakeGzip.stored(Array("a 1.5\n# EOF\n".utf8))
      )
    }) { server in
      let target = try await scrape(server.url)
      #expect(target.health == .up && target.lastError == nil)
      #expect(target.lastScrape == Timestamp(seconds: 1000))
      #expect(target.labels == LabelSet(["job": "api", "instance": "127.0.0.1:\(server.port)"]))
      #expect(value("a") == 1.5 && value("up") == 1)
      let request = try #require(server.log.requests.first)
      #expect(request.path == "/metrics")
      #expect(
        request[header: "accept"]?.hasPrefix("application/openmetrics-text;version=1.0.0") == true
      )
      #expect(request[header: "x-prometheus-scrape-timeout-seconds"] == "60.0")
    }
  }

  /// It is up, as in Prometheus, but does not keep to itself what was refused.
  @Test func aTargetWhoseSamplesAreRefusedSaysSo() async throws {
    try await FakeServer.run(handler: { _ in
      .answer(
        headers: [("Content-Type", "text/plain")],
        body: Array("a{b=\"c\"} 1\na{b=\"c\"} 2\nfuture 1 99000000000\n".utf8)
      )
    }) { server in
      let target = try await scrape(server.url)
      #expect(target.health == .up)
      #expect(
        target.lastError
          == "samples rejected: 1 of duplicate series, 1 more than ten minutes ahead"
      )
    }
  }

  /// The page of a proxy says nothing; where it was asked for does.
  @Test func aMissingPageNamesItsPath() async throws {
    try await FakeServer.run(handler: { _ in
      .answer(status: 404, headers: [], body: Array("<!DOCTYPE html>".utf8))
    }) { server in
      let target = try await scrape(server.url)
      #expect(target.lastError == "HTTP 404 at /metrics")
    }
  }

  @Test(arguments: [
    (FakeMisbehaviour.resets, "connection"), (.closes, "connection"), (.halfABody, "connection"),
    (.loginPage, "a web page (text/html) instead of metrics: line 1"),
    (.internalError, "HTTP 500"), (.unauthorized, "401"), (.notHTTP, ""),
    (.hostileLabels, "line 1"),
  ])
  func whatMisbehavesIsDownWithAReason(
    _ misbehaviour: FakeMisbehaviour,
    _ words: String
  )
    async throws
  {
    try await FakeServer.run(handler: { _ in misbehaviour.reply }) { server in
      let target = try await scrape(server.url)
      #expect(target.health == .down)
      let error = try #require(target.lastError)
      #expect(words.isEmpty || error.contains(words), "\(error)")
      #expect(value("up") == 0)
    }
  }

  @Test(arguments: [FakeMisbehaviour.neverAnswers, .stalls])
  func aTargetThatHangsIsDownAfterItsTime(_ misbehaviour: FakeMisbehaviour) async throws {
    try await FakeServer.run(handler: { _ in misbehaviour.reply }) { server in
      let target = try await scrape(server.url) { $0.timeout = .milliseconds(200) }
      #expect(target.lastError == "no answer within 200ms")
    }
  }

  @Test(arguments: [FakeMisbehaviour.hugeBody, .gzipBomb])
  func aHugeBodyIsRefused(_ misbehaviour: FakeMisbehaviour) async throws {
    try await FakeServer.run(handler: { _ in misbehaviour.reply }) { server in
      let target = try await scrape(server.url) {
        $0.bodyLimit = 4 << 20
        $0.interval = .seconds(60)
        $0.timeout = .seconds(60)
      }
      #expect(target.lastError == "too much: the exposition is larger than 4.00 MiB")
    }
  }

  @Test func aMillionSeriesAreRefusedInWords() async throws {
    let lines = (0..<10_000).map { "a{i=\"\($0)\"} 1\n" }.joined()
    let body = FakeStream(piece: Array(lines.utf8), count: 100)
    try await FakeServer.run(handler: { _ in .stream(FakeStream(piece: body.piece, count: 100)) }) {
      server in
      let target = try await scrape(server.url) {
        $0.sampleLimit = 5000
        $0.interval = .seconds(60)
        $0.timeout = .seconds(60)
      }
      #expect(target.lastError == "line 5001: more than the limit of 5000 samples")
      #expect(store.status.series == 5)
    }
  }

  @Test func redirectsStayWithinTheOrigin() async throws {
    try await FakeServer.run(handler: { request in
      request.path == "/metrics"
        ? .answer(status: 302, headers: [("Location", "/moved")]) : .text("a 1\n")
    }) { server in
      let target = try await scrape(server.url) {
        $0.interval = .seconds(60)
        $0.timeout = .seconds(60)
      }
      #expect(target.health == .up)
    }
    try await FakeServer.run(handler: { _ in
      .answer(status: 302, headers: [("Location", "http://192.0.2.1/metrics")])
    }) { server in
      let target = try await scrape(server.url)
      #expect(target.health == .down)
      #expect(target.lastError?.contains("redirects to") == true)
    }
  }

  @Test func nobodyListening() async throws {
    let port = try Loopback.ClosedPort()
    let target = try await scrape(":\(port.number)")
    #expect(target.health == .down)
    #expect(target.lastError?.isEmpty == false)
  }

  @Test func scrapesComeAtMultiplesOfTheInterval() async throws {
    let clock = ManualClock()
    let start = Timestamp(seconds: 1_795_343_062.5)
    var settings = ScrapeSettings()
    settings.interval = .seconds(10)
    let scraper = TargetScraper(
      try ScrapeAddress(":1"),
      store: store,
      settings: settings,
      surroundings: .init(
        board: board,
        number: 0,
        clock: clock,
        now: { start + clock.now.offset }
      ),
      fetch: { _ in .init(body: Array("a 1\n".utf8), contentType: "") }
    )
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await scraper.run() }
      for _ in 0..<4 {
        while clock.deadlines.isEmpty { await Task.yield() }
        clock.advance(to: clock.deadlines[0])
      }
      while clock.deadlines.isEmpty { await Task.yield() }
      group.cancelAll()
    }
    let up = try #require(
      store.series(matching: [LabelMatcher("__name__", .equal, "up")], after: .min, through: .max)
        .first
    )
    #expect(up.timestamps.first == start.milliseconds)
    let regular = up.timestamps.dropFirst().dropLast()
    #expect(regular.count == 4)
    #expect(zip(regular, regular.dropFirst()).allSatisfy { $1 - $0 == 10_000 })
    // The end of the target is marked.
    #expect(up.values.last.map(StaleMarker.isStale) == true)
  }
}
