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
