import Telemetry

/// Caches, as exporters tell of them.
enum CacheVitals {
  private static let redis = Vital.Kind("redis", .dependencies)
  private static let memcached = Vital.Kind("memcached", .dependencies)

  /// Every row.
  static let rows: [Vital] = [
    redis.vital("commands", .perSecond, .rate("redis_commands_processed_total"), in: .rate),
    redis.vital(
      "mean latency",
      .seconds,
      .perRate("redis_commands_duration_seconds_total", of: "redis_commands_processed_total"),
      in: .latency
    ) { $0.databaseP95 },
    redis.vital(
      "failed commands",
      .ratio,
      .perRate("redis_commands_failed_calls_total", of: "redis_commands_processed_total"),
      in: .errors
    ) { $0.errorRatio },
    redis.vital(
      "hits",
      .ratio,
      .share("redis_keyspace_hits_total", and: "redis_keyspace_misses_total"),
      in: .hits
    ) { $0.cacheHitRatio },
    redis.vital(
      "memory of its limit",
      .ratio,
      .ratio("redis_memory_used_bytes", of: "redis_memory_max_bytes"),
      in: .memory
    ) { $0.memory },
    redis.vital(
      "clients of the limit",
      .ratio,
      .ratio("redis_connected_clients", of: "redis_config_maxclients"),
      in: .connections
    ) { $0.memory },
    redis.vital(
      "clients full in",
      .seconds,
      .reaches("redis_connected_clients", limit: "redis_config_maxclients"),
      in: .fullIn
    ) { _ in .fullSoon },
    redis.vital(
      "memory full in",
      .seconds,
      .reaches("redis_memory_used_bytes", limit: "redis_memory_max_bytes")
    ) { _ in .fullSoon },
    redis.vital("memory", .bytes, .sum("redis_memory_used_bytes")),
    redis.vital("clients", .count, .sum("redis_connected_clients")),
    redis.vital("blocked clients", .count, .sum("redis_blocked_clients")),
    redis.vital("refused commands", .perSecond, .rate("redis_commands_rejected_calls_total")),
    redis.vital("refused connections", .perSecond, .rate("redis_rejected_connections_total")) {
      _ in .unwanted
    },
    redis.vital("evicted keys", .perSecond, .rate("redis_evicted_keys_total")) { _ in .unwanted },
    redis.vital("expired keys", .perSecond, .rate("redis_expired_keys_total")),
    redis.vital("keys", .count, .sum("redis_db_keys")),
    redis.vital("fragmentation", .none, .most("redis_mem_fragmentation_ratio")),
    redis.vital("replicas", .count, .sum("redis_connected_slaves")),
    redis.vital("replication lag", .seconds, .most("redis_connected_slave_lag_seconds")) {
      _ in .behind
    },
    redis.vital("received", .bytesPerSecond, .rate("redis_net_input_bytes_total")),
    redis.vital("sent", .bytesPerSecond, .rate("redis_net_output_bytes_total")),
    redis.vital("runs for", .seconds, .most("redis_uptime_in_seconds")),
    memcached.vital("commands", .perSecond, .rate("memcached_commands_total"), in: .rate),
    memcached.vital(
      "hits",
      .ratio,
      .other(["memcached_commands_total"]) { context, labels in
        func gets(_ status: String) -> String {
          let matchers = [
            LabelMatcher("command", .equal, "get"), LabelMatcher("status", .matches, status),
          ]
          return context.sum(context.exporterRate("memcached_commands_total", matchers), by: labels)
        }
        return "\(gets("hit")) / \(gets("hit|miss"))"
      },
      in: .hits
    ) { $0.cacheHitRatio },
    memcached.vital(
      "memory of its limit",
      .ratio,
      .ratio("memcached_current_bytes", of: "memcached_limit_bytes"),
      in: .memory
    ),
    memcached.vital(
      "connections of the limit",
      .ratio,
      .ratio("memcached_current_connections", of: "memcached_max_connections"),
      in: .connections
    ) {
      $0.memory
    },
    memcached.vital("evicted items", .perSecond, .rate("memcached_items_evicted_total")),
  ]
}
