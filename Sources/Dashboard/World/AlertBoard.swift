package import Telemetry

/// The alerts of all servers, merged: what is firing, what is about to, what is kept quiet.
package struct AlertBoard: Hashable, Sendable {
  /// One alert with what other answers say of it.
  package struct Item: Hashable, Sendable {
    /// The rule's name.
    package var name: String
    /// All labels.
    package var labels: LabelSet
    /// Where it stands; an Alertmanager's word counts over a rule's `firing`.
    package var state: Alert.State
    /// Since when the expression holds; of an alert that only Alertmanager knows, since when it fires.
    package var since: Timestamp?
    /// Since when it fires: what Alertmanager says, else the earliest moment that the rule's `for`
    /// allows; `nil` while it is pending, and where neither is known.
    package var firingSince: Timestamp?
    /// How long it must hold before it fires; `nil` where no rule was found.
    package var holdFor: Duration?
    /// The annotation `summary`, or `description`; empty where there is neither.
    package var summary: String
    /// The value of the expression.
    package var value: Double?
    /// The labels that silences match: those that Alertmanager knows it by, and its own where it is not
    /// known there.
    package var sentLabels: LabelSet
    /// All annotations, with templates expanded.
    package var annotations: [String: String]
    /// The IDs of the silences that it is silenced by.
    package var silencedBy: [String] = []
    /// The names of the alerts that it is inhibited by.
    package var inhibitedBy: [String] = []
    /// The labels' values that tell it from the others of its name; empty where it has no others.
    package var distinction = ""

    /// How bad the `severity` label says it is; unknown words and none count as a warning.
    package var rank: Severity {
      switch labels["severity"]?.lowercased() {
      case "critical", "page", "error", "emergency", "fatal", "high", "p1", "sev1": .critical
      case "info", "none", "informational", "low", "debug": .ok
      default: .warning
      }
    }
  }

  /// Firing and not kept quiet: worst first, then latest first.
  package private(set) var firing: [Item] = []
  /// Pending, those that fire soonest first.
  package private(set) var pending: [Item] = []
  /// Firing but silenced or inhibited.
  package private(set) var suppressed: [Item] = []

  /// Firing, pending and suppressed ones, in this order.
  package var all: [Item] { firing + pending + suppressed }

  /// The alert with these labels; `nil` where there is none any more.
  func item(with labels: LabelSet) -> Item? {
    for items in [firing, pending, suppressed] {
      if let item = items.first(where: { $0.labels == labels }) { return item }
    }
    return nil
  }

  /// Merges.
  package init(alerts: [Alert], rules: [AlertRule], suppressions: [Alert]) {
    var unmatched = Array(repeating: true, count: suppressions.count)
    var items: [Item] = []
    let rules = Dictionary(grouping: rules, by: \.name)
    var known = KnownSuppressions(suppressions)
    let names = Dictionary(suppressions.map { ($0.fingerprint, $0.name) }) { first, _ in first }
    for alert in alerts {
      var item = Self.item(alert, rules)
      // Prometheus adds external labels when it sends, so Alertmanager's set is the larger one.
      for place in known.places(with: alert.labels) {
        unmatched[place] = false
        item.sentLabels = suppressions[place].labels
        guard alert.state == .firing else { continue }
        item.state = suppressions[place].state
        item.note(suppressions[place], names)
        item.firingSince = suppressions[place].activeAt ?? item.firingSince
      }
      items.append(item)
    }
    for (index, known) in suppressions.enumerated() where unmatched[index] {
      var item = Self.item(known, rules)
      item.firingSince = known.activeAt
      item.note(known, names)
      items.append(item)
    }
    for item in AlertDistinction.marked(items) {
      switch item.state {
      case .firing: firing.append(item)
      case .pending: pending.append(item)
      case .suppressed: suppressed.append(item)
      }
    }
    firing.sort(by: Self.isWorse)
    suppressed.sort(by: Self.isWorse)
    pending.sort {
      Self.due($0) == Self.due($1) ? $0.labels < $1.labels : Self.due($0) < Self.due($1)
    }
  }

  private static func item(_ alert: Alert, _ rules: [String: [AlertRule]]) -> Item {
    let rule = rules[alert.name]?.first { alert.labels.isMade(by: $0) }
    var firingSince: Timestamp?
    if alert.state == .firing, let start = alert.activeAt, let rule {
      firingSince = start + rule.holdFor
    }
    return Item(
      name: alert.name,
      labels: alert.labels,
      state: alert.state,
      since: alert.activeAt,
      firingSince: firingSince,
      holdFor: rule?.holdFor,
      summary: alert.annotations["summary"] ?? alert.annotations["description"] ?? "",
      value: alert.value,
      sentLabels: alert.labels,
      annotations: alert.annotations
    )
  }

  private static func isWorse(_ left: Item, _ right: Item) -> Bool {
    if left.rank != right.rank { return left.rank > right.rank }
    let (mine, other) = (left.firingSince ?? left.since, right.firingSince ?? right.since)
    if mine != other {
      return mine ?? Timestamp(nanoseconds: .min) > other ?? Timestamp(nanoseconds: .min)
    }
    return left.labels < right.labels
  }

  private static func due(_ item: Item) -> Timestamp {
    (item.since ?? Timestamp(nanoseconds: .max)) + (item.holdFor ?? .zero)
  }
}

extension AlertBoard.Item {
  /// Takes over by what Alertmanager says it is kept quiet.
  fileprivate mutating func note(_ alert: Alert, _ names: [String: String]) {
    silencedBy = alert.silencedBy
    inhibitedBy = alert.inhibitedBy.map { names[$0] ?? $0 }
  }
}

extension LabelSet {
  /// Whether an alert of these labels may be one of a rule: it has every label of the rule with the same
  /// value.
  ///
  /// An alerting rule's labels may hold templates, which are expanded in its alerts: those count
  /// by name alone.
  func isMade(by rule: AlertRule) -> Bool {
    guard self["alertname"] == rule.name else { return false }
    return rule.labels.labels.allSatisfy { label in
      guard let value = self[label.name] else { return label.value.isEmpty }
      return value == label.value || label.value.contains("{{")
    }
  }
}
