import PromQL
import Telemetry
import Testing

@testable import Signals

/// Profiles that are proposed for services of which no row knows the metrics.
@Suite struct GuessTests {
  /// Requests by a label, 20 good ones and 4 that failed, in 4 minutes.
  private func counter(_ name: String, _ label: String, _ good: String, _ bad: String) -> String {
    """
    \(name){\(label)="\(good)",page="/a"} 20
    \(name){\(label)="\(bad)",page="/a"} 4

    """
  }

  /// A histogram of which 24 samples lie between two bounds.
  private func histogram(_ name: String, _ bounds: (Int, Int), _ labels: String = "") -> String {
    let lead = labels.isEmpty ? "" : labels + ","
    return """
      \(name)_bucket{\(lead)le="\(bounds.0)"} 0
      \(name)_bucket{\(lead)le="\(bounds.1)"} 24
      \(name)_bucket{\(lead)le="+Inf"} 24
      \(name)_count{\(labels)} 24

      """
  }

  private func found(
    _ exposition: String,
    _ metadata: [String: [MetricMetadata]] = [:]
  ) throws -> (services: ScrapedServices, shop: FoundService) {
    var services = try ScrapedServices([])
    services.metadata = metadata
    services.scrape(exposition + "process_start_time_seconds 1\n", job: "shop")
    return (services, try #require(try services.found().first { $0.id.value == "shop" }))
  }

  @Test func aCounterWithAStatusAndAHistogramOfDurationsAreAProfile() throws {
    let (services, shop) = try found(
      counter("shop_requests_total", "status_code", "200", "503")
        + histogram("shop_request_duration_milliseconds", (50, 100))
    )
    let row = try #require(shop.row)
    #expect(row.name == "guessed-shop_requests")
    #expect(
      row.guess?.reason == "shop_requests_total looks like a count of requests; "
        + "status_code has 200, 503: 5.. are errors; "
        + "shop_request_duration_milliseconds is a histogram in ms, by its name"
    )
    #expect(shop.traits.isSuperset(of: [.requests, .latency]))
    let rate = try #require(try services.value(.traffic, of: shop))
    #expect((rate * 240 - 24).magnitude < 1e-6)
    let errors = try #require(try services.value(.errorRatio, of: shop))
    #expect((errors - 4 / 24).magnitude < 1e-6)
    let p95 = try #require(try services.value(.latencyP95, of: shop))
    #expect(p95 > 0.05 && p95 <= 0.1)
  }

  @Test func servicesThatUseOneNameDifferentlyHaveAProfileEach() throws {
    let services = try ScrapedServices(["prometheus-client-route"])
    for (job, route) in [("pages", "path"), ("views", "view"), ("bare", "zone")] {
      let labels = #"method="GET",\#(route)="/a""#
      services.scrape(
        #"http_requests_total{\#(labels),status="200"} 24"# + "\n"
          + histogram("http_request_duration_seconds", (0, 1), labels),
        job: job
      )
    }
    let found = Dictionary(uniqueKeysWithValues: try services.found().map { ($0.id.value, $0) })
    #expect(found["prometheus-client-route"]?.row?.guess == nil)
    #expect(found["pages"]?.row?.requests.endpointLabel == "path")
    #expect(found["views"]?.row?.requests.endpointLabel == "view")
    #expect(found["bare"]?.row?.requests.endpointLabel == nil)
    let names = ["pages", "views", "bare"].compactMap { found[$0]?.row?.name }
    #expect(Set(names).count == 3 && names.allSatisfy { $0.hasPrefix("guessed-http_requests") })
    // Beside all others in one query, each has its own figures.
    let context = QueryContext(rateWindow: ScrapedServices.window, inventory: services.names)
    let roster = ServiceRoster(Array(found.values)) { _ in .seconds(60) }
    let question = RequestFigure.rate.expression(roster.groups) { _ in context }
    let rates = RequestFigure.values(
      try services.vector(try #require(question)),
      roster
    )
    for job in ["pages", "views", "bare"] {
      let rate = try #require(rates[ServiceID("job", job)])
      #expect((rate * 240 - 24).magnitude < 1e-6, "\(job)")
    }
  }

  @Test func aHistogramWithAnOutcomeCountsItsOwnRequests() throws {
    let ok = histogram("billing_rpc_latency_seconds", (0, 1), #"result="ok""#)
    let bad = histogram("billing_rpc_latency_seconds", (1, 2), #"result="Error""#)
    let (services, shop) = try found(ok + bad)
    #expect(shop.row?.requests.counter == nil)
    let errors = try #require(try services.value(.errorRatio, of: shop))
    #expect((errors - 0.5).magnitude < 1e-6)
  }

  @Test(
    arguments: [
      // No unit at all; a size; a size that metadata names; units that disagree, in two ways.
      ("shop_request_duration", nil), ("shop_request_size_bytes", nil),
      ("shop_request_duration", ["bytes"]), ("shop_request_duration_seconds", ["milliseconds"]),
      ("shop_request_duration", ["s", "ms"]), ("shop_request_duration_seconds_bytes", nil),
      // Of something else than requests, or than how long they took.
      ("shop_db_query_duration_seconds", nil), ("shop_client_request_duration_seconds", nil),
      ("shop_request_age_seconds", nil), ("mail_delivery_duration_seconds", nil),
    ] as [(String, [String]?)]
  )
  func whatIsNoDurationOfRequestsIsNotTakenForIt(_ name: String, _ units: [String]?) throws {
    let entries = (units ?? []).map { MetricMetadata(type: "histogram", unit: $0) }
    let (_, shop) = try found(
      counter("shop_requests_total", "status", "200", "500") + histogram(name, (0, 1)),
      [name: entries]
    )
    #expect(shop.row?.guess != nil && shop.row?.requests.duration == nil)
    #expect(shop.lacks.contains("no durations"))
  }

  /// The names of go-kit's examples: a counter that ends in `_count`, and a summary beside it.
  @Test func countersAndSummariesOfGoKitAreAProfile() throws {
    let name = "shop_basket_service_request"
    let (services, shop) = try found(
      """
      \(name)_count{method="add",error="false"} 20
      \(name)_count{method="add",error="true"} 4
      \(name)_latency_microseconds{method="add",error="false",quantile="0.5"} 2000
      \(name)_latency_microseconds{method="add",error="false",quantile="0.95"} 90000
      \(name)_latency_microseconds_count{method="add",error="false"} 24
      \(name)_latency_microseconds_sum{method="add",error="false"} 48000

      """,
      [
        name + "_count": [MetricMetadata(type: "counter")],
        name + "_latency_microseconds": [MetricMetadata(type: "summary")],
      ]
    )
    let row = try #require(shop.row)
    #expect(row.guess?.errors == "error has false, true: those with true are errors")
    #expect(row.guess?.durations == name + "_latency_microseconds is a summary in µs, by its name")
    let rate = try #require(try services.value(.traffic, of: shop))
    #expect((rate * 240 - 24).magnitude < 1e-6)
    let errors = try #require(try services.value(.errorRatio, of: shop))
    #expect((errors - 4 / 24).magnitude < 1e-6)
    let p95 = try #require(try services.value(.latencyP95, of: shop))
    #expect((p95 - 0.09).magnitude < 1e-9)
    #expect(JSONText(row.configuration).text.contains(#""request_duration_form":"summary""#))
  }

  @Test func metadataNameUnitsThatNamesDoNot() throws {
    let (services, shop) = try found(
      counter("shop_requests_total", "status", "200", "500")
        + histogram("shop_request_duration", (50, 100)),
      ["shop_request_duration": [MetricMetadata(type: "histogram", unit: "ms")]]
    )
    #expect(shop.row?.guess?.durations?.hasSuffix("in ms, by metadata") == true)
    let p95 = try #require(try services.value(.latencyP95, of: shop))
    #expect(p95 > 0.05 && p95 <= 0.1)
  }

  @Test(arguments: [
    "shop_request_errors_total", "shop_client_requests_total", "shop_request_bytes_total",
    "shop_request_seconds_total", "promhttp_metric_handler_requests_total", "shop_jobs_total",
    "shop_requests_started_total", "shop_cache_requests_total", "shop_requests",
  ])
  func whatDoesNotCountAllRequestsIsNotTakenForIt(_ name: String) throws {
    #expect(try found(counter(name, "code", "200", "500")).shop.row?.guess == nil)
  }

  /// OpenMetrics names families; a counter may come without a suffix, and a gauge with that of one.
  @Test func typesAreLookedUpByFamilyToo() throws {
    let text = counter("shop_requests_total", "code", "200", "500")
    func guess(_ metadata: [String: [MetricMetadata]], _ text: String) throws -> ProfileGuess? {
      try found(text, metadata).shop.row?.guess
    }
    #expect(try guess(["shop_requests": [MetricMetadata(type: "counter")]], text) != nil)
    #expect(try guess(["shop_requests_total": [MetricMetadata(type: "counter")]], text) != nil)
    #expect(try guess(["shop_requests_total": [MetricMetadata(type: "gauge")]], text) == nil)
    #expect(try guess(["shop_requests": [MetricMetadata(type: "gauge")]], text) == nil)
    let bare = counter("shop_requests", "code", "200", "500")
    #expect(try guess(["shop_requests": [MetricMetadata(type: "counter")]], bare) != nil)
    let unit = [MetricMetadata(type: "counter", unit: "bytes")]
    #expect(try guess(["shop_requests": unit], text) == nil)
  }

  @Test func namesOfOpenTelemetryWithDotsAreOnesToo() throws {
    let (services, shop) = try found(
      """
      {"shop.requests","http.response.status_code"="200"} 20
      {"shop.requests","http.response.status_code"="500"} 4
      {"shop.request.duration_bucket",le="50"} 0
      {"shop.request.duration_bucket",le="100"} 24
      {"shop.request.duration_bucket",le="+Inf"} 24
      {"shop.request.duration_count"} 24

      """,
      [
        "shop.requests": [MetricMetadata(type: "counter", unit: "{request}")],
        "shop.request.duration": [MetricMetadata(type: "histogram", unit: "ms")],
      ]
    )
    #expect(shop.row?.name == "guessed-shop.requests")
    let errors = try #require(try services.value(.errorRatio, of: shop))
    #expect((errors - 4 / 24).magnitude < 1e-6)
    let p95 = try #require(try services.value(.latencyP95, of: shop))
    #expect(p95 > 0.05 && p95 <= 0.1)
  }

  @Test(
    arguments: [
      (["200", "404"], "5.."), (["2xx", "5xx"], "5xx"), (["2xx", "500"], "5xx|5.."),
      (["OK", "NotFound"], ServerProfiles.ownFaults), (["0", "13"], "2|4|12|13|14|15"),
      (["OK", "NOT_FOUND"], ServerProfiles.ownFaultsInCapitals),
      (["true", "false"], "(?i:error|errors|exception|fail|failed|failure|false|timeout)"),
      (["success"], "(?i:error|errors|exception|fail|failed|failure|false|timeout)"),
      (["red", "green"], nil), (["200", "green"], nil), ([], nil), (["1", "2"], nil),
    ] as [([String], String?)]
  )
  func aStatusIsToldByItsValues(_ values: [String], _ errors: String?) {
    #expect(StatusForm(values)?.errors == errors)
  }

  @Test func aLabelThatTellsNoErrorsIsNoStatus() throws {
    let (_, shop) = try found(counter("shop_requests_total", "status", "red", "green"))
    #expect(shop.row?.guess == nil)
  }

  @Test func nothingIsGuessedOfWhatRowsDescribe() throws {
    let services = try ScrapedServices(["fastapi-instrumentator", "prometheus-client"])
    services.scrape("node_boot_time_seconds 1\nnode_requests_total 5\n", job: "node")
    let discovery = Discovery()
    let answers = try services.answers(discovery)
    #expect(!discovery.round(answers).wantsMetadata && answers.metadata == nil)
    #expect(try services.found().allSatisfy { $0.row?.guess == nil })
  }

  @Test func whoNamesAProfileWantsNoGuess() throws {
    let services = try ScrapedServices([])
    services.scrape(counter("shop_requests_total", "code", "200", "500"), job: "shop")
    let found = try services.found(Discovery([.prometheusClient], isGuessing: false))
    #expect(found.first?.row == nil)
  }

  @Test func questionsAreBoundedWhateverLooksLikeRequests() throws {
    var services = try ScrapedServices([])
    let labels = (Guessing.statusLabels + Guessing.routeLabels).filter { !$0.contains(".") }
      .map { #"\#($0)="200""# }
    let text = (0..<20).map { number in
      let name = "shop\(number)_requests_total{\(labels.joined(separator: ","))} 5\n"
      return name + histogram("shop\(number)_request_duration_seconds", (0, 1), labels[0])
    }
    services.metadata = ["shop1_requests": [MetricMetadata(type: "counter")]]
    services.scrape(text.joined(), job: "shop")
    let discovery = Discovery()
    var answers = try services.answers(discovery)
    let all = discovery.round(answers).searches
    answers.metadata = nil
    let table = discovery.round(answers).searches
    #expect(all.count - table.count > Guessing.statusLabels.count)
    #expect(all.count - table.count + 1 <= Discovery.guessLimit)
    #expect(Set(all).count == all.count)
  }

  @Test func everyQuestionCarriesTheSelector() throws {
    let services = try ScrapedServices([])
    services.scrape(counter("shop_requests_total", "code", "200", "500"), job: "shop")
    let discovery = Discovery(selector: [LabelMatcher("job", .equal, "shop")])
    let searches = discovery.round(try services.answers(discovery)).searches
    #expect(searches.count > 20)
    for search in searches {
      #expect(search.selectors.allSatisfy { $0.contains(#"job="shop""#) }, "\(search)")
    }
  }
}
