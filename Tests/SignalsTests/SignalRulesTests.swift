import Signals
import Telemetry
import Testing

/// What holds for every expression, whatever the profile.
@Suite struct SignalRulesTests {
  private static var profiles: [MetricProfile] {
    var dotted = MetricProfile.prometheusClient
    dotted.requests.counter = "http.server.requests"
    dotted.requests.duration = "http.server.duration"
    dotted.database.duration = "db.client.duration"
    dotted.calls.duration = "http.client.duration"
    dotted.database.queryTypeLabel = "db.operation"
    dotted.model.modelLabel = "gen_ai.model"
    return MetricProfile.all + [dotted]
  }

  private static var contexts: [QueryContext] {
    profiles.flatMap { profile in
      let histograms = [profile.requests.duration, profile.database.duration].compactMap { $0 }
      let classic = Set(Signal.metricNames(of: profile))
      let native = classic.subtracting(classic.filter { $0.hasSuffix("_bucket") })
      return [nil, classic, native.union(histograms)].map {
        QueryContext(
          profile: profile,
          selector: [LabelMatcher("job", .equal, "own")],
          exporterSelector: [LabelMatcher("job", .equal, "exporter")],
          rateWindow: .seconds(60),
          inventory: $0
        )
      }
    }
  }

  private func forEachExpression(_ body: (Signal, String, QueryContext) -> Void) {
    for context in Self.contexts {
      for id in Signal.ID.allCases {
        guard let signal = Signal.row(id), !signal.metrics(context.profile).isEmpty else {
          continue
        }
        body(signal, signal.expression(context), context)
      }
    }
  }

  @Test func ratesAreTakenBeforeSums() {
    forEachExpression { signal, expression, _ in
      #expect(!expression.contains("rate(sum"), "\(signal.id.rawValue): \(expression)")
      #expect(!expression.contains("increase(sum"), "\(signal.id.rawValue): \(expression)")
    }
  }

  @Test func countersAreNeverReadWithoutARate() {
    forEachExpression { signal, expression, context in
      guard signal.id != .sampleTime else { return }
      for match in expression.matches(of: /_total(?![_a-z])(?:"[^}]*\}|\{[^}]*\})?(.?)/) {
        #expect(match.output.1 == "[", "\(signal.id.rawValue): \(expression)")
      }
      if expression.contains("rate(") {
        #expect(expression.contains("[\(context.rateWindow.prometheusText)]"))
      }
    }
  }

  @Test func classicQuantilesSumByTheirBoundAndNativeOnesDoNot() {
    var seen = (classic: 0, native: 0)
    forEachExpression { signal, expression, context in
      guard expression.contains("histogram_quantile") else { return }
      let histogram = signal.metrics(context.profile)[0]
      if context.isNative(histogram) {
        seen.native += 1
        #expect(!expression.contains("le,") && !expression.contains("(le)"))
        #expect(!expression.contains("_bucket"))
      } else {
        seen.classic += 1
        #expect(expression.contains("sum by (le"), "\(expression)")
        #expect(expression.contains("_bucket"), "\(expression)")
      }
    }
    #expect(seen.classic > 0 && seen.native > 0)
  }

  @Test func everySelectorCarriesTheSelectorOfItsOwner() {
    forEachExpression { signal, expression, context in
      let requests: Set<Signal.ID> = [
        .traffic, .trafficHourAgo, .latencyMean, .sampleTime, .cacheHitRatio, .cacheHits,
        .cacheMisses,
      ]
      for metric in signal.metrics(context.profile) {
        let exported = ["node_", "redis_", "pg_"].contains { metric.hasPrefix($0) }
        // What an exporter's own profile counts is looked at as a service's.
        let isOwn = requests.contains(signal.id) || !exported
        let wanted = isOwn ? #"job="own""# : #"job="exporter""#
        let selectors = Self.selectors(of: metric, in: expression)
        #expect(!selectors.isEmpty, "\(metric) is not in \(expression)")
        for selector in selectors {
          #expect(selector.contains(wanted), "\(signal.id.rawValue): \(selector)")
        }
      }
      let braces = expression.count { $0 == "{" }
      let owners = expression.matches(of: /job="(own|exporter)"/).count
      #expect(braces == owners, "\(signal.id.rawValue): \(expression)")
    }
  }

  /// The braces that belong to a metric; a name with a dot stands inside them.
  private static func selectors(of metric: String, in expression: String) -> [String] {
    let names = [metric, metric + "_bucket", metric + "_count", metric + "_sum"]
    let matches = expression.matches(of: /([A-Za-z0-9_:]*)\{([^}]*)\}/)
    return matches.filter { match in
      names.contains(String(match.output.1))
        || names.contains { match.output.2.hasPrefix("\"\($0)\"") }
    }.map { String($0.output.2) }
  }

  @Test func nothingIsFilledWithZeroWithoutItsDenominator() {
    forEachExpression { signal, expression, _ in
      #expect(!expression.contains("vector("), "\(signal.id.rawValue)")
      // What fills is the denominator times zero, which is absent where there were no requests.
      guard ![.modelTokens24h, .modelTokenRate].contains(signal.id) else { return }
      // The two forms of a histogram are joined by series, and fill nothing.
      let joined =
        /histogram_count\((rate\(.*?\[1m\](?: offset 1h)?\))\) or rate\(.*?\[1m\](?: offset 1h)?\)/
      let single = expression.replacing(joined) { "histogram_count(\($0.output.1))" }
      guard signal.id != .sampleTime, !single.contains("unless") else { return }
      for part in single.split(separator: " or ").dropFirst() {
        let isRate = part.hasPrefix("sum(rate(") || part.hasPrefix("sum(histogram_count(rate(")
        #expect(isRate && part.contains(" * 0"), "\(expression)")
      }
    }
  }

  @Test func ratiosAreSumOverSumAndNotMeansOfRatios() {
    forEachExpression { signal, expression, _ in
      #expect(!expression.contains("avg(rate(http"), "\(signal.id.rawValue)")
      guard [.errorRatio, .cacheHitRatio].contains(signal.id) else { return }
      let ratio = /\) \/ \(*sum\((?:histogram_count\()?rate\(/
      #expect(expression.contains(ratio), "\(expression)")
    }
  }

  @Test func theInventoryAsksForEveryMetricOnItsOwnersSide() {
    for profile in Self.profiles {
      let context = QueryContext(
        profile: profile,
        selector: [LabelMatcher("job", .equal, "own")],
        exporterSelector: [LabelMatcher("job", .equal, "exporter")],
        rateWindow: .seconds(60)
      )
      let all = Signal.inventoryExpression(in: context).split(separator: " or on (__name__) ")
      let sides = all.filter { !$0.hasPrefix("sum") }
      #expect(sides.count == 2 && all.count == (profile == Self.profiles.last ? 3 : 2))
      let own = [profile.requests.counter, profile.requests.duration]
      for name in Signal.metricNames(of: profile) {
        let exported =
          ["node_", "redis_", "pg_"].contains { name.hasPrefix($0) } && !own.contains(name)
        let pattern = PromQLText.quoted(PromQLText.regexEscaped(name)).dropFirst().dropLast()
        #expect(sides.first?.contains(pattern) == !exported, "\(name)")
        #expect(sides.last?.contains(pattern) == exported, "\(name)")
      }
      #expect(sides.first?.hasSuffix(#",job="own"})"#) == true)
      #expect(sides.last?.hasSuffix(#",job="exporter"})"#) == true)
    }
  }

  @Test func theInventoryIsAskedWithoutASelectorToo() {
    let text = Signal.inventoryExpression(in: QueryContext(rateWindow: .seconds(60)))
    #expect(text.hasPrefix(#"count by (__name__) ({__name__=~"cache_operations_total|db_"#))
    #expect(!text.contains("job"))
  }

  @Test func histogramsAreLookedForInBothForms() {
    let names = Signal.metricNames(of: .prometheusClient)
    #expect(names.contains("http_request_duration_seconds"))
    #expect(names.contains("http_request_duration_seconds_bucket"))
    #expect(names.contains("db_query_duration_seconds_bucket"))
    #expect(names == names.sorted() && Set(names).count == names.count)
  }

  @Test func theFirstMetricThatIsNotThereIsNamed() throws {
    var context = QueryContext(rateWindow: .seconds(60))
    let memory = try #require(Signal.row(.nodeMemory))
    let latency = try #require(Signal.row(.latencyP95))
    #expect(memory.missingMetric(in: context) == nil, "nothing is known, so it is asked")
    context.inventory = []
    #expect(memory.missingMetric(in: context) == "node_memory_MemAvailable_bytes")
    #expect(latency.missingMetric(in: context) == "http_request_duration_seconds")
    context.inventory = ["node_memory_MemAvailable_bytes"]
    #expect(memory.missingMetric(in: context) == "node_memory_MemTotal_bytes")
    context.inventory = ["http_request_duration_seconds_bucket"]
    #expect(latency.missingMetric(in: context) == nil)
    context.inventory = ["http_request_duration_seconds"]
    #expect(latency.missingMetric(in: context) == nil)
  }
}
