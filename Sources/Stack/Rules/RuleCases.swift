import Signals
import Telemetry

/// The cases that the rules of a stack are tested by, with its own services.
struct RuleCases {
  let plan: StackPlan

  /// All cases.
  var all: [RuleTest] {
    var cases: [RuleTest] = []
    if let job = plan.scraped.first?.name {
      cases += downCases(job) + databaseCases(job) + errorCases(job) + counterCases(job)
      cases += trafficCases(job) + latencyCases(job) + causeCases(job) + [costCase(job)]
    }
    if let job = plan.pushed.first?.name { cases += pushedCases(job) }
    return cases + [notificationCase]
  }

  private var notificationCase: RuleTest {
    func failures(_ integration: String, _ values: String) -> RuleTest.Series {
      let labels = [("job", "alertmanager"), ("instance", "a:80"), ("integration", integration)]
      return RuleTest.series("alertmanager_notifications_failed_total", labels, values)
    }
    let firing = RuleTest.Firing(severity: "warning", job: "alertmanager")
    func expected(_ time: String, _ firing: [RuleTest.Firing]) -> RuleTest.Expectation {
      RuleTest.Expectation(alert: "NotificationsFailing", time: time, firing: firing)
    }
    return RuleTest(
      name: "a notification of one way fails",
      series: [failures("slack", "0x40 1x100"), failures("email", "0x140")],
      alerts: [expected("8m", []), expected("13m", [firing]), expected("30m", [])]
    )
  }

  private func up(_ job: String, _ instance: String, _ values: String) -> RuleTest.Series {
    RuleTest.series("up", [("job", job), ("instance", instance)], values)
  }

  /// What tells that the other services are there.
  private func others(than job: String) -> [RuleTest.Series] {
    plan.scraped.filter { $0.name != job }.map { up($0.name, "other:80", "1x400") }
      + plan.pushed.filter { $0.name != job }.map {
        RuleTest.series("target_info", [("job", $0.name), ("instance", "other")], "1x400")
      }
  }

  // MARK: - Up and down

  private func downCases(_ job: String) -> [RuleTest] {
    func firing(_ severity: String, _ value: String = "") -> RuleTest.Firing {
      RuleTest.Firing(severity: severity, job: job, value: value)
    }
    func expected(_ time: String, _ firing: [RuleTest.Firing]) -> RuleTest.Expectation {
      RuleTest.Expectation(alert: "ServiceDown", time: time, firing: firing)
    }
    let stop = "1x8 0x40"
    return [
      RuleTest(
        name: "one of three instances is down: a warning and no page",
        series: others(than: job) + [up(job, "a:80", "1x48"), up(job, "b:80", "1x48")]
          + [up(job, "c:80", stop)],
        alerts: [expected("2m", []), expected("6m", [firing("warning", "1")])]
      ),
      RuleTest(
        name: "all instances are down",
        series: others(than: job) + [up(job, "a:80", stop), up(job, "b:80", stop)],
        alerts: [expected("6m", [firing("critical"), firing("warning", "2")])]
      ),
      RuleTest(
        name: "Prometheus knows nothing of the service any more",
        series: others(than: job),
        alerts: [expected("2m", [firing("critical")])]
      ),
    ]
  }

  private func databaseCases(_ job: String) -> [RuleTest] {
    [("pg_up", "postgres"), ("redis_up", "redis")].filter { plan.exporters.contains($0.1) }.map {
      metric,
      exporter in
      let up = up(job, "a:80", "1x40")
      let labels = [("job", exporter), ("instance", "e:80")]
      return RuleTest(
        name: "\(exporter) does not answer its exporter",
        series: others(than: job) + [up, self.up(exporter, "e:80", "1x40")]
          + [RuleTest.series(metric, labels, "1x8 0x30")],
        alerts: [
          RuleTest.Expectation(
            alert: "ServiceDown",
            time: "5m",
            firing: [RuleTest.Firing(severity: "critical", job: exporter)]
          )
        ]
      )
    }
  }

  private func pushedCases(_ job: String) -> [RuleTest] {
    func requests(_ status: String, _ values: String) -> RuleTest.Series {
      let labels = [("job", job), ("instance", "a"), ("http_response_status_code", status)]
      return RuleTest.series("http_server_request_duration_seconds_count", labels, values)
    }
    let alive = others(than: job)
    let info = [("job", job), ("instance", "a")]
    return [
      RuleTest(
        name:
          "a service that pushes has no up, and is down when it has not pushed for five minutes",
        series: alive + [RuleTest.series("target_info", info, "1x20 _x60")],
        alerts: [
          RuleTest.Expectation(alert: "ServiceDown", time: "9m", firing: []),
          RuleTest.Expectation(
            alert: "ServiceDown",
            time: "14m",
            firing: [RuleTest.Firing(severity: "critical", job: job)]
          ),
        ]
      ),
      RuleTest(
        name: "errors of a service that pushes, which begin as a burst",
        series: alive + [
          RuleTest.series("target_info", info, "1x100"), requests("200", "0+10x100"),
          requests("500", "_x40 50x60"),
        ],
        alerts: [
          RuleTest.Expectation(
            alert: "HighErrorRate",
            time: "13m",
            firing: [RuleTest.Firing(severity: "critical", job: job, value: "20%")]
          )
        ]
      ),
    ]
  }

  // MARK: - Requests

  func requests(
    _ job: String,
    _ instance: String,
    _ status: String,
    _ values: String
  ) -> RuleTest.Series {
    RuleTest.series(
      "http_requests_total",
      [
        ("job", job), ("instance", instance), ("method", "GET"), ("endpoint", "/"),
        ("status", status),
      ],
      values
    )
  }

  private func errorCases(_ job: String) -> [RuleTest] {
    func expected(_ time: String, _ value: String, _ severities: String...) -> RuleTest.Expectation
    {
      RuleTest.Expectation(
        alert: "HighErrorRate",
        time: time,
        firing: severities.map { RuleTest.Firing(severity: $0, job: job, value: value) }
      )
    }
    let up = [up(job, "a:80", "1x100")]
    return [
      RuleTest(
        name: "a tenth of the requests to two instances fails",
        series: up + [
          requests(job, "a:80", "200", "0+90x100"), requests(job, "b:80", "200", "0+90x100"),
          requests(job, "b:80", "503", "0+20x100"),
        ],
        alerts: [expected("12m", "10%", "critical", "warning")]
      ),
      RuleTest(
        name: "a burst of errors is the first sample of its series",
        series: up + [
          requests(job, "a:80", "200", "0+10x100"), requests(job, "a:80", "500", "_x40 50x60"),
        ],
        alerts: [expected("9m", ""), expected("13m", "20%", "critical")]
      ),
    ]
  }

  private func counterCases(_ job: String) -> [RuleTest] {
    func none(_ time: String) -> RuleTest.Expectation {
      RuleTest.Expectation(alert: "HighErrorRate", time: time, firing: [])
    }
    let up = [up(job, "a:80", "1x100")]
    return [
      RuleTest(
        name: "errors of a whole life that Prometheus sees for the first time are no burst",
        series: [self.up(job, "a:80", "_x40 1x60")] + [
          requests(job, "a:80", "200", "_x40 9000+10x60"),
          requests(job, "a:80", "500", "_x40 5000x60"),
        ],
        alerts: [none("13m")]
      ),
      RuleTest(
        name: "counters that start anew are no negative and no giant figures",
        series: up + [
          requests(job, "a:80", "200", "0+200x40 0+200x60"),
          requests(job, "a:80", "500", "0+1x40 0+1x60"),
        ],
        alerts: [none("12m")]
      ),
      RuleTest(
        name: "one failed request of two at night",
        series: up + [
          requests(job, "a:80", "200", "0 0 1x98"), requests(job, "a:80", "500", "_x20 1x80"),
        ],
        alerts: [none("8m"), none("12m")]
      ),
    ]
  }

  private func trafficCases(_ job: String) -> [RuleTest] {
    func none(_ alert: String, _ time: String) -> RuleTest.Expectation {
      RuleTest.Expectation(alert: alert, time: time, firing: [])
    }
    let ratios = [
      "job:http_request_errors:ratio5m", "job:http_request_duration_seconds:p95_5m",
      "job:cache_hits:ratio15m",
    ]
    return [
      RuleTest(
        name: "no traffic: no alert, and no value that is no number",
        series: [up(job, "a:80", "1x400")] + [
          requests(job, "a:80", "200", "100x400"), requests(job, "a:80", "500", "10x400"),
          lookUps(job, "a:80", "hit", "10x400"), lookUps(job, "a:80", "miss", "10x400"),
        ] + durations(job, "a:80", [0.5: "100x400", .infinity: "100x400"]),
        alerts: ["HighErrorRate", "HighLatency", "LowCacheHitRate", "TrafficStopped"].map {
          none($0, "90m")
        },
        empty: ratios.map { ($0, "90m") }
      ),
      RuleTest(
        name: "traffic that stops is said, for ratios say nothing then",
        series: [up(job, "a:80", "1x400")]
          + [requests(job, "a:80", "200", "0+20x300 6000x100")],
        alerts: [
          none("TrafficStopped", "75m"),
          RuleTest.Expectation(
            alert: "TrafficStopped",
            time: "85m",
            firing: [RuleTest.Firing(severity: "warning", job: job, value: "400")]
          ),
        ]
      ),
    ]
  }

  // MARK: - Durations

  /// A histogram by its buckets; values a bucket, upper bounds in seconds.
  private func durations(
    _ job: String,
    _ instance: String,
    _ buckets: [Double: String],
    of histogram: String = "http_request_duration_seconds"
  ) -> [RuleTest.Series] {
    buckets.sorted { $0.key < $1.key }.map { bound, values in
      let bound = bound.isFinite ? StackText.number(bound) : "+Inf"
      return RuleTest.series(
        histogram + "_bucket",
        [("job", job), ("instance", instance), ("le", bound)],
        values
      )
    }
  }

  private func latencyCases(_ job: String) -> [RuleTest] {
    let fast = durations(
      job,
      "a:80",
      [0.5: "0+90x100", 1: "0+90x100", 2.5: "0+90x100", .infinity: "0+90x100"]
    )
    func slow(_ count: Int) -> [RuleTest.Series] {
      let all = "0+\(count)x100"
      return durations(job, "b:80", [0.5: "0x100", 1: "0x100", 2.5: all, .infinity: all])
    }
    let traffic = [
      requests(job, "a:80", "200", "0+90x100"), requests(job, "b:80", "200", "0+10x100"),
    ]
    func expected(_ firing: [RuleTest.Firing]) -> [RuleTest.Expectation] {
      [RuleTest.Expectation(alert: "HighLatency", time: "16m", firing: firing)]
    }
    return [
      RuleTest(
        name: "histograms of several instances are summed: a tenth is slow",
        series: traffic + fast + slow(10),
        alerts: expected([RuleTest.Firing(severity: "warning", job: job, value: "1.75s")])
      ),
      RuleTest(
        name: "one slow instance with few requests does not make the service slow",
        series: traffic + fast + slow(2),
        alerts: expected([])
      ),
    ]
  }

  // MARK: - Causes

  private func lookUps(
    _ job: String,
    _ instance: String,
    _ result: String,
    _ values: String
  ) -> RuleTest.Series {
    RuleTest.series(
      "cache_operations_total",
      [("job", job), ("instance", instance), ("operation", "get"), ("result", result)],
      values
    )
  }

  private func causeCases(_ job: String) -> [RuleTest] {
    func expected(_ alert: String, _ time: String, _ value: String) -> RuleTest.Expectation {
      let firing = RuleTest.Firing(severity: "warning", job: job, value: value)
      return RuleTest.Expectation(alert: alert, time: time, firing: value.isEmpty ? [] : [firing])
    }
    func queries(_ instance: String) -> [RuleTest.Series] {
      let name = "db_query_duration_seconds"
      let labels = [("job", job), ("instance", instance)]
      return durations(
        job,
        instance,
        [0.25: "0+90x100", 0.5: "0+100x100", .infinity: "0+100x100"],
        of: name
      ) + [RuleTest.series(name + "_count", labels, "0+100x100")]
    }
    return [
      RuleTest(
        name: "seven of ten look-ups of two instances are hits",
        series: [
          lookUps(job, "a:80", "hit", "0+7x200"), lookUps(job, "b:80", "miss", "0+3x200"),
        ],
        alerts: [expected("LowCacheHitRate", "30m", "70%")]
      ),
      RuleTest(
        name: "no look-up has ever been a hit",
        series: [lookUps(job, "a:80", "miss", "0+10x200")],
        alerts: [expected("LowCacheHitRate", "30m", "0%")]
      ),
      RuleTest(
        name: "queries of two instances are slow",
        series: queries("a:80") + queries("b:80"),
        alerts: [expected("SlowQueries", "16m", "375ms")]
      ),
    ]
  }

  private func costCase(_ job: String) -> RuleTest {
    func spent(_ instance: String, _ model: String) -> RuleTest.Series {
      let labels = [
        ("job", job), ("instance", instance), ("model", model), ("operation", "chat"),
      ]
      return RuleTest.series("llm_cost_dollars_total", labels, "0+0.25x200")
    }
    func expected(_ time: String, _ firing: [RuleTest.Firing]) -> RuleTest.Expectation {
      RuleTest.Expectation(alert: "HighDailyCost", time: time, firing: firing)
    }
    let firing = RuleTest.Firing(severity: "warning", job: job, value: "80.00")
    return RuleTest(
      name: "models have cost more than the budget of a day",
      series: [spent("a:80", "large"), spent("b:80", "small")],
      alerts: [expected("20m", []), expected("40m", [firing])]
    )
  }
}
