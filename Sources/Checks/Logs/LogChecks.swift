package import Telemetry

/// Judges log lines by a sample of the newest.
package enum LogChecks {
  /// The names of all checks.
  package static let names = [
    "logs-arrive", "logs-json", "logs-levels", "logs-times", "logs-correlation",
    "logs-correlation-across",
  ]

  /// A service with fewer lines is not judged by shares.
  private static let fewest = 20

  /// A property that most lines of a service should have.
  private struct Share {
    var check: String
    var severity: Finding.Severity
    /// How many of which lines, and the share that is wanted.
    var of: (LogTally.Counts) -> (part: Int, whole: Int)
    var wanted: Double
    var lines: String
    var have: String
    var why: String
    var remedy: String
  }

  private static var shares: [Share] {
    [
      Share(
        check: names[1],
        severity: .warning,
        of: { ($0.json, $0.lines) },
        wanted: 0.9,
        lines: "lines",
        have: "are JSON",
        why: "fields of other lines cannot be filtered by, and each format needs a parser",
        remedy: "logging.JSONFormatter, structlog.processors.JSONRenderer(), winston.format.json()"
      ),
      Share(
        check: names[2],
        severity: .warning,
        of: { ($0.leveled, $0.lines) },
        wanted: 0.9,
        lines: "lines",
        have: "name their level",
        why: "errors cannot be told from the rest",
        remedy: "structlog.stdlib.add_log_level  # or the like: a field 'level'"
      ),
      Share(
        check: names[3],
        severity: .note,
        of: { ($0.timed, $0.lines) },
        wanted: 0.9,
        lines: "lines",
        have: "say their own time",
        why: "the time at which they were read stands for it, which is late after a restart",
        remedy: "structlog.processors.TimeStamper(fmt=\"iso\")  # or the like: a field 'timestamp'"
      ),
      Share(
        check: names[4],
        severity: .warning,
        of: { ($0.identified, $0.requests) },
        wanted: 0.99,
        lines: "lines of requests",
        have: "have a correlation ID",
        why: "the lines of a request that failed cannot be found",
        remedy:
          "set a field 'correlation_id' for the whole request, as goldtop init --python writes it"
      ),
    ]
  }

  /// Judges a sample.
  ///
  /// - Parameters:
  ///   - tally: The newest lines of the last hour, counted.
  ///   - now: The moment of asking.
  ///   - delay: Within which time lines should arrive.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what too few lines tell.
  package static func outcome(
    of tally: LogTally,
    now: Timestamp,
    within delay: Duration,
    at place: String
  ) -> CheckOutcome {
    var outcome = freshness(tally, now, delay, at: place)
    guard tally.newest != nil else {
      outcome.unchecked = names.dropFirst().map {
        Unchecked($0, at: place, because: "there are no lines of the last hour")
      }
      return outcome
    }
    for share in shares { outcome.add(judge(share, tally, at: place)) }
    outcome.add(across(tally, at: place))
    return outcome
  }

  private static func freshness(
    _ tally: LogTally,
    _ now: Timestamp,
    _ delay: Duration,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    let age = tally.newest.map { max(.zero, now - $0) }
    if let age, age <= delay {
      outcome.inOrder.append(
        Checked(names[0], at: place, "the newest line is \(age.prometheusText) old")
      )
      return outcome
    }
    outcome.findings.append(
      Finding(
        names[0],
        age == nil ? .critical : .warning,
        at: place,
        age.map { "the newest line is \($0.prometheusText) old, more than \(delay.prometheusText)" }
          ?? "no line of the last hour is there",
        why: "what services say now cannot be read, and alerts on log lines stay silent",
        remedy: "curl -sS localhost:12345/-/healthy  # Alloy, or what else ships the lines"
      )
    )
    return outcome
  }

  private static func judge(_ share: Share, _ tally: LogTally, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    var whole = 0
    for (service, counts) in tally.services.sorted(by: { $0.key < $1.key }) {
      let (part, all) = share.of(counts)
      guard all >= fewest else { continue }
      whole += all
      let value = Double(part) / Double(all)
      guard value < share.wanted else { continue }
      outcome.findings.append(
        Finding(
          share.check,
          share.severity,
          at: service,
          "\(FigureText.percent(value)) of \(all) \(share.lines) \(share.have); "
            + "\(FigureText.percent(share.wanted)) or more are wanted",
          why: share.why,
          remedy: share.remedy
        )
      )
    }
    if whole == 0 {
      let reason = "no service has \(fewest) \(share.lines) among the newest"
      outcome.unchecked.append(Unchecked(share.check, at: place, because: reason))
    } else if outcome.findings.isEmpty {
      outcome.inOrder.append(Checked(share.check, at: place, "\(whole) \(share.lines)"))
    }
    return outcome
  }

  /// Whether requests can be followed from one service to the next.
  private static func across(_ tally: LogTally, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    let services = tally.identifyingServices
    guard services.count > 1 else {
      let reason = "correlation IDs stand in lines of \(services.isEmpty ? "no" : "one") service"
      outcome.unchecked.append(Unchecked(names[5], at: place, because: reason))
      return outcome
    }
    if tally.sharedIDs > 0 {
      let count = tally.sharedIDs == 1 ? "1 request" : "\(tally.sharedIDs) requests"
      let words = "\(count) in lines of several services"
      outcome.inOrder.append(Checked(names[5], at: place, words))
    } else {
      outcome.findings.append(
        Finding(
          names[5],
          .note,
          at: place,
          "no correlation ID stands in lines of more than one of \(services.count) services",
          why: "a request cannot be followed to the service that failed",
          remedy: "pass the header X-Correlation-ID on with each call"
        )
      )
    }
    return outcome
  }
}
