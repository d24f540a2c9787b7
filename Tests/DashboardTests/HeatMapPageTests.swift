import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// The heat map on the page of the latency panel.
@Suite struct HeatMapPageTests {
  private static let id = "latency_buckets.range"
  private static let title = "Requests by duration"

  private func page(
    _ shop: SimulatedShop = SimulatedShop(),
    _ settings: DashboardSettings = Desk.settings,
    size: Size = Size(120, 36)
  ) -> Desk {
    var desk = Desk.settled(shop, settings, size: size)
    desk.press("Tab f")
    desk.answer()
    return desk
  }

  @Test func itIsAskedWhileThePageIsOpenAndNotElsewhere() {
    var desk = Desk.settled()
    #expect(!desk.asked.contains(Self.id))
    desk.press("Tab f")
    #expect(desk.asked.contains(Self.id))
    desk.press("Esc")
    #expect(!desk.asked.contains(Self.id))
    desk.press("Tab f")
    #expect(!desk.asked.contains(Self.id), "traffic has no heat map")
    desk.press("Esc v")
    #expect(!desk.asked.contains(Self.id), "a cursor asks for more, and not for that")
  }

  @Test func aColumnIsAPointAndItsRateMissesNoSample() throws {
    for width in [60, 80, 120, 200] {
      for zoom in ["", "-", "- -", "- - - -"] {
        var desk = page(size: Size(width, 36))
        desk.press(zoom)
        let window = try #require(desk.window(Self.id))
        #expect(window.isOfBuckets)
        #expect(window.length / window.step <= Double(max(20, width - 11)))
        let rate = "[\(max(window.step, .seconds(20)).prometheusText)]"
        #expect(window.expression.hasPrefix("sum by (le) (rate("))
        #expect(window.expression.contains(rate), "\(window.expression)")
        #expect(window.overlap >= window.step)
      }
    }
  }

  @Test func withoutRoomItIsNeitherAskedNorDrawn() {
    for size in [Size(120, 19), Size(39, 36), Size(40, 12), Size(1, 1)] {
      let desk = page(size: size)
      #expect(!desk.asked.contains(Self.id), "\(size)")
      #expect(!desk.text.contains(Self.title))
    }
    var desk = page(size: Size(120, 19))
    desk.send(.resized(Size(120, 20)))
    #expect(desk.asked.contains(Self.id))
    desk.answer()
    #expect(desk.text.contains(Self.title))
  }

  @Test func itIsDrawnOnThePageAlone() {
    var desk = page()
    #expect(desk.text.contains("\(Self.title)  ░ <2%  ▒ <10%  ▓ <30%  █ 30%+  · no data"))
    #expect(desk.text.contains("250ms┤"))
    desk.press("Esc")
    #expect(!desk.text.contains(Self.title))
  }

  @Test func theCursorReadsTheLargestShares() {
    var desk = page(size: Size(120, 60))
    desk.press("v")
    desk.answer()
    #expect(
      desk.text.contains("\(Self.title)  31% 25ms–50ms  23% 10ms–25ms  17% 50ms–100ms"),
      "\(desk.text)"
    )
    let row = desk.text.split(separator: "\n").first { $0.contains("25ms┤") } ?? ""
    #expect(row.contains("▓"))
    // At the minute that was not scraped.
    for _ in 0..<113 { desk.press("h") }
    #expect(desk.text.contains("\(Self.title)  no data"), "\(desk.text)")
  }

  @Test func linesOfSeveralBucketsAreSaidToBe() {
    #expect(page(size: Size(120, 24)).text.contains("up to 2 buckets a line"))
    #expect(!page(size: Size(120, 60)).text.contains("buckets a line"))
  }

  @Test func nativeHistogramsHaveOneToo() throws {
    var desk = page()
    let window = try #require(desk.window(Self.id))
    var series = TimeSeries(samples: [])
    for age in 0..<60 {
      let buckets = [(-1e-128, 1e-128, 1.0), (0.001, 0.002, 80), (0.128, 0.256, 20)].map {
        NativeHistogram.Bucket(boundaryRule: 0, lower: $0, upper: $1, count: $2)
      }
      let histogram = NativeHistogram(count: 101, sum: 4, buckets: buckets)
      let moment = (desk.now - window.step * (59 - age)).floored(to: window.step)
      series.histograms.append(HistogramSample(moment, histogram))
    }
    desk.answer(Self.id, .buckets(BucketMatrix([series])))
    for label in ["256ms┤", "2ms┤", "0┤"] { #expect(desk.text.contains(label), "\(label)") }
    #expect(desk.text.contains("▓"), "a fifth of the requests")
  }

  @Test func itsFailureIsNotThePanels() {
    var desk = page()
    desk.fail(.timedOut(after: .seconds(10))) { $0.id.text == Self.id }
    #expect(desk.state("latency") == .fresh)
    #expect(desk.text.contains("\(Self.title)  ✗ failed: "))
    #expect(desk.text.contains("250ms┤"), "the last good one stays")
    desk.answer(Self.id, .buckets(BucketMatrix([])))
    #expect(desk.state("latency") == .fresh)
    #expect(desk.text.contains("\(Self.title)  no rate of http_request_duration_seconds"))
  }

  @Test func withoutRequestsItIsIdle() {
    var desk = page()
    let idle = [0.1, Double.infinity].map { bound in
      TimeSeries(
        labels: LabelSet(["le": bound.isFinite ? "\(bound)" : "+Inf"]),
        samples: (0..<40).map { Sample(desk.now - .seconds(15 * (39 - $0)), 0) }
      )
    }
    desk.answer(Self.id, .buckets(BucketMatrix(idle)))
    #expect(desk.text.contains("\(Self.title)  idle"))
  }

  @Test func whatIsNotAskedWhilePausedSaysSo() {
    var desk = Desk.settled()
    desk.press("Space Tab f")
    #expect(desk.text.contains("\(Self.title)  not asked while paused"))
  }

  @Test(
    arguments: [
      (DurationForm.summary, "no heat map: a summary has quantiles and no buckets"),
      (.sum, "no heat map: only the sum of durations is counted"),
    ]
  )
  func withoutBucketsTheReasonIsSaid(_ form: DurationForm, _ words: String) throws {
    var (shop, settings) = (SimulatedShop(), Desk.settings)
    shop.profile.requests.durationForm = form
    settings.profile = shop.profile
    let desk = page(shop, settings)
    #expect(!desk.asked.contains(Self.id))
    #expect(desk.text.contains(words))
    #expect(!desk.text.contains(Self.title))
  }

  @Test func bucketsThatTheServerDoesNotAddUpAreJoinedHere() throws {
    var desk = Desk.settled()
    let names = ["http_requests_total", "http_request_duration_seconds"]
    desk.answer(
      "inventory",
      .vector(
        names.map {
          VectorSample(labels: LabelSet(["__name__": $0]), timestamp: desk.now, value: 2)
        }
      )
    )
    let poll = try #require(desk.poll("latency_p99.range"))
    let words =
      "PromQL warning: vector contains a mix of histograms with exponential and custom buckets"
      + " schemas for metric name \"\" (1:28)"
    desk.send(
      .outcome(
        Outcome(poll, at: desk.now, .success(Outcome.Answered(.matrix([]), warnings: [words])))
      )
    )
    let expression = try #require(desk.instant("latency_buckets")?.expression)
    #expect(expression.hasPrefix("sum by (instance) (rate(http_request_duration_seconds{"))
    func element(_ instance: String, _ bounds: (Double, Double)) -> VectorSample {
      let bucket = NativeHistogram.Bucket(
        boundaryRule: 0,
        lower: bounds.0,
        upper: bounds.1,
        count: 10
      )
      return VectorSample(
        labels: LabelSet(["instance": instance]),
        timestamp: desk.now,
        value: 1,
        histogram: NativeHistogram(count: 10, sum: 1, buckets: [bucket])
      )
    }
    desk.answer("latency_buckets", .vector([element("a", (1, 2)), element("b", (0.005, 0.01))]))
    let content = try #require(desk.content("latency"))
    let values = Dictionary(uniqueKeysWithValues: content.headline.map { ($0.name, $0.value) })
    #expect(values["p50"] == 0.01)
    #expect(try #require(values["p95"] ?? nil) > 1.8)
    #expect(content.facts.map(\.text).contains("chart: worst instance"))
  }
}
