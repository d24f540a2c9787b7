import Dashboard
import Signals
import Telemetry
import Testing

/// Native histograms on screen.
@Suite struct NativeHistogramTests {
  private func desk(
    _ change: (inout DashboardSettings) -> Void = { _ in },
    inventory: [String] = []
  ) -> Desk {
    var settings = Desk.settings
    change(&settings)
    var desk = Desk(SimulatedShop(), settings)
    desk.answer()
    if !inventory.isEmpty {
      desk.answer("inventory", .vector(inventory.map { named($0, desk.now) }))
    }
    desk.answer { $0.id != .inventory }
    return desk
  }

  private func named(_ name: String, _ now: Timestamp) -> VectorSample {
    VectorSample(labels: LabelSet(["__name__": name]), timestamp: now, value: 4)
  }

  private func histogram(_ now: Timestamp, count: Double = 10) -> VectorSample {
    let buckets = [
      NativeHistogram.Bucket(boundaryRule: 0, lower: 0.9, upper: 1, count: count)
    ]
    let histogram = NativeHistogram(count: count, sum: count * 0.95, buckets: buckets)
    return VectorSample(timestamp: now, value: histogram.mean, histogram: histogram)
  }

  private let both = [
    "http_requests_total", "http_request_duration_seconds",
    "http_request_duration_seconds_bucket",
  ]

  @Test func quantilesAreThoseOfBothFormsTogether() throws {
    var desk = desk(inventory: both)
    let classic = [("0.1", 90.0), ("1", 90.0), ("+Inf", 90.0)].map { bound, count in
      VectorSample(labels: LabelSet(["le": bound]), timestamp: desk.now, value: count)
    }
    desk.answer("latency_buckets", .vector(classic + [histogram(desk.now)]))
    let content = try #require(desk.content("latency"))
    let values = Dictionary(uniqueKeysWithValues: content.headline.map { ($0.name, $0.value) })
    #expect(try #require(values["p50"] ?? nil) < 0.1)
    #expect(try #require(values["p95"] ?? nil) > 0.1, "a tenth of the requests is native")
    #expect(content.facts.map(\.text).contains("chart: worst of classic and native"))
  }

  @Test func oneFormIsNotCalledBoth() throws {
    let desk = desk(inventory: ["http_requests_total", "http_request_duration_seconds_bucket"])
    let facts = try #require(desk.content("latency")?.facts.map(\.text))
    #expect(!facts.contains { $0.contains("native") })
  }

  // `label_replace` of Prometheus 2.42 makes numbers of native histograms.
  @Test func bucketsTravelWithOtherQuestionsOnlyWhereTheyAreNumbersForSure() {
    let classic = ["http_requests_total", "http_request_duration_seconds_bucket"]
    #expect(desk(inventory: classic).poll("latency_buckets")?.isBatchable == true)
    #expect(desk(inventory: both).poll("latency_buckets")?.isBatchable == false)
    var unknown = Desk()
    unknown.wait(.seconds(1))
    #expect(unknown.poll("latency_buckets")?.isBatchable == false)
  }

  @Test func aCounterThatIsAHistogramIsCounted() throws {
    var settings = Desk.settings
    settings.profile.requests.counter = "app_seconds"
    var desk = Desk(SimulatedShop(), settings)
    desk.answer()
    var sample = histogram(desk.now)
    sample.labels = LabelSet(["__name__": "app_seconds"])
    desk.answer("inventory", .vector([sample]))
    let traffic = try #require(desk.instant("traffic")?.expression)
    #expect(traffic.hasPrefix("sum(histogram_count(rate(app_seconds{"))
  }

  @Test func aMeanIsNeverTakenForARate() {
    var desk = desk()
    desk.answer("traffic", .vector([histogram(desk.now)]))
    var series = TimeSeries(samples: [Sample(desk.now, 0.95)])
    let native = NativeHistogram(count: 10, sum: 9.5, buckets: [])
    series.histograms = [HistogramSample(desk.now, native)]
    desk.answer("traffic.range", .matrix([series]))
    let content = desk.content("traffic")
    #expect(content?.headline.first?.value == nil)
    #expect(content?.chart?.lines.first?.samples == [])
  }

  @Test func anOwnPanelSaysMeanWhereItDrawsOne() {
    var desk = desk {
      $0.ownPanels = [
        OwnPanel(id: "q", title: "Q", unit: .seconds, lines: [.init(expression: "rate(x[1m])")])
      ]
    }
    desk.answer("own.q.0", .vector([histogram(desk.now)]))
    #expect(desk.content("q")?.headline.map(\.name) == ["mean value"])
    var series = TimeSeries(labels: LabelSet(["a": "b"]), samples: [Sample(desk.now, 0.95)])
    let native = NativeHistogram(count: 10, sum: 9.5, buckets: [])
    series.histograms = [HistogramSample(desk.now, native)]
    desk.answer("own.q.0.range", .matrix([series]))
    #expect(desk.content("q")?.chart?.lines.map(\.name) == ["mean b"])
  }

  @Test func anEmptyAnswerSaysWhyInTheServersWords() throws {
    var desk = desk()
    let poll = try #require(desk.poll("traffic"))
    let words = "PromQL info: ignored histogram in comparison"
    func answer(_ vector: [VectorSample]) {
      let answered = Outcome.Answered(.vector(vector), infos: [words])
      desk.send(.outcome(Outcome(poll, at: desk.now, .success(answered))))
    }
    answer([])
    #expect(desk.content("traffic")?.advice == words)
    #expect(desk.text.contains("ignored histogram"))
    answer([VectorSample(timestamp: desk.now, value: 3)])
    #expect(!desk.text.contains("ignored histogram"), "of a value they are no concern")
  }
}

/// How a panel without data ends a snapshot.
@Suite struct EmptyPanelTests {
  private func desk(_ name: String = "prometheus-client") throws -> Desk {
    let row = try #require(MetricProfile.all.first { $0.name == name })
    var (shop, settings) = (SimulatedShop(), Desk.settings)
    (shop.profile, settings.profile) = (row, row)
    return Desk.settled(shop, settings)
  }

  @Test func whatTheServiceCountsAndTheServerDoesNotGiveCounts() throws {
    var desk = try desk()
    #expect(SnapshotVerdict(desk.model) == .fine)
    desk.answer("cache_hit_ratio", .vector([]))
    desk.answer("cache_hits", .vector([]))
    #expect(SnapshotVerdict(desk.model) == .unanswered)
    #expect(
      SnapshotVerdict.reason(desk.model)
        == "Prometheus: Cache: no rate of cache_operations_total yet: needs two scrapes"
    )
  }

  @Test func trafficErrorsAndLatencyAreExpectedOfEveryService() throws {
    var (shop, settings) = (SimulatedShop(), Desk.settings)
    settings.selector = []
    for lacking in ["http_request_duration_seconds_bucket", "http_requests_total"] {
      shop.lacking = [lacking]
      let desk = Desk.settled(shop, settings)
      #expect(SnapshotVerdict(desk.model) == .unanswered, "\(lacking)")
    }
    shop.lacking = ["cache_operations_total", "llm_cost_dollars_total", "llm_tokens_used_total"]
    #expect(SnapshotVerdict(Desk.settled(shop, settings).model) == .fine, "not every one has these")
  }

  @Test func whatALibraryHasNothingForDoesNotCount() throws {
    #expect(try SnapshotVerdict(desk("fastapi-instrumentator").model) == .fine)
  }
}
