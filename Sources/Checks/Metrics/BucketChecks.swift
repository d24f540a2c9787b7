import Telemetry

/// Judges whether the buckets of a histogram can tell on which side of a threshold a percentile is.
package enum BucketChecks {
  /// The check's name.
  package static let name = "latency-buckets"

  /// How far apart, as a ratio, the bounds around a threshold may be.
  private static let widest = 2.5

  /// Judges the bounds of a histogram.
  ///
  /// - Parameters:
  ///   - bounds: In seconds, infinity among them, in any order.
  ///   - thresholds: In seconds.
  ///   - place: The service and the metric.
  /// - Returns: A finding for each threshold that falls into too wide a bucket, or that none does.
  package static func outcome(
    of bounds: [Double],
    around thresholds: [Double],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    let finite = bounds.filter(\.isFinite).sorted()
    for threshold in thresholds {
      let lower = finite.last { $0 <= threshold } ?? 0
      let upper = finite.first { $0 >= threshold } ?? .infinity
      guard lower < upper, upper > lower * widest else { continue }
      let bucket =
        upper.isFinite
        ? "the bucket from \(text(lower)) to \(text(upper))"
        : "no bucket: the last ends at \(text(lower))"
      outcome.findings.append(
        Finding(
          name,
          .warning,
          at: place,
          "the threshold of \(text(threshold)) falls into \(bucket)",
          why:
            "a percentile within a bucket is a guess, and the alert on it fires early, late or never",
          remedy: "buckets=(…, \(threshold), …)  # a bound at each threshold: \(list(thresholds))"
        )
      )
    }
    if outcome.findings.isEmpty, !thresholds.isEmpty {
      let words = "\(finite.count) bounds, close enough to \(list(thresholds))"
      outcome.inOrder.append(Checked(name, at: place, words))
    }
    return outcome
  }

  private static func list(_ thresholds: [Double]) -> String {
    thresholds.map(text).joined(separator: " and ")
  }

  private static func text(_ seconds: Double) -> String { Unit.seconds.format(seconds).text }
}
