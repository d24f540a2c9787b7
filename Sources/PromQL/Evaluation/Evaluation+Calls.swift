import Telemetry

extension Evaluation {
  /// Evaluates a function whose result is a vector.
  mutating func vectors(
    of call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    if let function = ElementFunctions.function(call.function) {
      guard let argument = call.arguments.first else {
        // Without an argument, the clock is that of the evaluation.
        let row = (0..<steps.count).map { function(Double(steps[$0] / 1000)) }
        return StepVectors(.empty, row)
      }
      var result = try vectors(argument, steps)
      result.transform { value, _ in function(value) }
      try result.dropNames()
      return result
    }
    if call.arguments.contains(where: { $0.type == .matrix }) {
      return try vectors(overRangesOf: call, steps)
    }
    switch call.function {
    case .vector: return StepVectors(.empty, try scalars(argument(call, 0), steps))
    case .absent: return try absent(argument(call, 0), steps)
    case .round, .clamp, .clampMin, .clampMax: return try bounded(call, steps)
    case .timestamp: return try moments(argument(call, 0), steps)
    case .sort, .sortDesc, .sortByLabel, .sortByLabelDesc: return try sorted(call, steps)
    case .labelReplace: return try replacingLabel(call, steps)
    case .labelJoin: return try joiningLabels(call, steps)
    case .histogramQuantile, .histogramFraction: return try histogram(call, steps)
    case .histogramAvg, .histogramCount, .histogramSum, .histogramStddev, .histogramStdvar:
      // These look at native histograms, and all samples here are floats.
      _ = try vectors(argument(call, 0), steps)
      return StepVectors(steps: steps.count)
    default:
      throw .invalid("unknown function with name \"\(call.function.rawValue)\"")
    }
  }

  /// Evaluates a function whose result is a scalar.
  mutating func scalars(
    of call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> [Double] {
    try hold(steps.count)
    switch call.function {
    case .pi: return [Double](repeating: .pi, count: steps.count)
    case .time: return (0..<steps.count).map { Double(steps[$0]) / 1000 }
    case .scalar: return try vectors(argument(call, 0), steps).onlySamples
    default:
      throw .invalid("unknown function with name \"\(call.function.rawValue)\"")
    }
  }

  /// An argument that the signature demands.
  func argument(_ call: FunctionCall, _ index: Int) throws(EvaluationError) -> Expression {
    guard call.arguments.indices.contains(index) else {
      throw .invalid(
        "expected \(index + 1) argument(s) in call to \"\(call.function.rawValue)\", "
          + "got \(call.arguments.count)"
      )
    }
    return call.arguments[index]
  }

  /// 1 wherever a vector has no sample, with the labels that its selector demands.
  private mutating func absent(
    _ argument: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    let vectors = try vectors(argument, steps)
    return StepVectors(argument.labelsOfAbsence, vectors.absences)
  }

  private mutating func bounded(
    _ call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    var result = try vectors(argument(call, 0), steps)
    let one = [Double](repeating: 1, count: steps.count)
    let first = call.arguments.count > 1 ? try scalars(call.arguments[1], steps) : one
    let second = call.arguments.count > 2 ? try scalars(call.arguments[2], steps) : one
    switch call.function {
    case .round: result.transform { ElementFunctions.round($0, toNearest: first[$1]) }
    case .clampMin: result.transform { ElementFunctions.clamp($0, first[$1], .infinity) }
    case .clampMax: result.transform { ElementFunctions.clamp($0, -.infinity, first[$1]) }
    default:
      result.transform { value, step in
        second[step] < first[step]
          ? StepVectors.absent : ElementFunctions.clamp(value, first[step], second[step])
      }
      result.dropEmptyRows()
    }
    try result.dropNames()
    return result
  }

  /// `timestamp`: of a selector the moments of its samples, of all else those of evaluation.
  private mutating func moments(
    _ argument: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    if case .vectorSelector(let selector) = argument.withoutParentheses {
      return try latestMoments(selector, steps)
    }
    var result = try vectors(argument, steps)
    result.transform { _, step in Double(steps[step]) / 1000 }
    try result.dropNames()
    return result
  }
}

extension StepVectors {
  /// 1 at each step without any sample.
  var absences: [Double] {
    var row = [Double](repeating: 1, count: steps)
    for index in series.indices {
      for step in 0..<steps where !Self.isAbsent(values[index * steps + step]) {
        row[step] = Self.absent
      }
    }
    return row
  }

  /// The sample at each step that has exactly one, else NaN.
  fileprivate var onlySamples: [Double] {
    var row = [Double](repeating: .nan, count: steps)
    var isFilled = [Bool](repeating: false, count: steps)
    for index in series.indices {
      for step in 0..<steps where !Self.isAbsent(values[index * steps + step]) {
        row[step] = isFilled[step] ? .nan : values[index * steps + step]
        isFilled[step] = true
      }
    }
    return row
  }
}

extension Expression {
  /// The labels that a selector demands with `=`, once each and without the name; of all other
  /// expressions none.
  ///
  /// - Source: `createLabelsForAbsentFunction` in `promql/functions.go` of prometheus/prometheus.
  var labelsOfAbsence: LabelSet {
    let matchers: [LabelMatcher]
    switch withoutParentheses {
    case .vectorSelector(let selector): matchers = selector.matchers
    case .matrixSelector(let selector): matchers = selector.selector.matchers
    default: return .empty
    }
    var values: [ByteText: String] = [:]
    var seen: Set<ByteText> = []
    for matcher in matchers where matcher.name != "__name__" {
      let name = ByteText(matcher.name)
      if matcher.comparison == .equal, seen.insert(name).inserted {
        values[name] = matcher.value.isEmpty ? nil : matcher.value
      } else {
        values[name] = nil
      }
    }
    return LabelSet(values.map { LabelSet.Label(name: $0.key.text, value: $0.value) })
  }
}
