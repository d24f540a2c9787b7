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

  /// Finds series, with all samples that the steps may need.
  ///
  /// - Parameters:
  ///   - selector: The matchers and where they look.
  ///   - steps: The moments.
  ///   - reach: How far before each moment, in milliseconds, exclusive.
  /// - Returns: The series in the order of the store.
  /// - Throws: `EvaluationError` where they are too many, or the evaluation is to end.
  mutating func select(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps,
    reach: Int64
  ) throws(EvaluationError) -> [StoredSeries] {
    guard steps.count > 0 else { return [] }
    let bounds: (first: Int64, last: Int64)
    switch anchor(selector.offset, selector.at) {
    case .offset(let offset): bounds = (steps.start - offset, steps.end - offset)
    case .fixed(let moment): bounds = (moment, moment)
    }
    let found = store.series(
      matching: selector.matchers,
      after: bounds.first - reach,
      through: bounds.last
    )
    try options.checkpoint()
    try hold(found.reduce(0) { $0 + $1.timestamps.count })
    return found
  }

  /// Evaluates an instant vector selector.
  mutating func latest(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    try latest(selector, steps) { $0.values[$1] }
  }

  /// Evaluates `timestamp` of an instant vector selector: the moments of the samples, in seconds.
  mutating func latestMoments(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    var result = try latest(selector, steps) { series, index in
      StaleMarker.isStale(series.values[index])
        ? StepVectors.absent : Double(series.timestamps[index]) / 1000
    }
    try result.dropNames()
    return result
  }

  private mutating func latest(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps,
    _ value: (StoredSeries, Int) -> Double
  ) throws(EvaluationError) -> StepVectors {
    let lookback = EvaluationSteps.bounded(options.lookback)
    let found = try select(selector, steps, reach: lookback)
    try hold(series: found.count, steps)
    var result = StepVectors(steps: steps.count, capacity: found.count)
    result.differsWithoutName = selector.namesOneMetric
    let anchor = anchor(selector.offset, selector.at)
    for series in found {
      try options.checkpoint()
      let row = Self.latestRow(series, steps, anchor, lookback, value)
      result.append(SeriesLabels(series.labels), row)
    }
    return result
  }

  /// The newest sample at each step; a staleness marker is no sample, and is what stands for none.
  private static func latestRow(
    _ series: StoredSeries,
    _ steps: EvaluationSteps,
    _ anchor: RangeVectors.Anchor,
    _ lookback: Int64,
    _ value: (StoredSeries, Int) -> Double
  ) -> [Double] {
    var row = [Double](repeating: StepVectors.absent, count: steps.count)
    var next = 0
    series.timestamps.withUnsafeBufferPointer { timestamps in
      for step in row.indices {
        let moment: Int64
        switch anchor {
        case .offset(let offset): moment = steps[step] - offset
        case .fixed(let fixed): moment = fixed
        }
        while next < timestamps.count, timestamps[next] <= moment { next += 1 }
        if next > 0, timestamps[next - 1] > moment - lookback {
          row[step] = value(series, next - 1)
        }
      }
    }
    return row
  }
}

extension VectorSelector {
  /// Whether all series that it finds have one name, so that they still differ without it.
  var namesOneMetric: Bool {
    matchers.contains { $0.name == "__name__" && $0.comparison == .equal }
  }
}
