import Reports
import Signals
import Telemetry
import Testing

/// Hours that were unlike those of the last weeks.
@Suite struct SignalAnomalyTests {
  private static let end = Timestamp(seconds: 1_795_132_800)
  private static let shop = ServiceID("job", "shop")

  /// 24 hours up to the end, of which some are unlike the others.
  private func hours(like weeks: Int = 0, _ unlike: [Int: Double] = [:]) -> [Sample] {
    (1...24).map { hour in
      let moment = Self.end - .seconds(86_400) + .seconds(3600 * hour)
      return Sample(moment, unlike[hour] ?? 10 + Double(weeks) / 10)
    }
  }

  private func figures(_ unlike: [Int: Double], weeks: Int = 4) -> ServiceFigures {
    var figures = ServiceFigures(
      window: Stretch(from: Self.end - .seconds(86_400), to: Self.end),
      in: .utc
    )
    figures.hours[.traffic] = [Self.shop: hours(unlike)]
    figures.earlier[.traffic] = (0..<weeks).map { [Self.shop: hours(like: $0 + 1)] }
    return figures
  }

  @Test func hoursBesideEachOtherAreOne() throws {
    let found = figures([15: 30, 16: 40, 20: 1]).anomalies()
    #expect(found.count == 2)
    let drop = try #require(found.first)
    #expect(drop.value == 1 && !drop.isMore && drop.severity == .warning)
    let rush = try #require(found.last)
    #expect(rush.value == 40 && rush.isMore && rush.severity == .ok)
    #expect(rush.stretch.length == .seconds(7200))
    #expect(rush.stretch.end == Self.end - .seconds(8 * 3600))
    #expect(abs(rush.baseline.median - 10.25) < 1e-9)
  }

  @Test func whatIsAsEveryWeekIsNotTold() {
    #expect(figures([:]).anomalies().isEmpty)
    #expect(figures([3: 12]).anomalies().isEmpty)
  }

  @Test func aWeekAloneSaysNotWhatIsUsual() {
    let figures = figures([15: 300], weeks: 1)
    #expect(figures.anomalies().isEmpty && !figures.canJudge)
  }

  @Test func requestsASecondAreThoseOfTheTimeThatIsKnown() {
    var figures = figures([:])
    let week = Duration.seconds(7 * 86_400)
    figures.totals = [
      .traffic: [Self.shop: [Sample(Self.end - week, 4), Sample(Self.end, 3)]],
      .errors: [Self.shop: [Sample(Self.end, 0.5)]],
    ]
    let young = figures.knownSince(Self.end - .seconds(21_600))
    #expect(young.value(.traffic, Self.shop) == 12)
    #expect(young.value(.errors, Self.shop) == 0.5)
    #expect(young.totals[.traffic]?[Self.shop]?.count == 1)
    #expect(figures.knownSince(Timestamp(seconds: 0)) == figures)
  }
}
