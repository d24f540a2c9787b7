import Reports
import Telemetry
import Testing

/// Days and hours where clocks are changed.
@Suite struct ReportCalendarTests {
  /// Germany in October 2026: clocks go back from 3 to 2 on the 25th.
  private static let change = Timestamp(seconds: 1_792_890_000)
  private static let berlin = ReportCalendar(
    ZoneOffsets(from: change - .seconds(1e7), to: change + .seconds(1e7)) {
      $0 < change ? 7200 : 3600
    },
    named: "Europe/Berlin"
  )

  private func moment(_ text: String) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text))
  }

  @Test func aDayHasTwentyFiveHoursWhereSummerTimeEnds() throws {
    let end = try moment("2026-10-27T00:00:00+01:00")
    let days = Self.berlin.days(3, through: end)
    #expect(days.map(\.length) == [.seconds(86_400), .seconds(90_000), .seconds(86_400)])
    #expect(days[1].start == (try moment("2026-10-25T00:00:00+02:00")))
    #expect(Self.berlin.hours(of: days[1]).count == 25)
    #expect(days[1].length.prometheusText == "1d1h")
  }

  @Test func weeksBeforeAreAtTheSameTimeOfDay() throws {
    let noon = try moment("2026-10-26T12:00:00+01:00")
    #expect(
      Self.berlin.moment(noon, daysBefore: 7) == (try moment("2026-10-19T12:00:00+02:00"))
    )
    let day = Stretch(from: noon - .seconds(86_400), to: noon)
    #expect(Self.berlin.stretch(day, daysBefore: 7).length == .seconds(86_400))
    #expect(ReportCalendar.utc.moment(noon, daysBefore: 7) == noon - .seconds(7 * 86_400))
  }

  @Test func wordsAreThoseOfItsClocks() throws {
    let stretch = Stretch(
      from: try moment("2026-10-24T22:00:00Z"),
      to: try moment("2026-10-25T23:00:00Z")
    )
    #expect(Self.berlin.words(stretch) == "2026-10-25 00:00 to 2026-10-26 00:00 (1d1h)")
    var report = ReportDocument(.daily, of: "shop", over: stretch, in: Self.berlin)
    #expect(report.windowWords.hasSuffix("(1d1h), Europe/Berlin"))
    report.sections = [ReportSection("a", "A", over: stretch)]
    let text = ReportText.text(report)
    #expect(text.split(separator: "Europe/Berlin").count == 2, "named once in:\n\(text)")
  }

  @Test func anAxisNamesMidnightsOfItsZone() throws {
    let window = Stretch(
      from: try moment("2026-10-23T12:00:00+02:00"),
      to: try moment("2026-10-28T12:00:00+01:00")
    )
    let chart = ReportChart("a", "A", .count, over: window, step: .seconds(3600))
    let ticks = chart.ticks(in: Self.berlin)
    #expect(ticks.map(\.text) == ["10-24", "10-25", "10-26", "10-27", "10-28"])
    #expect(ticks[2].moment == (try moment("2026-10-26T00:00:00+01:00")))
  }
}
