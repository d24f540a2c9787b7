import PromQL
package import Telemetry

/// Which alerting rules are worth their noise.
package struct AlertTuning: Hashable, Sendable {
  /// What a rule did in a window.
  package enum Verdict: Hashable, Sendable {
    /// Nothing.
    case never
    /// It fired nearly all the time.
    case always
    /// It fired often and briefly.
    case flapping
    /// It fired now and then.
    case fired

    /// The words in a table.
    var words: String {
      switch self {
      case .never: "never fired"
      case .always: "always firing"
      case .flapping: "flapping"
      case .fired: "fired"
      }
    }
  }

  private let rules: [AlertRule]
  private let alerts: [String: [FiredAlert]]
  private let histories: [AlertRule: ThresholdHistory]
  private let silences: [LabelSet: Set<String>]?
  private let window: Stretch

  /// The share of a window from which on an alert fires always.
  private static let always = 0.9
  /// The fewest times, and the length below which an alert that fires so often flaps.
  private static let flaps = (times: 10, length: Duration.seconds(1800))

  /// Judges rules.
  ///
  /// - Parameters:
  ///   - rules: The alerting rules.
  ///   - activity: What fired in the part of a window of which there is history.
  ///   - histories: What rules measure, where they compare it with a number.
  ///   - silences: The silences that held while an alert fired, by its labels; `nil` where no Alertmanager
  ///     tells.
  package init(
    _ rules: [AlertRule],
    _ activity: AlertActivity,
    histories: [AlertRule: ThresholdHistory],
    silences: [LabelSet: Set<String>]?
  ) {
    self.rules = rules
    alerts = Dictionary(grouping: activity.alerts, by: \.name)
    self.histories = histories
    self.silences = silences
    window = activity.window
  }

  private func alerts(of rule: AlertRule) -> [FiredAlert] {
    // Rules of one name are told apart by the labels that they add.
    (alerts[rule.name] ?? []).filter { alert in
      rule.labels.labels.allSatisfy { $0.value.contains("{{") || alert.labels[$0.name] == $0.value }
    }
  }

  /// Judges a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - known: How long a part of the window has history.
  /// - Returns: What it did.
  package func verdict(_ rule: AlertRule, known: Duration) -> Verdict {
    let episodes = alerts(of: rule).map(\.episodes)
    let times = episodes.reduce(0) { $0 + $1.count }
    guard times > 0 else { return .never }
    let longest = episodes.map(\.total).max() ?? .zero
    if longest >= known * Self.always { return .always }
    let usual = episodes.flatMap(\.self).usualLength ?? longest
    return times >= Self.flaps.times && usual < Self.flaps.length ? .flapping : .fired
  }

  /// The section.
  ///
  /// - Parameter known: How long a part of the window has history.
  /// - Returns: What rules did, and what other thresholds would have made of them.
  package func section(known: Duration) -> ReportSection {
    var section = ReportSection("alert_tuning", "Alert tuning", over: window)
    guard !rules.isEmpty else {
      section.blocks = [.text("there are no alerting rules")]
      return section
    }
    let judged = rules.map { ($0, verdict($0, known: known)) }
    section.blocks = [.table(table(judged)), .table(proposals())]
    section.remarks = [
      "always firing is 90 % of the time, flapping \(Self.flaps.times) times or more for usually less than "
        + "30m"
    ]
    if silences != nil {
      section.remarks.append(
        "whether somebody acted on an alert shows only in the silences that held while it fired; "
          + "Alertmanager forgets one 5d after its end, or as --data.retention says, so that older ones "
          + "are not counted"
      )
    }
    if histories.values.contains(where: \.isCapped) {
      section.remarks.append(
        "there is no proposal where values end at the bound of the highest bucket: nothing is ever above "
          + "it; higher buckets would tell more"
      )
    }
    section.headlines = headlines(judged)
    return section
  }

  private func table(_ judged: [(AlertRule, Verdict)]) -> ReportTable {
    var table = ReportTable(
      "rules",
      "",
      [
        "alert": "ALERT", "severity": "SEVERITY", "verdict": "VERDICT", "times": "TIMES",
        "total_time": "TIME FIRING", "usual_length": "USUALLY", "for": "FOR",
        "silenced": "SILENCED",
      ]
    )
    let order: [Verdict] = [.always, .flapping, .fired, .never]
    for (rule, verdict) in judged.sorted(by: { left, right in
      (order.firstIndex(of: left.1) ?? 0, left.0.name) < (
        order.firstIndex(of: right.1) ?? 0, right.0.name
      )
    }) {
      let episodes = alerts(of: rule).flatMap(\.episodes)
      let isBad = verdict == .always || verdict == .flapping
      table.rows.append([
        .text(rule.name, isBad ? .warning : .ok), .text(rule.labels["severity"] ?? ""),
        .text(verdict.words), .count(episodes.count),
        episodes.isEmpty ? .nothing : .span(episodes.total), .span(episodes.usualLength),
        .text(rule.holdFor.prometheusText),
        silenced(rule),
      ])
    }
    table.limit(to: 60)
    return table
  }

  /// How many silences held while the alerts of a rule fired.
  private func silenced(_ rule: AlertRule) -> ReportCell {
    guard let silences else { return .nothing }
    let own = alerts(of: rule).reduce(into: Set<String>()) { own, alert in
      own.formUnion(silences[alert.labels] ?? [])
    }
    return .count(own.count)
  }

  private func headlines(_ judged: [(AlertRule, Verdict)]) -> [ReportHeadline] {
    func names(_ verdict: Verdict) -> [String] {
      judged.filter { $0.1 == verdict && FiredAlert.severity($0.0.labels["severity"]) > .ok }
        .map(\.0.name)
    }
    let parts: [(Verdict, String)] = [(.always, "always firing"), (.flapping, "flapping")]
    return parts.compactMap { verdict, words in
      let names = names(verdict)
      guard !names.isEmpty else { return nil }
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      return ReportHeadline(.warning, "\(words): \(names.prefix(3).joined(separator: ", "))\(more)")
    }
  }

  private func proposals() -> ReportTable {
    var table = ReportTable(
      "thresholds",
      "Thresholds against the history of what they are compared with",
      [
        "alert": "ALERT", "threshold": "THRESHOLD", "p50": "P50", "p95": "P95", "p99": "P99",
        "worst": "WORST", "would_fire": "WOULD FIRE", "proposal": "PROPOSAL",
        "proposal_would_fire": "WOULD FIRE THEN",
      ]
    )
    for rule in rules {
      guard let history = histories[rule] else { continue }
      let threshold = history.threshold
      let proposal = history.proposal()
      let sign = threshold.comparison.rawValue
      func text(_ bound: Double) -> String { "\(sign) \(Unit.none.format(bound).text)" }
      table.rows.append([
        .text(rule.name), .text(text(threshold.bound)), .number(history.quantile(0.5), .none),
        .number(history.quantile(0.95), .none), .number(history.quantile(0.99), .none),
        .number(history.quantile(1), .none), .count(history.firings(at: threshold.bound)),
        proposal.map { .text(text($0)) } ?? .text(history.isCapped ? "none" : "keep"),
        .count(history.firings(at: proposal ?? threshold.bound)),
      ])
    }
    table.limit(to: 60)
    return table
  }
}
