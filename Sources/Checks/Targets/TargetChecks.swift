package import Telemetry

/// Judges the targets of a Prometheus.
package enum TargetChecks {
  /// The names of all checks.
  package static let names = ["target-down", "target-unscraped", "scrape-slow"]

  /// Judges targets.
  ///
  /// - Parameters:
  ///   - targets: The active targets.
  ///   - place: The server.
  /// - Returns: Findings, and what is in order.
  package static func outcome(of targets: [ScrapeTarget], at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard !targets.isEmpty else {
      outcome.findings.append(noTargets(at: place))
      return outcome
    }
    let kinds: [(name: String, fault: (ScrapeTarget) -> Finding?, words: String)] = [
      ("target-down", down, "all up"), ("target-unscraped", unscraped, "all scraped"),
      ("scrape-slow", slow, "all in time"),
    ]
    let count = targets.count == 1 ? "1 target" : "\(targets.count) targets"
    for kind in kinds {
      let findings = targets.compactMap(kind.fault)
      outcome.findings += findings
      if findings.isEmpty {
        outcome.inOrder.append(Checked(kind.name, at: place, "\(count), \(kind.words)"))
      }
    }
    return outcome
  }

  /// What a target that was asked itself did not answer.
  ///
  /// - Parameters:
  ///   - reason: Why.
  ///   - place: Its URL.
  /// - Returns: The finding.
  package static func unanswered(_ reason: String, at place: String) -> Finding {
    Finding(
      names[0],
      .critical,
      at: place,
      "no metrics: \(reason)",
      why: "nothing is known of it, and alerts on its metrics stay silent",
      remedy: "curl -sS \(ShellWord(place).text) | head"
    )
  }

  private static func noTargets(at place: String) -> Finding {
    Finding(
      "target-down",
      .critical,
      at: place,
      "there are no targets",
      why: "no metrics are collected",
      remedy: "scrape_configs:\n  - job_name: shop\n    static_configs:\n"
        + "      - targets: [\"shop:8000\"]"
    )
  }

  private static func down(_ target: ScrapeTarget) -> Finding? {
    guard target.health == .down else { return nil }
    return Finding(
      "target-down",
      .critical,
      at: spot(target),
      "the target is down: \(target.lastError ?? "no reason given")",
      why: "nothing is known of it, and alerts on its metrics stay silent",
      // The query of the URL may hold a token.
      remedy: target.scrapeURL.map { url in
        "curl -sS \(ShellWord(String(url.prefix { $0 != "?" })).text) | head"
      }
    )
  }

  private static func unscraped(_ target: ScrapeTarget) -> Finding? {
    guard target.health == .unknown else { return nil }
    return Finding(
      "target-unscraped",
      .note,
      at: spot(target),
      "the target has not been scraped yet",
      why: "whether it answers is known after its first scrape"
    )
  }

  /// Scrapes that take most of the time they may take.
  private static func slow(_ target: ScrapeTarget) -> Finding? {
    guard target.health == .up, let limit = target.scrapeTimeout ?? target.scrapeInterval,
      let duration = target.scrapeDuration, duration > limit * 7 / 10
    else { return nil }
    return Finding(
      "scrape-slow",
      .warning,
      at: spot(target),
      "a scrape takes \(duration.prometheusText) of the \(limit.prometheusText) that it may take",
      why: "one that takes longer is lost, and the target counts as down",
      remedy: "expose fewer series, or raise 'scrape_interval' and 'scrape_timeout' of its job"
    )
  }

  private static func spot(_ target: ScrapeTarget) -> String {
    target.labels.description
  }
}
