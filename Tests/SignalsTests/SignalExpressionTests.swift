import Signals
import Telemetry
import Testing

/// What each signal asks, letter by letter.
@Suite struct SignalExpressionTests {
  private static let context = QueryContext(
    selector: [LabelMatcher("job", .equal, "backend")],
    exporterSelector: [LabelMatcher("env", .equal, "prod")],
    rateWindow: .seconds(60)
  )

  private static let duration = #"http_request_duration_seconds_bucket{job="backend"}[1m]"#
  private static let requests = #"http_requests_total{job="backend"}[1m]"#
  private static let errors = #"http_requests_total{job="backend",status=~"5.."}[1m]"#
  private static let lookUps = #"cache_operations_total{job="backend",result=~"hit|miss"}[1m]"#

  static let expected: [(Signal.ID, String)] = [
    (.latencyP50, "histogram_quantile(0.5, sum by (le) (rate(\(duration))))"),
    (.latencyP95, "histogram_quantile(0.95, sum by (le) (rate(\(duration))))"),
    (.latencyP99, "histogram_quantile(0.99, sum by (le) (rate(\(duration))))"),
    (.latencyBuckets, "sum by (le) (rate(\(duration)))"),
    (.traffic, "sum(rate(\(requests)))"),
    (.trafficHourAgo, "sum(rate(\(requests) offset 1h))"),
    (
      .errorRatio,
      "(sum(rate(\(errors))) or sum(rate(\(requests))) * 0) / sum(rate(\(requests)))"
    ),
    (.errorRate, "sum(rate(\(errors))) or sum(rate(\(requests))) * 0"),
    (
      .nodeCPU,
      #"1 - avg(rate(node_cpu_seconds_total{env="prod",mode="idle"}[1m]))"#
    ),
    (
      .nodeMemory,
      #"1 - sum(node_memory_MemAvailable_bytes{env="prod"})"#
        + #" / sum(node_memory_MemTotal_bytes{env="prod"})"#
    ),
    (
      .nodeDisk,
      #"max(1 - node_filesystem_avail_bytes{env="prod",fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"}"#
        + #" / node_filesystem_size_bytes{env="prod",fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"})"#
    ),
    (.processCPU, #"sum(rate(process_cpu_seconds_total{job="backend"}[1m]))"#),
    (.processMemory, #"sum(process_resident_memory_bytes{job="backend"})"#),
    (.fileDescriptors, #"max(process_open_fds{job="backend"} / process_max_fds{job="backend"})"#),
    (.databaseConnections, #"sum(db_connections_active{job="backend"})"#),
    (
      .postgresConnections,
      #"sum(pg_stat_activity_count{env="prod"}) / sum(pg_settings_max_connections{env="prod"})"#
    ),
    (
      .redisMemory,
      #"sum(redis_memory_used_bytes{env="prod"}) / (sum(redis_memory_max_bytes{env="prod"}) > 0)"#
    ),
    (
      .cacheHitRatio,
      #"(sum(rate(cache_operations_total{job="backend",result="hit"}[1m]))"#
        + " or sum(rate(\(lookUps))) * 0) / sum(rate(\(lookUps)))"
    ),
    (
      .cacheHits,
      #"sum(rate(cache_operations_total{job="backend",result="hit"}[1m]))"#
        + " or sum(rate(\(lookUps))) * 0"
    ),
    (
      .cacheMisses,
      #"sum(rate(cache_operations_total{job="backend",result="miss"}[1m]))"#
        + " or sum(rate(\(lookUps))) * 0"
    ),
    (.modelCostRate, #"sum(rate(llm_cost_dollars_total{job="backend"}[1m])) * 3600"#),
    (
      .modelCost24h,
      #"sum by (model) (increase(llm_cost_dollars_total{job="backend"}[1d]))"#
    ),
    (
      .modelTokens24h,
      #"sum by (token_type) (increase(llm_tokens_used_total{job="backend"}[1d]))"#
    ),
    (
      .modelTokenRate,
      #"(sum by (token_type) (rate(llm_tokens_used_total{job="backend"}[1m]))) * 3600"#
    ),
    (
      .databaseP95,
      "histogram_quantile(0.95, sum by (le, query_type)"
        + #" (rate(db_query_duration_seconds_bucket{job="backend"}[1m])))"#
    ),
    (
      .redisLatency,
      #"sum(rate(redis_commands_duration_seconds_total{env="prod"}[1m]))"#
        + #" / sum(rate(redis_commands_processed_total{env="prod"}[1m]))"#
    ),
    (
      .postgresTransactions,
      #"sum(rate(pg_stat_database_xact_commit{env="prod"}[1m]))"#
        + #" + sum(rate(pg_stat_database_xact_rollback{env="prod"}[1m]))"#
    ),
    (.sampleTime, #"max(timestamp(http_requests_total{job="backend"}))"#),
  ]

  @Test(arguments: expected)
  func theDefaultProfileAsksThis(id: Signal.ID, expression: String) throws {
    #expect(try #require(Signal.row(id)).expression(Self.context) == expression)
  }

  @Test func everySignalOfTheDefaultProfileIsListedHere() {
    let listed = Set(Self.expected.map(\.0))
    // Calls to other services have no name in the default profile, and its durations are more than a sum.
    let others: Set<Signal.ID> = [.externalP95, .latencyMean, .requestStatuses]
    #expect(Set(Signal.ID.allCases).subtracting(listed) == others)
    #expect(Self.expected.count == listed.count)
  }

  @Test func everySignalHasARow() {
    for id in Signal.ID.allCases { #expect(Signal.row(id)?.id == id, "\(id.rawValue)") }
  }

  @Test func aNativeHistogramIsAskedWhole() throws {
    var context = Self.context
    context.inventory = ["http_request_duration_seconds", "db_query_duration_seconds"]
    let p95 = try #require(Signal.row(.latencyP95)).expression(context)
    #expect(
      p95
        == #"histogram_quantile(0.95, sum(rate(http_request_duration_seconds{job="backend"}[1m])))"#
    )
    let database = try #require(Signal.row(.databaseP95)).expression(context)
    #expect(
      database == "histogram_quantile(0.95, sum by (query_type)"
        + #" (rate(db_query_duration_seconds{job="backend"}[1m])))"#
    )
  }

  @Test func bucketsThatAServerDoesNotAddUpAreAskedByInstance() throws {
    var context = Self.context
    context.inventory = ["http_request_duration_seconds"]
    context.splitHistograms = ["http_request_duration_seconds"]
    #expect(context.hasRequestBuckets && context.hasSplitDurations)
    let rate = #"rate(http_request_duration_seconds{job="backend"}[1m])"#
    #expect(
      try #require(Signal.row(.latencyBuckets)).expression(context)
        == "sum by (instance) (\(rate))"
    )
    #expect(
      try #require(Signal.row(.latencyP95)).expression(context)
        == "max(histogram_quantile(0.95, sum by (instance) (\(rate))))"
    )
    context.inventory = ["http_request_duration_seconds", "http_request_duration_seconds_bucket"]
    let mixed = try #require(Signal.row(.latencyBuckets)).expression(context)
    #expect(mixed.hasSuffix(" or sum by (instance) (\(rate))"))
    #expect(mixed.hasPrefix("sum by (le) ("))
  }

  @Test func whereBothFormsExistEachSeriesCountsOnce() throws {
    var context = Self.context
    context.inventory = ["http_request_duration_seconds", "http_request_duration_seconds_bucket"]
    context.profile.requests.counter = nil
    let native = #"rate(http_request_duration_seconds{job="backend"}[1m])"#
    let classic = "sum by (le) (rate(\(Self.duration)) unless ignoring (le) \(native))"
    let expected: [(Signal.ID, String)] = [
      (.latencyBuckets, "\(classic) or sum(\(native))"),
      (
        .latencyP95,
        #"max(label_replace(histogram_quantile(0.95, "# + classic
          + #"), "form", "classic", "", "") or histogram_quantile(0.95, sum("# + native + ")))"
      ),
      (
        .traffic,
        "sum(histogram_count(\(native))"
          + #" or rate(http_request_duration_seconds_count{job="backend"}[1m]))"#
      ),
      (
        .sampleTime,
        #"max(timestamp(http_request_duration_seconds{job="backend"})"#
          + #" or timestamp(http_request_duration_seconds_count{job="backend"}))"#
      ),
    ]
    for (id, text) in expected {
      #expect(try #require(Signal.row(id)).expression(context) == text)
    }
  }

  @Test func whatIsNamedAsACounterAndIsAHistogramIsCounted() throws {
    var context = Self.context
    context.profile.requests.counter = "app_seconds"
    #expect(
      Signal.inventoryExpression(in: context)
        .hasPrefix(#"sum by (__name__) ({__name__=~"app_seconds",job="backend"}) or on"#)
    )
    context.histogramCounters = ["app_seconds"]
    let rate = #"histogram_count(rate(app_seconds{job="backend"}[1m]))"#
    #expect(try #require(Signal.row(.traffic)).expression(context) == "sum(\(rate))")
    let ratio = try #require(Signal.row(.errorRatio)).expression(context)
    #expect(ratio.hasPrefix("(sum(histogram_count(") && ratio.hasSuffix(" / sum(\(rate))"))
  }

  @Test func tokensAreTheSumsOfTheirHistogramInBothForms() throws {
    var context = Self.context
    let row = try #require(MetricProfile.all.first { $0.name == "otel-genai" })
    context.profile = row
    let name = "gen_ai_client_token_usage"
    let classic = #"increase(gen_ai_client_token_usage_sum{job="backend"}[1d])"#
    let native = #"histogram_sum(increase(gen_ai_client_token_usage{job="backend"}[1d]))"#
    let signal = try #require(Signal.row(.modelTokens24h))
    context.inventory = [name + "_bucket"]
    #expect(signal.expression(context) == "sum by (gen_ai_token_type) (\(classic))")
    context.inventory = [name]
    #expect(
      signal.expression(context) == "sum by (gen_ai_token_type) (\(native) or \(classic))"
    )
    context.hasModelPrices = true
    #expect(
      signal.expression(context).hasPrefix("sum by (gen_ai_request_model, gen_ai_token_type) (")
    )
  }

  @Test func withoutASelectorMetricsStandAlone() throws {
    let context = QueryContext(rateWindow: .seconds(20))
    #expect(
      try #require(Signal.row(.traffic)).expression(context)
        == "sum(rate(http_requests_total[20s]))"
    )
  }

  @Test func callsToOtherServicesAreAskedWhereTheProfileHasThem() throws {
    var context = Self.context
    context.profile.calls.duration = "outbound_seconds"
    context.profile.calls.targetLabel = "peer.service"
    #expect(
      try #require(Signal.row(.externalP95)).expression(context)
        == "histogram_quantile(0.95, sum by (le, \"peer.service\")"
        + #" (rate(outbound_seconds_bucket{job="backend"}[1m])))"#
    )
  }

  @Test func aProfileWithOtherNamesAsksForThoseAlone() throws {
    var profile = MetricProfile.prometheusClient
    profile.requests.counter = "http.server.requests"
    profile.requests.statusLabel = "http.status_code"
    profile.requests.errorStatus = "5..|429"
    profile.cache.operations = "lookups"
    profile.cache.resultLabel = "outcome"
    profile.cache.hit = "h+"
    profile.cache.miss = "m"
    var context = Self.context
    context.profile = profile
    #expect(
      try #require(Signal.row(.errorRate)).expression(context)
        == #"sum(rate({"http.server.requests",job="backend","http.status_code"=~"5..|429"}[1m]))"#
        + #" or sum(rate({"http.server.requests",job="backend"}[1m])) * 0"#
    )
    #expect(
      try #require(Signal.row(.cacheHits)).expression(context)
        == #"sum(rate(lookups{job="backend",outcome="h+"}[1m]))"#
        + #" or sum(rate(lookups{job="backend",outcome=~"h\\+|m"}[1m])) * 0"#
    )
  }

  @Test(
    arguments: [
      (1, "1s"), (0.25, "250ms"), (60, "1m"), (90, "1m30s"), (7200, "2h"), (86_400, "1d"),
    ]
  )
  func windowsAreWrittenAsPrometheusReadsThem(seconds: Double, text: String) throws {
    let context = QueryContext(rateWindow: .seconds(seconds))
    #expect(
      try #require(Signal.row(.traffic)).expression(context)
        == "sum(rate(http_requests_total[\(text)]))"
    )
  }
}
