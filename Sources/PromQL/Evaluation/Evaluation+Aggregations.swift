import Telemetry

extension Evaluation {
  mutating func vectors(
    of aggregation: Aggregation,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    if aggregation.operation == .countValues { return try countValues(aggregation, steps) }
    if let fold = GroupFold(aggregation, steps: steps.count) {
      return try folded(aggregation, fold, steps)
    }
    var parameter: [Double] = []
    if let expression = aggregation.parameter { parameter = try scalars(expression, steps) }
    let input = try vectors(aggregation.expression, steps)
    switch aggregation.operation {
    case .topk, .bottomk: return try extremes(aggregation, input, parameter)
    case .quantile: warnAboutQuantiles(extremesOf: parameter, aggregation.positions)
    default: break
    }
    let groups = GroupedRows(input, by: aggregation.choice)
    try hold(series: groups.groups * 2, steps)
    var result = StepVectors(steps: steps.count)
    result.values = groups.reduce(input, aggregation.operation, parameter)
    result.series = groups.firstSeries.map { first in
      SeriesLabels(input.series[first].keeping(aggregation.choice))
    }
    result.differsWithoutName = !aggregation.keepsName
    result.dropEmptyRows()
    return result
  }

  /// Sums and the like, of rows that are made one at a time where that is possible.
  private mutating func folded(
    _ aggregation: Aggregation,
    _ fold: GroupFold,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    var fold = fold
    var isTooMuch = false
    let most = options.maximumSamples
    func add(_ labels: SeriesLabels, _ row: UnsafeBufferPointer<Double>) {
      guard !isTooMuch else { return }
      fold.add(labels, row)
      isTooMuch = fold.size > most
    }
    if var rows = try rowSource(aggregation.expression, steps) {
      try eachRow(&rows, steps, add)
    } else if case .vectorSelector(let selector) = aggregation.expression.withoutParentheses {
      try eachLatest(selector, steps, add)
    } else {
      let input = try vectors(aggregation.expression, steps)
      input.values.withUnsafeBufferPointer { values in
        for (index, labels) in input.series.enumerated() {
          add(
            labels,
            UnsafeBufferPointer(rebasing: values[index * steps.count..<(index + 1) * steps.count])
          )
        }
      }
    }
    guard !isTooMuch else { throw .tooManySamples }
    return fold.vectors
  }

  private func extremes(
    _ aggregation: Aggregation,
    _ input: StepVectors,
    _ parameter: [Double]
  ) throws(EvaluationError) -> StepVectors {
    guard let highest = parameter.filter({ !$0.isNaN }).max() ?? parameter.first, !(highest < 1)
    else { return StepVectors(steps: input.steps) }
    if parameter.contains(where: \.isNaN) { throw .execution("Parameter value is NaN") }
    for value in parameter where value <= -0x1p63 {
      throw .execution("Scalar value \(GoNumber.text(value)) underflows int64")
    }
    guard highest < 0x1p63 else {
      throw .execution("Scalar value \(GoNumber.text(highest)) overflows int64")
    }
    let input = input.isOrdered ? input : input.sortedByLabels()
    let counts = parameter.map { Int(max(0, min(Double(input.series.count), $0))) }
    return GroupedRows(input, by: aggregation.choice)
      .extremes(input, counts, isTop: aggregation.operation == .topk)
  }

  /// Warns as aggregations do: once about each side on which the quantiles of all steps are wrong.
  private mutating func warnAboutQuantiles(
    extremesOf quantiles: [Double],
    _ positions: SourcePositions
  ) {
    var worst: [Double] = []
    if quantiles.contains(where: \.isNaN) { worst.append(.nan) }
    if let highest = quantiles.filter({ $0 > 1 }).max() { worst.append(highest) }
    if let lowest = quantiles.filter({ $0 < 0 }).min() { worst.append(lowest) }
    for value in worst { warnAboutQuantile(value, positions) }
  }

  /// Warns about a quantile that is none.
  mutating func warnAboutQuantile(_ value: Double, _ positions: SourcePositions) {
    guard !(value >= 0 && value <= 1) else { return }
    annotations.warn(
      "quantile value should be between 0 and 1, got \(GoNumber.text(value))",
      positions,
      0
    )
  }

  /// Counts how many series of a group have each value.
  private mutating func countValues(
    _ aggregation: Aggregation,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    guard let parameter = aggregation.parameter else { return StepVectors(steps: steps.count) }
    let label = try text(parameter)
    guard label.isLabelName else {
      throw .execution("invalid label name \(StrayByte.escaped(in: PromQLText.quoted(label)))")
    }
    let input = try vectors(aggregation.expression, steps)
    var choice = aggregation.choice
    if case .only(let names) = choice, !names.containsBytes(of: label) {
      choice = .only(names + [label])
    }
    var counts = ValueCounts(label: label, choice: choice, steps: steps.count)
    for index in input.series.indices {
      try options.checkpoint()
      let before = counts.vectors.size
      counts.count(input, index)
      try hold(counts.vectors.size - before)
    }
    return counts.vectors
  }
}

extension Aggregation {
  /// The labels that make a group.
  ///
  /// - Source: `without` leaves out the name always, and `by` keeps it where it is asked for.
  var choice: LabelChoice {
    isWithout ? .except(grouping + ["__name__"]) : .only(grouping)
  }

  var keepsName: Bool { !isWithout && grouping.contains("__name__") }
}

extension GroupedRows {
  /// The rows of the groups, for the operators that need all samples of a group or some sums.
  func reduce(
    _ vectors: StepVectors,
    _ operation: AggregationOperator,
    _ parameter: [Double]
  ) -> [Double] {
    switch operation {
    case .avg: averages(vectors)
    case .stddev: variances(vectors, isDeviation: true)
    case .stdvar: variances(vectors, isDeviation: false)
    case .quantile: quantiles(vectors, parameter)
    default: []
    }
  }
}
