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
    /// Since when the expression holds.
    package var since: Timestamp?
    /// How long it must hold before it fires; `nil` where no rule was found.
    package var holdFor: Duration?
    /// The annotation `summary`, or `description`; empty where there is neither.
    package var summary: String
    /// The value of the expression.
    package var value: Double?

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

  /// Merges.
  package init(alerts: [Alert], rules: [AlertRule], suppressions: [Alert]) {
    var unmatched = Array(repeating: true, count: suppressions.count)
    var items: [Item] = []
    for alert in alerts {
      var item = Self.item(alert, rules)
      // Prometheus adds external labels when it sends, so Alertmanager's set is the larger one.
      for (index, known) in suppressions.enumerated() where known.labels.contains(alert.labels) {
        unmatched[index] = false
        if alert.state == .firing { item.state = known.state }
      }
      items.append(item)
    }
    for (index, known) in suppressions.enumerated() where unmatched[index] {
      items.append(Self.item(known, rules))
    }
    for item in items {
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

  private static func item(_ alert: Alert, _ rules: [AlertRule]) -> Item {
    let rule = rules.first { $0.name == alert.name && alert.labels.contains($0.labels) }
    return Item(
      name: alert.name,
      labels: alert.labels,
      state: alert.state,
      since: alert.activeAt,
      holdFor: rule?.holdFor,
      summary: alert.annotations["summary"] ?? alert.annotations["description"] ?? "",
      value: alert.value
    )
  }

  private static func isWorse(_ left: Item, _ right: Item) -> Bool {
    if left.rank != right.rank { return left.rank > right.rank }
    if left.since != right.since {
      return left.since ?? Timestamp(nanoseconds: .min) > right.since
        ?? Timestamp(nanoseconds: .min)
    }
    return left.labels < right.labels
  }

  private static func due(_ item: Item) -> Timestamp {
    (item.since ?? Timestamp(nanoseconds: .max)) + (item.holdFor ?? .zero)
  }
}

extension LabelSet {
  /// Whether every label of the other set is in this one with the same value.
  ///
  /// An alerting rule's labels may hold templates, which are expanded in its alerts: those count
  /// by name alone.
  fileprivate func contains(_ other: LabelSet) -> Bool {
    other.labels.allSatisfy { label in
      guard let value = self[label.name] else { return label.value.isEmpty }
      return value == label.value || label.value.contains("{{")
    }
  }
}
