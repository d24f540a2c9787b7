import Checks
import Telemetry
import Testing

@Suite("Servers by what they say of themselves")
struct ServerCheckTests {
  private func figures(_ values: [String: Double]) -> ServerFigures {
    ServerFigures(
      values.map { ServerFigures.Sample(LabelSet(["__name__": $0.key]), $0.value) }
    )
  }

  @Test(arguments: [
    ("wal-corrupt", "prometheus_tsdb_wal_corruptions_total"),
    ("store-failing", "prometheus_tsdb_compactions_failed_total"),
    ("samples-rejected", "prometheus_target_scrapes_sample_out_of_order_total"),
    ("scrape-limit", "prometheus_target_scrapes_exceeded_sample_limit_total"),
    ("evaluations-missed", "prometheus_rule_group_iterations_missed_total"),
    ("notifications-lost", "prometheus_notifications_dropped_total"),
    ("discovery-failing", "prometheus_sd_failed_configs"),
  ])
  func aCountThatShouldBeZeroIsAFinding(_ check: String, _ metric: String) {
    let bad = PrometheusFigures.outcome(of: figures([metric: 3]), at: "server")
    #expect(bad.findings.map(\.check) == [check])
    #expect(bad.findings.first?.what.hasPrefix("3 ") == true)
    let good = PrometheusFigures.outcome(of: figures([metric: 0]), at: "server")
    #expect(good.findings.isEmpty && good.inOrder.map(\.check) == [check])
    // What the server does not have was not checked, and says so.
    let none = PrometheusFigures.outcome(of: figures([:]), at: "server")
    #expect(none.unchecked.contains { $0.check == check && $0.place == "server" })
    #expect(none.inOrder.isEmpty && none.findings.isEmpty)
  }

  @Test(arguments: [(59.0, nil), (61, Finding.Severity.warning), (601, .critical)])
  func remoteWriteIsJudgedByItsLag(_ lag: Double, _ severity: Finding.Severity?) {
    let newest = 1_800_000_000.0
    let sent = ServerFigures.Sample(
      LabelSet([
        "__name__": "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
        "url": "http://remote/write",
      ]),
      newest - lag
    )
    let high = ServerFigures.Sample(
      LabelSet(["__name__": "prometheus_remote_storage_highest_timestamp_in_seconds"]),
      newest
    )
    let outcome = PrometheusFigures.outcome(of: ServerFigures([sent, high]), at: "server")
    #expect(outcome.findings.first?.severity == severity)
    #expect(outcome.findings.isEmpty == (severity == nil))
  }

  @Test func memoryAndFilesAreJudgedByTheirLimits() {
    let bad = ProcessFigures.outcome(
      of: figures([
        "process_resident_memory_bytes": 95, "go_gc_gomemlimit_bytes": 100,
        "process_open_fds": 90, "process_max_fds": 100,
      ]),
      at: "server"
    )
    #expect(bad.findings.map(\.check) == ["server-memory", "server-files"])
    let free = ProcessFigures.outcome(
      of: figures([
        "process_resident_memory_bytes": 95, "go_gc_gomemlimit_bytes": 9.2e18,
        "process_open_fds": 10, "process_max_fds": 100,
      ]),
      at: "server"
    )
    #expect(free.findings.isEmpty && free.inOrder.count == 2)
  }

  @Test(arguments: [
    (0, 0.2, nil), (-1, 0.1, nil), (10, 0.1, Finding.Severity.warning), (-10, 0.1, .warning),
    (100, 0.1, .critical), (-100, 0.1, .critical), (9, 10, nil),
  ])
  func aClockIsJudgedWithinASecondAndTheWait(
    _ ahead: Int,
    _ wait: Double,
    _ severity: Finding.Severity?
  ) {
    let start = Timestamp(seconds: 1_800_000_000.5)
    let outcome = ClockChecks.outcome(
      date: Timestamp(seconds: 1_800_000_000) + .seconds(ahead),
      askedAt: start,
      answeredAt: start + .milliseconds(Int64(wait * 1000)),
      at: "server"
    )
    #expect(outcome.findings.first?.severity == severity)
  }

  @Test func hostsClocksAreNamed() {
    let outcome = ClockChecks.outcome(ofHosts: [("a:1", 0.1), ("b:1", -30)], at: "server")
    #expect(outcome.findings.map(\.place) == ["b:1"])
    #expect(outcome.findings.first?.what == "the host's clock is 30s behind the server's")
    #expect(ClockChecks.outcome(ofHosts: [], at: "server").unchecked.count == 1)
  }

  @Test(arguments: [
    ("30d", 0, 0), ("15d", 1, 0), ("1y", 0, 0), ("15d or 10GiB", 1, 0), ("10GiB", 0, 1),
    (nil, 0, 1),
  ])
  func retentionIsJudgedByWhatIsWanted(_ text: String?, _ findings: Int, _ unchecked: Int) {
    let outcome = RetentionChecks.outcome(
      ofMetrics: text,
      wanted: .seconds(30 * 86_400),
      at: "server"
    )
    #expect(outcome.findings.count == findings && outcome.unchecked.count == unchecked)
  }

  @Test(arguments: [
    ("limits_config: {retention_period: 1w}\ncompactor: {retention_enabled: true}\n", 0, 1, 0),
    ("limits_config: {retention_period: 2d}\ncompactor: {retention_enabled: true}\n", 1, 0, 0),
    ("limits_config: {retention_period: 168h0m0s}\n", 1, 0, 0),
    ("limits_config: {retention_period: 0s}\n", 0, 1, 0), ("limits_config: {}\n", 0, 0, 1),
    ("no: [yaml", 0, 0, 1),
  ])
  func lokiSaysHowLongItKeepsLines(
    _ text: String,
    _ findings: Int,
    _ inOrder: Int,
    _ unchecked: Int
  ) {
    let outcome = LokiRetention.outcome(of: text, wanted: .seconds(7 * 86_400), at: "loki")
    #expect(outcome.findings.count == findings && outcome.inOrder.count == inOrder)
    #expect(outcome.unchecked.count == unchecked)
  }

  @Test(arguments: [
    ("auth_enabled: true\n", 0, 1, 0), ("auth_enabled: false\n", 1, 0, 0),
    ("server: {}\n", 0, 0, 1),
    ("no: [yaml", 0, 0, 1),
  ])
  func lokiSaysWhetherItHasTenants(
    _ text: String,
    _ findings: Int,
    _ inOrder: Int,
    _ unchecked: Int
  ) {
    let outcome = TenantCheck.outcome(of: LokiConfiguration(text), at: "loki")
    #expect(outcome.findings.count == findings && outcome.inOrder.count == inOrder)
    #expect(outcome.unchecked.count == unchecked)
  }

  @Test func linesAreKeptForEverWhereNoCompactorDeletesThem() throws {
    let period = "limits_config: {retention_period: 168h0m0s}\n"
    let lax = try #require(LokiConfiguration(period))
    #expect(lax.retention == .seconds(604_800) && lax.kept == nil)
    let strict = try #require(
      LokiConfiguration(period + "compactor: {retention_enabled: true}\n")
    )
    #expect(strict.kept == .seconds(604_800))
  }

  @Test func theLabelThatExplodesIsNamed() throws {
    let head = StoreHead(
      series: 30_000,
      metrics: [.init("requests_total", 20_000), .init("up", 3)],
      labels: [.init("__name__", 90_000), .init("user_id", 12_000), .init("le", 40_000)]
    )
    #expect(CardinalityChecks.suspects(in: head) == ["requests_total"])
    let outcome = CardinalityChecks.outcome(
      of: head,
      labels: ["requests_total": [.init("le", 90), .init("user_id", 12_000), .init("job", 1)]],
      at: "server"
    )
    #expect(outcome.findings.map(\.check) == ["label-explodes", "metric-explodes"])
    let finding = try #require(outcome.findings.last)
    #expect(finding.what.contains("its label user_id with 12000 values"))
    #expect(finding.remedy?.contains("regex: user_id") == true)
  }

  @Test func versionsAreJudgedByTheDay() {
    func outcome(_ version: String, _ day: String) -> CheckOutcome {
      let now = Timestamp(rfc3339: "\(day)T12:00:00Z") ?? Timestamp(seconds: 0)
      return VersionCheck.outcome(of: version, .prometheus, at: now, at: "server")
    }
    #expect(outcome("2.42.0+ds", "2026-01-01").findings.count == 1)
    #expect(outcome("3.5.1", "2026-07-31").findings.isEmpty)
    #expect(outcome("3.5.1", "2026-08-01").findings.count == 1)
    #expect(outcome("v3.13.0", "2026-11-29").inOrder.count == 1)
    #expect(outcome("9.1.0", "2026-11-29").unchecked.count == 1)
    #expect(outcome("main", "2026-11-29").unchecked.count == 1)
  }

  @Test func accessIsJudgedByWhereTheServerIs() {
    let open = [("/metrics", 200), ("/config", 401)].map { (path: $0.0, status: $0.1) }
    let far = AccessChecks.anonymous(to: .loki, open, isLoopback: false, at: "server")
    #expect(far.findings.first?.severity == .critical)
    #expect(far.findings.first?.what == "without credentials it answers /metrics")
    let near = AccessChecks.anonymous(to: .loki, open, isLoopback: true, at: "s")
    #expect(near.findings.first?.severity == .warning)
    let shut = AccessChecks.anonymous(to: .loki, [("/metrics", 401)], isLoopback: false, at: "s")
    #expect(shut.findings.isEmpty && shut.inOrder.first?.seen == "refused: /metrics 401")
    let plain = AccessChecks.transport(of: .loki, isEncrypted: false, isLoopback: false, at: "s")
    #expect(plain.findings.first?.severity == .critical)
    let safe = AccessChecks.transport(of: .loki, isEncrypted: true, isLoopback: false, at: "s")
    #expect(safe.findings.isEmpty)
  }

  @Test func whatCallersMayDoIsJudgedByFlags() {
    let open = FlagChecks.outcome(
      of: [
        "web.enable-admin-api": "true", "web.enable-lifecycle": "true",
        "web.enable-remote-write-receiver": "false",
      ],
      at: "server"
    )
    #expect(open.findings.map(\.check) == ["admin-api", "lifecycle-api"])
    #expect(open.inOrder.map(\.check) == ["receiver-open"])
    #expect(FlagChecks.outcome(of: [:], at: "server").unchecked.count == 3)
  }

  @Test func grafanaIsJudgedByWhatItSays() {
    #expect(GrafanaChecks.health(database: "ok", at: "g").findings.isEmpty)
    #expect(GrafanaChecks.health(database: "failing", at: "g").findings.count == 1)
    #expect(GrafanaChecks.anonymous(organisation: nil, at: "g").findings.isEmpty)
    #expect(GrafanaChecks.anonymous(organisation: "Main Org.", at: "g").findings.count == 1)
  }

  @Test func aClusterIsJudgedByWhomPrometheusSendsTo() {
    func status(_ cluster: String, _ peers: [String]) -> AlertmanagerStatus {
      AlertmanagerStatus(version: "0.25.0", configuration: "", cluster: cluster, peers: peers)
    }
    func findings(_ status: AlertmanagerStatus, _ senders: [String]) -> [Finding.Severity] {
      AlertmanagerChecks.outcome(of: status, knownTo: senders, at: "s").findings.map(\.severity)
    }
    #expect(findings(status("disabled", []), ["a"]).isEmpty)
    #expect(findings(status("ready", ["a", "b"]), ["a", "b"]).isEmpty)
    #expect(findings(status("disabled", []), ["a", "b"]) == [.critical])
    #expect(findings(status("settling", ["a"]), ["a"]) == [.warning])
  }

  @Test(arguments: [
    (true, 1.0, 0.0, true, nil), (false, 0, 0, true, "never shown"), (true, 0, 2, true, "failed"),
    (true, 0, 0, true, "no notification"), (true, 1, 0, false, "still there"),
  ])
  func aTrialIsJudgedByItsFirstFault(
    _ isSeen: Bool,
    _ sent: Double,
    _ failed: Double,
    _ isGone: Bool,
    _ words: String?
  ) {
    var trial = AlertTrial()
    (trial.wasSeen, trial.isGone, trial.receivers) = (isSeen, isGone, ["slack"])
    (trial.sent, trial.failed) = (sent, failed)
    let outcome = trial.outcome(at: "server")
    #expect(outcome.findings.isEmpty == (words == nil))
    if let words { #expect(outcome.findings.first?.what.contains(words) == true) }
  }

  @Test func aTrialThatTellsNobodyIsNotJudgedByWhatOtherAlertsDo() throws {
    let configuration = """
      route: {receiver: nobody}
      receivers:
      - name: nobody
      - {name: team, slack_configs: [{}], webhook_configs: [{}]}
      """
    func kinds(_ names: [String]) -> Set<String>? {
      RoutingChecks.kinds(of: names, in: configuration)
    }
    #expect(kinds(["nobody"]) == [] && kinds(["nobody", "team"]) == ["slack", "webhook"])
    #expect(kinds(["other"]) == nil && kinds([]) == nil)
    #expect(RoutingChecks.kinds(of: ["team"], in: "") == nil)

    var trial = AlertTrial()
    (trial.wasSeen, trial.isGone, trial.receivers) = (true, true, ["nobody"])
    (trial.kinds, trial.sent, trial.failed) = ([], 3, 3)
    let words = trial.outcome(at: "server").findings.map(\.what)
    #expect(words == ["the test alert goes to nobody, which tells nobody"])

    let tally = try #require(NotificationTally(requests(["email": (3, 3), "slack": (2, 0)])))
    #expect(tally.attempts == 5 && tally.lost == 3)
    #expect(tally.of(["slack"]).attempts == 2 && tally.of(["slack"]).lost == 0)
  }

  private func requests(_ counts: [String: (all: Double, failed: Double)]) -> ServerFigures {
    ServerFigures(
      counts.flatMap { kind, count in
        [("", count.all), ("_failed", count.failed)].map { part, value in
          let metric = "alertmanager_notification_requests\(part)_total"
          return .init(LabelSet(["__name__": metric, "integration": kind]), value)
        }
      }
    )
  }
}

/// What a server counts since its start, and what of it is news.
@Suite struct ServerCountTests {
  private func sample(
    _ metric: String,
    _ value: Double,
    _ labels: [String: String] = [:]
  )
    -> ServerFigures.Sample
  {
    .init(LabelSet(labels.merging(["__name__": metric]) { $1 }), value)
  }

  @Test func whatIsOlderThanADayIsNoFinding() throws {
    let metric = "prometheus_tsdb_wal_corruptions_total"
    var figures = ServerFigures([sample(metric, 3)])
    #expect(PrometheusFigures.counters(in: figures) == [metric])
    figures.take(growth: [.init(.empty, 0)], of: metric)
    let old = PrometheusFigures.outcome(of: figures, at: "server")
    #expect(old.findings == [])
    let checked = try #require(old.inOrder.first { $0.check == "wal-corrupt" })
    #expect(checked.seen.hasSuffix("in the last day"))
    figures.take(growth: [.init(.empty, 2.01)], of: metric)
    let new = PrometheusFigures.outcome(of: figures, at: "server")
    #expect(new.findings.map(\.what) == ["2 corruptions of the write-ahead log in the last day"])
  }

  @Test func growthIsThatOfTheServerAndOfNoOther() {
    let metric = "loki_discarded_samples_total"
    var samples = [sample(metric, 50, ["reason": "line_too_long"])]
    // Another one would be taken for it.
    #expect(ServerFigures(samples).growthQuery(of: metric) == nil)
    samples.append(sample("process_start_time_seconds", 1_795_132_800.25))
    let own = "and on (job, instance) (process_start_time_seconds == 1795132800.25)"
    #expect(
      ServerFigures(samples).growthQuery(of: metric)
        == "max by (reason) (increase(\(metric)[1d]) \(own)) "
        + "and max by (reason) (\(metric) offset 1d \(own))"
    )
  }

  @Test func aSeriesThatBeganTodayCountsWhole() {
    let metric = "loki_discarded_samples_total"
    var figures = ServerFigures([
      sample(metric, 50, ["reason": "line_too_long"]),
      sample(metric, 7, ["reason": "rate_limited"]),
    ])
    figures.take(growth: [.init(LabelSet(["reason": "line_too_long"]), 0)], of: metric)
    let outcome = LokiFigures.outcome(of: figures, at: "loki")
    #expect(
      outcome.findings.map { "\($0.place) \($0.what)" } == [
        "loki: rate_limited 7 lines were refused since the server started"
      ]
    )
  }

  @Test func failedNotificationsAreOfTheDayWithTheirTotal() {
    let (failed, sent) = (
      "alertmanager_notifications_failed_total", "alertmanager_notifications_total"
    )
    var figures = ServerFigures([
      sample(failed, 40, ["integration": "slack"]), sample(sent, 50, ["integration": "slack"]),
    ])
    #expect(AlertmanagerChecks.counters(in: figures) == [failed, sent])
    let slack = LabelSet(["integration": "slack"])
    figures.take(growth: [.init(slack, 1)], of: failed)
    figures.take(growth: [.init(slack, 30)], of: sent)
    let outcome = AlertmanagerChecks.outcome(of: figures, at: "am")
    #expect(outcome.findings.map(\.severity) == [.warning])
    #expect(outcome.findings[0].what == "1 of 30 notifications failed in the last day")
  }

  @Test(
    arguments: [
      ("query_range: {cache_results: true}\n", 40.0, "75.0 % of 40 lookups found", false),
      ("query_range: {cache_results: true}\n", nil, "it is on", false),
      ("query_range: {cache_results: false}\n", nil, "results of queries are not cached", true),
      ("query_range: {cache_results: false}\n", 0, "results of queries are not cached", true),
    ] as [(String, Double?, String, Bool)]
  )
  func lokiCachesResults(_ config: String, _ keys: Double?, _ words: String, _ isFault: Bool) {
    let name = ["name": "frontend.embedded-cache"]
    let figures = ServerFigures(
      keys.map {
        [
          sample("loki_cache_fetched_keys", $0, name), sample("loki_cache_hits", $0 * 0.75, name),
          sample("loki_cache_fetched_keys", 9, ["name": "chunksembedded-cache"]),
        ]
      } ?? []
    )
    let outcome = LokiFigures.cache(of: config, figures, at: "loki")
    #expect((outcome.findings.map(\.what) + outcome.inOrder.map(\.seen)).first == words)
    #expect(outcome.findings.isEmpty != isFault)
  }

  // Metrics as VictoriaMetrics 1.79 has them.
  @Test(arguments: [("1", 31), ("30d", nil), ("12", nil), ("1w", 7), ("2M", nil), ("6M", nil)])
  func victoriaMetricsTellsItsRetentionAsASetting(_ period: String, _ days: Int?) {
    let outcome = VictoriaMetricsFigures.outcome(
      of: ServerFigures([
        sample("flag", 1, ["name": "retentionPeriod", "value": period]),
        sample("flag", 1, ["name": "search.disableCache", "value": "true"]),
        sample("vm_storage_is_read_only", 1, ["path": "/data"]),
        sample("vm_rows_ignored_total", 12, ["reason": "big_timestamp"]),
      ]),
      wanted: .seconds((days.map { $0 + 1 } ?? 30) * 86_400),
      at: "vm"
    )
    let expected = ["store-read-only", "samples-rejected", "query-cache"]
    #expect(
      Set(outcome.findings.map(\.check))
        == Set(expected + (days == nil ? [] : [RetentionChecks.metrics]))
    )
  }
}

/// Attempts to notify, as Alertmanager 0.25 counts them.
@Suite struct NotificationTallyTests {
  private func figures(_ counts: [String: (Double, Double)]) -> ServerFigures {
    ServerFigures(
      counts.flatMap { kind, count in
        [
          ("alertmanager_notification_requests_total", count.0),
          ("alertmanager_notification_requests_failed_total", count.1),
        ].map { name, value in
          ServerFigures.Sample(LabelSet(["__name__": name, "integration": kind]), value)
        }
      }
    )
  }

  @Test func whatSucceedsInTheEndIsNotLost() throws {
    let before = try #require(NotificationTally(figures(["slack": (5, 5), "email": (0, 0)])))
    let retried = try #require(NotificationTally(figures(["slack": (7, 6), "email": (1, 0)])))
    #expect(retried.since(before).attempts == 3 && retried.since(before).lost == 0)
    // One receiver was told, and the other was not.
    let half = try #require(NotificationTally(figures(["slack": (7, 7), "email": (1, 0)])))
    #expect(half.since(before).attempts == 3 && half.since(before).lost == 2)
    #expect(NotificationTally(ServerFigures([])) == nil)
  }
}
