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
    for histogram in [profile.requestDuration, profile.databaseDuration, profile.externalDuration] {
      if let histogram { names.insert(histogram + "_bucket") }
    }
    return names.sorted()
  }

  /// Asks which metrics exist: one series a name, its value the number of series.
  ///
  /// The service's metrics count under the selector, exporters' under theirs.
  package static func inventoryExpression(in context: QueryContext) -> String {
    let names = metricNames(of: context.profile)
    let exporters = names.filter(isExporterMetric)
    let own = names.filter { !isExporterMetric($0) }
    func count(_ names: [String], _ matchers: [LabelMatcher]) -> String {
      let pattern = names.map(PromQLText.regexEscaped).joined(separator: "|")
      let all = [LabelMatcher("__name__", .matches, pattern)] + matchers
      return "count by (__name__) ({\(all.map(\.promQL).joined(separator: ","))})"
    }
    // Without `on`, the metric name would not count in the match and one side would hide the other.
    return count(own, context.selector) + " or on (__name__) "
      + count(exporters, context.exporterSelector)
  }

  /// Whether a metric comes from an exporter, which runs as a job of its own.
  package static func isExporterMetric(_ name: String) -> Bool {
    ["node_", "redis_", "pg_"].contains { name.hasPrefix($0) }
  }

  private static let all: [Signal] = latency + traffic + saturation + cache + model + dependencies

  private static let latency: [Signal] = [
    quantileSignal(.latencyP50, 0.5),
    quantileSignal(.latencyP95, 0.95),
    quantileSignal(.latencyP99, 0.99),
    Signal(.latencyBuckets, .perSecond, metrics: { [$0.requestDuration] }) {
      $0.histogramRate($0.profile.requestDuration)
    },
  ]

  private static func quantileSignal(_ id: ID, _ q: Double) -> Signal {
    Signal(id, .seconds, metrics: { [$0.requestDuration] }) {
      $0.quantile(q, $0.profile.requestDuration)
    }
  }

  private static let traffic: [Signal] = [
    Signal(.traffic, .requestsPerSecond, metrics: { [$0.requests] }) { requestRate($0) },
    Signal(.trafficHourAgo, .requestsPerSecond, pace: .slow, metrics: { [$0.requests] }) {
      requestRate($0, offset: " offset 1h")
    },
    Signal(.errorRatio, .ratio, metrics: { [$0.requests] }) {
      "(\(errorRate($0))) / \(requestRate($0))"
    },
    Signal(.errorRate, .perSecond, metrics: { [$0.requests] }) { errorRate($0) },
    Signal(.sampleTime, .time, metrics: { [$0.requests] }) {
      "max(timestamp(\($0.gauge($0.profile.requests))))"
    },
  ]

  private static func requestRate(_ context: QueryContext, offset: String = "") -> String {
    "sum(\(context.rate(context.profile.requests, offset: offset)))"
  }

  private static func errorRate(_ context: QueryContext) -> String {
    let errors = LabelMatcher(context.profile.statusLabel, .matches, context.profile.errorStatus)
    return "sum(\(context.rate(context.profile.requests, [errors])))"
      + " or \(requestRate(context)) * 0"
  }

  private static let saturation: [Signal] = [
    Signal(.nodeCPU, .ratio, metrics: { _ in ["node_cpu_seconds_total"] }) {
      let idle = LabelMatcher("mode", .equal, "idle")
      return "1 - avg(\($0.exporterRate("node_cpu_seconds_total", [idle])))"
    },
    Signal(
      .nodeMemory,
      .ratio,
      metrics: { _ in ["node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"] }
    ) {
      "1 - sum(\($0.exporterGauge("node_memory_MemAvailable_bytes")))"
        + " / sum(\($0.exporterGauge("node_memory_MemTotal_bytes")))"
    },
    Signal(
      .nodeDisk,
      .ratio,
      pace: .slow,
      metrics: { _ in ["node_filesystem_avail_bytes", "node_filesystem_size_bytes"] }
    ) {
      let real = LabelMatcher("fstype", .matchesNot, "tmpfs|ramfs|overlay|squashfs|iso9660")
      return "max(1 - \($0.exporterGauge("node_filesystem_avail_bytes", [real]))"
        + " / \($0.exporterGauge("node_filesystem_size_bytes", [real])))"
    },
    Signal(.processCPU, .cores, metrics: { _ in ["process_cpu_seconds_total"] }) {
      "sum(\($0.rate("process_cpu_seconds_total")))"
    },
    Signal(.processMemory, .bytes, metrics: { _ in ["process_resident_memory_bytes"] }) {
      "sum(\($0.gauge("process_resident_memory_bytes")))"
    },
    Signal(
      .fileDescriptors,
      .ratio,
      pace: .slow,
      metrics: { _ in ["process_open_fds", "process_max_fds"] }
    ) {
      "max(\($0.gauge("process_open_fds")) / \($0.gauge("process_max_fds")))"
    },
    Signal(.databaseConnections, .count, metrics: { [$0.databaseConnections] }) {
      "sum(\($0.gauge($0.profile.databaseConnections)))"
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
    Signal(.cacheHitRatio, .ratio, metrics: { [$0.cacheOperations] }) {
      "(\(cacheRate($0, hits: true))) / sum(\($0.rate($0.profile.cacheOperations, lookUps($0))))"
    },
    Signal(.cacheHits, .perSecond, metrics: { [$0.cacheOperations] }) {
      cacheRate($0, hits: true)
    },
    Signal(.cacheMisses, .perSecond, metrics: { [$0.cacheOperations] }) {
      cacheRate($0, hits: false)
    },
  ]

  private static func lookUps(_ context: QueryContext) -> [LabelMatcher] {
    let profile = context.profile
    let either = [profile.cacheHit, profile.cacheMiss].map(PromQLText.regexEscaped)
    return [LabelMatcher(profile.cacheResultLabel, .matches, either.joined(separator: "|"))]
  }

  private static func cacheRate(_ context: QueryContext, hits: Bool) -> String {
    let profile = context.profile
    let result = LabelMatcher(
      profile.cacheResultLabel,
      .equal,
      hits ? profile.cacheHit : profile.cacheMiss
    )
    return "sum(\(context.rate(profile.cacheOperations, [result])))"
      + " or sum(\(context.rate(profile.cacheOperations, lookUps(context)))) * 0"
  }

  private static let model: [Signal] = [
    Signal(.modelCostRate, .dollarsPerHour, metrics: { [$0.modelCost] }) {
      "sum(\($0.rate($0.profile.modelCost))) * 3600"
    },
    Signal(.modelCost24h, .dollars, pace: .slow, metrics: { [$0.modelCost] }) {
      "sum by (\(PromQLText.name($0.profile.modelLabel)))"
        + " (increase(\($0.gauge($0.profile.modelCost))[1d]))"
    },
    Signal(.modelTokens24h, .tokens, pace: .slow, metrics: { [$0.modelTokens] }) {
      "sum by (\(PromQLText.name($0.profile.tokenTypeLabel)))"
        + " (increase(\($0.gauge($0.profile.modelTokens))[1d]))"
    },
  ]

  private static let dependencies: [Signal] = [
    Signal(.databaseP95, .seconds, metrics: { [$0.databaseDuration] }) {
      $0.quantile(0.95, $0.profile.databaseDuration, by: [$0.profile.queryTypeLabel])
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
    Signal(.externalP95, .seconds, metrics: { $0.externalDuration.map { [$0] } ?? [] }) {
      $0.quantile(0.95, $0.profile.externalDuration ?? "", by: [$0.profile.externalLabel])
    },
  ]
}
