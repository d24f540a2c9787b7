package import Telemetry

/// Judges whether clocks agree.
package enum ClockChecks {
  /// The check's name.
  package static let name = "clock-skew"

  /// The name of the check of hosts.
  package static let hosts = "host-clock-skew"

  /// What may differ without harm.
  private static let leeway = Duration.seconds(2)

  /// Judges a server's clock by the date of an answer, which has whole seconds.
  ///
  /// - Parameters:
  ///   - date: What the server called now, cut off to its second; `nil` where it sent none.
  ///   - start: When the question was sent, by this machine's clock.
  ///   - end: When the answer was there.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that it was not told.
  package static func outcome(
    date: Timestamp?,
    askedAt start: Timestamp,
    answeredAt end: Timestamp,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let date else {
      outcome.unchecked.append(
        Unchecked(name, at: place, because: "the answer has no 'Date' header")
      )
      return outcome
    }
    let ahead = date - end
    let behind = start - (date + .seconds(1))
    let skew = max(ahead, behind)
    guard skew > leeway else {
      outcome.inOrder.append(Checked(name, at: place, "within 2 s of this machine's"))
      return outcome
    }
    outcome.findings.append(
      finding(
        "the server's clock is \(skew.prometheusText) \(ahead > behind ? "ahead of" : "behind") this machine's",
        skew,
        at: place
      )
    )
    return outcome
  }

  /// Judges the clocks of hosts by what their exporters say.
  ///
  /// - Parameters:
  ///   - skews: By host, its own time less the time of the scrape, in seconds.
  ///   - place: The server that scrapes them.
  /// - Returns: Findings, that they are in order, or that no host tells.
  package static func outcome(
    ofHosts skews: [(host: String, seconds: Double)],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard !skews.isEmpty else {
      let reason = "no node exporter is scraped, which tells the hosts' times"
      outcome.unchecked.append(Unchecked(hosts, at: place, because: reason))
      return outcome
    }
    for skew in skews {
      let span = Duration.seconds(saturating: abs(skew.seconds))
      guard span > leeway else { continue }
      var finding = finding(
        "the host's clock is \(span.prometheusText) \(skew.seconds > 0 ? "ahead of" : "behind") the server's",
        span,
        at: skew.host
      )
      finding.check = hosts
      outcome.findings.append(finding)
    }
    if outcome.findings.isEmpty {
      let words = skews.count == 1 ? "1 host, within 2 s" : "\(skews.count) hosts, all within 2 s"
      outcome.inOrder.append(Checked(hosts, at: place, words))
    }
    return outcome
  }

  private static func finding(_ words: String, _ skew: Duration, at place: String) -> Finding {
    Finding(
      name,
      skew > .seconds(60) ? .critical : .warning,
      at: place,
      words,
      why: "log lines, samples and alerts of one moment stand at different times",
      remedy: "timedatectl set-ntp true"
    )
  }
}
