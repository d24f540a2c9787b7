import Telemetry

extension Evaluation {
  /// Evaluates a range vector selector or a subquery.
  mutating func rangeVectors(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> RangeVectors {
    switch expression.withoutParentheses {
    case .matrixSelector(let selector): return try rangeVectors(selector, steps)
    case .subquery(let subquery): return try rangeVectors(subquery, steps)
    default: throw .invalid("expected type range vector, got \(expression.type.documentedName)")
    }
  }

  private mutating func rangeVectors(
    _ selector: MatrixSelector,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> RangeVectors {
    let range = EvaluationSteps.bounded(selector.range)
    return RangeVectors(
      series: try select(selector.selector, steps, reach: range),
      span: WindowSpan(
        length: range,
        anchor: anchor(selector.selector.offset, selector.selector.at)
      ),
      differsWithoutName: selector.selector.namesOneMetric
    )
  }

  /// Evaluates the inner expression at multiples of the step, from the first one inside the range
  /// of the first moment to the last one inside that of the last moment.
  private mutating func rangeVectors(
    _ subquery: Subquery,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> RangeVectors {
    let range = EvaluationSteps.bounded(subquery.range)
    let span = WindowSpan(length: range, anchor: anchor(subquery.offset, subquery.at))
    let interval = max(1, EvaluationSteps.bounded(subquery.step ?? options.subqueryStep))
    let bounds: (first: Int64, last: Int64)
    switch span.anchor {
    case .offset(let offset): bounds = (steps.start - offset, steps.end - offset)
    case .fixed(let moment): bounds = (moment, moment)
    }
    let after = bounds.first - range
    var start = interval * (after / interval)
    if start <= after { start += interval }
    let inner = EvaluationSteps(from: start, through: bounds.last, every: interval)
    // Even a single row of so many steps would be too much.
    guard inner.count <= options.maximumSamples else { throw .tooManySamples }
    guard steps.count > 0, inner.count > 0 else {
      return RangeVectors(series: [], span: span, differsWithoutName: true)
    }
    let vectors = try vectors(subquery.expression, inner)
    return RangeVectors(
      series: vectors.selectedSeries(inner),
      namesAreDropped: vectors.series.map(\.isNameDropped),
      span: span,
      differsWithoutName: vectors.differsWithoutName
    )
  }
}

extension StepVectors {
  /// The rows as series with samples at the steps.
  fileprivate func selectedSeries(_ moments: EvaluationSteps) -> [SelectedSeries] {
    let read: @Sendable (Int, inout SampleBuffer) -> Void = { [values, steps] index, buffer in
      buffer.fill(steps) { timestamps, numbers in
        var count = 0
        for step in 0..<steps {
          let value = values[index * steps + step]
          guard !Self.isAbsent(value) else { continue }
          timestamps[count] = moments[step]
          numbers[count] = value
          count += 1
        }
        return count
      }
    }
    return series.indices.map { index in
      SelectedSeries(labels: series[index].stored, bound: steps, place: index, reading: read)
    }
  }
}

extension Evaluation {
  /// The windows of one moment as series, in ascending order of labels.
  mutating func timeSeries(
    _ ranges: RangeVectors,
    at moment: Int64
  ) throws(EvaluationError) -> [TimeSeries] {
    let end = ranges.span.end(at: moment)
    var buffer = SampleBuffer()
    var found: [TimeSeries] = []
    for index in ranges.series.indices {
      try options.checkpoint()
      ranges.read(index, into: &buffer)
      let samples = buffer.withSamples { timestamps, values in
        zip(timestamps, values)
          .filter { $0.0 > end - ranges.span.length && $0.0 <= end }
          .map { Sample(Timestamp(milliseconds: $0.0), $0.1) }
      }
      try hold(samples.count)
      guard !samples.isEmpty else { continue }
      found.append(TimeSeries(labels: ranges.labels(index).visible, samples: samples))
    }
    return found.sorted { $0.labels < $1.labels }
  }
}
