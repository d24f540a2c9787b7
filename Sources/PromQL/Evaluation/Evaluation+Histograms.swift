import Telemetry

extension Evaluation {
  /// Evaluates `histogram_quantile` or `histogram_fraction` on classic buckets.
  mutating func histogram(
    _ call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    let first = try scalars(argument(call, 0), steps)
    var second: [Double] = []
    if call.function == .histogramFraction { second = try scalars(argument(call, 1), steps) }
    let input = try vectors(argument(call, call.arguments.count - 1), steps)
    if call.function == .histogramQuantile {
      for value in first { warnAboutQuantile(value, call.positions) }
    }
    let groups = bucketGroups(input, call)
    try hold(series: groups.count, steps)
    var result = StepVectors(steps: steps.count, capacity: groups.count)
    result.differsWithoutName = input.differsWithoutName
    for group in groups {
      try options.checkpoint()
      var wasForced = false
      let row = group.row(input) { histogram, step in
        if call.function == .histogramFraction {
          return histogram.fraction(from: first[step], to: second[step])
        }
        defer { wasForced = wasForced || histogram.wasForced }
        return histogram.quantile(first[step])
      }
      result.append(group.labels, row)
      if wasForced { informAboutForcing(group.name, call) }
    }
    try result.dropNames()
    return result
  }

  private mutating func informAboutForcing(_ name: String, _ call: FunctionCall) {
    annotations.inform(
      "input to histogram_quantile needed to be fixed for monotonicity "
        + "(see https://prometheus.io/docs/prometheus/latest/querying/functions/"
        + "#histogram_quantile) for metric name \(PromQLText.quoted(name))",
      call.positions,
      1
    )
  }

  /// The buckets of each histogram, by ascending bounds.
  private mutating func bucketGroups(
    _ input: StepVectors,
    _ call: FunctionCall
  ) -> [BucketGroup] {
    var table = SignatureTable(capacity: input.series.count)
    var groups: [BucketGroup] = []
    for (index, labels) in input.series.enumerated() {
      let text = labels["le"] ?? ""
      guard let bound = BucketGroup.bound(text) else {
        annotations.warn(
          "bucket label \"le\" is missing or has a malformed value of "
            + "\(PromQLText.quoted(text)) for metric name "
            + PromQLText.quoted(labels["__name__"] ?? ""),
          call.positions,
          call.arguments.count - 1
        )
        continue
      }
      let group = table.ordinal(of: labels, .except(["le"]))
      if group == groups.count {
        let kept = labels.withoutName.keeping(.except(["le"]))
        groups.append(BucketGroup(name: labels["__name__"] ?? "", labels: SeriesLabels(kept)))
      }
      groups[group].members.append((bound, index))
    }
    for index in groups.indices { groups[index].members.sort { $0.bound < $1.bound } }
    return groups
  }
}

/// The series that are the buckets of one histogram.
private struct BucketGroup {
  /// The metric's name, for messages; empty where it has been dropped before.
  var name: String
  /// The labels of the histogram, without `le` and name.
  var labels: SeriesLabels
  /// The bound of each bucket and its series, bounds ascending.
  var members: [(bound: Double, series: Int)] = []

  /// Computes something of the buckets at each step that has one at least.
  func row(
    _ input: StepVectors,
    _ body: (inout ClassicHistogram, Int) -> Double
  ) -> [Double] {
    var histogram = ClassicHistogram()
    return (0..<input.steps).map { step in
      histogram.removeAll()
      for member in members {
        let count = input.values[member.series * input.steps + step]
        if StepVectors.isAbsent(count) { continue }
        histogram.append(ClassicHistogram.Bucket(upperBound: member.bound, count: count))
      }
      return histogram.buckets.isEmpty ? StepVectors.absent : body(&histogram, step)
    }
  }

  /// Reads a bound as Go's `strconv.ParseFloat` does; `nil` where that fails.
  static func bound(_ text: String) -> Double? {
    guard let value = Double(text) else { return nil }
    // Go refuses numbers too large for a double, where Swift makes them infinite.
    let isTooLarge = value.isInfinite && text.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }
    return isTooLarge ? nil : value
  }
}
