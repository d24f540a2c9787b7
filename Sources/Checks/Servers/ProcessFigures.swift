import Telemetry

/// Judges a server's process by its memory and its open files.
package enum ProcessFigures {
  /// Judges what every Go server exposes about its process.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what the server does not tell.
  package static func outcome(of figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = memory(figures, at: place)
    outcome.add(files(figures, at: place))
    return outcome
  }

  private static func memory(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let check = "server-memory"
    var outcome = CheckOutcome()
    guard let resident = figures.sum("process_resident_memory_bytes") else {
      let reason = "the server has no process_resident_memory_bytes"
      outcome.unchecked.append(Unchecked(check, at: place, because: reason))
      return outcome
    }
    var words = Unit.bytes.format(resident).text
    // Go's limit is as large as a number can be where none is set.
    if let limit = figures.sum("go_gc_gomemlimit_bytes"), limit > 0, limit < 1e15 {
      words += " of \(Unit.bytes.format(limit).text)"
      if resident > limit * 0.9 {
        outcome.findings.append(
          Finding(
            check,
            .critical,
            at: place,
            "the process has \(words) that GOMEMLIMIT allows",
            why: "the server spends its time collecting garbage, and is killed next",
            remedy: "keep fewer series, or raise GOMEMLIMIT and the container's limit"
          )
        )
        return outcome
      }
    }
    if let series = figures.sum("prometheus_tsdb_head_series"), series > 0 {
      words += ", \(FigureText.count(series)) series in the head"
    }
    outcome.inOrder.append(Checked(check, at: place, words))
    return outcome
  }

  private static func files(_ figures: ServerFigures, at place: String) -> CheckOutcome {
    let check = "server-files"
    var outcome = CheckOutcome()
    guard let open = figures.sum("process_open_fds"), let limit = figures.sum("process_max_fds"),
      limit > 0
    else {
      let reason = "the server has no process_open_fds"
      outcome.unchecked.append(Unchecked(check, at: place, because: reason))
      return outcome
    }
    let words = "\(FigureText.count(open)) of \(FigureText.count(limit)) files are open"
    guard open > limit * 0.8 else {
      outcome.inOrder.append(Checked(check, at: place, words))
      return outcome
    }
    outcome.findings.append(
      Finding(
        check,
        .critical,
        at: place,
        words,
        why: "without a free one the server accepts no connection and writes no block",
        remedy: "ulimit -n 65536  # or LimitNOFILE= of its unit"
      )
    )
    return outcome
  }
}

/// Judges whether a server runs on the configuration that it was last given.
package enum ReloadCheck {
  /// The check's name.
  package static let name = "config-reload"

  /// Judges a reload.
  ///
  /// - Parameters:
  ///   - succeeded: Whether the latest one did.
  ///   - command: What names the mistake in a file.
  ///   - place: The server.
  /// - Returns: A finding, or that it is in order.
  package static func outcome(
    _ succeeded: Bool,
    command: String,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard !succeeded else {
      outcome.inOrder.append(Checked(name, at: place, "the latest reload succeeded"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        name,
        .critical,
        at: place,
        "the latest reload of the configuration failed",
        why: "the server runs on an older one, and will not start with the one on disk",
        remedy: "\(command) FILE"
      )
    )
    return outcome
  }
}
