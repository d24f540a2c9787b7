import Telemetry

extension EvaluationSteps {
  /// A time or a span that sums of some hundreds of its kind cannot overflow: 140,000 years.
  static func bounded(_ milliseconds: Int64) -> Int64 {
    max(-(1 << 52), min(1 << 52, milliseconds))
  }
}

extension Evaluation {
  /// Where a selector or a subquery looks at each step.
  func anchor(_ offset: Int64, _ at: AtModifier?) -> RangeVectors.Anchor {
    let offset = EvaluationSteps.bounded(offset)
    switch at {
    case nil: return .offset(offset)
    case .timestamp(let moment): return .fixed(EvaluationSteps.bounded(moment) - offset)
    case .start: return .fixed(queryStart - offset)
    case .end: return .fixed(queryEnd - offset)
    }
  }

  /// Finds series, whose reading gives all samples that the steps may need.
  ///
  /// - Parameters:
  ///   - selector: The matchers and where they look.
  ///   - steps: The moments.
  ///   - reach: How far before each moment, in milliseconds, exclusive.
  /// - Returns: The series in the order of the store.
  /// - Throws: `EvaluationError` where one of them is too long, or the evaluation is to end.
  mutating func select(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps,
    reach: Int64
  ) throws(EvaluationError) -> [SelectedSeries] {
    guard steps.count > 0 else { return [] }
    let bounds: (first: Int64, last: Int64)
    switch anchor(selector.offset, selector.at) {
    case .offset(let offset): bounds = (steps.start - offset, steps.end - offset)
    case .fixed(let moment): bounds = (moment, moment)
    }
    let found = store.select(
      matching: selector.matchers,
      after: bounds.first - reach,
      through: bounds.last
    )
    try options.checkpoint()
    // Series are read one after the other.
    try hold(found.reduce(0) { max($0, $1.bound) })
    return found
  }

  /// Evaluates an instant vector selector.
  mutating func latest(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    try latest(selector, steps, lookback: EvaluationSteps.bounded(options.lookback)) { $1 }
  }

  /// Evaluates `timestamp` of an instant vector selector: the moments of the samples, in seconds.
  ///
  /// With `@` an offset bounds what is read, as everywhere, but Prometheus looks at the time of `@`
  /// itself, so that only what is within the lookback of both is found
  /// (`rangeEvalTimestampFunctionOverVectorSelector` in its `promql/engine.go`).
  mutating func latestMoments(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    var selector = selector
    var lookback = EvaluationSteps.bounded(options.lookback)
    if case .fixed(let moment) = anchor(0, selector.at) {
      let offset = EvaluationSteps.bounded(selector.offset)
      selector.at = .timestamp(min(moment, moment - offset))
      selector.offset = 0
      lookback = max(0, lookback - abs(offset))
    }
    var result = try latest(selector, steps, lookback: lookback) { timestamp, value in
      StaleMarker.isStale(value) ? StepVectors.absent : Double(timestamp) / 1000
    }
    try result.dropNames()
    return result
  }

  private mutating func latest(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps,
    lookback: Int64,
    _ value: (_ timestamp: Int64, _ value: Double) -> Double
  ) throws(EvaluationError) -> StepVectors {
    let found = try select(selector, steps, reach: lookback)
    try hold(series: found.count, steps)
    var result = StepVectors(steps: steps.count, capacity: found.count)
    result.differsWithoutName = selector.namesOneMetric
    let anchor = anchor(selector.offset, selector.at)
    var buffer = SampleBuffer()
    var row = [Double](repeating: StepVectors.absent, count: steps.count)
    for (index, series) in found.enumerated() {
      if Self.isCheckpoint(index, steps) { try options.checkpoint() }
      series.read(into: &buffer, newestAlone: steps.count == 1)
      Self.fill(&row, buffer, steps, Look(anchor: anchor, back: lookback), value)
      result.append(SeriesLabels(series.labels), row)
    }
    return result
  }

  /// Whether an evaluation looks at this series whether it is to go on: at each one that is long.
  static func isCheckpoint(_ index: Int, _ steps: EvaluationSteps) -> Bool {
    index % 16 == 0 || steps.count > 64
  }

  /// Where an instant vector looks at each step.
  private struct Look {
    var anchor: RangeVectors.Anchor
    /// How far back, in milliseconds, exclusive.
    var back: Int64
  }

  /// The newest sample at each step; a staleness marker counts as no sample.
  @inline(__always)
  private static func fill(
    _ row: inout [Double],
    _ buffer: borrowing SampleBuffer,
    _ steps: EvaluationSteps,
    _ look: Look,
    _ value: (_ timestamp: Int64, _ value: Double) -> Double
  ) {
    buffer.withSamples { timestamps, values in
      var next = 0
      for step in row.indices {
        let moment: Int64
        switch look.anchor {
        case .offset(let offset): moment = steps[step] - offset
        case .fixed(let fixed): moment = fixed
        }
        while next < timestamps.count, timestamps[next] <= moment { next += 1 }
        let isFound = next > 0 && timestamps[next - 1] > moment - look.back
        row[step] =
          isFound ? value(timestamps[next - 1], values[next - 1]) : StepVectors.absent
      }
    }
  }
}

extension VectorSelector {
  /// Whether all series that it finds have one name, so that they still differ without it.
  var namesOneMetric: Bool {
    matchers.contains { $0.name == "__name__" && $0.comparison == .equal }
  }
}
