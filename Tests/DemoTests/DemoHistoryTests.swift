import Telemetry
import Testing

@testable import Demo

/// What scrapes of the world bring.
@Suite struct DemoHistoryTests {
  @Test func equalWorldsHaveEqualHistories() {
    func text(_ world: DemoWorld) -> [[UInt8]] {
      var history = DemoHistory(world)
      var all: [[UInt8]] = []
      history.advance(to: world.start - .seconds(930)) { all.append($0.text) }
      history.recede(scrapes: 6) { all.append($0.text) }
      return all
    }
    let first = text(Worlds.incident)
    #expect(first.count == 12 * ShopTarget.allCases.count)
    #expect(first == text(Worlds.incident))
    var other = Worlds.incident
    other.seed = 8
    #expect(first != text(other))
  }

  @Test func scrapesFollowEachOtherWithoutSeam() {
    var history = DemoHistory(Worlds.incident)
    let start = Worlds.start
    var moments: [Timestamp] = []
    func note(_ scrape: DemoHistory.Scrape) {
      if scrape.target == .node { moments.append(scrape.moment) }
    }
    history.advance(to: start - .seconds(940), note)
    history.advance(to: start - .seconds(931), note)
    history.recede(scrapes: 3, note)
    history.recede(scrapes: 2, note)
    #expect(history.begin == start - .seconds(985))
    #expect(history.end == start - .seconds(935))
    let expected = stride(from: 980, through: 935, by: -5).map { start - .seconds($0) }
    #expect(moments.sorted() == expected)
  }

  @Test(arguments: [Worlds.calm, Worlds.incident])
  func countersNeverGoBackWhicheverWayTheyAreMade(_ world: DemoWorld) {
    var history = DemoHistory(world)
    var scrapes: [DemoHistory.Scrape] = []
    history.advance(to: world.start - .seconds(660)) { scrapes.append($0) }
    for _ in 0..<3 { history.recede(scrapes: 40) { scrapes.append($0) } }
    for target in ShopTarget.allCases {
      let ascending = scrapes.filter { $0.target == target }.sorted { $0.moment < $1.moment }
      var last: [String: Double] = [:]
      var types: [String: String] = [:]
      for scrape in ascending {
        let exposition = PlainExposition(scrape.text)
        types = exposition.types
        for (series, value) in exposition.values {
          let name = String(series.prefix { $0 != "{" })
          let isGauge = types[name] == "gauge"
          if !isGauge, let before = last[series] {
            #expect(value >= before, "\(series) at \(scrape.moment.seconds)")
          }
          last[series] = value
        }
      }
      #expect(ascending.count == 180)
      #expect(types.values.contains("counter"))
    }
  }

  @Test(arguments: [Worlds.calm, DemoWorld(seed: 99, start: Worlds.start, phase: .incident)])
  func sixHoursBackNothingIsNegative(_ world: DemoWorld) {
    var history = DemoHistory(world)
    // Only the first of each stretch is looked at: it has the smallest counts.
    var smallest: [DemoHistory.Scrape] = []
    for _ in 0..<6 {
      var first: [DemoHistory.Scrape] = []
      history.recede(scrapes: 690) { scrape in
        if first.count < ShopTarget.allCases.count { first.append(scrape) }
      }
      smallest = first
    }
    #expect(smallest.first?.moment == world.start - .seconds(960 + 6 * 3_450 - 5))
    for scrape in smallest {
      for (series, value) in PlainExposition(scrape.text).values {
        #expect(value >= 0, "\(series)")
      }
    }
  }

  @Test func bucketsRiseAndTheLastIsTheCount() throws {
    var history = DemoHistory(Worlds.incident)
    let scrapes = DemoHistory.scrapes(.checkout) {
      history.advance(to: Worlds.start - .seconds(950), $0)
    }
    let text = String(decoding: try #require(scrapes.last).text, as: UTF8.self)
    var histograms = 0
    var last = 0
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let value = line.split(separator: " ").last.flatMap({ Int($0) }) else { continue }
      if line.contains("_bucket{") {
        let isFirst = line.contains("le=\"0.01\"}") || line.contains("le=\"0.001\"}")
        if !isFirst { #expect(value >= last) }
        last = value
      } else if line.contains("_seconds_count") {
        #expect(value == last)
        histograms += 1
      }
    }
    #expect(histograms == 3 + 3 + 1)
  }

  @Test func requestsAreCountedAsOftenAsTheyAreTimed() throws {
    var history = DemoHistory(Worlds.incident)
    let scrapes = DemoHistory.scrapes(.storefront) {
      history.advance(to: Worlds.start - .seconds(700), $0)
    }
    let values = PlainExposition(try #require(scrapes.last).text).values
    func sum(_ prefix: String) -> Double {
      values.filter { $0.key.hasPrefix(prefix) }.values.reduce(0, +)
    }
    #expect(sum("http_requests_total{") > 1_000_000)
    #expect(sum("http_requests_total{") == sum("http_request_duration_seconds_count{"))
  }

  @Test func everyScrapeHasTheSameSize() {
    let tally = ShopTally(Worlds.calm, from: Worlds.second, rows: 2)
    #expect(tally.increments.count == 2 * ShopCells.count)
  }
}
