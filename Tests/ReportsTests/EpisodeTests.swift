import Reports
import Telemetry
import Testing

/// Times in which something held.
@Suite struct EpisodeTests {
  private static let window = Stretch(from: at(0), to: at(60))

  private static func at(_ minute: Int) -> Timestamp { Timestamp(seconds: Double(minute) * 60) }

  private func episodes(_ minutes: [Int]) -> [Episode] {
    Episode.list(
      at: minutes.map(Self.at),
      step: .seconds(60),
      within: Self.window
    )
  }

  @Test func neighboursAreOneEpisodeThatBeginsAStepBeforeItsFirstPoint() {
    let episodes = episodes([11, 12, 13, 20])
    #expect(
      episodes == [
        Episode(from: Self.at(10), to: Self.at(13)), Episode(from: Self.at(19), to: Self.at(20)),
      ]
    )
    #expect(episodes.total == .seconds(4 * 60))
    #expect(episodes.usualLength == .seconds(120))
  }

  @Test func theEdgesOfTheWindowAreTold() {
    let episodes = episodes(Array(1...3) + Array(58...60))
    #expect(episodes.map(\.isOlder) == [true, false])
    #expect(episodes.map(\.isOngoing) == [false, true])
    #expect(episodes.usualLength == .seconds(180))
  }

  @Test func aPointThatAllOfTheWindowHoldsIsAsLongAsTheWindow() {
    let episodes = episodes(Array(1...60))
    #expect(episodes.total == Self.window.length)
    #expect(episodes.first?.isOlder == true && episodes.first?.isOngoing == true)
    #expect(episodes.usualLength == nil)
  }

  @Test func whatAWindowSeesForLongerIsTakenOff() throws {
    let samples = [10, 11, 12, 13, 14].map { Sample(Self.at($0), 1) }
    let series = TimeSeries(
      labels: LabelSet(["alertname": "A", "alertstate": "firing"]),
      samples: samples
    )
    let alerts = FiredAlert.list(
      [series],
      step: .seconds(60),
      overlap: .seconds(120),
      within: Self.window
    )
    let alert = try #require(alerts.first)
    #expect(alert.episodes == [Episode(from: Self.at(9), to: Self.at(12))])
    #expect(alert.labels == LabelSet(["alertname": "A"]) && !alert.isFiring)
  }
}
