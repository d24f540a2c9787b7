import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// Stack traces of which each line is an entry of its own.
@Suite(.timeLimit(.minutes(20))) struct LokiTraceTests {
  private static let prompt: LokiSettings = {
    var settings = LokiSettings()
    settings.reorder = .zero
    settings.deadline = ample
    (settings.audit, settings.auditRest) = (auditing, 0)
    return settings
  }()

  private static let id = "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"

  private static let trace = [
    "ERROR shop.Pay request_id=\(id) payment failed",
    "java.lang.IllegalStateException: card declined",
    "\tat shop.Pay.pay(Pay.java:12)",
    "Caused by: java.io.IOException: reset",
    "\t... 12 more",
  ]

  /// Three lines, of which the second has a stack trace, and lines of another stream between them.
  private static func lines(from start: Int64 = 0) -> [FakeLokiLine] {
    let shop = ["INFO shop order placed"] + trace + ["WARN shop slow"]
    return shop.enumerated().flatMap { place, text in
      let moment = origin + start + Int64(place) * 1_000_000
      return [
        FakeLokiLine(["job": "shop", "pod": "a"], at: moment, text),
        FakeLokiLine(["job": "shop", "pod": "b"], at: moment + 1, "INFO other \(start) \(place)"),
      ]
    }
  }

  private static func ofPod(_ entries: [LogEntry]) -> [String] {
    entries.filter { $0.stream["pod"] == "a" }.map(\.text)
  }

  private static let whole = trace.joined(separator: "\n")
  private static let second: Int64 = 1_000_000_000

  @Test(arguments: [1000, 9, 6], [LogPageQuery.Direction.backward, .forward])
  func aTraceIsOneEntryOfHistory(_ limit: Int, _ direction: LogPageQuery.Direction) async throws {
    try await withLoki { loki, client, _ in
      loki.push(Self.lines() + Self.lines(from: 2 * Self.second))
      let pages = try await Pages(
        of: client,
        from: moment(0),
        to: moment(9 * Self.second),
        direction: direction,
        limit: limit
      )
      let ordered = direction == .backward ? pages.pages.reversed() : pages.pages
      let entries = ordered.flatMap(\.entries)
      let once = ["INFO shop order placed", Self.whole, "WARN shop slow"]
      #expect(Self.ofPod(entries) == once + once)
      #expect(entries.count == 2 * 3 + 2 * 7)
      let joined = try #require(entries.first { $0.text == Self.whole })
      #expect(joined.facts.level == .error && joined.keys.count == 5)
      #expect(LogFields(joined).following.count == 4)
      #expect(LogFields(joined).ids == [Self.id])
    }
  }

  @Test(arguments: [
    (LogFilter.Condition.level(atLeast: .error), 1),
    (.correlation(id), 1), (.contains("IOException", negated: false), 1),
    (.contains("payment", negated: false), 1), (.contains("IOException", negated: true), 0),
  ])
  func aFilterKeepsATraceWholeOrDropsIt(_ condition: LogFilter.Condition, _ count: Int) async throws
  {
    let filter = LogFilter([condition])
    let matcher = try LogMatcher(filter)
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.push(Self.lines(from: -20 * Self.second))
      let query = LogQuery(selector: shop.selector, filter: filter)
      let pages = try await Pages(of: client, query, from: moment(-30 * Self.second), to: moment(0))
      let kept = pages.entries.filter(matcher.matches)
      #expect(kept.filter { $0.text == Self.whole }.count == count)
      #expect(!kept.contains { $0.text.contains("IOException") && $0.text != Self.whole })
      #expect(kept.contains { $0.text.contains("payment") } == (count > 0))
      // The same live.
      try await following(client, clock, query, from: moment(-10 * Self.second)) { room in
        try await room.waitForSocket()
        loki.push(
          Self.lines(from: -5 * Self.second) + [
            FakeLokiLine(
              ["job": "shop", "pod": "a"],
              at: origin - 4 * Self.second,
              "ERROR request_id=\(Self.id) payment IOException last"
            )
          ]
        )
        try await room.wait { _ in
          room.lines.contains { $0.hasSuffix("last") }
            || condition == .contains("IOException", negated: true) && !room.lines.isEmpty
        }
        #expect(
          room.entries.filter(matcher.matches).filter { $0.text == Self.whole }.count == count
        )
      }
    }
  }

  @Test(arguments: [false, true])
  func whatComesLaterOfATraceMakesItsEntryAnew(_ isPolled: Bool) async throws {
    try await withLoki(settings: Self.prompt) { loki, client, clock in
      loki.behave { $0.stripsUpgrade = isPolled }
      let lines = Self.lines().filter { $0.labels["pod"] == "a" }
      loki.push(Array(lines.prefix(3)))
      let page = try await Pages(of: client, from: moment(0), to: moment(Self.second))
      let known = page.entries.flatMap(\.keys)
      #expect(known.count == 3)
      var ring = LogRing()
      _ = ring.insert(page.entries)
      try await following(client, clock, from: moment(0), known: known) { room in
        try await room.waitUntilLive()
        loki.push(Array(lines[3...4]))
        if isPolled { try await clock.poll() }
        try await room.wait { _ in room.lines.contains { $0.hasSuffix("reset") } }
        loki.push(Array(lines[5...]))
        if isPolled { try await clock.poll() }
        try await room.wait { _ in room.lines.last == "WARN shop slow" }
        #expect(room.marks.allSatisfy { $0.kind == .changed })
        _ = ring.insert(room.entries)
      }
      var held: [String] = []
      ring.forEach { item in
        held.append(item.entry?.text ?? "")
        return true
      }
      #expect(held == ["INFO shop order placed", Self.whole, "WARN shop slow"])
    }
  }

  @Test func framesOfALineThatWasFilteredOutJoinNoOther() async throws {
    try await withLoki { loki, client, _ in
      let pod = ["job": "shop", "pod": "a"]
      let texts = ["ERROR one", "INFO two", "\tat shop.Two.run(Two.java:1)", "ERROR three"]
      loki.push(
        texts.enumerated().map {
          let level = $1.hasPrefix("INFO") ? ["detected_level": "info"] : [:]
          return FakeLokiLine(pod, at: origin + Int64($0) * 1000, $1, metadata: level)
        }
      )
      let filter = LogFilter([.level(atLeast: .error)])
      let query = LogQuery(selector: shop.selector, filter: filter)
      let pages = try await Pages(of: client, query, from: moment(0), to: moment(Self.second))
      let matcher = try LogMatcher(filter)
      #expect(pages.entries.filter(matcher.matches).map(\.text) == ["ERROR one", "ERROR three"])
    }
  }

  @Test func severalLinesThatAShipperHasPutTogetherAreAHeadAndItsTrace() async throws {
    try await withLoki { loki, client, _ in
      loki.push([FakeLokiLine(["job": "shop"], at: origin, Self.whole)])
      let pages = try await Pages(of: client, from: moment(0), to: moment(Self.second))
      let entry = try #require(pages.entries.first)
      #expect(entry.facts.level == .error)
      #expect(LogFields(entry).message == "shop.Pay request_id=\(Self.id) payment failed")
      #expect(LogFields(entry).following.count == 4)
    }
  }
}
