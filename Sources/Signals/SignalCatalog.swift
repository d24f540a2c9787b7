import Telemetry

extension Signal {
  /// Every signal, the one table behind panels, snapshots and `D`.
  ///
  /// Rates are taken first and then summed, which keeps counter resets visible to `rate`; ratios
  /// are sum over sum; an error series that does not exist before the first error is filled with
  /// zero only where there were requests at all.
  package static let catalog: [ID: Signal] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.id, $0) }
  )

  /// The row of a signal.
  package static func row(_ id: ID) -> Signal? { catalog[id] }

  /// The metric names to look for: all that any signal needs, histograms in both forms.
  package static func metricNames(of profile: MetricProfile) -> [String] {
    var names: Set<String> = []
    for signal in all {
      names.formUnion(signal.metrics(profile))
    }
    let durations = profile.requests.durationForm == .histogram ? profile.requests.duration : nil
    let model = profile.model
    let parts = [
      model.calls, model.firstToken, model.failedCalls, model.refusedCalls, profile.database.errors,
    ]
    names.formUnion(parts.compactMap(\.self))
    let others = [
      model.firstToken, model.countsByDuration ? model.calls : nil, profile.database.duration,
      profile.calls.duration, profile.model.tokenHistogram,
    ]
    for case let histogram? in [durations] + others { names.insert(histogram + "_bucket") }
    return names.sorted()
  }

  /// Asks which metrics exist: one series a name, its value the number of series.
  ///
  /// The service's metrics count under the selector, exporters' under theirs. The value of what a user has
  /// named as a counter is its sum, which tells whether it is a native histogram.
  package static func inventoryExpression(in context: QueryContext) -> String {
    let names = metricNames(of: context.profile)
    let requests = context.profile.requests
    let counted = [requests.counter, requests.duration, requests.errors]
    // Where an exporter is what is looked at, its requests are the service's own.
    let exporters = names.filter { isExporterMetric($0) && !counted.contains($0) }
    let own = names.filter { !exporters.contains($0) }
    func all(_ function: String, _ names: [String], _ matchers: [LabelMatcher]) -> String {
      let pattern = names.map(PromQLText.regexEscaped).joined(separator: "|")
      let all = [LabelMatcher("__name__", .matches, pattern)] + matchers
      return "\(function) by (__name__) ({\(all.map(\.promQL).joined(separator: ","))})"
    }
    // The quantiles of a summary are no native histogram of that name.
    let whole =
      requests.durationForm == .summary ? [] : [LabelMatcher("quantile", .equal, "")]
    let named = [requests.counter, requests.errors].compactMap { $0 }.filter { !isGiven($0) }
    let parts = [
      named.isEmpty ? nil : all("sum", named, context.selector),
      all("count", own, whole + context.selector),
      all("count", exporters, context.exporterSelector),
    ]
    // Without `on`, the metric name would not count in the match and one side would hide the other.
    return parts.compactMap { $0 }.joined(separator: " or on (__name__) ")
  }

  /// Whether a row of the table names it as a counter.
  private static func isGiven(_ counter: String) -> Bool {
    MetricProfile.all.contains { [$0.requests.counter, $0.requests.errors].contains(counter) }
  }

  /// Whether a metric comes from an exporter, which runs as a job of its own.
  package static func isExporterMetric(_ name: String) -> Bool {
    ["node_", "redis_", "pg_"].contains { name.hasPrefix($0) }
  }

  private static let all: [Signal] =
    latency + traffic + machine + saturation + cache + model + dependencies

  private static let latency: [Signal] = [
    quantileSignal(.latencyP50, 0.5),
    quantileSignal(.latencyP95, 0.95),
    quantileSignal(.latencyP99, 0.99),
    Signal(
      .latencyBuckets,
      .perSecond,
      metrics: { names($0.requests.durationForm == .histogram ? $0.requests.duration : nil) },
      expression: { $0.requestDurations() }
    ),
    Signal(
      .latencyMean,
      .seconds,
      metrics: { names($0.requests.durationForm == .sum ? $0.requests.duration : nil) },
      expression: { $0.meanRequestDuration() }
    ),
  ]

  private static func quantileSignal(_ id: ID, _ q: Double) -> Signal {
    Signal(
      id,
      .seconds,
      metrics: { names($0.requests.durationForm == .sum ? nil : $0.requests.duration) },
      expression: { $0.requestDuration(q) }
    )
  }

  private static let traffic: [Signal] = [
    Signal(.traffic, .requestsPerSecond, metrics: counted) { $0.requestRate() },
    Signal(.trafficHourAgo, .requestsPerSecond, pace: .slow, metrics: counted) {
      $0.requestRate(offset: " offset 1h")
    },
    Signal(.errorRatio, .ratio, metrics: failing) {
      "(\($0.errorRate())) / \($0.requestRate())"
    },
    Signal(.errorRate, .perSecond, metrics: failing) { $0.errorRate() },
    Signal(
      .requestStatuses,
      .requestsPerSecond,
      metrics: { $0.requests.statusLabel == nil ? [] : counted($0) }
    ) {
      $0.requestRate(by: names($0.profile.requests.statusLabel))
    },
    Signal(.sampleTime, .time, metrics: counted) { "max(\($0.requestTimes()))" },
  ]

  /// The names that there are.
  private static func names(_ names: String?...) -> [String] { names.compactMap { $0 } }

  @Sendable private static func counted(_ profile: MetricProfile) -> [String] {
    names(profile.requests.counted)
  }

  @Sendable private static func failing(_ profile: MetricProfile) -> [String] {
    profile.requests.tellsErrors ? counted(profile) : []
  }

  /// By the service's own metrics of its machine, and without such by those of node-exporter.
  private static let machine: [Signal] = [
    Signal(.nodeCPU, .ratio, metrics: { [$0.host?.cpu ?? "node_cpu_seconds_total"] }) {
      if let host = $0.profile.host { return $0.hostCPU(host) }
      let idle = LabelMatcher("mode", .equal, "idle")
      return "1 - avg(\($0.exporterRate("node_cpu_seconds_total", [idle])))"
    },
    Signal(
      .nodeMemory,
      .ratio,
      metrics: {
        guard let host = $0.host else {
          return ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"]
        }
        return [host.memory]
      }
    ) {
      if let host = $0.profile.host { return $0.hostMemory(host) }
      return "1 - sum(\($0.exporterGauge("node_memory_MemAvailable_bytes")))"
        + " / sum(\($0.exporterGauge("node_memory_MemTotal_bytes")))"
    },
    Signal(
      .nodeDisk,
      .ratio,
      pace: .slow,
      metrics: {
        guard let host = $0.host else {
          return ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"]
        }
        return [host.files]
      }
    ) {
      if let host = $0.profile.host { return $0.hostFiles(host) }
      let real = LabelMatcher("fstype", .matchesNot, QueryContext.unrealFileSystems)
      return "max(1 - \($0.exporterGauge("node_filesystem_avail_bytes", [real]))"
        + " / \($0.exporterGauge("node_filesystem_size_bytes", [real])))"
    },
  ]

  private static let saturation: [Signal] = [
    Signal(.processCPU, .cores, metrics: { [$0.process.cpu] }) {
      "sum(\($0.rate($0.profile.process.cpu)))"
    },
    Signal(.processMemory, .bytes, metrics: { [$0.process.memory] }) {
      "sum(\($0.gauge($0.profile.process.memory)))"
    },
    Signal(
      .fileDescriptors,
      .ratio,
      pace: .slow,
      metrics: { _ in ["process_open_fds", "process_max_fds"] }
    ) {
      "max(\($0.gauge("process_open_fds")) / \($0.gauge("process_max_fds")))"
    },
    Signal(.databaseConnections, .count, metrics: { names($0.database.connections) }) {
      let database = $0.profile.database
      return "sum(\($0.gauge(database.connections ?? "", database.usedMarks)))"
    },
    Signal(
      .postgresConnections,
      .ratio,
      metrics: { _ in ["pg_stat_activity_count", "pg_settings_max_connections"] }
    ) {
      "sum(\($0.exporterGauge("pg_stat_activity_count")))"
        + " / sum(\($0.exporterGauge("pg_settings_max_connections")))"
    },
    Signal(
      .redisMemory,
      .ratio,
      metrics: { _ in ["redis_memory_used_bytes", "redis_memory_max_bytes"] }
    ) {
      "sum(\($0.exporterGauge("redis_memory_used_bytes")))"
        + " / (sum(\($0.exporterGauge("redis_memory_max_bytes"))) > 0)"
    },
  ]

  private static let cache: [Signal] = [
    Signal(.cacheHitRatio, .ratio, metrics: { $0.cache.metrics }, expression: { $0.cacheRatio() }),
    Signal(.cacheHits, .perSecond, metrics: { $0.cache.metrics }) { $0.cacheRate(hits: true) },
    Signal(.cacheMisses, .perSecond, metrics: { $0.cache.metrics }) { $0.cacheRate(hits: false) },
  ]

  private static let model: [Signal] = [
    Signal(.modelCostRate, .dollarsPerHour, metrics: { names($0.model.cost) }) {
      "sum(\($0.rate($0.profile.model.cost ?? ""))) * 3600"
    },
    Signal(.modelCost24h, .dollars, pace: .slow, metrics: { names($0.model.cost) }) {
      let model = $0.profile.model
      let spent = "increase(\($0.gauge(model.cost ?? ""))[1d])"
      return $0.sum(spent, by: names(model.modelLabel))
    },
    Signal(
      .modelTokens24h,
      .tokens,
      pace: .slow,
      metrics: { names($0.model.countedTokens) },
      expression: { $0.modelTokens() }
    ),
    Signal(
      .modelTokenRate,
      .tokens,
      metrics: { names($0.model.countedTokens) },
      expression: { $0.modelTokenRate() }
    ),
  ]

  private static let dependencies: [Signal] = [
    Signal(.databaseP95, .seconds, metrics: { names($0.database.duration) }) {
      let database = $0.profile.database
      return $0.quantile(0.95, database.duration ?? "", by: names(database.queryTypeLabel))
    },
    Signal(
      .redisLatency,
      .seconds,
      metrics: { _ in
        ["redis_commands_duration_seconds_total", "redis_commands_processed_total"]
      }
    ) {
      "sum(\($0.exporterRate("redis_commands_duration_seconds_total")))"
        + " / sum(\($0.exporterRate("redis_commands_processed_total")))"
    },
    Signal(
      .postgresTransactions,
      .perSecond,
      metrics: { _ in ["pg_stat_database_xact_commit", "pg_stat_database_xact_rollback"] }
    ) {
      "sum(\($0.exporterRate("pg_stat_database_xact_commit")))"
        + " + sum(\($0.exporterRate("pg_stat_database_xact_rollback")))"
    },
    Signal(.externalP95, .seconds, metrics: { names($0.calls.duration) }) {
      let calls = $0.profile.calls
      let p95 = $0.quantile(0.95, calls.duration ?? "", by: names(calls.targetLabel))
      return $0.inSeconds(p95, calls.durationUnit)
    },
  ]
}
