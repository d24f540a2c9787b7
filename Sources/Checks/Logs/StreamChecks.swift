package import Telemetry

/// Judges the labels of streams, each value of which makes streams of its own.
package enum StreamChecks {
  /// The check's name.
  package static let name = "stream-labels"

  /// Values of one label from which a Loki suffers.
  private static let limit = 100
  /// Parts of names of labels that are another for each request or user.
  private static let endless = [
    "trace", "request_id", "correlation", "user", "session", "span_id", "email",
  ]

  /// Judges labels.
  ///
  /// - Parameters:
  ///   - labels: How many values each has had within an hour.
  ///   - place: The server.
  /// - Returns: Findings, or that they are in order.
  package static func outcome(
    of labels: [StoreHead.Count],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    for label in labels {
      let isEndless = endless.contains { label.name.lowercased().contains($0) }
      guard label.count > limit || isEndless && label.count > limit / 10 else { continue }
      outcome.findings.append(
        Finding(
          name,
          label.count > limit * 10 ? .critical : .warning,
          at: "\(place): label \(label.name)",
          "the label of streams has had \(label.count) values within an hour",
          why: "each value is a stream with chunks of its own: queries slow down, and Loki refuses "
            + "lines over its limit of streams",
          remedy: "stage.structured_metadata { values = { \(label.name) = \"\" } }  "
            + "# in Alloy, in place of stage.labels"
        )
      )
    }
    if outcome.findings.isEmpty {
      let largest = labels.max { $0.count < $1.count }
      let words = largest.map { "the largest is \($0.name) with \($0.count) values" } ?? "no labels"
      outcome.inOrder.append(Checked(name, at: place, words))
    }
    return outcome
  }
}

/// Judges a Loki by what it counts about itself.
package enum LokiFigures {
  /// The names of all checks.
  package static let names = ["logs-discarded", "server-memory", "server-files"]

  /// Judges what a Loki exposes about itself.
  ///
  /// - Parameters:
  ///   - figures: Its own `/metrics`.
  ///   - place: The server.
  /// - Returns: Findings, what is in order, and what it does not tell.
  package static func outcome(of figures: ServerFigures, at place: String) -> CheckOutcome {
    var outcome = ProcessFigures.outcome(of: figures, at: place)
    let discarded = figures.all("loki_discarded_samples_total").filter { $0.value > 0 }
    for (reason, samples) in Dictionary(grouping: discarded, by: { $0.labels["reason"] ?? "" })
      .sorted(by: { $0.key < $1.key })
    {
      let count = samples.reduce(0) { $0 + $1.value }
      outcome.findings.append(
        Finding(
          names[0],
          .critical,
          at: "\(place): \(reason)",
          "\(FigureText.count(count)) lines were refused since the server started",
          why: "they are lost: whoever ships them gives up after some attempts",
          remedy: remedies[reason]
        )
      )
    }
    if discarded.isEmpty {
      // The counter has no series before the first refusal.
      outcome.inOrder.append(Checked(names[0], at: place, "no lines were refused"))
    }
    return outcome
  }

  /// What to change, by the reason that Loki gives.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/>.
  private static let remedies = [
    "rate_limited": "limits_config:\n  ingestion_rate_mb: 16\n  ingestion_burst_size_mb: 32",
    "per_stream_rate_limit": "limits_config:\n  per_stream_rate_limit: 5MB",
    "stream_limit": "limits_config:\n  max_global_streams_per_user: 20000  # or fewer labels",
    "line_too_long": "limits_config:\n  max_line_size_truncate: true",
    "greater_than_max_sample_age": "limits_config:\n  reject_old_samples_max_age: 168h",
    "too_far_behind": "timedatectl set-ntp true  # on the host that ships the lines",
    "too_far_in_future": "timedatectl set-ntp true  # on the host that ships the lines",
  ]
}
