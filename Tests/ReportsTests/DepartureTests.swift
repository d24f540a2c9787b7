import Reports
import Signals
import Telemetry
import Testing

/// What was there and has gone, and what history does not reach.
@Suite struct DepartureTests {
  private static let end = Timestamp(seconds: 1_795_132_800)
  private static let window = Stretch(from: end - .seconds(86_400), to: end)

  private func target(_ job: String, _ instance: String) -> LabelSet {
    LabelSet(["job": job, "instance": instance])
  }

  @Test func aTargetThatLeftWithoutFailingIsTold() throws {
    let down = TimeSeries(
      labels: target("b", "b:1"),
      samples: (1...5).map { Sample(Self.window.start + .seconds(60 * $0), 0) }
    )
    var outages = TargetOutages(
      failed: [down],
      available: [],
      targets: 3,
      step: .seconds(60),
      window: Self.window
    )
    outages.leave(
      [
        VectorSample(
          labels: target("a", "a:1"),
          timestamp: Self.end,
          value: (Self.end - .seconds(7200)).seconds
        ),
        VectorSample(
          labels: target("b", "b:1"),
          timestamp: Self.end,
          value: (Self.end - .seconds(3600)).seconds
        ),
      ],
      step: .seconds(60),
      counts: (before: ["a": 1, "b": 2], after: ["b": 2])
    )
    #expect(outages.departures.map(\.isReplaced) == [true, false])
    let section = outages.section()
    #expect(section.headlines.map(\.text) == ["1 target is not scraped any more: a:1 for 2h00m"])
    let text = ReportText.text(report(section))
    #expect(text.contains("others of its job") && text.contains("gone"))
    #expect(!text.contains("up again"))
  }

  @Test func aTargetWhoseLastScrapeSucceededIsNotDown() throws {
    func failed(_ name: String, _ minutes: ClosedRange<Int>) -> TimeSeries {
      let moments = minutes.map { Sample(Self.end - .seconds(60 * $0), 0) }
      return TimeSeries(labels: target(name, "\(name):1"), samples: moments.reversed())
    }
    var outages = TargetOutages(
      failed: [failed("flaps", 0...0), failed("off", 0...9)],
      available: [],
      targets: 3,
      step: .seconds(60),
      window: Self.window
    )
    outages.conclude([target("off", "off:1")])
    let section = outages.section()
    #expect(
      section.headlines.map(\.text) == [
        "1 target of 3 is down: off:1 for 10m00s", "1 target was down and is up again",
      ]
    )
    guard case .table(let table) = try #require(section.blocks.first) else { return }
    #expect(table.rows.map { $0[2] } == [.text("down"), .text("up again")])
    #expect(table.rows.map { $0[4] } == [.span(.seconds(600)), .span(.seconds(60))])
  }

  private func report(_ section: ReportSection) -> ReportDocument {
    var report = ReportDocument(.daily, of: "shop", over: Self.window)
    report.sections = [section]
    return report
  }

  @Test func aServiceThatWentInTheWindowIsToldAndOneBeforeIsNot() throws {
    let (shop, cart) = (ServiceID("job", "shop"), ServiceID("job", "cart"))
    var lives = ServiceLives(lastStep: .seconds(60), earliest: Self.end, over: Self.window)
    #expect(lives.section() == nil)
    lives.last = [shop: Self.end - .seconds(7200), cart: Self.window.start - .seconds(60)]
    let section = try #require(lives.section())
    #expect(section.headlines.map(\.text) == ["gone: shop for 2h00m"])
  }

  @Test func servicesYoungerThanHistoryAreNamed() {
    let (shop, cart) = (ServiceID("job", "shop"), ServiceID("job", "cart"))
    let month = Stretch(from: Self.end - .seconds(30 * 86_400), to: Self.end)
    var lives = ServiceLives(
      lastStep: .seconds(60),
      earliest: Self.end - .seconds(5 * 86_400),
      over: Self.window
    )
    lives.first = [shop: Self.end - .seconds(5 * 86_400), cart: Self.end - .seconds(2 * 86_400)]
    #expect(lives.remarks(month, in: .utc) == ["known only since: cart 2026-11-18 00:00"])
    #expect(lives.remarks(Self.window, in: .utc).isEmpty)
  }

  @Test func historyIsToldOnceWithWhatItCutsOff() {
    var reach = HistoryReach("prometheus:9090", since: Self.end - .seconds(5 * 86_400))
    let month = Stretch(from: Self.end - .seconds(30 * 86_400), to: Self.end)
    reach.cut("Error budget", needing: month)
    reach.cut("Growth of series", needing: month)
    reach.cut("Alerts firing", needing: Self.window)
    #expect(
      reach.words(in: .utc)
        == "prometheus:9090 has history since 2026-11-15 00:00: "
        + "5d00h of 30d for 'Error budget', 'Growth of series'"
    )
  }

  @Test func barsThatFindNoRoomArePutTogether() {
    var section = ReportSection("a", "A", over: Self.window)
    var table = ReportTable("t", "", ["name": "NAME", "place": "PLACE", "history": "BY HOUR"])
    table.rows = [
      [
        .text(String(repeating: "n", count: 50)), .text(String(repeating: "p", count: 50)),
        ReportCell(.history((0..<24).map { $0 < 12 ? 0 : 8 })),
      ]
    ]
    section.blocks = [.table(table)]
    let text = ReportText.text(report(section), width: 60)
    #expect(text.contains("BY 2 HOURS") && text.contains("▁▁▁▁▁▁██████"), "\(text)")
    #expect(ReportText.text(report(section), width: 120).contains("BY HOUR"))
  }
}
