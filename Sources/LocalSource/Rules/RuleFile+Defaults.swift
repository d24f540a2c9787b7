import Telemetry

extension RuleFile {
  /// The rules that a service with the names of the default profile has without a file of its own.
  ///
  /// Latencies and shares are those of one job each, so that a quiet service does not hide behind a
  /// busy one.
  ///
  /// - Parameter pace: How much faster than in life things happen that the rules are to follow, 1 or
  ///   more: they look at so much shorter times, though never at less than four scrapes of 5 s, and
  ///   hold for so much shorter ones.
  /// - Returns: A rule file.
  package static func defaultText(pace: Double = 1) -> String {
    """
    groups:
      - name: goldtop
        interval: \(paced(15, pace, least: 5))
        rules:

    """ + requestRules(pace) + dependencyRules(pace)
  }

  private static func requestRules(_ pace: Double) -> String {
    let (window, hold) = (paced(300, pace, least: 20), paced(300, pace, least: 5))
    return """
            - alert: ServiceDown
              expr: up == 0
              for: 1m
              labels: {severity: critical}
              annotations:
                summary: '{{ $labels.job }} at {{ $labels.instance }} cannot be scraped'
            - alert: HighErrorRate
              expr: |
                sum by (job) (rate(http_requests_total{status=~"5.."}[\(window)]))
                  / sum by (job) (rate(http_requests_total[\(window)])) > 0.05
              for: \(hold)
              labels: {severity: critical}
              annotations:
                summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} fail'
            - alert: HighLatency
              expr: |
                histogram_quantile(
                  0.95, sum by (job, le) (rate(http_request_duration_seconds_bucket[\(window)]))) > 2
              for: \(paced(600, pace, least: 5))
              labels: {severity: warning}
              annotations:
                summary: '5 % of the requests to {{ $labels.job }} take over {{ $value | humanizeDuration }}'

      """
  }

  private static func dependencyRules(_ pace: Double) -> String {
    let (window, long) = (paced(300, pace, least: 20), paced(1800, pace, least: 20))
    return """
            - alert: LowCacheHitRate
              expr: |
                sum by (job) (rate(cache_operations_total{result="hit"}[\(long)]))
                  / sum by (job) (rate(cache_operations_total[\(long)])) < 0.7
              for: \(paced(3600, pace, least: 5))
              labels: {severity: warning}
              annotations:
                summary: 'only {{ $value | humanizePercentage }} cache hits in {{ $labels.job }}'
            - alert: SlowQueries
              expr: |
                histogram_quantile(
                  0.95, sum by (job, le) (rate(db_query_duration_seconds_bucket[\(window)]))) > 0.5
              for: \(paced(600, pace, least: 5))
              labels: {severity: warning}
              annotations:
                summary: '5 % of the queries of {{ $labels.job }} take over {{ $value | humanizeDuration }}'
            - alert: HighDailyCost
              expr: sum(increase(llm_cost_dollars_total[24h])) > 50
              labels: {severity: warning}
              annotations:
                summary: '{{ printf "$%.2f" $value }} spent on language models in 24 hours'

      """
  }

  /// Seconds in so much less time, in steps of 5 s.
  private static func paced(_ seconds: Double, _ pace: Double, least: Double) -> String {
    Duration.seconds(max(least, (seconds / pace / 5).rounded() * 5)).prometheusText
  }

  /// The default rules, read.
  ///
  /// - Parameter pace: As for `defaultText(pace:)`.
  /// - Returns: The rules.
  /// - Throws: `RuleProblems`; never with the text as it is, which a test reads.
  package static func defaults(pace: Double = 1) throws(RuleProblems) -> RuleFile {
    try RuleFile(yaml: defaultText(pace: pace))
  }
}
