/// Prometheus' configuration.
struct PrometheusFile {
  let plan: StackPlan

  var file: StackFile {
    let window = """

      # Pushed samples may come late: an SDK sends each minute, and again where it was refused.
      storage:
        tsdb:
          out_of_order_time_window: 30m

      """
    return plan.file(
      "prometheus/prometheus.yml",
      """
      global:
        scrape_interval: 15s
        evaluation_interval: 15s
      rule_files:
        - rules/*.rules.yml
      alerting:
        alertmanagers:
          - static_configs:
              - targets: ["alertmanager:9093"]
      \(plan.pushed.isEmpty ? "" : window)
      scrape_configs:
      \(scrapeJobs.joined())
      """
    )
  }

  private var scrapeJobs: [String] {
    var jobs = plan.scraped.map(job)
    if plan.hasPostgres { jobs.append(job("postgres", "postgres-exporter:9187")) }
    if plan.hasRedis { jobs.append(job("redis", "redis-exporter:9121")) }
    jobs.append(job("prometheus", "localhost:9090"))
    jobs.append(job("alertmanager", "alertmanager:9093"))
    if plan.logs != .none {
      jobs.append(job("loki", "loki:3100"))
      jobs.append(
        plan.logs == .alloy ? job("alloy", "alloy:12345") : job("promtail", "promtail:9080")
      )
    }
    return jobs
  }

  private func job(_ name: String, _ target: String) -> String {
    """
      - job_name: \(name)
        static_configs:
          - targets: ["\(target)"]

    """
  }

  private func job(of service: StackService) -> String {
    let first = service.addresses[0]
    let scheme = first.scheme == "http" ? "" : "\n    scheme: \(first.scheme)"
    let targets = service.addresses.map { StackText.quoted($0.target) }.joined(separator: ", ")
    return """
        - job_name: \(StackText.quoted(service.name))\(scheme)
          metrics_path: \(StackText.quoted(first.path))
          sample_limit: 50000
          static_configs:
            - targets: [\(targets)]

      """
  }
}
