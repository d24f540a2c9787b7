import Signals
import Telemetry
import Testing

@Suite struct QueryGrainTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let range: Int
    let points: Int
    let scrape: Double
    let step: Int
    let window: Int
    var testDescription: String { "\(range)s, \(points) points, scraped every \(scrape)s" }
  }

  @Test(
    arguments: [
      Case(range: 900, points: 160, scrape: 5, step: 10, window: 20),
      Case(range: 900, points: 240, scrape: 5, step: 5, window: 20),
      Case(range: 900, points: 240, scrape: 15, step: 15, window: 60),
      Case(range: 900, points: 240, scrape: 60, step: 60, window: 240),
      Case(range: 300, points: 600, scrape: 1, step: 1, window: 4),
      Case(range: 300, points: 600, scrape: 0.25, step: 1, window: 1),
      Case(range: 300, points: 160, scrape: 7, step: 10, window: 28),
      Case(range: 3600, points: 160, scrape: 15, step: 30, window: 60),
      Case(range: 21_600, points: 160, scrape: 15, step: 300, window: 300),
      Case(range: 86_400, points: 160, scrape: 15, step: 600, window: 600),
      Case(range: 604_800, points: 160, scrape: 15, step: 7200, window: 7200),
      Case(range: 604_800, points: 600, scrape: 60, step: 1200, window: 1200),
    ]
  )
  func stepAndWindowSuitRangeWidthAndScrapes(_ row: Case) {
    let grain = QueryGrain(
      range: .seconds(row.range),
      points: row.points,
      scrapeInterval: .seconds(row.scrape)
    )
    #expect(grain.step == .seconds(row.step))
    #expect(grain.rateWindow == .seconds(row.window))
    #expect(grain.liveWindow == .seconds(row.scrape * 4))
  }

  @Test func windowsHoldFourScrapesAndAStepAndPointsAreFew() {
    for range in [60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_592_000] {
      for points in [-5, 0, 1, 40, 80, 160, 500, 600] {
        for scrape in [0.1, 1, 5, 7, 10, 15, 30, 60, 120, 300] {
          let grain = QueryGrain(
            range: .seconds(range),
            points: points,
            scrapeInterval: .seconds(scrape)
          )
          #expect(grain.rateWindow >= .seconds(scrape) * 4)
          #expect(grain.rateWindow >= grain.step)
          #expect(grain.step >= .seconds(scrape), "no sample is new between two scrapes")
          // Prometheus refuses more than 11,000 points with both ends counted.
          #expect(.seconds(range) / grain.step <= 11_000)
          let fits = .seconds(range) / grain.step <= Double(max(1, points)) + 1e-9
          #expect(fits || grain.step == .seconds(86_400))
        }
      }
    }
  }

  @Test func columnsAreNoMoreThanAChartHas() {
    for range in [300, 900, 3600, 21_600, 86_400, 604_800] {
      for columns in [40, 80, 120, 200, 300] {
        let grain = QueryGrain(
          range: .seconds(range),
          points: 2 * columns,
          scrapeInterval: .seconds(5)
        )
        #expect(.seconds(range) / grain.columnStep <= Double(columns - 11))
        #expect(grain.columnStep >= grain.step)
      }
    }
  }

  @Test func theStepIsNoCoarserThanItMustBe() {
    let grain = QueryGrain(range: .seconds(3600), points: 360, scrapeInterval: .seconds(1))
    #expect(grain.step == .seconds(10))
  }

  @Test func aWindowThatIsGivenCounts() {
    let grain = QueryGrain(
      range: .seconds(900),
      points: 200,
      scrapeInterval: .seconds(15),
      rateWindow: .seconds(300)
    )
    #expect(grain.liveWindow == .seconds(300) && grain.rateWindow == .seconds(300))
    let long = QueryGrain(
      range: .seconds(604_800),
      points: 200,
      scrapeInterval: .seconds(15),
      rateWindow: .seconds(300)
    )
    #expect(long.liveWindow == .seconds(300) && long.rateWindow == long.step)
  }
}
