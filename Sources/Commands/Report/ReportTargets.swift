import Reports
import Runtime
import Telemetry

/// Asks which targets were down.
struct ReportTargets {
  let inquiry: ReportInquiry
  /// Matchers for all series, as PromQL has them between braces; empty for none.
  let selector: String

  private static let step = Duration.seconds(60)

  /// The section.
  func section() async -> ReportSection {
    let window = inquiry.window
    var targets: [ScrapeTarget] = []
    if inquiry.isCurrent {
      targets =
        await inquiry.answer("why targets are down") { () async throws(SourceError) in
          try await inquiry.sources.metrics.targets(deadline: inquiry.deadline).value
        } ?? []
    }
    // Where a scrape of the last step failed, or the last one of a target that is scraped less often.
    let last = lastScrapes(within: targets.compactMap(\.scrapeInterval).max() ?? .zero)
    let failed = await inquiry.range(
      "when scrapes failed",
      "(min_over_time(\(up)[\(Self.step.prometheusText)]) or \(last)) == 0",
      over: Stretch(from: window.start + Self.step, to: window.end),
      step: Self.step
    )
    guard let failed else {
      var section = ReportSection("targets", "Targets that were down", over: window)
      section.blocks = [.text(ReportText.unknown)]
      return inquiry.concluded(section)
    }
    return inquiry.concluded(await outages(failed, targets, last).section())
  }

  /// The last scrapes, without the name `up`, as functions have them.
  ///
  /// - Parameter longest: The longest scrape interval that is known.
  /// - Returns: PromQL.
  private func lastScrapes(within longest: Duration) -> String {
    // Samples are seen for five minutes anyway.
    longest > .seconds(300) ? "last_over_time(\(up)[\(longest.prometheusText)]) + 0" : "\(up) + 0"
  }

  private func outages(
    _ failed: [TimeSeries],
    _ targets: [ScrapeTarget],
    _ last: String
  ) async -> TargetOutages {
    let window = inquiry.window
    let length = window.length.prometheusText
    let available = await inquiry.instant(
      "the share of scrapes that succeeded",
      "avg_over_time(\(up)[\(length)]) < 1"
    )
    let count = await inquiry.instant("targets", "count(\(up))")?.first?.value
    var outages = TargetOutages(
      failed: failed,
      available: available ?? [],
      targets: count.map { Int(saturating: $0) },
      step: Self.step,
      window: window
    )
    let down = await inquiry.instant("targets that are down at the end", "(\(last)) == 0")
    if let down {
      outages.conclude(down.map(\.labels))
    }
    outages.explain(targets)
    let departed = await departures()
    if !departed.isEmpty {
      let before = await jobs("targets by job, at the start", at: window.start)
      let after = await jobs("targets by job, at the end", at: window.end)
      outages.leave(departed, step: ReportLives.step(of: window), counts: (before, after))
    }
    return outages
  }

  /// The most moments at which the exact times of last scrapes are asked for.
  private static let moments = 10

  /// When targets were scraped last that are not any more.
  private func departures() async -> [VectorSample] {
    let span = [inquiry.window.length, ReportLives.step(of: inquiry.window)]
      .map(\.prometheusText).joined(separator: ":")
    let what = "when targets that have gone were scraped last"
    let seen = await inquiry.instant(
      what,
      "max_over_time((0 * \(up) + time())[\(span)]) unless \(up)"
    )
    guard var departed = seen else { return [] }
    // What is there at the end of a step may have been scraped before.
    let moments = Set(departed.map(\.value)).sorted(by: >)
    for moment in moments.prefix(Self.moments) {
      let at = Timestamp(seconds: moment)
      let exact = await inquiry.instant(what, "timestamp(\(up))", at: at) ?? []
      let known = Dictionary(exact.map { ($0.labels, $0.value) }) { first, _ in first }
      for index in departed.indices where departed[index].value == moment {
        departed[index].value = known[departed[index].labels] ?? moment
      }
    }
    return departed
  }

  private func jobs(_ what: String, at moment: Timestamp) async -> [String: Int] {
    let counts = await inquiry.instant(what, "count by (job) (\(up))", at: moment) ?? []
    return Dictionary(
      counts.map { ($0.labels["job"] ?? "", Int(saturating: $0.value)) }
    ) { first, _ in first }
  }

  private var up: String { selector.isEmpty ? "up" : "up{\(selector)}" }
}
