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
    /// Whether it is not scraped any more, so that it never came up again.
    package fileprivate(set) var isGone = false

    var isDown: Bool { episodes.last?.isOngoing == true }

    fileprivate mutating func endBeforeWindow() {
      guard !episodes.isEmpty else { return }
      episodes[episodes.count - 1].isOngoing = false
    }
  }

  /// A target that is not scraped any more.
  package struct Departure: Hashable, Sendable {
    /// Its labels.
    package var labels: LabelSet
    /// When it was scraped last.
    package var last: Timestamp
    /// Whether its job has as many targets as at the start of the window, as after a deployment.
    package var isReplaced: Bool
  }

  /// The targets that were down.
  package private(set) var outages: [Outage]
  /// The targets that have gone without having been down, the last to go first.
  package private(set) var departures: [Departure] = []
  private var departureStep = Duration.zero
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
    self.targets = targets
    self.window = window
    sort()
  }

  private mutating func sort() {
    outages.sort { left, right in
      (right.isDown ? 1 : 0, right.episodes.total, left.labels)
        < (left.isDown ? 1 : 0, left.episodes.total, right.labels)
    }
  }

  /// Takes in which targets are down at the end: of the others a scrape of the last step may have failed,
  /// and a later one has not.
  package mutating func conclude(_ down: [LabelSet]) {
    let down = Set(down)
    for index in outages.indices where !down.contains(outages[index].labels) {
      outages[index].endBeforeWindow()
    }
    sort()
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

  /// Takes in the targets that are not scraped any more.
  ///
  /// - Parameters:
  ///   - last: When each was scraped last, in seconds since 1970.
  ///   - step: How exact that is.
  ///   - counts: How many targets each job had at the start of the window, and how many at its end.
  package mutating func leave(
    _ last: [VectorSample],
    step: Duration,
    counts: (before: [String: Int], after: [String: Int])
  ) {
    departureStep = step
    departures = last.map { sample in
      let job = sample.labels["job"] ?? ""
      let (before, after) = (counts.before[job] ?? 0, counts.after[job] ?? 0)
      return Departure(
        labels: sample.labels,
        last: Timestamp(seconds: sample.value),
        isReplaced: after > 0 && after >= before
      )
    }
    let gone = Set(departures.map(\.labels))
    for index in outages.indices where gone.contains(outages[index].labels) {
      outages[index].isGone = true
    }
    departures.sort { ($1.last, $0.labels) < ($0.last, $1.labels) }
  }

  /// The section.
  package func section() -> ReportSection {
    var section = ReportSection("targets", "Targets that were down", over: window)
    let whole = targets.map { " of \($0)" } ?? ""
    section.blocks = [
      outages.isEmpty ? .text("none\(whole) was down") : .table(table)
    ]
    if !departures.isEmpty {
      section.blocks.append(.table(departureTable))
      section.remarks = [
        "a target that is not scraped any more has not failed: it has left the configuration or service "
          + "discovery; since when is exact to \(departureStep.prometheusText)"
      ]
    }
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
    let count = outages.count { !$0.isDown && !$0.isGone }
    if count > 0 {
      let words = count == 1 ? "1 target was down and is" : "\(count) targets were down and are"
      section.headlines.append(ReportHeadline(.warning, "\(words) up again"))
    }
    if let headline = departureHeadline { section.headlines.append(headline) }
    return section
  }

  private var departureHeadline: ReportHeadline? {
    let missing = departures.filter { !$0.isReplaced }
    guard let first = missing.first else { return nil }
    let name = first.labels["instance"] ?? first.labels["job"] ?? ""
    let span = Unit.seconds.format((window.end - first.last).inSeconds).text
    let count = missing.count == 1 ? "1 target is" : "\(missing.count) targets are"
    return ReportHeadline(.warning, "\(count) not scraped any more: \(name) for \(span)")
  }

  private var departureTable: ReportTable {
    var table = ReportTable(
      "departures",
      "Not scraped any more",
      [
        "job": "JOB", "instance": "INSTANCE", "since": "SINCE", "time": "FOR",
        "replaced": "IN ITS PLACE",
      ]
    )
    // Those that nothing has taken the place of come first.
    let ordered = departures.filter { !$0.isReplaced } + departures.filter(\.isReplaced)
    table.rows = ordered.map { departure in
      [
        .text(departure.labels["job"] ?? "", departure.isReplaced ? .ok : .warning),
        .text(departure.labels["instance"] ?? ""), .moment(departure.last),
        .span(window.end - departure.last),
        .text(departure.isReplaced ? "others of its job" : "nothing"),
      ]
    }
    table.limit(to: 30)
    return table
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
        last?.isOlder == true ? .text("earlier") : ReportCell.moment(last?.start)
      return [
        .text(outage.labels["job"] ?? "", outage.isDown ? .critical : .ok),
        .text(outage.labels["instance"] ?? ""),
        .text(outage.isDown ? "down" : outage.isGone ? "gone" : "up again"),
        since, .span(outage.episodes.total), .count(outage.episodes.count),
        .number(outage.availability, .ratio), .text(outage.reason),
      ]
    }
    table.limit(to: 30)
    return table
  }
}
