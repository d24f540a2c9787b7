import Telemetry

/// Databases, as exporters tell of them.
enum DatabaseVitals {
  private static let postgres = Vital.Kind("postgres", .dependencies)
  private static let olderPostgres = postgres.variant(" before 0.12")
  private static let mysql = Vital.Kind("mysql", .dependencies)

  /// Every row.
  static let rows: [Vital] =
    server + locks
    + statements("pg_stat_statements_calls_total", "pg_stat_statements_seconds_total")
    + statements("pg_stat_statements_calls", "pg_stat_statements_total_time_seconds", " by queries")
    + mySQL

  private static let server: [Vital] = [
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
    postgres.vital("replication lag", .seconds, .most("pg_replication_lag_seconds"), in: .latency) {
      _ in .behind
    },
    olderPostgres.vital("replication lag", .seconds, .most("pg_replication_lag"), in: .latency) {
      _ in .behind
    },
    postgres.vital("connections", .count, .sum("pg_stat_activity_count")),
    postgres.vital("longest transaction", .seconds, .most("pg_stat_activity_max_tx_duration")) {
      _ in Threshold(warning: 60, critical: 600)
    },
    postgres.vital("deadlocks", .perSecond, .rate("pg_stat_database_deadlocks")) { _ in .unwanted },
    postgres.vital("conflicts with recovery", .perSecond, .rate("pg_stat_database_conflicts")) {
      _ in .unwanted
    },
    postgres.vital("locks", .count, .sum("pg_locks_count")),
    postgres.vital("temporary files", .bytesPerSecond, .rate("pg_stat_database_temp_bytes")),
    postgres.vital("size", .bytes, .sum("pg_database_size_bytes")),
  ]

  /// Locks by mode, what they keep others from the most first.
  private static let locks: [Vital] = [
    "access exclusive", "exclusive", "share row exclusive", "share", "share update exclusive",
    "row exclusive", "row share", "access share",
  ].map { mode in
    postgres.vital(
      "locks \(mode)",
      .count,
      .other(["pg_locks_count"]) { context, labels in
        let name = String(mode.filter { $0 != " " }) + "lock"
        let matcher = LabelMatcher("mode", .matches, "(?i)\(name)")
        return context.sum(context.exporterGauge("pg_locks_count", [matcher]), by: labels)
      }
    )
  }

  /// Statements under one pair of names.
  ///
  /// - Source: `collector/pg_stat_statements.go` and `queries.yaml` of postgres_exporter. The text is a label of
  ///   the series themselves in the latter, and of a metric of its own in the former, where it is asked for.
  private static func statements(
    _ calls: String,
    _ seconds: String,
    _ variant: String = ""
  ) -> [Vital] {
    let text = Vital.statementLabel
    let kind = Vital.Kind("statement", .dependencies, ["instance", "datname", "queryid", text])
      .adding(text).variant(variant)
    return [
      kind.vital(
        "calls",
        .perSecond,
        .other([calls]) { context, labels in
          context.withTexts(context.sum(context.exporterRate(calls), by: labels))
        },
        in: .rate
      ),
      kind.vital(
        "mean time",
        .seconds,
        .other([calls, seconds]) { context, labels in
          let time = context.sum(context.exporterRate(seconds), by: labels)
          let count = context.sum(context.exporterRate(calls), by: labels)
          return context.withTexts("(\(time) / \(count))")
        },
        in: .latency
      ) { $0.databaseP95 },
      kind.vital(
        "time",
        .cores,
        .other([seconds]) { context, labels in
          context.withTexts(context.sum(context.exporterRate(seconds), by: labels))
        }
      ),
    ]
  }

  private static let mySQL: [Vital] = [
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
      "refused connections",
      .perSecond,
      .rate("mysql_global_status_aborted_connects"),
      in: .errors
    ) { _ in .unwanted },
    mysql.vital(
      "connections full in",
      .seconds,
      .reaches(
        "mysql_global_status_threads_connected",
        limit: "mysql_global_variables_max_connections"
      ),
      in: .fullIn
    ) { _ in .fullSoon },
    mysql.vital(
      "errors of connections",
      .perSecond,
      .rate("mysql_global_status_connection_errors_total")
    ) { _ in .unwanted },
    mysql.vital("broken connections", .perSecond, .rate("mysql_global_status_aborted_clients")),
    mysql.vital("deadlocks", .perSecond, .rate("mysql_global_status_innodb_deadlocks")) {
      _ in .unwanted
    },
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
    ) { _ in .behind },
  ]
}

extension QueryContext {
  /// Figures of statements with their texts, where those are a metric of their own.
  fileprivate func withTexts(_ vector: String) -> String {
    let texts = exporterGauge("pg_stat_statements_query_id")
    let id = "on (instance, queryid)"
    let text = "group_left (\(Vital.statementLabel))"
    return "\(vector) * \(id) \(text) topk by (instance, queryid) (1, \(texts))"
      + " or (\(vector) unless \(id) \(texts))"
  }
}
