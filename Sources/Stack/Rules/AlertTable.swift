import Signals
import Telemetry

/// The rules of a stack.
struct AlertTable {
  let plan: StackPlan

  /// What the alerts are made of, in the order of evaluation.
  var recordings: [RecordingRow] {
    let promQL = RuleExpressions(isPushing: !plan.pushed.isEmpty)
    return [
      RecordingRow(name: "job:http_requests:increase5m", expression: promQL.requests),
      RecordingRow(name: "job:http_request_errors:increase5m", expression: promQL.errors),
      RecordingRow(
        name: "job:http_request_errors:ratio5m",
        expression: "job:http_request_errors:increase5m / (job:http_requests:increase5m > 0)"
      ),
      RecordingRow(name: "job:http_request_duration_seconds:p95_5m", expression: promQL.latency),
      RecordingRow(name: "job:db_query_duration_seconds:p95_5m", expression: promQL.queries),
      RecordingRow(name: "job:db_queries:increase5m", expression: promQL.queryCount),
      RecordingRow(name: "job:cache_hits:ratio15m", expression: promQL.cacheHits),
      RecordingRow(name: "job:cache_operations:increase15m", expression: promQL.lookUps),
      RecordingRow(name: "job:llm_cost_dollars:increase1d", expression: promQL.cost),
    ]
  }

  /// The alerts: what users feel pages somebody, what may cause it does not.
  var alerts: [AlertRow] { downAlerts + requestAlerts + causeAlerts }

  private var downAlerts: [AlertRow] {
    var gone: [String] = []
    if !plan.scraped.isEmpty {
      gone.append("sum by (job) (\(PromQLText.selector("up", [scrapedJobs]))) == 0")
    }
    gone += plan.scraped.map {
      "absent(\(PromQLText.selector("up", [LabelMatcher("job", .equal, $0.name)])))"
    }
    // A service that pushes has no `up`; `target_info` comes with everything that it pushes.
    gone += plan.pushed.map {
      let selector = PromQLText.selector("target_info", [LabelMatcher("job", .equal, $0.name)])
      return "absent_over_time(\(selector)[5m])"
    }
    if plan.hasPostgres { gone.append("max by (job) (pg_up) == 0") }
    if plan.hasRedis { gone.append("max by (job) (redis_up) == 0") }
    let critical = AlertRow(
      name: "ServiceDown",
      severity: "critical",
      expression: gone.joined(separator: "\nor\n"),
      delay: "1m",
      summary: "{{ $labels.job }} is down",
      description: "No instance of {{ $labels.job }} has answered for a minute, or pushed for six."
    )
    let jobs = plan.scraped.map(\.name) + plan.exporters
    guard !jobs.isEmpty else { return [critical] }
    let up = PromQLText.selector("up", [StackText.jobs(jobs)])
    let some = AlertRow(
      name: "ServiceDown",
      severity: "warning",
      expression: "count by (job) (\(up) == 0)",
      delay: "2m",
      summary: "{{ $value }} instances of {{ $labels.job }} are down",
      description: "{{ $value }} targets of {{ $labels.job }} have not answered for two minutes."
    )
    return [critical, some]
  }

  private var scrapedJobs: LabelMatcher { StackText.jobs(plan.scraped.map(\.name)) }

  private var requestAlerts: [AlertRow] {
    let errors = plan.thresholds.errorRatio
    let latency = plan.thresholds.latencyP95
    return [
      errorAlert("critical", errors.critical, delay: "2m"),
      errorAlert("warning", errors.warning, delay: "5m"),
      latencyAlert("critical", latency.critical, delay: "5m"),
      latencyAlert("warning", latency.warning, delay: "10m"),
      AlertRow(
        name: "TrafficStopped",
        severity: "warning",
        expression: """
          avg_over_time(job:http_requests:increase5m[1h] offset 10m) > 30
            unless on (job) job:http_requests:increase5m > 0
          """,
        delay: "5m",
        summary: "{{ $labels.job }} gets no requests",
        description: "{{ $labels.job }} has had no request for ten minutes, and "
          + "{{ $value | humanize }} in five minutes before. Ratios and percentiles say nothing now."
      ),
    ]
  }

  private func errorAlert(_ severity: String, _ bound: Double?, delay: String) -> AlertRow {
    AlertRow(
      name: "HighErrorRate",
      severity: severity,
      expression: """
        job:http_request_errors:ratio5m > \(StackText.number(bound ?? 0))
          and on (job) job:http_request_errors:increase5m >= 5
        """,
      delay: delay,
      lingering: "5m",
      summary: "{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} fail",
      description: "More than \(Self.percent(bound)) of the requests of five minutes have failed, "
        + "and at least five."
    )
  }

  private func latencyAlert(_ severity: String, _ bound: Double?, delay: String) -> AlertRow {
    AlertRow(
      name: "HighLatency",
      severity: severity,
      expression: """
        job:http_request_duration_seconds:p95_5m > \(StackText.number(bound ?? 0))
          and on (job) job:http_requests:increase5m >= 20
        """,
      delay: delay,
      lingering: "5m",
      summary: "5 % of the requests to {{ $labels.job }} take over "
        + "{{ $value | humanizeDuration }}",
      description: "The 95th percentile of all instances and endpoints is over "
        + "\(StackText.number(bound ?? 0)) s for \(delay)."
    )
  }

  private var causeAlerts: [AlertRow] {
    let hits = plan.thresholds.cacheHitRatio.warning
    let queries = plan.thresholds.databaseP95.warning
    let budget = plan.thresholds.modelBudget24h
    return [
      AlertRow(
        name: "LowCacheHitRate",
        severity: "warning",
        expression: """
          job:cache_hits:ratio15m < \(StackText.number(hits ?? 0))
            and on (job) job:cache_operations:increase15m >= 100
          """,
        delay: "15m",
        summary: "The cache of {{ $labels.job }} hits {{ $value | humanizePercentage }}",
        description: "Less than \(Self.percent(hits)) of at least a hundred look-ups were hits."
      ),
      AlertRow(
        name: "SlowQueries",
        severity: "warning",
        expression: """
          job:db_query_duration_seconds:p95_5m > \(StackText.number(queries ?? 0))
            and on (job) job:db_queries:increase5m >= 20
          """,
        delay: "10m",
        summary: "5 % of the queries of {{ $labels.job }} take over "
          + "{{ $value | humanizeDuration }}",
        description: "The 95th percentile of all its queries is over "
          + "\(StackText.number(queries ?? 0)) s for 10m."
      ),
      AlertRow(
        name: "NotificationsFailing",
        severity: "warning",
        expression: "sum by (job) (increase(alertmanager_notifications_failed_total[15m])) > 0",
        delay: "1m",
        summary: "Alertmanager cannot notify",
        description: "A notification has failed in the last quarter of an hour: somebody may not "
          + "hear of an alert."
      ),
      AlertRow(
        name: "HighDailyCost",
        severity: "warning",
        expression: "job:llm_cost_dollars:increase1d > \(StackText.number(budget))",
        delay: "5m",
        summary: "{{ $labels.job }} has spent ${{ printf \"%.2f\" $value }} on models in 24 hours",
        description: "The budget is $\(StackText.number(budget)) in 24 hours."
      ),
    ]
  }

  private static func percent(_ ratio: Double?) -> String {
    "\(StackText.number(((ratio ?? 0) * 10_000).rounded() / 100)) %"
  }
}
