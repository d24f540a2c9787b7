import Telemetry

extension Evaluation {
  /// Evaluates a function of a range vector.
  mutating func vectors(
    overRangesOf call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    var parameters: [[Double]] = []
    for argument in call.arguments where argument.type == .scalar {
      parameters.append(try scalars(argument, steps))
    }
    guard let argument = call.arguments.first(where: { $0.type == .matrix }) else {
      return StepVectors(steps: steps.count)
    }
    let input = try rangeVectors(argument, steps)
    try hold(series: input.series.count, steps)
    var rows = RangeRows(call: call, input: input, parameters: parameters, steps)
    var result = StepVectors(steps: steps.count, capacity: input.series.count)
    result.differsWithoutName = input.differsWithoutName
    try eachRow(&rows, steps) { result.append($0, $1) }
    switch call.function {
    case .absentOverTime: return StepVectors(argument.labelsOfAbsence, result.absences)
    case .lastOverTime, .firstOverTime: return result
    case .quantileOverTime:
      for (step, value) in (parameters.first ?? []).enumerated() where result.hasSample(at: step) {
        warnAboutQuantile(value, call.positions)
      }
    case .doubleExponentialSmoothing: try input.checkFactors(parameters, steps, options)
    default: break
    }
    try result.dropNamesOfDistinct()
    return result
  }

  /// The rows that an expression makes one at a time; `nil` where it needs all of them, or where
  /// two of them could turn out the same.
  mutating func rowSource(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> RangeRows? {
    guard case .call(let call) = expression.withoutParentheses, call.arguments.count == 1,
      call.function != .absentOverTime,
      case .matrixSelector(let selector) = call.arguments[0].withoutParentheses,
      selector.selector.namesOneMetric
    else { return nil }
    let input = try rangeVectors(call.arguments[0], steps)
    return RangeRows(call: call, input: input, parameters: [], steps)
  }

  /// Computes the rows of a function of a range vector, leaving out those without a sample.
  mutating func eachRow(
    _ rows: inout RangeRows,
    _ steps: EvaluationSteps,
    _ body: (SeriesLabels, UnsafeBufferPointer<Double>) -> Void
  ) throws(EvaluationError) {
    let isNamed = rows.function == .rate || rows.function == .increase
    var name: String?
    for index in rows.input.series.indices {
      if Self.isCheckpoint(index, steps) { try options.checkpoint() }
      try rows.compute(index, checkpoint: options.checkpoint)
      guard rows.row.contains(where: { !StepVectors.isAbsent($0) }) else { continue }
      let labels = rows.input.labels(index)
      if isNamed, let found = labels["__name__"], found != name {
        name = found
        informAboutNonCounter(found, rows.positions)
      }
      rows.row.withUnsafeBufferPointer { body(rows.keepsName ? labels : labels.withoutName, $0) }
    }
  }

  private mutating func informAboutNonCounter(_ name: String, _ positions: SourcePositions) {
    let isCounter = ["_total", "_sum", "_count", "_bucket"].contains { name.hasSuffix($0) }
    guard !isCounter, !name.isEmpty else { return }
    annotations.inform(
      "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
        + PromQLText.quoted(name),
      positions,
      0
    )
  }
}

extension RangeVectors {
  /// Checks the factors of smoothing, which count only where there is something to smooth.
  fileprivate func checkFactors(
    _ parameters: [[Double]],
    _ steps: EvaluationSteps,
    _ options: EvaluationOptions
  ) throws(EvaluationError) {
    let names = ["smoothing", "trend"]
    let short = ["sf", "tf"]
    var buffer = SampleBuffer()
    var windows = StepWindows()
    for index in series.indices {
      try options.checkpoint()
      read(index, into: &buffer)
      _ = buffer.withSamples { times, _ in windows.move(to: times, span, steps) }
      for step in 0..<steps.count where windows.lows[step] < windows.highs[step] {
        for (place, values) in parameters.enumerated() {
          let value = values[step]
          guard value <= 0 || value >= 1 else { continue }
          throw .execution(
            "invalid \(names[place]) factor. Expected: 0 < \(short[place]) < 1, "
              + "got: \(GoNumber.fixed(value))"
          )
        }
      }
    }
  }
}
