import Telemetry

/// Judges a VictoriaMetrics by what it counts about itself; its settings are there too.
///
/// - Source: <https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/>, and
///   `/metrics` of version 1.79.
package enum VictoriaMetricsFigures {
  /// The names of all checks.
  package static let names =
    table.map(\.check)
    + [
      "store-read-only", QueryCache.name, RetentionChecks.metrics, "server-memory", "server-files",
    ]

  private static let table: [FigureRow] = [
    FigureRow(
      check: "samples-rejected",
      metrics: [
        "vm_rows_ignored_total", "vm_concurrent_addrows_dropped_rows_total",
        "vm_hourly_series_limit_rows_dropped_total", "vm_daily_series_limit_rows_dropped_total",
      ],
      severity: .warning,
      words: "samples that were refused",
      why: "they are older than the retention, from the future, or beyond a limit, and are lost",
      remedy: "timedatectl set-ntp true  # on the hosts that write; or a longer -retentionPeriod"
    )
  ]

  /// Whether figures are those of a VictoriaMetrics.
  package static func areThese(_ figures: ServerFigures) -> Bool {
    figures.sum("vm_app_version") != nil && figures.sum("vm_rows_inserted_total") != nil
  }

  /// The counters that have counted what they should not.
  package static func counters(in figures: ServerFigures) -> [String] {
    figures.counted(among: table.flatMap(\.metrics))
  }

  /// Judges what a VictoriaMetrics exposes about itself.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - wanted: How long samples are wanted.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what the server does not tell.
  package static func outcome(
    of figures: ServerFigures,
    wanted: Duration,
    at place: String
  ) -> CheckOutcome {
    var outcome = FigureRow.outcome(of: table, figures, at: place)
    outcome.add(ProcessFigures.outcome(of: figures, at: place))
    outcome.add(storage(figures, at: place))
    outcome.add(cache(figures, at: place))
    let period = flag("retentionPeriod", figures)
    outcome.add(
      RetentionChecks.outcome(
        ofMetrics: period.map(retention),
        wanted: wanted,
        remedy: "-retentionPeriod=\(wanted.prometheusText)",
        at: place
      )
    )
    return outcome
  }

  /// The checks that are made where its rules are evaluated and its targets are scraped.
  package static func elsewhere(targets: Bool, rules: Bool, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    if targets {
      let reason = "this VictoriaMetrics scrapes nothing itself: others write to it"
      outcome.unchecked += TargetChecks.names.map { Unchecked($0, at: place, because: reason) }
    }
    if rules {
      let reason = "this VictoriaMetrics has no rules: vmalert does, behind -vmalert.proxyURL"
      let names = LoadedRuleChecks.names + RuleChecks.names + [AlertmanagerLinks.name]
      outcome.unchecked += names.map { Unchecked($0, at: place, because: reason) }
    }
    return outcome
  }

  private static func flag(_ name: String, _ figures: ServerFigures) -> String? {
    figures.all("flag").first { $0.labels["name"] == name }?.labels["value"]
  }

  /// A retention as Prometheus writes it; a number alone counts months of 31 days.
  private static func retention(_ text: String) -> String {
    let months = text.hasSuffix("M") ? String(text.dropLast()) : text
    return Double(months).map { Duration.seconds(saturating: $0 * 31 * 86_400).prometheusText }
      ?? text
  }

  private static func storage(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let check = "store-read-only"
    var outcome = CheckOutcome()
    guard let count = figures.sum("vm_storage_is_read_only") else {
      let reason = "the server has no vm_storage_is_read_only"
      outcome.unchecked.append(Unchecked(check, at: place, because: reason))
      return outcome
    }
    let free = figures.sum("vm_free_disk_space_bytes").map { Unit.bytes.format($0).text + " free" }
    guard count > 0 else {
      outcome.inOrder.append(Checked(check, at: place, free ?? "it can be written to"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        check,
        .critical,
        at: place,
        "the store can only be read, since its disk is full" + (free.map { ": \($0)" } ?? ""),
        why: "all that is written is refused",
        remedy: "df -h  # the volume of -storageDataPath, and a shorter -retentionPeriod"
      )
    )
    return outcome
  }

  private static func cache(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let hits = figures.sum("vm_rollup_result_cache_full_hits_total")
    let parts = figures.sum("vm_rollup_result_cache_partial_hits_total")
    let misses = figures.sum("vm_rollup_result_cache_miss_total")
    return QueryCache.outcome(
      isOff: flag("search.disableCache", figures).map { $0 == "true" },
      lookups: hits.map { $0 + (parts ?? 0) + (misses ?? 0) },
      hits: hits.map { $0 + (parts ?? 0) },
      remedy: "-search.disableCache=false",
      at: place
    )
  }
}
