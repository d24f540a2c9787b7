package import Telemetry

/// An alert that fired in a window, and when.
package struct FiredAlert: Hashable, Sendable {
  /// Its labels without what says that it fires.
  package var labels: LabelSet
  /// When it fired, ascending; at least one.
  package var episodes: [Episode]
  /// Since when its expression holds, where the server tells; `nil` too for one that does not fire.
  package var activeAt: Timestamp?
  /// Its summary; empty where there is none, or it does not fire now.
  package var summary = ""
  /// Whether Alertmanager keeps it from notifying.
  package var isSuppressed = false

  package init(labels: LabelSet, episodes: [Episode]) {
    self.labels = labels
    self.episodes = episodes
  }

  /// The name of its rule.
  package var name: String { labels["alertname"] ?? "" }

  /// Whether it fires at the end of the window.
  package var isFiring: Bool { episodes.last?.isOngoing == true }

  /// How bad it is, by the label `severity`.
  package var severity: Severity { Self.severity(labels["severity"]) }

  /// How bad a word for the severity of an alert is.
  package static func severity(_ word: String?) -> Severity {
    switch word?.lowercased() {
    case "critical", "page", "crit", "fatal", "emergency", "error", "high", "p1", "sev1": .critical
    case "info", "none", "ok", "notice", "informational": .ok
    default: .warning
    }
  }

  /// What tells it from others of its name.
  package var place: String {
    labels.labels.filter { !["alertname", "severity", "alertstate", "__name__"].contains($0.name) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }

  /// The alerts of an answer to `max_over_time(ALERTS{alertstate="firing"}[…])`.
  ///
  /// - Parameters:
  ///   - series: A point where an alert fired in the window of the expression before it.
  ///   - step: The distance of points.
  ///   - overlap: By how much the window of the expression is longer than the step.
  ///   - window: What was asked about.
  /// - Returns: In the order of the answer.
  package static func list(
    _ series: [TimeSeries],
    step: Duration,
    overlap: Duration,
    within window: Stretch
  ) -> [FiredAlert] {
    series.compactMap { series in
      let moments = series.samples.filter { $0.value > 0 }.map(\.timestamp)
      var episodes = Episode.list(at: moments, step: step, within: window)
      guard !episodes.isEmpty else { return nil }
      // The last sample of an episode is seen for so much longer.
      for index in episodes.indices where !episodes[index].isOngoing {
        episodes[index].end = max(episodes[index].start + step, episodes[index].end - overlap)
      }
      return FiredAlert(labels: bare(series.labels), episodes: episodes)
    }
  }

  /// Labels without those that say what an alert does.
  package static func bare(_ labels: LabelSet) -> LabelSet {
    LabelSet(ascending: labels.labels.filter { !["alertstate", "__name__"].contains($0.name) })
  }
}
