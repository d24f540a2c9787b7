import Telemetry

/// What services wait for, as they and exporters tell of it.
enum DependencyVitals {
  private typealias Kind = Vital.Kind

  private static let redis = Kind("redis", .dependencies)
  private static let memcached = Kind("memcached", .dependencies)
  private static let postgres = Kind("postgres", .dependencies)
  private static let statements = Kind(
    "statement",
    .dependencies,
    ["instance", "datname", "queryid"]
  )
  private static let mysql = Kind("mysql", .dependencies)
  private static let rabbitmq = Kind("queue", .dependencies, ["vhost", "queue"])
  private static let kafka = Kind("kafka", .dependencies, ["consumergroup", "topic"])
  private static let celery = Kind("celery", .dependencies, ["job", "queue_name"])

  /// What services wait for, as exporters tell of it.
  static let rows: [Vital] = own + caches + databases + queues

  private static let queries = Kind("query", .dependencies, ["name"], ofService: true)
  private static let calls = Kind("call", .dependencies, ["name"], ofService: true)
  private static let cache = Kind("cache", .dependencies, ["name"], ofService: true)

  /// What services say themselves, by kind of query, target of a call, and cache.
  private static let own: [Vital] = [
    queries.vital(
      "queries",
      .perSecond,
      .profile({ $0.database.duration }) { context, labels in
        let database = context.profile.database
        return context.named(database.queryTypeLabel) {
          context.sum(context.observationRate(database.duration ?? ""), by: $0)
        }
      },
      in: .rate
    ),
    queries.vital(
      "p95",
      .seconds,
      .profile({ $0.database.duration }) { context, labels in
        let database = context.profile.database
        return context.named(database.queryTypeLabel) {
          context.quantile(0.95, database.duration ?? "", by: $0)
        }
      },
      in: .latency
    ) { $0.databaseP95 },
    calls.vital(
      "calls",
      .perSecond,
      .profile({ $0.calls.duration }) { context, labels in
        let calls = context.profile.calls
        return context.named(calls.targetLabel) {
          context.sum(context.observationRate(calls.duration ?? ""), by: $0)
        }
      },
      in: .rate
    ),
    calls.vital(
      "p95",
      .seconds,
      .profile({ $0.calls.duration }) { context, labels in
        let calls = context.profile.calls
        return context.named(calls.targetLabel) {
          context.inSeconds(
            context.quantile(0.95, calls.duration ?? "", by: $0),
            calls.durationUnit
          )
        }
      },
      in: .latency
    ) { $0.externalP95 },
    cache.vital(
      "hits",
      .ratio,
      .profile({ $0.cache.metrics.first }) { context, labels in
        context.named(nil) { _ in context.cacheRatio() }
      },
      in: .hits
    ) { $0.cacheHitRatio },
    cache.vital(
      "look-ups",
      .perSecond,
      .profile({ $0.cache.metrics.first }) { context, labels in
        context.named(nil) { _ in
          "(\(context.cacheRate(hits: true))) + (\(context.cacheRate(hits: false)))"
        }
      },
      in: .rate
    ),
  ]

  /// What is lost or refused should not be.
  private static let anything = Threshold(warning: 0.000_1, critical: 1)

  private static let caches: [Vital] = [
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
    redis.vital("memory", .bytes, .sum("redis_memory_used_bytes")),
    redis.vital("clients", .count, .sum("redis_connected_clients")),
    redis.vital("blocked clients", .count, .sum("redis_blocked_clients")),
    redis.vital("refused connections", .perSecond, .rate("redis_rejected_connections_total")) {
      _ in anything
    },
    redis.vital("evicted keys", .perSecond, .rate("redis_evicted_keys_total")) { _ in anything },
    redis.vital("expired keys", .perSecond, .rate("redis_expired_keys_total")),
    redis.vital("keys", .count, .sum("redis_db_keys")),
    redis.vital("fragmentation", .none, .most("redis_mem_fragmentation_ratio")),
    redis.vital("replicas", .count, .sum("redis_connected_slaves")),
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

  private static let databases: [Vital] = [
    postgres.vital(
      "transactions",
      .perSecond,
      .other(
        ["pg_stat_database_xact_commit", "pg_stat_database_xact_rollback"]
      ) { context, labels in
        let committed = context.sum(
          context.exporterRate("pg_stat_database_xact_commit"),
          by: labels
        )
        let undone = context.sum(context.exporterRate("pg_stat_database_xact_rollback"), by: labels)
        return "\(committed) + \(undone)"
      },
      in: .rate
    ),
    postgres.vital(
      "rolled back",
      .ratio,
      .share("pg_stat_database_xact_rollback", and: "pg_stat_database_xact_commit"),
      in: .errors
    ) {
      _ in Threshold(warning: 0.05, critical: 0.2)
    },
    postgres.vital(
      "hits",
      .ratio,
      .share("pg_stat_database_blks_hit", and: "pg_stat_database_blks_read"),
      in: .hits
    ) {
      $0.cacheHitRatio
    },
    postgres.vital(
      "connections of the limit",
      .ratio,
      .ratio("pg_stat_activity_count", of: "pg_settings_max_connections"),
      in: .connections
    ) {
      $0.memory
    },
    postgres.vital(
      "connections full in",
      .seconds,
      .other(
        ["pg_stat_activity_count", "pg_settings_max_connections"]
      ) { context, labels in
        let used = context.sum(context.exporterGauge("pg_stat_activity_count"), by: labels)
        let limit = context.sum(context.exporterGauge("pg_settings_max_connections"), by: labels)
        return "(\(limit) - \(used)) / (deriv((\(used))[1h:1m]) > 0)"
      },
      in: .fullIn
    ) { _ in .fullSoon },
    postgres.vital("replication lag", .seconds, .most("pg_replication_lag"), in: .latency) {
      _ in Threshold(warning: 10, critical: 60)
    },
    postgres.vital("connections", .count, .sum("pg_stat_activity_count")),
    postgres.vital("longest transaction", .seconds, .most("pg_stat_activity_max_tx_duration")) {
      _ in Threshold(warning: 60, critical: 600)
    },
    postgres.vital("deadlocks", .perSecond, .rate("pg_stat_database_deadlocks")) { _ in anything },
    postgres.vital("locks", .count, .sum("pg_locks_count")),
    postgres.vital("temporary files", .bytesPerSecond, .rate("pg_stat_database_temp_bytes")),
    postgres.vital("size", .bytes, .sum("pg_database_size_bytes")),
    statements.vital("calls", .perSecond, .rate("pg_stat_statements_calls_total"), in: .rate),
    statements.vital(
      "mean time",
      .seconds,
      .perRate("pg_stat_statements_seconds_total", of: "pg_stat_statements_calls_total"),
      in: .latency
    ) { $0.databaseP95 },
    mysql.vital("queries", .perSecond, .rate("mysql_global_status_queries"), in: .rate),
    mysql.vital(
      "connections of the limit",
      .ratio,
      .ratio("mysql_global_status_threads_connected", of: "mysql_global_variables_max_connections"),
      in: .connections
    ) { $0.memory },
    mysql.vital(
      "hits",
      .ratio,
      .other(
        [
          "mysql_global_status_innodb_buffer_pool_reads",
          "mysql_global_status_innodb_buffer_pool_read_requests",
        ]
      ) { context, labels in
        func rate(_ name: String) -> String {
          context.sum(
            context.exporterRate("mysql_global_status_innodb_buffer_pool_\(name)"),
            by: labels
          )
        }
        return "1 - \(rate("reads")) / \(rate("read_requests"))"
      },
      in: .hits
    ) { $0.cacheHitRatio },
    mysql.vital(
      "refused and broken connections",
      .perSecond,
      .rate("mysql_global_status_aborted_connects")
    ) { _ in anything },
    mysql.vital("slow queries", .perSecond, .rate("mysql_global_status_slow_queries")),
    mysql.vital(
      "waits for row locks",
      .perSecond,
      .rate("mysql_global_status_innodb_row_lock_waits")
    ),
    mysql.vital("connections", .count, .sum("mysql_global_status_threads_connected")),
    mysql.vital(
      "replication lag",
      .seconds,
      .most("mysql_slave_status_seconds_behind_master"),
      in: .latency
    ) { _ in Threshold(warning: 10, critical: 60) },
  ]

  private static let queues: [Vital] = [
    rabbitmq.vital("messages", .count, .sum("rabbitmq_queue_messages_ready"), in: .queue),
    rabbitmq.vital("not acknowledged", .count, .sum("rabbitmq_queue_messages_unacked")),
    rabbitmq.vital("consumers", .count, .sum("rabbitmq_queue_consumers")),
    kafka.vital("lag", .count, .sum("kafka_consumergroup_lag"), in: .queue),
    kafka.vital("consumed", .perSecond, .rate("kafka_consumergroup_current_offset"), in: .rate),
    celery.vital("tasks", .count, .sum("celery_queue_length"), in: .queue),
  ]
}

extension QueryContext {
  /// A vector with the value of a label under `name`, whatever the label is called.
  fileprivate func named(_ label: String?, _ vector: (_ labels: [String]) -> String) -> String {
    let all = "\(vector(label.map { [$0] } ?? []))"
    guard let label, label != "name" else { return all }
    let from = PromQLText.quoted(label)
    return "max by (name) (label_replace(\(all), \"name\", \"$1\", \(from), \"(.*)\"))"
  }
}
