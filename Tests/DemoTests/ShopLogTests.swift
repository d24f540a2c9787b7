import Logs
import Telemetry
import Testing

@testable import Demo

/// What the services log.
@Suite struct ShopLogTests {
  @Test func anEndpointsErrorLinesAreItsErrorCounts() {
    let (from, rows) = (Worlds.second - 300, 24)
    let end = from + rows * DemoWorld.scrapeSeconds
    let total = ShopTally(Worlds.incident, from: from, rows: rows).total
    var lines = [Int64](repeating: 0, count: ShopCells.count)
    for record in ShopLog.records(Worlds.incident, from: from, to: end) {
      guard case .request(let endpoint, _, let outcome) = record.event else {
        #expect(record.level < .error)
        continue
      }
      if record.level >= .error { lines[ShopCells.request(endpoint, outcome)] += 1 }
    }
    var errors: Int64 = 0
    for endpoint in ShopEndpoint.allCases {
      for outcome in ShopOutcome.allCases where outcome.isError {
        let cell = ShopCells.request(endpoint, outcome)
        #expect(lines[cell] == total[cell], "\(endpoint) \(outcome)")
        errors += total[cell]
      }
    }
    #expect(errors > 300)
  }

  @Test func linesAreTheSameHoweverTheyAreCutUp() {
    let (from, end) = (Worlds.second - 20, Worlds.second + 10)
    let whole = ShopLog.records(Worlds.incident, from: from, to: end).map(ShopLogLine.entry)
    var cursor = ShopLog.Cursor(Worlds.incident, from: from)
    var parts: [LogEntry] = []
    for half in 1...60 {
      parts += cursor.advance(to: Int64(from) * 1_000_000 + Int64(half) * 500_000)
        .map(ShopLogLine.entry)
    }
    let isSame = parts == whole
    #expect(isSame)
    #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
  }

  @Test func aFailedCheckoutCanBeFollowedToItsCause() throws {
    let records = ShopLog.records(Worlds.incident, from: Worlds.second - 60, to: Worlds.second)
    let failed = try #require(
      records.last { record in
        if case .request(.checkoutPage, _, .badGateway) = record.event { return true }
        return false
      }
    )
    let journey = records.filter { $0.correlation == failed.correlation }
    #expect(Set(journey.map(\.service)).isSuperset(of: [.storefront, .checkout, .payments]))
    let timeouts = journey.filter { record in
      if case .call(.cardProvider, _, true) = record.event { return true }
      return false
    }
    #expect(!timeouts.isEmpty)
    #expect(timeouts.allSatisfy { $0.moment <= failed.moment })
  }

  @Test func everyLineLiesWithinItsJourneyAndItsIDSaysWhenThatBegan() throws {
    for record in ShopLog.records(Worlds.incident, from: Worlds.second - 30, to: Worlds.second) {
      let entry = ShopLogLine.entry(record)
      let range = try #require(entry.facts.correlation)
      let id = String(
        decoding: entry.line[Int(range.lowerBound)..<Int(range.upperBound)],
        as: UTF8.self
      )
      #expect(id.utf8.count == 36)
      #expect(CorrelationID(id)?.created?.milliseconds == record.begin / 1000)
      #expect(record.moment >= record.begin)
      #expect(record.moment - record.begin < Int64(JourneyWalk<ShopLog>.longestSeconds) * 1_000_000)
    }
  }

  @Test func noJourneyTakesLongerThanIsAllowedFor() {
    struct Longest: JourneySink {
      var begin: Int64 = 0
      var longest: Int64 = 0
      mutating func begin(at moment: Int64, mark: UInt64) { begin = moment }
      mutating func request(
        _ endpoint: ShopEndpoint,
        from start: Int64,
        to end: Int64,
        _ outcome: ShopOutcome
      ) { longest = max(longest, end - begin) }
      mutating func query(_ query: ShopQuery, at end: Int64, took duration: Int64) {}
      mutating func call(_ call: ShopCall, at end: Int64, took duration: Int64, timedOut: Bool) {}
      mutating func lookUp(
        _ cache: ShopCache,
        at end: Int64,
        took duration: Int64,
        isHit: Bool
      ) {}
      mutating func answer(_ answer: ModelAnswer, at end: Int64) {}
      mutating func retry(_ attempt: Int, at moment: Int64, after pause: Int64) {}
      mutating func finish() {}
    }
    var walk = JourneyWalk(Worlds.incident, into: Longest())
    for second in 0..<600 { walk.walk(second: Worlds.second - 300 + second) }
    #expect(walk.sink.longest > 15_000_000)
    #expect(walk.sink.longest < Int64(JourneyWalk<Longest>.longestSeconds) * 1_000_000)
  }

  @Test func linesAreThoseOfTheServicesLoggers() throws {
    let records = ShopLog.records(Worlds.incident, from: Worlds.second - 20, to: Worlds.second)
    func line(_ service: ShopService) throws -> String {
      let record = try #require(records.first { $0.service == service && $0.level >= .error })
      return String(decoding: ShopLogLine.entry(record).line, as: UTF8.self)
    }
    let winston = try line(.storefront)
    #expect(
      winston.hasPrefix(#"{"level":"error","message":"request failed","service":"storefront""#)
    )
    #expect(winston.contains(#","correlationId":"01"#))
    let structlog = try line(.checkout)
    #expect(
      structlog.hasPrefix(#"{"event": "request failed", "level": "error", "timestamp": "2026-"#)
    )
    #expect(structlog.contains(#""correlation_id": "01"#))
    #expect(structlog.contains(#""status": 502"#))
  }
}
