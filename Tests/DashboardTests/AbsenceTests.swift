import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// What is said of metrics without values: no more than is known.
@Suite struct AbsenceTests {
  private let metric = "http_requests_total"
  private let lacking = SimulatedShop(lacking: ["http_requests_total"])

  private func isShown(_ what: String, _ advice: String, _ desk: Desk) -> Bool {
    desk.state("traffic") == .missing(what) && desk.content("traffic")?.advice == advice
      && isOnScreen(what, desk)
  }

  /// Whether a text is in the box of Traffic, over as many lines as it takes.
  private func isOnScreen(_ text: String, _ desk: Desk) -> Bool {
    let box = (3..<6).map { desk.row($0).split(separator: "│").filter { $0 != " " }[1] }
    let words = box.joined(separator: " ").split(separator: " ")
    return words.joined(separator: " ").contains(text)
  }

  @Test func aMetricThatTheServerLacksMayBeUnderAnotherName() {
    let desk = Desk.settled(lacking)
    #expect(isShown("no series \(metric)", "is it scraped? is the profile right?", desk))
  }

  @Test func aMetricThatWasThereHasTheRightName() {
    var desk = Desk.settled()
    desk.shop = lacking
    desk.answer { $0.id == .inventory }
    #expect(isShown("no series \(metric) any more", "is the service still scraped?", desk))
  }

  @Test func aMetricWithoutARateHasBeenScrapedOnce() {
    var desk = Desk.settled()
    desk.answer("traffic", .vector([]))
    #expect(isShown("no rate of \(metric) yet", "needs two scrapes", desk))
  }

  @Test func nothingIsKnownOfMetricsWhereTheServerDoesNotTellThem() {
    var desk = Desk()
    desk.fail(.api(type: "execution", message: "too many samples")) { $0.id == .inventory }
    desk.answer { $0.id == .targets }
    desk.answer("traffic", .vector([]))
    #expect(isShown("no values of \(metric)", "the list of series is unknown", desk))
  }

  @Test func beforeTheFirstScrapeThereIsNothing() {
    var desk = Desk(lacking)
    let target = ScrapeTarget(labels: LabelSet(["job": "api"]), health: .unknown)
    desk.answer("targets", .targets([target]))
    desk.answer { $0.id == .inventory }
    #expect(isShown("no series \(metric) yet", "no target scraped yet", desk))
  }

  @Test func whereThereIsNothingToScrapeNoProfileIsBlamed() {
    var settings = Desk.settings
    settings.hasTargets = false
    let metrics = Set(Signal.metricNames(of: .prometheusClient))
    var desk = Desk(SimulatedShop(lacking: metrics), settings)
    desk.settle()
    for id in PanelCatalog.all.map(\.id) {
      #expect(desk.state(id) == .missing("no targets to scrape"), "\(id)")
      #expect(desk.content(id)?.advice == "add one with --scrape", "\(id)")
    }
    #expect(!desk.text.contains("profile"))
  }

  @Test func beforeTheFirstSampleThereWasNothingThen() {
    var desk = Desk.settled()
    desk.press("[")
    desk.shop = lacking
    desk.answer()
    #expect(isShown("no samples of \(metric) at that time", "", desk))
    #expect(desk.content("traffic")?.isLoading == false, "nothing more is asked")
    #expect(!desk.row(6).contains("┤"), "points of now are none of then")
    desk.shop = SimulatedShop()
    desk.answer { $0.id == .inventory }
    desk.answer("traffic", .vector([]))
    #expect(isShown("no rate of \(metric) at that time", "needs two scrapes", desk))
  }
}
