package import Telemetry

/// Judges what a target exposes.
package enum ExpositionChecks {
  /// The names of all checks, that of its being readable first.
  package static let names = ["metrics-readable", "metrics-lint", "target-label-explodes"]

  /// Series of one metric at one target from which its largest label is named.
  private static let seriesLimit = 1000
  /// Metrics that a finding names.
  private static let mostNamed = 4

  /// What cannot be read as an exposition.
  ///
  /// - Parameters:
  ///   - reason: Why, with the line.
  ///   - place: The target.
  /// - Returns: The finding.
  package static func unreadable(_ reason: String, at place: String) -> Finding {
    Finding(
      names[0],
      .critical,
      at: place,
      "the metrics cannot be read: \(reason)",
      why: "Prometheus refuses the whole scrape, and the target counts as down",
      remedy: "curl -sS \(ShellWord(place).text) | promtool check metrics"
    )
  }

  /// Judges the families of an exposition that could be read.
  ///
  /// - Parameters:
  ///   - families: What the target exposes.
  ///   - place: The target.
  /// - Returns: Findings, and what is in order.
  package static func outcome(of families: [MetricFamily], at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    let count = families.reduce(0) { $0 + $1.series.count }
    guard count > 0 else {
      outcome.findings.append(
        Finding(
          names[0],
          .critical,
          at: place,
          "the target exposes no metrics",
          why: "nothing is known of it",
          remedy: "curl -sS \(ShellWord(place).text)"
        )
      )
      return outcome
    }
    outcome.inOrder.append(
      Checked(names[0], at: place, "\(families.count) metrics, \(count) series")
    )
    let lint = lintFindings(families, at: place)
    outcome.findings += lint
    if lint.isEmpty {
      outcome.inOrder.append(Checked(names[1], at: place, "\(families.count) metrics"))
    }
    let large = families.filter { $0.distinctSeries >= seriesLimit }
    outcome.findings += large.map { explosion($0, at: place) }
    if large.isEmpty, let largest = families.max(by: { $0.distinctSeries < $1.distinctSeries }) {
      let words = "the largest is \(largest.name) with \(largest.distinctSeries)"
      outcome.inOrder.append(Checked(names[2], at: place, words))
    }
    return outcome
  }

  /// One finding for each problem, with the metrics that have it.
  private static func lintFindings(_ families: [MetricFamily], at place: String) -> [Finding] {
    var order: [String] = []
    var metrics: [String: [String]] = [:]
    for family in families {
      for problem in MetricLint.problems(of: family) {
        if metrics[problem] == nil { order.append(problem) }
        metrics[problem, default: []].append(family.name)
      }
    }
    return order.map { problem in
      let names = metrics[problem] ?? []
      let more = names.count > mostNamed ? " and \(names.count - mostNamed) more" : ""
      return Finding(
        Self.names[1],
        .note,
        at: place,
        "\(names.prefix(mostNamed).joined(separator: ", "))\(more): \(problem)",
        why: "whoever writes a query goes by name and unit, and so does goldtop"
      )
    }
  }

  private static func explosion(_ family: MetricFamily, at place: String) -> Finding {
    let label = family.largestLabel
    let words = label.map { "; its label \($0.name) has \($0.count) values" } ?? ""
    return Finding(
      names[2],
      .warning,
      at: "\(place): \(family.name)",
      "the metric has \(family.distinctSeries) series\(words)",
      why:
        "each is kept for every instance, and a label that grows with users or requests never ends",
      remedy: label.map {
        "take the label \($0.name) out of \(family.name): log lines are the place for it"
      }
    )
  }
}

extension MetricFamily {
  /// Its series, of a histogram or summary each counted once.
  package var distinctSeries: Int {
    let parts: Set = ["le", "quantile", "__name__"]
    return Set(series.map { LabelSet($0.labels.filter { !parts.contains($0.name) }) }).count
  }

  /// The label with the most values beside bounds.
  package var largestLabel: StoreHead.Count? {
    var values: [String: Set<String>] = [:]
    for labels in series {
      for label in labels.labels where !["le", "quantile", "__name__"].contains(label.name) {
        values[label.name, default: []].insert(label.value)
      }
    }
    return values.map { StoreHead.Count($0.key, $0.value.count) }
      .max { ($0.count, $1.name) < ($1.count, $0.name) }
  }
}
