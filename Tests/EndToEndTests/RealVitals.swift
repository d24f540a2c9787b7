import FoundationEssentials
import TestSupport
import Testing

/// The numbers of the views of dependencies, resources and language models beside what the server's HTTP API
/// says to questions of our own, at one moment of the past and over one window of rates.
struct RealVitals {
  let port: Int

  /// A figure of a row of a view.
  private struct Figure {
    let view: String
    /// The kind of the row, and the job where several are of that kind.
    let kind: String
    var job: String?
    let title: String
    let promQL: String
    /// Whether there may be none, on both sides alike.
    var mayLack = false

    init(_ view: String, _ kind: String, _ title: String, _ promQL: String) {
      (self.view, self.kind, self.title, self.promQL) = (view, kind, title, promQL)
    }

    func of(_ job: String) -> Figure {
      var figure = self
      figure.job = job
      return figure
    }

    var orNone: Figure {
      var figure = self
      figure.mayLack = true
      return figure
    }
  }

  private static func share(_ part: String, _ others: String...) -> String {
    let all = ([part] + others).map { "sum(rate(\($0)[1m]))" }.joined(separator: " + ")
    return "sum(rate(\(part)[1m])) / (\(all))"
  }

  private static func rate(_ metric: String) -> String { "sum(rate(\(metric)[1m]))" }

  private static let dependencies: [Figure] = [
    Figure("dependencies", "redis", "commands", rate("redis_commands_processed_total")),
    Figure(
      "dependencies",
      "redis",
      "mean latency",
      rate("redis_commands_duration_seconds_total") + " / " + rate("redis_commands_processed_total")
    ),
    Figure(
      "dependencies",
      "redis",
      "failed commands",
      rate("redis_commands_failed_calls_total") + " / " + rate("redis_commands_processed_total")
    ),
    Figure(
      "dependencies",
      "redis",
      "hits",
      share("redis_keyspace_hits_total", "redis_keyspace_misses_total")
    ),
    Figure(
      "dependencies",
      "redis",
      "clients of the limit",
      "sum(redis_connected_clients) / sum(redis_config_maxclients)"
    ),
    Figure(
      "dependencies",
      "redis",
      "clients full in",
      "min((redis_config_maxclients - redis_connected_clients)"
        + " / (deriv(redis_connected_clients[1h:1m]) > 0))"
    ),
    Figure(
      "dependencies",
      "postgres",
      "transactions",
      rate("pg_stat_database_xact_commit") + " + " + rate("pg_stat_database_xact_rollback")
    ),
    Figure(
      "dependencies",
      "postgres",
      "rolled back",
      share("pg_stat_database_xact_rollback", "pg_stat_database_xact_commit")
    ),
    Figure(
      "dependencies",
      "postgres",
      "hits",
      share("pg_stat_database_blks_hit", "pg_stat_database_blks_read")
    ),
    Figure(
      "dependencies",
      "postgres",
      "connections of the limit",
      "sum(pg_stat_activity_count) / sum(pg_settings_max_connections)"
    ),
    Figure("dependencies", "mysql", "queries", rate("mysql_global_status_queries")),
    Figure(
      "dependencies",
      "mysql",
      "connections of the limit",
      "sum(mysql_global_status_threads_connected) / sum(mysql_global_variables_max_connections)"
    ),
    Figure(
      "dependencies",
      "mysql",
      "refused connections",
      rate("mysql_global_status_aborted_connects")
    ),
    Figure(
      "dependencies",
      "mysql",
      "hits",
      "1 - " + rate("mysql_global_status_innodb_buffer_pool_reads") + " / "
        + rate("mysql_global_status_innodb_buffer_pool_read_requests")
    ).orNone,
    Figure(
      "dependencies",
      "celery",
      "done",
      rate("celery_task_succeeded_total") + " + " + rate("celery_task_failed_total")
    ),
    Figure(
      "dependencies",
      "celery",
      "failed",
      share("celery_task_failed_total", "celery_task_succeeded_total")
    ),
    Figure("dependencies", "celery", "tasks", "sum(celery_queue_length)"),
  ]

  private static let disk = "{fstype!~\"tmpfs|ramfs|overlay|squashfs|iso9660\"}"
  private static let wires = "{device!~\"lo|veth.*|docker.*|br-.*|cni.*\"}"

  private static let resources: [Figure] =
    [
      Figure(
        "resources",
        "node",
        "cpu",
        "1 - avg(rate(node_cpu_seconds_total{mode=\"idle\"}[1m]))"
      ),
      Figure(
        "resources",
        "node",
        "memory",
        "1 - sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes)"
      ),
      Figure(
        "resources",
        "node",
        "fullest file system",
        "max(1 - node_filesystem_avail_bytes\(disk) / node_filesystem_size_bytes)"
      ),
      Figure(
        "resources",
        "node",
        "file system full in",
        "min(node_filesystem_avail_bytes\(disk)"
          + " / (-deriv(node_filesystem_avail_bytes\(disk)[1h]) > 0))"
      ),
      Figure("resources", "node", "busiest disk", "max(rate(node_disk_io_time_seconds_total[1m]))"),
      Figure(
        "resources",
        "node",
        "network",
        rate("node_network_receive_bytes_total\(wires)") + " + "
          + rate("node_network_transmit_bytes_total\(wires)")
      ),
      Figure(
        "resources",
        "node",
        "file descriptors",
        "sum(node_filefd_allocated) / sum(node_filefd_maximum)"
      ),
      Figure(
        "resources",
        "node",
        "pressure",
        "max(max(rate(node_pressure_cpu_waiting_seconds_total[1m]))"
          + " or label_replace(max(rate(node_pressure_memory_stalled_seconds_total[1m])), \"a\", \"b\", \"\", \"\")"
          + " or label_replace(max(rate(node_pressure_io_stalled_seconds_total[1m])), \"a\", \"c\", \"\", \"\"))"
      ).orNone,
    ]
    + [
      Figure(
        "resources",
        "host",
        "cpu",
        "1 - avg(rate(system_cpu_time_seconds_total{state=\"idle\"}[1m]))"
      ),
      Figure(
        "resources",
        "host",
        "memory",
        "sum(system_memory_usage_bytes{state=\"used\"})"
          + " / sum(system_memory_usage_bytes{state=~\"used|free|buffered|cached\"})"
      ),
      Figure(
        "resources",
        "host",
        "network",
        rate("system_network_io_bytes_total\(wires)")
      ),
    ]
    + ["redis", "postgres", "node"].flatMap { job in
      [
        Figure("resources", "process", "cpu", rate("process_cpu_seconds_total{job=\"\(job)\"}")),
        Figure(
          "resources",
          "process",
          "memory",
          "sum(process_resident_memory_bytes{job=\"\(job)\"})"
        ),
        Figure(
          "resources",
          "process",
          "file descriptors",
          "sum(process_open_fds{job=\"\(job)\"}) / sum(process_max_fds{job=\"\(job)\"})"
        ),
        Figure(
          "resources",
          "process",
          "longest GC pause",
          "max(go_gc_duration_seconds{job=\"\(job)\"})"
        ),
      ].map { $0.of(job) }
    }

  // MARK: - What the program says

  /// A number; `nil` where nothing was counted, which is written as a text.
  private struct Value: Decodable {
    let number: Double?

    init(from decoder: any Decoder) throws {
      number = try? decoder.singleValueContainer().decode(Double.self)
    }
  }

  private struct Rows: Decodable {
    struct Row: Decodable {
      let kind: String
      let labels: [String: String]
      let values: [String: Value]
    }

    struct Model: Decodable {
      let model: String
      let values: [String: Value]
      let tokens: [String: Value]
    }
    let dependencies: [Row]?
    let resources: [Row]?
    let models: [Model]?
  }

  private func rows(_ view: String, at moment: Int, _ options: [String] = []) async throws -> Rows {
    let folder = try TemporaryFolder()
    let file = try folder.write(#"{"rate_window": "1m"}"#, to: "window.json")
    let run = try await Program.run(
      [
        "snapshot", "--config", file, "--prometheus", "http://127.0.0.1:\(port)", "--view", view,
        "--to", "\(moment)", "--range", "5m", "--output", "json",
      ] + options
    )
    return try JSONDecoder().decode(Rows.self, from: Data(run.output.utf8))
  }

  private func asked(_ promQL: String, at moment: Int) throws -> Double? {
    let value = try PlainAnswer.instant(promQL, at: Double(moment), port: port).values.first
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A moment whose samples have all come, on the steps of all ranges.
  private var moment: Int {
    get throws {
      let now = try #require(try asked("vector(time())", at: Int(Date.now.timeIntervalSince1970)))
      return (Int(now) - 5) / 10 * 10
    }
  }

  private func contradiction(_ shown: Double?, _ asked: Double?, mayLack: Bool = false) -> Bool {
    guard let shown, let asked else { return !(mayLack && shown == nil && asked == nil) }
    return (shown - asked).magnitude > 1e-6 * max(asked.magnitude, 1e-6)
  }

  // MARK: - Expectations

  /// Every figure has to be what the server says.
  func expect() async throws {
    var wrong: [String] = []
    _ = try await eventually(
      "equal vitals",
      within: patience * 2,
      every: .seconds(2),
      last: { wrong.joined(separator: "\n") }
    ) { () -> Bool? in
      wrong = try await contradictions()
      return wrong.isEmpty ? true : nil
    }
    _ = try await eventually(
      "equal calls",
      every: .seconds(2),
      last: { wrong.joined(separator: "\n") }
    ) { () -> Bool? in
      wrong = try await contradictionsOfCalls()
      return wrong.isEmpty ? true : nil
    }
    _ = try await eventually(
      "equal models",
      every: .seconds(2),
      last: { wrong.joined(separator: "\n") }
    ) { () -> Bool? in
      wrong = try await contradictionsOfModels()
      return wrong.isEmpty ? true : nil
    }
  }

  private func contradictions() async throws -> [String] {
    let moment = try moment
    let (left, right) = (
      try await rows("dependencies", at: moment), try await rows("resources", at: moment)
    )
    return try (Self.dependencies + Self.resources).compactMap { figure in
      let rows = (figure.view == "resources" ? right.resources : left.dependencies) ?? []
      let row = rows.first {
        $0.kind == figure.kind && (figure.job == nil || $0.labels["job"] == figure.job)
      }
      let shown = row?.values[figure.title]?.number
      let asked = try asked(figure.promQL, at: moment)
      guard contradiction(shown, asked, mayLack: figure.mayLack) else { return nil }
      let name = [figure.kind, figure.job, figure.title].compactMap(\.self).joined(separator: " ")
      return "\(name): \(shown.map { "\($0)" } ?? "none"), \(asked.map { "\($0)" } ?? "none")"
    }
  }

  /// Of eight calls to one target one is answered with 503, and none to the other is.
  private func contradictionsOfCalls() async throws -> [String] {
    let moment = try moment
    let options = ["--selector", "job=\"otel-client\""]
    let rows = try await rows("dependencies", at: moment, options).dependencies ?? []
    let metric = "http_client_request_duration_seconds_count"
    return try ["127.0.0.1", "localhost"].flatMap { target in
      let calls = "\(metric){server_address=\"\(target)\"}"
      let failed =
        "\(metric){server_address=\"\(target)\",http_response_status_code=~\"503|\"}"
      let wanted = [
        ("calls", Self.rate(calls)), ("failed", "\(Self.rate(failed)) / \(Self.rate(calls))"),
      ]
      let row = rows.first { $0.kind == "call" && $0.labels["name"] == target }
      return try wanted.compactMap { title, promQL in
        let (shown, asked) = (row?.values[title]?.number, try asked(promQL, at: moment))
        let isRight =
          !contradiction(shown, asked) && (title == "calls" || asked.map { $0 > 0 } == true)
        return isRight ? nil : "\(target) \(title): \(shown ?? .nan), \(asked ?? .nan)"
      }
    }
  }

  /// Columns of language models by service, each with its PromQL.
  private static let models: [(job: String, column: String, promQL: String)] = [
    ("litellm", "cost_hour", "sum(rate(litellm_spend_metric_total[1m])) * 3600"),
    ("litellm", "cost_24h", "sum(increase(litellm_spend_metric_total[1d]))"),
    (
      "litellm", "calls",
      rate("litellm_requests_metric_total") + " + "
        + rate("litellm_llm_api_failed_requests_metric_total")
    ),
    ("litellm", "failures", rate("litellm_llm_api_failed_requests_metric_total")),
    (
      "litellm", "rate_limits",
      rate("litellm_deployment_failure_responses_total{exception_status=\"429\"}")
    ),
    ("litellm", "input", rate("litellm_input_tokens_metric_total")),
    ("litellm", "output", rate("litellm_output_tokens_metric_total")),
    ("genai", "calls", rate("gen_ai_client_operation_duration_seconds_count")),
    (
      "genai", "failures", rate("gen_ai_client_operation_duration_seconds_count{error_type!=\"\"}")
    ),
    (
      "genai", "rate_limits",
      rate("gen_ai_client_operation_duration_seconds_count{error_type=\"RateLimitError\"}")
    ),
    (
      "genai", "input",
      rate("gen_ai_client_token_usage_sum{gen_ai_token_type=\"input\"}")
    ),
    (
      "genai", "output",
      rate("gen_ai_client_token_usage_sum{gen_ai_token_type=\"output\"}")
    ),
  ]

  private func contradictionsOfModels() async throws -> [String] {
    let moment = try moment
    var wrong: [String] = []
    for job in ["litellm", "genai"] {
      let options = ["--selector", "job=\"\(job)\""]
      let models = try await rows("llm", at: moment, options).models ?? []
      for (_, column, promQL) in Self.models.filter({ $0.job == job }) {
        let values = models.compactMap {
          ($0.values[column] ?? $0.tokens[column])?.number
        }
        let shown = values.isEmpty ? nil : values.reduce(0, +)
        let asked = try asked(promQL, at: moment)
        guard contradiction(shown, asked) else { continue }
        wrong.append("\(job) \(column): \(values), \(asked.map { "\($0)" } ?? "none")")
      }
    }
    return wrong
  }
}
