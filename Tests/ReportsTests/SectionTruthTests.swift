import Reports
import Signals
import Telemetry
import Testing

/// What sections may not claim.
@Suite struct SectionTruthTests {
  private static let end = Timestamp(seconds: 1_795_132_800)
  private static let month = Stretch(from: end - .seconds(30 * 86_400), to: end)

  private func cells(_ section: ReportSection, _ column: String) -> [ReportCell.Content] {
    for case .table(let table) in section.blocks {
      guard let place = table.columns.firstIndex(where: { $0.id == column }) else { continue }
      return table.rows.map { $0[place].content }
    }
    return []
  }

  /// One point a day from one day of the month to another.
  private func days(_ first: Int, _ last: Int, _ value: (Int) -> Double) -> [Sample] {
    (first...last).map { Sample(Self.month.start + .seconds($0 * 86_400), value($0)) }
  }

  @Test func aWeekInWhichClocksChangeHasABarForEachDay() throws {
    // Germany in March 2026: clocks go forward from 2 to 3 on the 29th.
    let change = Timestamp(seconds: 1_774_746_000)
    let berlin = ReportCalendar(
      ZoneOffsets(from: change - .seconds(1e7), to: change + .seconds(1e7)) {
        $0 < change ? 3600 : 7200
      },
      named: "Europe/Berlin"
    )
    let end = try #require(Timestamp(rfc3339: "2026-04-01T00:00:00+02:00"))
    let days = berlin.days(7, through: end)
    #expect(Set(days.map(\.length)) == [.seconds(86_400), .seconds(82_800)])
    let window = Stretch(from: days[0].start, to: end)
    var figures = ServiceFigures(window: window, in: berlin)
    figures.hours[.traffic] = [
      ServiceID("job", "shop"): days.enumerated().map { Sample($1.end, Double($0 + 1)) }
    ]
    let section = figures.overviewSection(SignalThresholds())
    #expect(cells(section, "history") == [.history([1, 2, 3, 4, 5, 6, 7])])
  }

  @Test func aDiskThatHasGoneDoesNotFillUp() {
    let gone = DiskCapacity.Disk(
      instance: "old:9100",
      mountpoint: "/",
      free: days(1, 10) { Double(12 - $0) },
      size: 100
    )
    let section = DiskCapacity([gone], over: Self.month).section()
    #expect(section.headlines.isEmpty)
    #expect(cells(section, "days") == [.text("gone")])
  }

  @Test func manyFullDisksAreAFewHeadlines() {
    let disks = (0..<200).map { number in
      DiskCapacity.Disk(
        instance: "host-\(number):9100",
        mountpoint: "/",
        free: days(1, 30) { Double(32 - $0) },
        size: 100
      )
    }
    let headlines = DiskCapacity(disks, over: Self.month).section().headlines
    #expect(headlines.count == 6)
    #expect(headlines.last?.severity == .critical)
    #expect(headlines.last?.text == "195 more disks are full within 30 days")
  }

  @Test func aJobThatHasGoneHasNoSeriesAtTheEnd() {
    let growth = SeriesGrowth(
      [
        ReportChart.Line("old", days(0, 10) { Double($0 * 1000 + 100) }),
        ReportChart.Line("new", days(20, 30) { Double($0 * 1000) }),
      ],
      step: .seconds(86_400),
      over: Self.month
    )
    let section = growth.section()
    #expect(cells(section, "job") == [.text("new"), .text("old")])
    #expect(cells(section, "last") == [.number(30_000, .count), .nothing])
    #expect(cells(section, "first") == [.nothing, .number(100, .count)])
    #expect(section.headlines.map(\.text) == ["new: 30k series after none"])
  }

  @Test func endpointsWithFewRequestsAreNotUnknown() {
    let row = SlowEndpoints.Row(
      service: "shop",
      endpoint: Endpoint(Route("/a"), method: "GET"),
      percentiles: [Sample(Self.end, 3)],
      requests: 4
    )
    let section = SlowEndpoints([row], over: Self.month, SignalThresholds()).section()
    #expect(section.blocks == [.text("no endpoint had 20 requests")])
  }

  @Test(arguments: [true, false])
  func nothingOfNoteIsNotSaidOfWhatFailed(isFailure: Bool) {
    var report = ReportDocument(.monthly, of: "shop", over: Self.month)
    var section = ReportSection("capacity", "Days until full", over: Self.month)
    section.gaps = [ReportGap("free space", because: "no answer", isFailure: isFailure)]
    report.sections = [section]
    for text in [ReportText.text(report), ReportMarkdown.text(report), ReportHTML.text(report)] {
      #expect(text.contains("othing of note"))
      #expect(text.contains("othing of note in what was answered") == isFailure)
    }
  }
}
