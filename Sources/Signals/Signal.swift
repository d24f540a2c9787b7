/// One thing that is asked of a metrics server: what it is called, what it needs, and its PromQL.
package struct Signal: Sendable, Identifiable {
  /// Names a signal; the raw values appear in snapshots and debug logs.
  package enum ID: String, Hashable, Sendable, CaseIterable {
    case latencyP50 = "latency_p50"
    case latencyP95 = "latency_p95"
    case latencyP99 = "latency_p99"
    case latencyBuckets = "latency_buckets"
    case latencyMean = "latency_mean"
    case traffic
    case trafficHourAgo = "traffic_1h_ago"
    case errorRatio = "error_ratio"
    case errorRate = "error_rate"
    case requestStatuses = "request_statuses"
    case nodeCPU = "node_cpu"
    case nodeMemory = "node_memory"
    case nodeDisk = "node_disk"
    case processCPU = "process_cpu"
    case processMemory = "process_memory"
    case fileDescriptors = "file_descriptors"
    case databaseConnections = "database_connections"
    case postgresConnections = "postgres_connections"
    case redisMemory = "redis_memory"
    case cacheHitRatio = "cache_hit_ratio"
    case cacheHits = "cache_hits"
    case cacheMisses = "cache_misses"
    case modelCostRate = "llm_cost_rate"
    case modelCost24h = "llm_cost_24h"
    case modelTokens24h = "llm_tokens_24h"
    case modelTokenRate = "llm_token_rate"
    case databaseP95 = "database_p95"
    case redisLatency = "redis_latency"
    case postgresTransactions = "postgres_transactions"
    case externalP95 = "external_p95"
    case sampleTime = "sample_time"
  }

  /// How often an answer can change.
  package enum Pace: Hashable, Sendable {
    /// With each refresh.
    case live
    /// Over minutes: a look-back of hours, or whether a metric exists.
    case slow
  }

  /// Its name.
  package let id: ID
  /// The unit of its values.
  package let unit: SignalUnit
  /// How often it is worth asking.
  package let pace: Pace
  /// The metrics that its expression reads; all must exist.
  ///
  /// A histogram goes by its bare name.
  package let metrics: @Sendable (MetricProfile) -> [String]
  /// The PromQL.
  package let expression: @Sendable (QueryContext) -> String

  init(
    _ id: ID,
    _ unit: SignalUnit,
    pace: Pace = .live,
    metrics: @escaping @Sendable (MetricProfile) -> [String],
    expression: @escaping @Sendable (QueryContext) -> String
  ) {
    self.id = id
    self.unit = unit
    self.pace = pace
    self.metrics = metrics
    self.expression = expression
  }

  /// The first metric that the server lacks; `nil` where all are there or nothing is known yet.
  package func missingMetric(in context: QueryContext) -> String? {
    let needed = metrics(context.profile)
    if needed.isEmpty { return "" }
    return needed.first { !context.has($0) && !context.has($0 + "_bucket") }
  }
}
