package import Telemetry

/// What alerts did in a window.
package struct AlertActivity: Hashable, Sendable {
  /// The alerts that fired.
  package var alerts: [FiredAlert]
  /// What was asked about.
  package var window: Stretch
  /// How exact starts and ends are.
  package var step: Duration
  /// Whether the question was answered.
  package var isKnown = true
  private let calendar: ReportCalendar

  package init(
    _ alerts: [FiredAlert],
    over window: Stretch,
    step: Duration,
    in calendar: ReportCalendar
  ) {
    self.alerts = alerts
    self.window = window
    self.step = step
    self.calendar = calendar
  }

  // MARK: Firing

  /// What fires at the end of the window, the worst and then the oldest first.
  package func firing() -> ReportSection {
    var section = ReportSection("alerts_firing", "Alerts firing", over: window)
    let firing = alerts.filter(\.isFiring).sorted { left, right in
      (right.severity, since(left), left.name) < (left.severity, since(right), right.name)
    }
    var table = ReportTable(
      "firing",
      "",
      [
        "alert": "ALERT", "severity": "SEVERITY", "labels": "WHERE", "since": "SINCE",
        "for": "FOR", "summary": "SUMMARY",
      ]
    )
    table.rows = firing.map { alert in
      let since = since(alert)
      let isKnown = alert.activeAt != nil || alert.episodes.last?.isOlder != true
      let severity = alert.isSuppressed ? .ok : alert.severity
      return [
        .text(alert.name, severity), .text(alert.labels["severity"] ?? ""), .text(alert.place),
        isKnown ? .moment(since) : .text("before \(calendar.time(since).monthDayHourMinute)"),
        .span(window.end - since),
        .text((alert.isSuppressed ? "(silenced or inhibited) " : "") + alert.summary),
      ]
    }
    table.limit(to: 30)
    section.blocks = [
      !firing.isEmpty ? .table(table) : .text(isKnown ? "no alert fires" : ReportText.unknown)
    ]
    let loud = firing.filter { !$0.isSuppressed && $0.severity > .ok }
    if let worst = loud.first {
      let criticals = loud.count { $0.severity == .critical }
      let count = loud.count == 1 ? "1 alert fires" : "\(loud.count) alerts fire"
      let part = criticals > 0 && loud.count > 1 ? ", \(criticals) of them critical" : ""
      let age = Unit.seconds.format((window.end - since(worst)).inSeconds).text
      section.headlines = [
        ReportHeadline(worst.severity, "\(count)\(part): \(worst.name) for \(age)")
      ]
    }
    return section
  }

  private func since(_ alert: FiredAlert) -> Timestamp {
    alert.activeAt ?? alert.episodes.last?.start ?? window.end
  }

  // MARK: Fired and resolved

  /// What fired in the window, by rule.
  private struct Rule {
    let name: String
    var alerts: [FiredAlert]

    var episodes: [Episode] { alerts.flatMap(\.episodes) }
    var severity: Severity { alerts.map(\.severity).max() ?? .ok }
  }

  private var rules: [Rule] {
    Dictionary(grouping: alerts, by: \.name).map { Rule(name: $0.key, alerts: $0.value) }
      .sorted { ($1.episodes.count, $0.name) < ($0.episodes.count, $1.name) }
  }

  /// What fired and what was resolved, by rule, the noisiest first.
  ///
  /// - Parameter limit: The most rows.
  /// - Returns: The section.
  package func fired(limit: Int = 20) -> ReportSection {
    var section = ReportSection("alerts_fired", "Fired and resolved", over: window)
    let rules = rules
    var table = table(rules)
    table.limit(to: limit)
    section.blocks = [
      !rules.isEmpty ? .table(table) : .text(isKnown ? "no alert fired" : ReportText.unknown)
    ]
    if !rules.isEmpty {
      section.remarks = [
        "starts and ends are exact to \(step.prometheusText); time firing adds up the series of a rule"
      ]
    }
    if let noisiest = rules.first, noisiest.episodes.count > 3, !isDay {
      section.headlines = [
        ReportHeadline(.ok, "noisiest alert: \(noisiest.name), \(noisiest.episodes.count) times")
      ]
    }
    let resolved = alerts.flatMap(\.episodes).count { !$0.isOngoing }
    if isDay, resolved > 0 {
      section.headlines = [ReportHeadline(.ok, resolvedWords(resolved, rules))]
    }
    return section
  }

  /// Whether a day is looked at, by hour, and not more of them.
  private var isDay: Bool { window.isDay }

  private func table(_ rules: [Rule]) -> ReportTable {
    let slots = isDay ? calendar.hours(of: window) : calendar.days(7, through: window.end)
    let title = isDay ? "BY HOUR" : "BY DAY"
    var table = ReportTable(
      "fired",
      "",
      [
        "alert": "ALERT", "times": "TIMES", "resolved": "RESOLVED", "series": "SERIES",
        "total_time": "TIME FIRING", "usual_length": "USUALLY", "last_start": "LAST START",
        "history": title,
      ]
    )
    table.rows = rules.map { rule in
      let episodes = rule.episodes
      return [
        .text(rule.name), .count(episodes.count), .count(episodes.count { !$0.isOngoing }),
        .count(rule.alerts.count), .span(episodes.total), .span(episodes.usualLength),
        .moment(episodes.map(\.start).max()),
        ReportCell(.history(slots.map { minutes(of: episodes, in: $0) })),
      ]
    }
    return table
  }

  private func resolvedWords(_ count: Int, _ rules: [Rule]) -> String {
    let names = rules.filter { $0.episodes.contains { !$0.isOngoing } }.map(\.name)
    let shown = names.prefix(3).joined(separator: ", ")
    let more = names.count > 3 ? " and \(names.count - 3) more" : ""
    return "\(count == 1 ? "1 alert" : "\(count) alerts") fired and resolved: \(shown)\(more)"
  }

  /// How many minutes of a slot something fired in.
  private func minutes(of episodes: [Episode], in slot: Stretch) -> Double {
    episodes.reduce(0) { sum, episode in
      let part = Stretch(from: episode.start, to: episode.end).clamped(to: slot)
      return sum + part.length.inSeconds / 60
    }
  }
}
