package import Telemetry

/// Judges how many series and label values a store holds.
package enum CardinalityChecks {
  /// The names of all checks.
  package static let names = ["label-explodes", "metric-explodes"]

  /// Values of one label, and series of one metric, from which a store suffers.
  package static let limit = 10_000

  /// Labels that grow with the number of metrics and buckets, and not with what happens.
  private static let structural: Set = ["__name__", "le", "quantile"]

  /// The metrics of which labels are worth looking up, the largest first, three at most.
  package static func suspects(in head: StoreHead) -> [String] {
    head.metrics.filter { $0.count >= limit }.prefix(3).map(\.name)
  }

  /// Judges the head of a store.
  ///
  /// - Parameters:
  ///   - head: What it holds.
  ///   - labels: Of the largest metrics, how many values each label has.
  ///   - place: The server.
  /// - Returns: Findings that name the label that explodes, and what is in order.
  package static func outcome(
    of head: StoreHead,
    labels: [String: [StoreHead.Count]],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    for label in head.labels where label.count >= limit && !structural.contains(label.name) {
      outcome.findings.append(
        Finding(
          "label-explodes",
          .warning,
          at: "\(place): label \(label.name)",
          "the label has \(label.count) values",
          why: "each value is a series of its own, and memory grows with them",
          remedy: dropping(label.name)
        )
      )
    }
    for metric in head.metrics where metric.count >= limit {
      outcome.findings.append(finding(metric, labels[metric.name] ?? [], at: place))
    }
    let faulty = Set(outcome.findings.map(\.check))
    for name in names where !faulty.contains(name) {
      let largest = name == "label-explodes" ? label(in: head) : head.metrics.first
      let all = head.series.map { "\($0) series in the head, " } ?? ""
      let words = largest.map { "\(all)the largest is \($0.name) with \($0.count)" } ?? "none"
      outcome.inOrder.append(Checked(name, at: place, words))
    }
    return outcome
  }

  private static func label(in head: StoreHead) -> StoreHead.Count? {
    head.labels.first { !structural.contains($0.name) }
  }

  private static func finding(
    _ metric: StoreHead.Count,
    _ labels: [StoreHead.Count],
    at place: String
  ) -> Finding {
    let worst = labels.filter { !structural.contains($0.name) }.max { $0.count < $1.count }
    let words = worst.map { ", most of them by its label \($0.name) with \($0.count) values" } ?? ""
    return Finding(
      "metric-explodes",
      metric.count >= limit * 10 ? .critical : .warning,
      at: "\(place): \(metric.name)",
      "the metric has \(metric.count) series\(words)",
      why: "queries over it are slow, and the server's memory grows with it",
      remedy: worst.map { dropping($0.name) }
    )
  }

  private static func dropping(_ label: String) -> String {
    "metric_relabel_configs:\n  - action: labeldrop\n    regex: \(label)\n"
      + "# if it tells nothing that is needed: series that then collide are refused"
  }
}
