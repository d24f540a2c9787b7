import PromQL
import Signals
import Telemetry
import Testing

/// Which services are found, by which questions.
@Suite struct DiscoveryTests {
  @Test func theFirstQuestionsAreForNamesAndJobs() {
    let discovery = Discovery(selector: [LabelMatcher("env", .equal, "prod")])
    let first = discovery.round([:]).searches
    #expect(first == [discovery.nameSearch, discovery.jobSearch])
    #expect(first.map(\.label) == ["__name__", "job"])
    #expect(first.allSatisfy { $0.selectors == [#"{env="prod"}"#] })
    #expect(!discovery.round([:]).isComplete)
  }

  @Test func onlyWhatNamesSayMayBeThereIsAskedFor() {
    let discovery = Discovery()
    let names = ["http_requests_total", "http_request_duration_seconds_bucket", "up"]
    let searches = discovery.round([discovery.nameSearch: names]).searches
    #expect(searches.dropFirst(2).allSatisfy { $0.label == "job" })
    #expect(searches.count > 3 && searches.count < 15)
    for search in searches.dropFirst(2) {
      #expect(search.selectors.allSatisfy { $0.contains("http_request") })
      #expect(search.selectors.allSatisfy { !$0.contains("_bucket") || $0.contains(#"le="+Inf""#) })
    }
    #expect(discovery.round([discovery.nameSearch: ["up"], discovery.jobSearch: []]).isComplete)
  }

  @Test func questionsAreBoundedByTheTableWhateverTheServerHas() {
    let discovery = Discovery()
    let all = MetricProfile.all.flatMap { Signal.metricNames(of: $0) + [$0.presence ?? ""] }
    let searches = discovery.round([discovery.nameSearch: all + ["own_metric"]]).searches
    #expect(searches.count <= Discovery.limit)
    #expect(Set(searches).count == searches.count)
    let more = discovery.round([discovery.nameSearch: all + (0..<100_000).map { "m\($0)" }])
      .searches
    #expect(more == searches)
  }

  @Test func everyQuestionCarriesTheSelector() {
    let discovery = Discovery(selector: [LabelMatcher("env", .equal, "prod")])
    let all = MetricProfile.all.flatMap { Signal.metricNames(of: $0) }
    for search in discovery.round([discovery.nameSearch: all]).searches {
      #expect(!search.selectors.isEmpty)
      #expect(search.selectors.allSatisfy { $0.contains(#"env="prod""#) }, "\(search)")
    }
  }

  /// Four libraries with one name of their counter on one server.
  @Test func librariesThatShareNamesAreToldApart() throws {
    let names = ["prometheus-client", "fastapi-instrumentator", "promhttp", "prom-client"]
    let found = try ScrapedServices(names).found()
    #expect(found.map(\.id.value) == names.sorted())
    for service in found { #expect(service.row?.name == service.id.value) }
  }

  @Test func aServiceThatTwoProfilesDescribeIsShownOnceByTheMoreCompleteOne() throws {
    let services = try ScrapedServices([])
    let counted = #"http_requests_total{method="GET",endpoint="/a",status="200"} 8"#
    let timed = """
      http_server_request_duration_seconds_bucket{http_route="/a",http_response_status_code="200",le="1"} 8
      http_server_request_duration_seconds_bucket{http_route="/a",http_response_status_code="200",le="+Inf"} 8
      http_server_request_duration_seconds_count{http_route="/a",http_response_status_code="200"} 8
      """
    services.scrape(counted + "\n" + timed, job: "shop")
    let found = try services.found()
    #expect(found.map(\.id) == [ServiceID("job", "shop")])
    #expect(found.first?.row?.name == "otel-http")
    #expect(found.first?.lesser.map(\.name).contains("prometheus-client") == true)
  }

  @Test func partsOfOtherProfilesAreAdded() throws {
    let services = try ScrapedServices(["otel-http"])
    let tokens = """
      gen_ai_client_token_usage_bucket{gen_ai_token_type="input",gen_ai_request_model="m",le="+Inf"} 1
      gen_ai_client_token_usage_bucket{gen_ai_token_type="output",gen_ai_request_model="m",le="+Inf"} 1
      gen_ai_client_token_usage_sum{gen_ai_token_type="input",gen_ai_request_model="m"} 100
      gen_ai_client_token_usage_sum{gen_ai_token_type="output",gen_ai_request_model="m"} 40
      """
    services.scrape(tokens, job: "agent")
    let agent = try #require(try services.found().first { $0.id.value == "agent" })
    #expect(agent.row?.name == "otel-genai")
    #expect(agent.lacks == ["no request counter"])
    let mixed = try ScrapedServices([])
    mixed.scrape(
      #"status_codes_counter{method="GET",path="/a",status_code="200"} 5"# + "\n" + tokens,
      job: "chat"
    )
    let chat = try #require(try mixed.found().first)
    #expect(chat.instrumentation == "aioprometheus + otel-genai")
    #expect(chat.profile?.model.countedTokens == "gen_ai_client_token_usage")
    #expect(chat.profile?.requests.counter == "status_codes_counter")
    #expect(chat.lacks == ["no durations"])
  }

  @Test func whatNoProfileKnowsIsThereToo() throws {
    let services = try ScrapedServices([])
    services.scrape("own_things 5\n", job: "batch")
    let batch = try #require(try services.found().first)
    #expect(batch.row == nil && batch.profile == nil)
    #expect(batch.lacks == ["no known profile matches its metrics"])
  }

  @Test func theProxyItselfIsNoServiceBesideThoseBehindIt() throws {
    let found = try ScrapedServices(["traefik", "haproxy-exporter"]).found()
    let expected = [
      ServiceID("frontend", "stats"), ServiceID("service", "traefik"), ServiceID("frontend", "web"),
    ]
    #expect(found.map(\.id) == expected)
  }

  @Test func hostileNamesOfServicesAreQuoted() throws {
    let services = try ScrapedServices([])
    let name = #"a"} or vector(1) # \"#
    services.scrape(
      #"http_requests_total{method="GET",endpoint="/a",status="200"} 240"#,
      job: name
    )
    let service = try #require(try services.found().first)
    #expect(service.id.value == name)
    #expect(try services.value(.traffic, of: service) == 1)
  }

  @Test func whereServicesDifferInTheFormOfOneHistogramBothAreAsked() throws {
    let row = try #require(MetricProfile.all.first { $0.name == "otel-http" })
    var context = QueryContext(rateWindow: .seconds(300))
    let name = "http_server_request_duration_seconds"
    func expression(_ column: RequestFigure, _ names: Set<String>) throws -> String {
      context.inventory = names
      let group = ServiceGroup(row: row, spacing: .seconds(60))
      return try #require(column.expression([group]) { _ in context })
    }
    let native = #"histogram_count(rate(http_server_request_duration_seconds{"#
    let classic = #"rate(http_server_request_duration_seconds_count{"#
    let both = try expression(.rate, [name, name + "_bucket"])
    #expect(both.contains(native) && both.contains(classic) && both.contains(" or "))
    let old = try expression(.rate, [name + "_bucket"])
    #expect(!old.contains(native) && old.contains(classic))
    let new = try expression(.rate, [name])
    #expect(new.contains(native) && new.contains(classic), "it may have been classic before")
    for column in RequestFigure.allCases where column != .mean {
      for names in [[name], [name + "_bucket"], [name, name + "_bucket"]] {
        let text = try expression(column, Set(names))
        #expect(throws: Never.self, "\(text)") { try Expression.parse(text) }
      }
    }
  }

  @Test func oneQueryAColumnHasTheFiguresOfAllServices() throws {
    let rows = ProfileTableTests.rows
    let services = try ScrapedServices(rows.map(\.name))
    let found = try services.found()
    let context = QueryContext(rateWindow: ScrapedServices.window, inventory: services.names)
    let roster = ServiceRoster(found) { _ in .seconds(60) }
    func values(_ column: RequestFigure) throws -> [String: Double] {
      let expression = try #require(column.expression(roster.groups) { _ in context })
      let values = RequestFigure.values(try services.vector(expression), roster)
      return Dictionary(values.map { ($0.key.value, $0.value) }) { first, _ in first }
    }
    let (rates, errors) = (try values(.rate), try values(.errors))
    for row in rows where row.service == nil {
      let rate = try #require(rates[row.name], "\(row.name)")
      #expect((rate * 240 - row.requests).magnitude < 1e-6, "\(row.name): \(rate * 240)")
      if let wanted = row.errors {
        let share = try #require(errors[row.name], "\(row.name)")
        #expect((share * row.requests - wanted).magnitude < 1e-6, "\(row.name)")
      } else {
        #expect(errors[row.name] == nil, "\(row.name)")
      }
    }
    let p95 = try values(.p95)
    for row in rows {
      if let range = row.p95 { #expect(range.contains(try #require(p95[row.name])), "\(row.name)") }
    }
    let means = try values(.mean)
    #expect(means.keys.sorted() == ["apache", "micrometer-mean", "nginx-vts", "redis"])
  }
}
