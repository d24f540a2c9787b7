extension RuleFile {
  /// The rules that a service with the names of the default profile has without a file of its own.
  ///
  /// Latencies and shares are those of one job each, so that a quiet service does not hide behind a
  /// busy one.
  package static let defaultText = """
    groups:
      - name: goldtop
        interval: 15s
        rules:
          - alert: ServiceDown
            expr: up == 0
            for: 1m
            labels: {severity: critical}
            annotations:
              summary: '{{ $labels.job }} at {{ $labels.instance }} does not answer'
          - alert: HighErrorRate
            expr: |
              sum by (job) (rate(http_requests_total{status=~"5.."}[5m]))
                / sum by (job) (rate(http_requests_total[5m])) > 0.05
            for: 5m
            labels: {severity: critical}
            annotations:
              summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} fail'
          - alert: HighLatency
            expr: |
              histogram_quantile(
                0.95, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m]))) > 2
            for: 10m
            labels: {severity: warning}
            annotations:
              summary: '5 % of the requests to {{ $labels.job }} take over {{ $value | humanizeDuration }}'
          - alert: LowCacheHitRate
            expr: |
              sum by (job) (rate(cache_operations_total{result="hit"}[30m]))
                / sum by (job) (rate(cache_operations_total[30m])) < 0.7
            for: 1h
            labels: {severity: warning}
            annotations:
              summary: 'only {{ $value | humanizePercentage }} cache hits in {{ $labels.job }}'
          - alert: SlowQueries
            expr: |
              histogram_quantile(
                0.95, sum by (job, le) (rate(db_query_duration_seconds_bucket[5m]))) > 0.5
            for: 10m
            labels: {severity: warning}
            annotations:
              summary: '5 % of the queries of {{ $labels.job }} take over {{ $value | humanizeDuration }}'
          - alert: HighDailyCost
            expr: sum(increase(llm_cost_dollars_total[24h])) > 50
            labels: {severity: warning}
            annotations:
              summary: '{{ printf "$%.2f" $value }} spent on language models in 24 hours'

    """

  /// The default rules, read.
  ///
  /// - Throws: `RuleProblems`; never with the text as it is, which a test reads.
  package static func defaults() throws(RuleProblems) -> RuleFile {
    try RuleFile(yaml: defaultText)
  }
}
