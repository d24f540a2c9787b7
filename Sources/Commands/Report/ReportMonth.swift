import AlertmanagerAPI
import Checks
import Dashboard
import DashboardConfig
import LokiAPI
import PrometheusAPI
import Reports
import Runtime
import Signals
import Telemetry

/// Asks for what a month's report has of its own.
struct ReportMonth {
  let inquiry: ReportInquiry
  let settings: Settings
  let services: [FoundService]
  /// The alerting rules; `nil` where they are not known.
  let rules: [AlertRule]?
  /// The expressions of the dashboards that were given, one list each.
  let dashboards: [[String]]

  private static let hours = Duration.seconds(6 * 3600)
  /// The distance of points of what alerts measure: 8,640 in 30 days.
  private static let fine = Duration.seconds(300)
  /// The most rules whose history is asked for.
  private static let most = 60

  private var window: Stretch { inquiry.window }
  private var prometheus: PrometheusClient? { inquiry.sources.metrics as? PrometheusClient }

  // MARK: Alerts

  /// What rules did, and what other thresholds would have made of them.
  func tuning(_ activity: AlertActivity) async -> ReportSection {
    guard let rules, activity.isKnown else {
      return unknown("alert_tuning", "Alert tuning")
    }
    var histories: [AlertRule: ThresholdHistory] = [:]
    let compared = rules.compactMap { rule in
      AlertThreshold(rule: rule.expression).map { (rule, $0) }
    }
    for (rule, threshold) in compared.prefix(Self.most) {
      let series = await inquiry.range(
        "what \(rule.name) measures",
        threshold.measured,
        over: Stretch(from: window.start + Self.fine, to: window.end),
        step: Self.fine
      )
      histories[rule] = ThresholdHistory(
        threshold,
        holdFor: rule.holdFor,
        series ?? [],
        step: Self.fine,
        over: window
      )
    }
    if compared.count > Self.most {
      inquiry.miss(
        "thresholds of \(compared.count - Self.most) rules",
        because: "the history of \(Self.most) rules is asked for at most"
      )
    }
    let tuning = AlertTuning(
      rules,
      activity,
      histories: histories,
      silences: await silences(of: activity)
    )
    let known = window.clamped(to: Stretch(from: inquiry.earliest, to: window.end))
    return inquiry.concluded(tuning.section(known: known.length))
  }

  /// The silences that held while an alert fired, by its labels; `nil` where no Alertmanager tells.
  private func silences(of activity: AlertActivity) async -> [LabelSet: Set<String>]? {
    guard let alertmanager = inquiry.sources.alerts as? AlertmanagerClient else {
      inquiry.miss("which alerts were acted on", because: "no Alertmanager is configured")
      return nil
    }
    let silences = await inquiry.answer("silences", of: .alerts) { () async throws(SourceError) in
      try await alertmanager.allSilences(deadline: inquiry.deadline).value
    }
    guard let silences else { return nil }
    return activity.alerts.reduce(into: [:]) { found, alert in
      let own = silences.filter { $0.held(over: alert) }.map(\.id)
      found[alert.labels, default: []].formUnion(own)
    }
  }

  // MARK: Metrics

  /// What nothing reads.
  func unused() async -> ReportSection {
    let counts = await inquiry.instant(
      "series of each metric",
      "count by (__name__) ({__name__!=\"\"})"
    )
    // What only a rule reads would pass for unused.
    guard let counts, let rules, let recording = await recordingRules() else {
      return unknown("unused_metrics", "Unused metrics")
    }
    let series = counts.compactMap { sample in sample.labels["__name__"].map { ($0, sample.value) }
    }
    var metrics = UnusedMetrics(Dictionary(series) { first, _ in first }, over: window)
    metrics.dashboards = dashboards.count
    var expressions = rules.map(\.expression) + recording + dashboards.flatMap(\.self)
    expressions += services.compactMap(\.profile).flatMap(Signal.metricNames)
    expressions += Vital.all.flatMap(\.metrics)
    expressions += settings.ownPanels.flatMap(\.lines).filter { $0.language == .promQL }
      .map(\.expression)
    for expression in expressions { metrics.use(expression) }
    return inquiry.concluded(metrics.section())
  }

  /// The expressions of recording rules; `nil` where they are not known.
  private func recordingRules() async -> [String]? {
    guard let prometheus else {
      inquiry.miss("recording rules", because: "this engine tells of alerting rules alone")
      return []
    }
    let written = await inquiry.answer("recording rules") { () async throws(SourceError) in
      try await prometheus.writtenRules(deadline: inquiry.deadline).value
    }
    return written?.filter { $0.kind == .recording }.map(\.expression)
  }

  /// A section of which the answers are missing.
  private func unknown(_ id: String, _ title: String) -> ReportSection {
    var section = ReportSection(id, title, over: window)
    section.blocks = [.text(ReportText.unknown)]
    return inquiry.concluded(section)
  }

  /// How many series there are.
  func growth() async -> ReportSection {
    let stretch = Stretch(from: window.start, to: window.end)
    let samples = await inquiry.range(
      "samples of a scrape by job",
      "sum by (job) (scrape_samples_post_metric_relabeling)",
      over: stretch,
      step: Self.hours
    )
    let head = await inquiry.range(
      "series in the store's head",
      "sum(prometheus_tsdb_head_series)",
      over: stretch,
      step: Self.hours
    )
    let lines = (samples ?? []).map {
      ReportChart.Line($0.labels["job"] ?? "", $0.samples)
    }
    let heads = (head ?? []).map { ReportChart.Line("in the store's head", $0.samples) }
    let growth = SeriesGrowth(heads + lines, step: Self.hours, over: window)
    return inquiry.concluded(growth.section())
  }

  // MARK: Servers

  /// When disks are full.
  func capacity() async -> ReportSection {
    let kinds = [
      (
        free: "node_filesystem_avail_bytes", size: "node_filesystem_size_bytes",
        labels: ["instance", "mountpoint"]
      ),
      (
        free: "kubelet_volume_stats_available_bytes", size: "kubelet_volume_stats_capacity_bytes",
        labels: ["namespace", "persistentvolumeclaim"]
      ),
    ]
    var disks: [DiskCapacity.Disk] = []
    for kind in kinds {
      let real = kind.labels[0] == "instance" ? "{fstype!~\"\(Self.unreal)\"}" : ""
      let by = kind.labels.joined(separator: ", ")
      let free = await inquiry.range(
        "free space",
        "min by (\(by)) (\(kind.free)\(real))",
        over: window,
        step: Self.hours
      )
      guard let free, !free.isEmpty else { continue }
      let sizes = await inquiry.instant("sizes", "min by (\(by)) (\(kind.size)\(real))") ?? []
      let known = Dictionary(sizes.map { ($0.labels, $0.value) }) { first, _ in first }
      disks += free.map { series in
        DiskCapacity.Disk(
          instance: series.labels[kind.labels[0]] ?? "",
          mountpoint: series.labels[kind.labels[1]] ?? "",
          free: series.samples,
          size: known[series.labels]
        )
      }
    }
    return inquiry.concluded(DiskCapacity(disks, over: window).section())
  }

  private static let unreal = "tmpfs|devtmpfs|overlay|squashfs|iso9660|ramfs|autofs|nsfs|tracefs"

  /// What servers say of themselves.
  func servers() async -> ReportSection {
    var section = ReportSection("servers", "Retention and versions", over: window)
    var facts = [begin]
    if let prometheus { facts += await self.facts(of: prometheus) }
    if let alertmanager = inquiry.sources.alerts as? AlertmanagerClient {
      facts += await self.facts(of: alertmanager)
    }
    if let loki = inquiry.sources.logs as? LokiClient { facts += await self.facts(of: loki) }
    let builds = await inquiry.instant(
      "versions",
      "count by (__name__, job, version) ({__name__=~\".+_build_info\"})"
    )
    var table = ReportTable(
      "versions",
      "Versions that run",
      ["program": "PROGRAM", "version": "VERSION", "job": "JOB", "instances": "INSTANCES"]
    )
    table.rows = (builds ?? []).map { sample in
      let name = (sample.labels["__name__"] ?? "").split(separator: "_").dropLast(2)
      return [
        .text(name.joined(separator: "_")), .text(sample.labels["version"] ?? ""),
        .text(sample.labels["job"] ?? ""), .number(sample.value, .count),
      ]
    }
    section.blocks = [.facts(facts)]
    if !table.rows.isEmpty { section.blocks.append(.table(table)) }
    return inquiry.concluded(section)
  }

  /// Since when there is history.
  private var begin: ReportFact {
    guard let reach = inquiry.reach else {
      let words = inquiry.knowsReach ? "before the window" : ReportText.unknown
      return ReportFact("history begins", .text(words))
    }
    let length = Unit.seconds.format((window.end - reach.earliest).inSeconds).text
    return ReportFact("history begins", .moment(reach.earliest), note: "\(length) before the end")
  }

  /// What a Prometheus tells of itself.
  private func facts(of prometheus: PrometheusClient) async -> [ReportFact] {
    let deadline = inquiry.deadline
    let told = await inquiry.answer("version and retention") { () async throws(SourceError) in
      (
        version: try await prometheus.version(deadline: deadline).value,
        retention: try await prometheus.retention(deadline: deadline).value
      )
    }
    guard let told else { return [] }
    return [
      ReportFact("Prometheus", .text(told.version)),
      ReportFact("retention of samples", .text(told.retention ?? "")),
    ]
  }

  /// What an Alertmanager tells of itself.
  private func facts(of alertmanager: AlertmanagerClient) async -> [ReportFact] {
    let status = await inquiry.answer("version of Alertmanager", of: .alerts) {
      () async throws(SourceError) in
      try await alertmanager.status(deadline: inquiry.deadline).value
    }
    return status.map { [ReportFact("Alertmanager", .text($0.version))] } ?? []
  }

  /// How long a Loki keeps lines, as far as it tells.
  private func facts(of loki: LokiClient) async -> [ReportFact] {
    do throws(SourceError) {
      guard let told = try await loki.configuration(deadline: inquiry.deadline) else {
        inquiry.miss("how long log lines are kept", because: "its configuration cannot be read")
        return []
      }
      let kept = told.kept?.prometheusText
      let isForever = kept == nil && told.retention != nil
      return [
        ReportFact(
          "retention of log lines",
          isForever ? .text("for ever", .warning) : .text(kept ?? "")
        )
      ]
    } catch {
      let reason = error.headline(of: inquiry.name(of: .logs))
      inquiry.miss("how long log lines are kept", because: reason)
      return []
    }
  }
}

extension AlertSilence {
  /// Whether it held while an alert fired.
  ///
  /// An alert has more labels in Alertmanager than in the history of Prometheus, which adds its external
  /// ones: where a silence names the alert, only labels that the history has are compared.
  fileprivate func held(over alert: FiredAlert) -> Bool {
    let isInTime = alert.episodes.contains { start <= $0.end && $0.start <= end }
    guard isInTime else { return false }
    let namesIt = matchers.contains { $0.name == "alertname" }
    let tested = namesIt ? matchers.filter { alert.labels[$0.name] != nil } : matchers
    return MatcherTest(tested)?.matches(alert.labels) == true
  }
}
