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
    let result = try reduce(call.function, input, steps, parameters)
    switch call.function {
    case .absentOverTime:
      return StepVectors(argument.labelsOfAbsence, result.absences)
    case .lastOverTime, .firstOverTime: return result
    case .rate, .increase: informAboutNonCounters(result)
    case .quantileOverTime:
      if !result.series.isEmpty { warnAboutQuantiles(parameters.first ?? []) }
    default: break
    }
    var nameless = result
    try nameless.dropNamesOfDistinct()
    return nameless
  }

  private mutating func reduce(
    _ function: FunctionName,
    _ input: RangeVectors,
    _ steps: EvaluationSteps,
    _ parameters: [[Double]]
  ) throws(EvaluationError) -> StepVectors {
    var result = StepVectors(steps: steps.count, capacity: input.series.count)
    result.differsWithoutName = input.differsWithoutName
    let slope = RangeFunctions.slope(function)
    let body = RangeFunctions.function(function, parameters)
    for index in input.series.indices {
      try options.checkpoint()
      let row: [Double]
      if let slope {
        var change = Extrapolation(input.series[index].values, slope)
        row = input.row(index, steps) { change.value($1) }
      } else {
        row = input.row(index, steps, varies: !parameters.isEmpty, body)
      }
      result.append(input.labels(index), row)
    }
    if function == .doubleExponentialSmoothing { try checkFactors(parameters, input, steps) }
    return result
  }

  /// The factors of smoothing count only where there is something to smooth.
  private func checkFactors(
    _ parameters: [[Double]],
    _ input: RangeVectors,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) {
    let names = ["smoothing", "trend"]
    let short = ["sf", "tf"]
    for index in input.series.indices {
      var problem: String?
      _ = input.row(index, steps, varies: true) { step, _ in
        for (place, values) in parameters.enumerated() where problem == nil {
          let value = values[step]
          if value <= 0 || value >= 1 {
            problem =
              "invalid \(names[place]) factor. Expected: 0 < \(short[place]) < 1, "
              + "got: \(GoNumber.fixed(value))"
          }
        }
        return StepVectors.absent
      }
      if let problem { throw .execution(problem) }
    }
  }

  private mutating func informAboutNonCounters(_ result: StepVectors) {
    var seen: Set<String> = []
    for labels in result.series {
      guard let name = labels["__name__"], seen.insert(name).inserted, !name.isEmpty else {
        continue
      }
      let isCounter = ["_total", "_sum", "_count", "_bucket"].contains { name.hasSuffix($0) }
      if !isCounter {
        annotations.inform(
          "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + PromQLText.quoted(name)
        )
      }
    }
  }
}

extension RangeFunctions {
  /// What `rate`, `increase` and `delta` compute; `nil` for other functions.
  static func slope(_ function: FunctionName) -> Slope? {
    switch function {
    case .rate: .rate
    case .increase: .increase
    case .delta: .delta
    default: nil
    }
  }

  /// What a function makes of the window of a step.
  static func function(
    _ function: FunctionName,
    _ parameters: [[Double]]
  ) -> (Int, SampleWindow) -> Double {
    switch function {
    case .sumOverTime: { _, window in sum(window) }
    case .avgOverTime: { _, window in average(window) }
    case .minOverTime: { _, window in min(window) }
    case .maxOverTime: { _, window in max(window) }
    case .countOverTime: { _, window in Double(window.count) }
    case .lastOverTime: { _, window in window.last }
    case .firstOverTime: { _, window in window.first }
    case .stdvarOverTime: { _, window in variance(window) }
    case .stddevOverTime: { _, window in variance(window).squareRoot() }
    case .madOverTime: { _, window in medianDeviation(window) }
    case .quantileOverTime: { step, window in quantile(parameters[0][step], window) }
    case .irate: { _, window in instantaneous(window, isRate: true) }
    case .idelta: { _, window in instantaneous(window, isRate: false) }
    case .resets: { _, window in resets(window) }
    case .changes: { _, window in changes(window) }
    case .deriv: { _, window in derivative(window) }
    case .predictLinear: { step, window in prediction(window, after: parameters[0][step]) }
    case .doubleExponentialSmoothing:
      { smoothed($1, smoothing: parameters[0][$0], trend: parameters[1][$0]) }
    default: moments(function)
    }
  }

  private static func moments(_ function: FunctionName) -> (Int, SampleWindow) -> Double {
    switch function {
    case .tsOfFirstOverTime: { _, window in Double(window.timestamps[window.low]) / 1000 }
    case .tsOfLastOverTime: { _, window in Double(window.timestamps[window.high - 1]) / 1000 }
    case .tsOfMaxOverTime: { _, window in moment(window) { $0 >= $1 } }
    case .tsOfMinOverTime: { _, window in moment(window) { $0 <= $1 } }
    default: { _, _ in 1 }
    }
  }
}
