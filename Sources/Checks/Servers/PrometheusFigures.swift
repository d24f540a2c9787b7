import Telemetry

/// Judges a Prometheus by what it counts about itself.
package enum PrometheusFigures {
  /// The names of all checks.
  package static let names =
    table.map(\.check) + ["config-reload", "server-memory", "server-files", "remote-write-lag"]

  private static let table: [FigureRow] = [
    FigureRow(
      check: "wal-corrupt",
      metrics: ["prometheus_tsdb_wal_corruptions_total"],
      severity: .critical,
      words: "corruptions of the write-ahead log",
      why: "the samples behind a corruption are lost at the next start",
      remedy: "look for failing disks and full volumes; what is corrupt is dropped at the start"
    ),
    FigureRow(
      check: "store-failing",
      metrics: [
        "prometheus_tsdb_compactions_failed_total", "prometheus_tsdb_reloads_failures_total",
        "prometheus_tsdb_head_truncations_failed_total",
        "prometheus_tsdb_checkpoint_creations_failed_total",
      ],
      severity: .critical,
      words: "failures of the store to tidy up",
      why: "memory and disk fill up until the server stops",
      remedy: "df -h  # the store's volume, and its permissions"
    ),
    FigureRow(
      check: "samples-rejected",
      metrics: [
        "prometheus_target_scrapes_sample_out_of_order_total",
        "prometheus_target_scrapes_sample_duplicate_timestamp_total",
        "prometheus_target_scrapes_sample_out_of_bounds_total",
      ],
      severity: .warning,
      words: "scraped samples that were refused for their time",
      why:
        "two targets write the same series, or one tells times of its own, and figures are wrong",
      remedy: "give each target labels of its own, or set honor_timestamps: false for the job"
    ),
    FigureRow(
      check: "scrape-limit",
      metrics: [
        "prometheus_target_scrapes_exceeded_sample_limit_total",
        "prometheus_target_scrapes_exceeded_body_size_limit_total",
        "prometheus_target_scrape_pool_exceeded_target_limit_total",
        "prometheus_target_scrape_pool_exceeded_label_limits_total",
      ],
      severity: .critical,
      words: "scrapes beyond a limit of their job",
      why: "the whole scrape is thrown away, and the target counts as down",
      remedy: "find what grew with goldtop check --scrape URL, or raise 'sample_limit' of the job"
    ),
    FigureRow(
      check: "evaluations-missed",
      metrics: ["prometheus_rule_group_iterations_missed_total"],
      severity: .warning,
      words: "evaluations of rule groups that were left out",
      why: "alerts come late, and recorded series have gaps",
      remedy: "split the slow group, or raise its 'interval'"
    ),
    FigureRow(
      check: "notifications-lost",
      metrics: ["prometheus_notifications_dropped_total", "prometheus_notifications_errors_total"],
      severity: .critical,
      words: "alerts that did not reach an Alertmanager",
      why: "nobody is told of them",
      remedy: "check the addresses below 'alerting.alertmanagers' in prometheus.yml"
    ),
    FigureRow(
      check: "discovery-failing",
      metrics: ["prometheus_sd_failed_configs"],
      severity: .critical,
      words: "service discoveries that cannot be loaded",
      why: "their targets are unknown, and so they are not even down"
    ),
  ]

  private static let refused = "prometheus_remote_storage_samples_failed_total"

  /// The counters that have counted what they should not.
  package static func counters(in figures: ServerFigures) -> [String] {
    figures.counted(among: table.flatMap(\.metrics) + [refused])
  }

  /// Judges what a Prometheus exposes about itself.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what the server does not tell.
  package static func outcome(of figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = FigureRow.outcome(of: table, figures, at: place)
    outcome.add(ProcessFigures.outcome(of: figures, at: place))
    outcome.add(reload(figures, at: place))
    outcome.add(remoteWrite(figures, at: place))
    return outcome
  }

  private static func reload(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let success = figures.sum("prometheus_config_last_reload_successful") else {
      let reason = "the server has no prometheus_config_last_reload_successful"
      outcome.unchecked.append(Unchecked("config-reload", at: place, because: reason))
      return outcome
    }
    outcome.add(ReloadCheck.outcome(success == 1, command: "promtool check config", at: place))
    return outcome
  }

  /// How far behind the newest sample each remote store is.
  private static func remoteWrite(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let check = "remote-write-lag"
    var outcome = CheckOutcome()
    let newest = figures.sum("prometheus_remote_storage_highest_timestamp_in_seconds") ?? 0
    let queues = figures.all("prometheus_remote_storage_queue_highest_sent_timestamp_seconds")
    // Without remote write there is nothing to lag, and nothing to say.
    for queue in queues where newest > 0 {
      let url = queue.labels["url"] ?? "a remote store"
      let lag = Duration.seconds(saturating: newest - queue.value)
      if lag > .seconds(60) {
        outcome.findings.append(
          Finding(
            check,
            lag > .seconds(600) ? .critical : .warning,
            at: "\(place): remote_write to \(url)",
            "the remote store is \(queue.value == 0 ? "without any sample" : lag.prometheusText + " behind")",
            why: "samples are lost once they leave the write-ahead log, after two hours",
            remedy: "remote_write:\n  - queue_config:\n      max_shards: 400"
          )
        )
      } else {
        outcome.inOrder.append(Checked(check, at: place, "\(url): \(lag.prometheusText) behind"))
      }
    }
    let count = figures.sum(refused) ?? 0
    if count > 0 {
      outcome.findings.append(
        Finding(
          "remote-write-refused",
          .critical,
          at: place,
          "\(FigureText.count(count)) samples were refused by remote stores \(figures.since(refused))",
          why: "they are not sent again: the remote history has gaps",
          remedy: "look for 'remote_name' in the server's log: it has the store's own words"
        )
      )
    }
    return outcome
  }
}

extension Duration {
  /// A span of so many seconds, a hundred years at most; nothing for what is no number.
  static func seconds(saturating seconds: Double) -> Duration {
    let bound = 3_155_760_000.0
    let bounded = seconds.isNaN ? 0 : min(max(seconds, -bound), bound)
    return .milliseconds(Int64((bounded * 1000).rounded()))
  }
}
