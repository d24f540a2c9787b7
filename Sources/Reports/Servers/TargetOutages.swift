package import Telemetry

/// Which targets were down in a window, and for how long.
package struct TargetOutages: Hashable, Sendable {
  /// One target.
  package struct Outage: Hashable, Sendable {
    /// Its labels.
    package var labels: LabelSet
    /// When at least one scrape in each step failed, ascending.
    package var episodes: [Episode]
    /// The share of scrapes that succeeded; `nil` where that was not answered.
    package var availability: Double?
    /// Why the last scrape failed; empty where it is not known.
    package var reason = ""

    var isDown: Bool { episodes.last?.isOngoing == true }
  }

  /// The targets that were down.
  package private(set) var outages: [Outage]
  /// How many targets there are at the end.
  private let targets: Int?
  private let window: Stretch

  /// Reads the answers.
  ///
  /// - Parameters:
  ///   - failed: Points where a scrape failed in the step before, by target.
  ///   - available: Shares of scrapes that succeeded, by target.
  ///   - targets: How many there are; `nil` where that is not known.
  ///   - step: The distance of points.
  ///   - window: What was asked about.
  package init(
    failed: [TimeSeries],
    available: [VectorSample],
    targets: Int?,
    step: Duration,
    window: Stretch
  ) {
    let shares = Dictionary(available.map { ($0.labels, $0.value) }) { first, _ in first }
    outages = failed.compactMap { series in
      let episodes = Episode.list(at: series.samples.map(\.timestamp), step: step, within: window)
      guard !episodes.isEmpty else { return nil }
      let labels = series.labels
      return Outage(labels: labels, episodes: episodes, availability: shares[labels])
    }
    outages.sort { left, right in
      (right.isDown ? 1 : 0, right.episodes.total, left.labels)
        < (left.isDown ? 1 : 0, left.episodes.total, right.labels)
    }
    self.targets = targets
    self.window = window
  }

  /// Takes in why scrapes fail now.
  package mutating func explain(_ targets: [ScrapeTarget]) {
    for target in targets where target.health == .down {
      let (job, instance) = (target.labels["job"], target.labels["instance"])
      for index in outages.indices
      where outages[index].labels["job"] == job && outages[index].labels["instance"] == instance {
        outages[index].reason = target.lastError ?? ""
      }
    }
  }

  /// The section.
  package func section() -> ReportSection {
    var section = ReportSection("targets", "Targets that were down", over: window)
    let whole = targets.map { " of \($0)" } ?? ""
    section.blocks = [
      outages.isEmpty ? .text("none\(whole) was down") : .table(table)
    ]
    let down = outages.filter(\.isDown)
    if let first = down.first {
      let names = first.labels["instance"] ?? first.labels["job"] ?? ""
      let span = Unit.seconds.format(first.episodes.last?.length.inSeconds ?? 0).text
      let least = first.episodes.last?.isOlder == true ? "at least " : ""
      let count = down.count == 1 ? "1 target\(whole) is" : "\(down.count) targets\(whole) are"
      section.headlines.append(
        ReportHeadline(.critical, "\(count) down: \(names) for \(least)\(span)")
      )
    }
    if outages.count > down.count {
      let count = outages.count - down.count
      let words = count == 1 ? "1 target was down and is" : "\(count) targets were down and are"
      section.headlines.append(ReportHeadline(.warning, "\(words) up again"))
    }
    return section
  }

  private var table: ReportTable {
    var table = ReportTable(
      "outages",
      "",
      [
        "job": "JOB", "instance": "INSTANCE", "state": "STATE", "since": "DOWN SINCE",
        "down_time": "DOWN FOR", "times": "TIMES", "availability": "SCRAPES OK",
        "reason": "REASON",
      ]
    )
    table.rows = outages.map { outage in
      let last = outage.episodes.last
      let since =
        last?.isOlder == true ? .text("before the window") : ReportCell.moment(last?.start)
      return [
        .text(outage.labels["job"] ?? "", outage.isDown ? .critical : .ok),
        .text(outage.labels["instance"] ?? ""), .text(outage.isDown ? "down" : "up again"),
        since, .span(outage.episodes.total), .count(outage.episodes.count),
        .number(outage.availability, .ratio), .text(outage.reason),
      ]
    }
    table.limit(to: 30)
    return table
  }
}
