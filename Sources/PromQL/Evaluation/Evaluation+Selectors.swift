import Telemetry

extension EvaluationSteps {
  /// A time or a span that sums of some hundreds of its kind cannot overflow: 140,000 years.
  static func bounded(_ milliseconds: Int64) -> Int64 {
    max(-(1 << 52), min(1 << 52, milliseconds))
  }
}

extension Evaluation {
  /// Where a selector or a subquery looks at each step.
  func anchor(_ offset: Int64, _ at: AtModifier?) -> WindowSpan.Anchor {
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
    let span = WindowSpan(length: lookback, anchor: anchor(selector.offset, selector.at))
    try eachLatest(found, span, steps, value) { result.append($0, $1) }
    return result
  }

  /// Evaluates an instant vector selector row by row.
  mutating func eachLatest(
    _ selector: VectorSelector,
    _ steps: EvaluationSteps,
    _ body: (SeriesLabels, UnsafeBufferPointer<Double>) -> Void
  ) throws(EvaluationError) {
    let lookback = EvaluationSteps.bounded(options.lookback)
    let found = try select(selector, steps, reach: lookback)
    let span = WindowSpan(length: lookback, anchor: anchor(selector.offset, selector.at))
    try eachLatest(found, span, steps, { $1 }, body)
  }

  /// The newest sample of each series at each step; a staleness marker counts as no sample.
  @inline(__always)
  private func eachLatest(
    _ found: [SelectedSeries],
    _ span: WindowSpan,
    _ steps: EvaluationSteps,
    _ value: (_ timestamp: Int64, _ value: Double) -> Double,
    _ body: (SeriesLabels, UnsafeBufferPointer<Double>) -> Void
  ) throws(EvaluationError) {
    var buffer = SampleBuffer()
    var windows = StepWindows()
    var row = [Double](repeating: StepVectors.absent, count: steps.count)
    for (index, series) in found.enumerated() {
      if Self.isCheckpoint(index, steps) { try options.checkpoint() }
      series.read(into: &buffer, newestAlone: steps.count == 1)
      let isEmpty = row.withUnsafeMutableBufferPointer { row in
        buffer.withSamples { timestamps, values in
          _ = windows.move(to: timestamps, span, steps)
          var isEmpty = true
          for step in 0..<steps.count {
            let last = Int(windows.highs[step]) - 1
            let isFound = windows.lows[step] <= last
            row[step] = isFound ? value(timestamps[last], values[last]) : StepVectors.absent
            if !StepVectors.isAbsent(row[step]) { isEmpty = false }
          }
          return isEmpty
        }
      }
      if !isEmpty { row.withUnsafeBufferPointer { body(SeriesLabels(series.labels), $0) } }
    }
  }

  /// Whether an evaluation looks at this series whether it is to go on: at each one that is long.
  static func isCheckpoint(_ index: Int, _ steps: EvaluationSteps) -> Bool {
    index % 16 == 0 || steps.count > 64
  }
}

extension VectorSelector {
  /// Whether all series that it finds have one name, so that they still differ without it.
  var namesOneMetric: Bool {
    matchers.contains { $0.name == "__name__" && $0.comparison == .equal }
  }
}
