import Signals
import Telemetry

/// A threshold that settings can change.
struct ThresholdField: Sendable {
  /// The key under `thresholds`.
  let name: String
  /// Where it lives.
  let path: any (WritableKeyPath<SignalThresholds, Threshold> & Sendable)
  /// The unit in which its bounds are written.
  let unit: Measure.Unit
  /// The judged value.
  let summary: String

  static let all: [ThresholdField] = [
    ThresholdField(
      name: "error_rate",
      path: \.errorRatio,
      unit: .ratio,
      summary: "the share of failed requests"
    ),
    ThresholdField(
      name: "latency_p95",
      path: \.latencyP95,
      unit: .seconds,
      summary: "the 95th percentile of request duration"
    ),
    ThresholdField(
      name: "cache_hit_rate",
      path: \.cacheHitRatio,
      unit: .ratio,
      summary: "the cache hit rate, where low is bad"
    ),
    ThresholdField(
      name: "database_p95",
      path: \.databaseP95,
      unit: .seconds,
      summary: "the 95th percentile of database queries"
    ),
    ThresholdField(
      name: "external_p95",
      path: \.externalP95,
      unit: .seconds,
      summary: "the 95th percentile of calls to other services"
    ),
    ThresholdField(name: "cpu", path: \.cpu, unit: .ratio, summary: "CPU in use"),
    ThresholdField(name: "memory", path: \.memory, unit: .ratio, summary: "memory in use"),
  ]
}

/// A name of a metric profile that settings can change.
struct ProfileField: Sendable {
  /// The key under `profiles.NAME`.
  let name: String
  /// Takes the new name in.
  let apply: @Sendable (inout MetricProfile, String) -> Void
  /// How it is written: names have no white space, values of labels may have.
  let kind: ConfigKind
  /// The field it sets.
  let summary: String

  private init(
    _ name: String,
    _ path: any (WritableKeyPath<MetricProfile, String> & Sendable),
    _ summary: String,
    _ kind: ConfigKind
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    apply = { $0[keyPath: path] = $1 }
  }

  private init(
    _ name: String,
    _ path: any (WritableKeyPath<MetricProfile, String?> & Sendable),
    _ summary: String,
    _ kind: ConfigKind = .metricName
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    apply = { $0[keyPath: path] = $1 }
  }

  private init(
    _ name: String,
    matchers path: any (WritableKeyPath<MetricProfile, [LabelMatcher]> & Sendable),
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    kind = .selector
    apply = { profile, text in profile[keyPath: path] = (try? LabelMatcher.parse(text)) ?? [] }
  }

  /// A word of an enumeration.
  private init<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String,
    _ path: any (WritableKeyPath<MetricProfile, Word> & Sendable),
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    kind = .choice(Word.allCases.map(\.rawValue))
    apply = { profile, text in
      if let word = Word(rawValue: text) { profile[keyPath: path] = word }
    }
  }

  static let all = requests + parts

  private static let requests: [ProfileField] = [
    ProfileField("service_label", \.serviceLabel, "Label with the service", .labelName),
    ProfileField("requests", \.requests.counter, "Counter of requests"),
    ProfileField(
      "request_matchers",
      matchers: \.requests.marks,
      "Matchers that only its series of requests meet, if other libraries use the same names"
    ),
    ProfileField(
      "status_label",
      \.requests.statusLabel,
      "Label with the status code",
      .labelName
    ),
    ProfileField(
      "error_status",
      \.requests.errorStatus,
      "Regular expression of error statuses",
      .pattern
    ),
    ProfileField("errors", \.requests.errors, "Counter of errors, if no status label tells them"),
    ProfileField(
      "endpoint_label",
      \.requests.endpointLabel,
      "Label with the route",
      .labelName
    ),
    ProfileField("method_label", \.requests.methodLabel, "Label with the method", .labelName),
    ProfileField(
      "skipped_endpoints",
      \.requests.skippedRoutes,
      "Regular expression of routes to leave out",
      .pattern
    ),
    ProfileField(
      "request_duration",
      \.requests.duration,
      "Request durations: a histogram without _bucket, a summary, or a counter of their sum"
    ),
    ProfileField(
      "request_duration_form",
      \.requests.durationForm,
      "Form of request durations"
    ),
    ProfileField("request_duration_unit", \.requests.durationUnit, "Unit of request durations"),
  ]

  private static let parts: [ProfileField] = [
    ProfileField(
      "database_duration",
      \.database.duration,
      "Histogram of query durations, without _bucket"
    ),
    ProfileField(
      "query_type_label",
      \.database.queryTypeLabel,
      "Label with the kind of query",
      .labelName
    ),
    ProfileField(
      "database_error_label",
      \.database.errorLabel,
      "Label that says why a query failed; empty if it did not",
      .labelName
    ),
    ProfileField(
      "database_errors",
      \.database.errors,
      "Counter of failed queries, if no label tells them"
    ),
    ProfileField("database_connections", \.database.connections, "Gauge of connections in use"),
    ProfileField("cache_operations", \.cache.operations, "Counter of cache operations"),
    ProfileField(
      "cache_result_label",
      \.cache.resultLabel,
      "Label with the result",
      .labelName
    ),
    ProfileField("cache_hit", \.cache.hit, "Value of that label for a hit", .text()),
    ProfileField("cache_miss", \.cache.miss, "Value of that label for a miss", .text()),
    ProfileField("cache_hits", \.cache.hits, "Counter of hits, if there is no common counter"),
    ProfileField("cache_misses", \.cache.misses, "Counter of misses"),
    ProfileField("llm_cost", \.model.cost, "Counter of dollars spent on language models"),
    ProfileField("llm_tokens", \.model.tokens, "Counter of tokens"),
    ProfileField("llm_input_tokens", \.model.inputTokens, "Counter of input tokens"),
    ProfileField("llm_output_tokens", \.model.outputTokens, "Counter of output tokens"),
    ProfileField(
      "llm_token_histogram",
      \.model.tokenHistogram,
      "Histogram of the tokens of each call, without suffix, if there is no counter"
    ),
    ProfileField(
      "llm_unpaid_tokens",
      \.model.unpaidTokens,
      "Counter of the tokens of answers that came from a cache"
    ),
    ProfileField(
      "llm_first_token",
      \.model.firstToken,
      "Histogram of the seconds until the first token, without suffix"
    ),
    ProfileField("llm_calls", \.model.calls, "Counter of calls of language models"),
    ProfileField(
      "llm_failed_calls",
      \.model.failedCalls,
      "Counter of calls that failed, if llm_calls does not count them"
    ),
    ProfileField(
      "llm_refused_calls",
      \.model.refusedCalls,
      "Counter of calls that were refused as too many, if llm_calls does not tell them"
    ),
    ProfileField(
      "llm_refused_model_label",
      \.model.refusedModelLabel,
      "Label with the model of that counter",
      .labelName
    ),
    ProfileField(
      "llm_refused_model_fallback",
      \.model.refusedModelFallback,
      "Label with the model of that counter where the other one is empty",
      .labelName
    ),
    ProfileField(
      "llm_operation_label",
      \.model.operationLabel,
      "Label with what is done: chat, embeddings",
      .labelName
    ),
    ProfileField("model_label", \.model.modelLabel, "Label with the model", .labelName),
    ProfileField(
      "token_type_label",
      \.model.tokenTypeLabel,
      "Label that tells input from output tokens",
      .labelName
    ),
    ProfileField(
      "external_duration",
      \.calls.duration,
      "Histogram of calls to other services, without _bucket"
    ),
    ProfileField("process_cpu", \.process.cpu, "Counter of CPU seconds", .metricName),
    ProfileField("process_memory", \.process.memory, "Gauge of bytes of memory", .metricName),
    ProfileField("external_duration_unit", \.calls.durationUnit, "Unit of those calls"),
    ProfileField(
      "external_status_label",
      \.calls.statusLabel,
      "Label with the status of those calls",
      .labelName
    ),
    ProfileField(
      "external_error_status",
      \.calls.errorStatus,
      "Regular expression of the statuses of failed calls",
      .pattern
    ),
    ProfileField(
      "external_label",
      \.calls.targetLabel,
      "Label with the service called",
      .labelName
    ),
  ]
}

extension ConfigTable {
  static let signals: [ConfigKey] =
    [
      ConfigKey(
        "profile",
        .text("the name of a profile"),
        .text(SettingsReader.automaticProfile),
        "Metric profile: the metrics and labels of each signal; auto finds it for each service"
      ).variables("GOLDTOP_PROFILE"),
      ConfigKey("profiles", nil, "Your own metric profiles, by name"),
      ConfigKey("profiles.*", nil, "One profile; unset fields come from its base"),
      ConfigKey(
        "profiles.*.base",
        .text("the name of a profile"),
        "Profile it is based on; \(MetricProfile.prometheusClient.name) by default, "
          + "\(MetricProfile.emptyBase) for no names at all"
      ),
    ]
    + ProfileField.all.map { ConfigKey("profiles.*.\($0.name)", $0.kind, $0.summary) }
    + [ConfigKey("thresholds", nil, "Warning and critical thresholds")]
    + ThresholdField.all.flatMap(thresholdKeys)
    + [
      .refused(
        "thresholds.llm_cost_24h",
        "use 'budget.llm_24h'"
      ),
      ConfigKey("budget", nil, "Spending limits, and how much may fail"),
      ConfigKey(
        "budget.llm_24h",
        .measure(.dollars, 0...1e9),
        .text(Measure.text(SignalThresholds().modelBudget24h, .dollars)),
        "Dollars for LLM calls in 24 hours; critical above it"
      ).variables("GOLDTOP_BUDGET_LLM_24H"),
      ConfigKey(
        "budget.llm_month",
        .measure(.dollars, 0...1e9),
        "Dollars for LLM calls in a calendar month; budget.llm_24h on each of its days by default"
      ).variables("GOLDTOP_BUDGET_LLM_MONTH"),
      ConfigKey(
        "budget.objective",
        \.objective,
        .measure(.ratio, 0.1...0.99999),
        "Share of requests that is to succeed; the error budget of goldtop report is the rest"
      ).variables("GOLDTOP_BUDGET_OBJECTIVE").flag("objective"),
      ConfigKey("llm", nil, "Language models"),
      ConfigKey(
        "llm.prices",
        nil,
        "Dollars per million tokens, by model, for services that count tokens and no cost"
      ),
      ConfigKey("llm.prices.*", nil, "One model, or several: * stands for any text"),
      ConfigKey("llm.prices.*.input", .measure(.dollars, 0...1e6), "Price of input tokens"),
      ConfigKey("llm.prices.*.output", .measure(.dollars, 0...1e6), "Price of output tokens"),
      ConfigKey(
        "llm.prices.*.cached",
        .measure(.dollars, 0...1e6),
        "Price of input tokens in the provider's cache; that of input tokens by default"
      ),
    ]

  private static func thresholdKeys(_ field: ThresholdField) -> [ConfigKey] {
    let threshold = SignalThresholds()[keyPath: field.path]
    func preset(_ bound: Double?) -> ConfigNode.Content {
      bound.map { .text(Measure.text($0, field.unit)) } ?? .null
    }
    let kind = ConfigKind.measure(field.unit, 0...(field.unit == .ratio ? 1 : 1e6))
    let path = "thresholds.\(field.name)"
    return [
      ConfigKey(path, nil, "Thresholds for \(field.summary)"),
      ConfigKey("\(path).warning", kind, preset(threshold.warning), "Warning threshold"),
      ConfigKey("\(path).critical", kind, preset(threshold.critical), "Critical threshold"),
    ]
  }
}
