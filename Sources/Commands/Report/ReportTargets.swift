import Reports
import Runtime
import Telemetry

/// Asks which targets were down.
struct ReportTargets {
  let inquiry: ReportInquiry
  /// Matchers for all series, as PromQL has them between braces; empty for none.
  let selector: String
  /// Whether the window ends now, so that the server's own list tells of its end.
  let isCurrent: Bool

  private static let step = Duration.seconds(60)

  /// The section.
  func section() async -> ReportSection {
    let window = inquiry.window
    var targets: [ScrapeTarget] = []
    if isCurrent {
      targets =
        await inquiry.answer("why targets are down") { () async throws(SourceError) in
          try await inquiry.sources.metrics.targets(deadline: inquiry.deadline).value
        } ?? []
    }
    let up = selector.isEmpty ? "up" : "up{\(selector)}"
    let interval = max(Self.step, targets.compactMap(\.scrapeInterval).max() ?? .zero)
    let failed = await inquiry.range(
      "when scrapes failed",
      "min_over_time(\(up)[\(interval.prometheusText)]) == 0",
      over: Stretch(from: window.start + Self.step, to: window.end),
      step: Self.step
    )
    let length = window.length.prometheusText
    let available = await inquiry.instant(
      "the share of scrapes that succeeded",
      "avg_over_time(\(up)[\(length)]) < 1"
    )
    let count = await inquiry.instant("targets", "count(\(up))")?.first?.value
    guard let failed else {
      var section = ReportSection("targets", "Targets that were down", over: window)
      section.blocks = [.text("not known")]
      return inquiry.concluded(section)
    }
    var outages = TargetOutages(
      failed: failed,
      available: available ?? [],
      targets: count.map { Int(saturating: $0) },
      step: Self.step,
      window: window
    )
    outages.explain(targets)
    return inquiry.concluded(outages.section())
  }
}
