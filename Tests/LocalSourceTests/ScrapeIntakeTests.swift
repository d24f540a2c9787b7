import LocalSource
import PromQL
import Telemetry
import Testing

@Suite struct ScrapeIntakeTests {
  private let store = SeriesStore()

  private func intake(_ change: (inout ScrapeSettings) -> Void = { _ in }) -> ScrapeIntake {
    var settings = ScrapeSettings()
    change(&settings)
    return ScrapeIntake(job: "api", instance: "host:1", store: store, settings: settings)
  }

  private func take(
    _ intake: inout ScrapeIntake,
    _ text: String,
    at second: Double
  )
    -> ScrapeIntake.Report
  {
    intake.take(
      Array(text.utf8),
      as: .text,
      at: Timestamp(seconds: second),
      elapsed: .milliseconds(250)
    )
  }

  /// The samples of a series by their second; "stale" for a marker.
  private func samples(_ name: String, _ labels: [String: String] = [:]) -> [Int64: String] {
    let matchers = labels.map { LabelMatcher($0.key, .equal, $0.value) }
    let series = store.series(
      matching: [LabelMatcher("__name__", .equal, name)] + matchers,
      after: .min,
      through: .max
    )
    var found: [Int64: String] = [:]
    for one in series {
      for (time, value) in zip(one.timestamps, one.values) {
        found[time / 1000] = StaleMarker.isStale(value) ? "stale" : "\(value)"
      }
    }
    return found
  }

  @Test func aScrapeIsStoredWithTheTargetsLabels() {
    var intake = intake()
    let report = take(
      &intake,
      "a{job=\"own\",x=\"1\"} 5\nb{exported_job=\"e\",job=\"own\"} 6\n",
      at: 10
    )
    #expect(report.failure == nil)
    #expect(report.samples == 2 && report.newSeries == 2 && report.counts.appended == 2)
    #expect(
      samples("a", ["job": "api", "instance": "host:1", "exported_job": "own", "x": "1"]) == [
        10: "5.0"
      ]
    )
    #expect(samples("b", ["exported_exported_job": "own", "exported_job": "e"]) == [10: "6.0"])
    #expect(samples("up", ["job": "api", "instance": "host:1"]) == [10: "1.0"])
    #expect(samples("scrape_duration_seconds") == [10: "0.25"])
    #expect(samples("scrape_samples_scraped") == [10: "2.0"])
    #expect(samples("scrape_samples_post_metric_relabeling") == [10: "2.0"])
    #expect(samples("scrape_series_added") == [10: "2.0"])
  }

  @Test func labelsAreHonouredWhereAsked() {
    var intake = intake { $0.honorsLabels = true }
    _ = take(&intake, "a{job=\"own\"} 5\n", at: 10)
    #expect(samples("a", ["job": "own", "instance": "host:1", "exported_job": ""]) == [10: "5.0"])
  }

  @Test func aSeriesThatDisappearsEnds() {
    var intake = intake()
    _ = take(&intake, "a 1\nb 1\n", at: 10)
    _ = take(&intake, "b 2\n", at: 15)
    _ = take(&intake, "a 3\nb 3\n", at: 20)
    #expect(samples("a") == [10: "1.0", 15: "stale", 20: "3.0"])
    #expect(samples("b") == [10: "1.0", 15: "2.0", 20: "3.0"])
    #expect(samples("scrape_series_added") == [10: "2.0", 15: "0.0", 20: "1.0"])
  }

  @Test func aTargetThatFailsEndsItsSeriesAndIsDown() {
    var intake = intake()
    _ = take(&intake, "a 1\n", at: 10)
    intake.fail("refused", at: Timestamp(seconds: 15))
    intake.fail("refused", at: Timestamp(seconds: 20))
    _ = take(&intake, "a 2\n", at: 25)
    #expect(samples("a") == [10: "1.0", 15: "stale", 25: "2.0"])
    #expect(samples("up") == [10: "1.0", 15: "0.0", 20: "0.0", 25: "1.0"])
    #expect(samples("scrape_samples_scraped") == [10: "1.0", 15: "0.0", 20: "0.0", 25: "1.0"])
  }

  @Test func aTargetThatGoesEndsWithItsOwnSeries() {
    var intake = intake()
    _ = take(&intake, "a 1\n", at: 10)
    intake.end(at: Timestamp(seconds: 12))
    #expect(samples("a") == [10: "1.0", 12: "stale"])
    #expect(samples("up") == [10: "1.0", 12: "stale"])
  }

  @Test(arguments: [
    ("half a line", "a 1\nb{x=\"1", "line 2: expected the closing quote, found '\"1'"),
    ("a page", "<!DOCTYPE html>\n<p>", "line 1: expected a metric name, found '<!DOCTYPE html>'"),
  ])
  func aMalformedScrapeIsRefusedWhole(_ name: String, _ text: String, _ message: String) {
    var intake = intake()
    _ = take(&intake, "a 1\n", at: 10)
    let report = take(&intake, text, at: 15)
    #expect(report.failure == message)
    #expect(samples("a") == [10: "1.0", 15: "stale"])
    #expect(samples("b").isEmpty)
    #expect(samples("up") == [10: "1.0", 15: "0.0"])
  }

  @Test func tooManySamplesAreRefusedInWords() {
    var intake = intake { $0.sampleLimit = 2 }
    #expect(take(&intake, "a 1\nb 1\n", at: 10).failure == nil)
    let report = take(&intake, "a 1\nb 1\nc 1\n", at: 15)
    #expect(report.failure == "line 3: more than the limit of 2 samples")
    #expect(samples("a") == [10: "1.0", 15: "stale"])
  }

  @Test func aTargetMayGoBackInTime() {
    var intake = intake()
    #expect(take(&intake, "a 1 20000\n", at: 20).counts.appended == 1)
    #expect(take(&intake, "a 2 15000\n", at: 25).counts.outOfOrder == 1)
    #expect(take(&intake, "a 3 20000\n", at: 30).counts.duplicates == 1)
    #expect(take(&intake, "a 1 20000\n", at: 35).counts.refused == 0)
    #expect(take(&intake, "a 4 40000\n", at: 40).counts.appended == 1)
    #expect(samples("a") == [20: "1.0", 40: "4.0"])
  }

  @Test func aSampleFarAheadDoesNotTakeTheStoreAlong() {
    var intake = intake()
    _ = take(&intake, "b 1\n", at: 10)
    let report = take(&intake, "a 1 4102444800000\nb 2\n", at: 15)
    #expect(report.tooNew == 1)
    #expect(samples("a").isEmpty)
    #expect(samples("b") == [10: "1.0", 15: "2.0"])
  }

  @Test func duplicatesAreRefusedAndTheFirstCounts() {
    var intake = intake()
    let report = take(&intake, "a 1\na 2\na{} 3\n", at: 10)
    #expect(report.failure == nil)
    #expect(report.samples == 3)
    #expect(report.counts.duplicates == 2)
    #expect(samples("a") == [10: "1.0"])
  }

  @Test func typesMayChange() {
    var intake = intake()
    #expect(take(&intake, "# TYPE a counter\na 1\n", at: 10).failure == nil)
    #expect(take(&intake, "# TYPE a gauge\na 2\n", at: 15).failure == nil)
    #expect(samples("a") == [10: "1.0", 15: "2.0"])
  }

  @Test func theFormatMayChange() {
    var intake = intake()
    _ = take(&intake, "a{x=\"1\"} 1\nb 1\n", at: 10)
    _ = intake.take(
      Array("a{x=\"1\"} 2\n# EOF\n".utf8),
      as: .openMetrics,
      at: Timestamp(seconds: 15)
    )
    #expect(samples("a") == [10: "1.0", 15: "2.0"])
    #expect(samples("b") == [10: "1.0", 15: "stale"])
  }

  @Test func seriesWithTimesOfTheirOwnAreNotEnded() {
    var intake = intake()
    _ = take(&intake, "a 1 10000\n", at: 10)
    _ = take(&intake, "b 1\n", at: 15)
    #expect(samples("a") == [10: "1.0"])
  }

  @Test func otherBytesMayNameTheSameSeries() {
    var intake = intake()
    _ = take(&intake, "a{x=\"1\",y=\"2\"} 1\n", at: 10)
    _ = take(&intake, "a{y=\"2\",x=\"1\"} 2\n", at: 15)
    #expect(samples("a") == [10: "1.0", 15: "2.0"])
  }
}
