import Telemetry

/// Pools of connections to databases, as services and poolers tell of them.
enum PoolVitals {
  /// Every row.
  static let rows: [Vital] =
    hikari + bouncer + OpenTelemetryNames.allCases.flatMap { today($0) + before($0) }

  private static let hikari: [Vital] = {
    let kind = Vital.Kind("pool", .dependencies, ["job", "instance", "pool"], ofService: true)
      .variant(" of HikariCP")
    return [
      kind.vital(
        "connections of the limit",
        .ratio,
        .ratio("hikaricp_connections_active", of: "hikaricp_connections_max"),
        in: .connections
      ) { $0.memory },
      kind.vital("waiting", .count, .sum("hikaricp_connections_pending"), in: .queue) {
        _ in .waiting
      },
      kind.vital(
        "longest wait",
        .seconds,
        .most("hikaricp_connections_acquire_seconds_max"),
        in: .latency
      ) { $0.databaseP95 },
      kind.vital("timeouts", .perSecond, .rate("hikaricp_connections_timeout_total"), in: .errors) {
        _ in .unwanted
      },
    ]
  }()

  /// - Source: the README of prometheus-community/pgbouncer_exporter.
  private static let bouncer: [Vital] = {
    let kind = Vital.Kind("pgbouncer", .dependencies, ["instance", "database", "user"])
    return [
      kind.vital("waiting", .count, .sum("pgbouncer_pools_client_waiting_connections"), in: .queue)
      {
        _ in .waiting
      },
      kind.vital(
        "longest wait",
        .seconds,
        .most("pgbouncer_pools_client_maxwait_seconds"),
        in: .latency
      ) { $0.databaseP95 },
      kind.vital("clients", .count, .sum("pgbouncer_pools_client_active_connections")),
      kind.vital("servers", .count, .sum("pgbouncer_pools_server_active_connections")),
    ]
  }()

  /// OpenTelemetry's semantic conventions since 1.26.
  private static func today(_ form: OpenTelemetryNames) -> [Vital] {
    @Sendable func name(_ name: String, _ suffix: String = "") -> String {
      form.name("db.client.connection." + name, suffix)
    }
    let kind = Vital.Kind(
      "pool",
      .dependencies,
      ["job", "instance", name("pool.name")],
      ofService: true
    ).variant(form.rawValue)
    let used = LabelMatcher(name("state"), .equal, "used")
    return connections(kind, (name("count"), used), limit: name("max")) + [
      kind.vital("waiting", .count, .sum(name("pending_requests")), in: .queue) { _ in .waiting },
      kind.vital(
        "wait p95",
        .seconds,
        .quantile(0.95, name("wait_time", "_seconds")),
        in: .latency
      ) { $0.databaseP95 },
      kind.vital("timeouts", .perSecond, .rate(name("timeouts", "_total")), in: .errors) {
        _ in .unwanted
      },
    ]
  }

  /// The same before 1.26, and in SQLAlchemy's instrumentation still.
  private static func before(_ form: OpenTelemetryNames) -> [Vital] {
    func name(_ name: String) -> String { form.name("db.client.connections." + name) }
    return ["", form.name("", "_connections")].enumerated().flatMap { index, suffix -> [Vital] in
      guard index == 0 || !suffix.isEmpty else { return [] }
      let labels = ["job", "instance", "pool_name", form.name("pool.name")]
      let kind = Vital.Kind(
        "pool",
        .dependencies,
        form.name("pool.name") == "pool_name" ? labels.dropLast() : labels,
        ofService: true
      ).variant("\(form.rawValue) before 1.26\(suffix)")
      let used = LabelMatcher("state", .equal, "used")
      return connections(kind, (name("usage") + suffix, used), limit: name("max") + suffix) + [
        kind.vital("waiting", .count, .sum(name("pending_requests") + suffix), in: .queue) {
          _ in .waiting
        }
      ]
    }
  }

  private static func connections(
    _ kind: Vital.Kind,
    _ used: (gauge: String, matcher: LabelMatcher),
    limit: String
  ) -> [Vital] {
    @Sendable func sum(_ context: QueryContext, _ labels: [String]) -> String {
      context.sum(context.gauge(used.gauge, [used.matcher]), by: labels)
    }
    return [
      kind.vital(
        "connections of the limit",
        .ratio,
        .other([used.gauge, limit]) { context, labels in
          "\(sum(context, labels)) / (\(context.sum(context.gauge(limit), by: labels)) > 0)"
        },
        in: .connections
      ) { $0.memory },
      kind.vital(
        "connections",
        .count,
        .other([used.gauge], sum),
        in: .connections
      ),
    ]
  }
}
