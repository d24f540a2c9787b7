import Dashboard
import Reports
import Runtime
import Telemetry

/// Asks what alerts did.
struct ReportAlerts {
  let inquiry: ReportInquiry
  /// The alerting rules; empty where they are not known.
  let rules: [AlertRule]

  private static let noAlertmanager = "no Alertmanager is configured"

  /// How exact starts and ends are.
  static let step = Duration.seconds(60)

  /// The window in which a sample of an alert is looked for: the longest interval of rules, up to an hour.
  private var reach: Duration {
    min(.seconds(3600), max(Self.step, rules.compactMap(\.interval).max() ?? .zero))
  }

  /// What alerts did in a window.
  func activity() async -> AlertActivity {
    let window = inquiry.window
    let reach = reach
    let series = await inquiry.range(
      "when alerts fired",
      "max_over_time(ALERTS{alertstate=\"firing\"}[\(reach.prometheusText)])",
      over: Stretch(from: window.start + Self.step, to: window.end),
      step: Self.step
    )
    var alerts = FiredAlert.list(
      series ?? [],
      step: Self.step,
      overlap: reach - Self.step,
      within: window
    )
    if alerts.contains(where: \.isFiring) { await explain(&alerts) }
    var activity = AlertActivity(alerts, over: window, step: Self.step, in: inquiry.calendar)
    activity.isKnown = series != nil
    return activity
  }

  /// Adds since when, why, and whether it is silenced.
  private func explain(_ alerts: inout [FiredAlert]) async {
    let since = await inquiry.instant("since when alerts are active", "ALERTS_FOR_STATE") ?? []
    let moments = Dictionary(
      since.map { (FiredAlert.bare($0.labels), Timestamp(seconds: $0.value)) }
    ) { first, _ in first }
    for index in alerts.indices where alerts[index].isFiring {
      alerts[index].activeAt = moments[alerts[index].labels]
    }
    guard inquiry.isCurrent else {
      let reason = "servers tell only of this moment, and the window has ended before"
      inquiry.miss("summaries of alerts", because: reason)
      let hasOne = inquiry.sources.alerts != nil
      inquiry.miss("silences and inhibitions", because: hasOne ? reason : Self.noAlertmanager)
      return
    }
    let now = await inquiry.answer("summaries of alerts") { () async throws(SourceError) in
      try await inquiry.sources.metrics.alerts(deadline: inquiry.deadline).value
    }
    let known = Dictionary((now ?? []).map { ($0.labels, $0) }) { first, _ in first }
    let sent = await sent()
    var places = KnownSuppressions(sent)
    for index in alerts.indices where alerts[index].isFiring {
      let labels = alerts[index].labels
      let annotations = known[labels]?.annotations ?? [:]
      alerts[index].summary = annotations["summary"] ?? annotations["description"] ?? ""
      // More labels may have been added when it was sent, and it may have been sent by several servers.
      let own = places.places(with: labels).map { sent[$0] }
      alerts[index].isSuppressed = !own.isEmpty && own.allSatisfy(\.isSuppressed)
    }
  }

  /// The alerts that Alertmanager knows.
  private func sent() async -> [Alert] {
    guard let alertmanager = inquiry.sources.alerts else {
      inquiry.miss("silences and inhibitions", because: Self.noAlertmanager)
      return []
    }
    let alerts = await inquiry.answer("silences and inhibitions", of: .alerts) {
      () async throws(SourceError) in
      try await alertmanager.alerts(deadline: inquiry.deadline).value
    }
    return alerts ?? []
  }
}

extension Alert {
  /// Whether Alertmanager keeps it from notifying.
  fileprivate var isSuppressed: Bool {
    if case .suppressed = state { true } else { false }
  }
}
