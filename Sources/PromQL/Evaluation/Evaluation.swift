import Telemetry

/// One evaluation under way: what the whole query shares, and what it has cost so far.
struct Evaluation {
  let store: any SampleStore
  let options: EvaluationOptions
  /// The time of `@ start()`, in milliseconds since the epoch.
  let queryStart: Int64
  /// The time of `@ end()`.
  let queryEnd: Int64
  var annotations = Annotations()
  /// Where results are kept for other evaluations; `nil` where they are not.
  let memo: EvaluationMemo?
  /// Results that are given; their aggregations are not evaluated.
  var known: [Aggregation: StepVectors] = [:]
  /// Samples in memory now: those of selectors at work, and those of results that wait to be used.
  private var held = 0

  init(
    _ store: any SampleStore,
    _ options: EvaluationOptions,
    _ steps: EvaluationSteps,
    queryEnd: Int64? = nil,
    memo: EvaluationMemo? = nil
  ) {
    self.store = store
    self.options = options
    self.memo = memo
    queryStart = steps.start
    self.queryEnd = queryEnd ?? steps.start
  }

  func result(_ value: QueryValue) -> Answer<QueryValue> {
    Answer<QueryValue>(value, warnings: annotations.warnings, infos: annotations.infos)
  }

  /// Counts samples before they take memory.
  mutating func hold(_ count: Int) throws(EvaluationError) {
    held += count
    guard held <= options.maximumSamples else { throw .tooManySamples }
  }

  /// Counts a table of so many series and steps before it takes memory.
  mutating func hold(series: Int, _ steps: EvaluationSteps) throws(EvaluationError) {
    let (size, overflow) = series.multipliedReportingOverflow(by: steps.count)
    guard !overflow else { throw .tooManySamples }
    try hold(size)
  }

  /// Evaluates a vector, or a scalar as a series without labels.
  mutating func vectors(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    try options.checkpoint()
    let before = held
    let result: StepVectors
    if expression.type == .scalar {
      result = StepVectors(.empty, try scalars(expression, steps))
    } else {
      result = try unaccountedVectors(expression, steps)
    }
    held = before
    try hold(result.size)
    return result
  }

  private mutating func unaccountedVectors(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    switch expression {
    case .vectorSelector(let selector): return try latest(selector, steps)
    case .call(let call): return try vectors(of: call, steps)
    case .aggregation(let aggregation): return try remembered(aggregation, steps)
    case .binary(let operation): return try vectors(of: operation, steps)
    case .parenthesized(let inner): return try vectors(inner, steps)
    case .negation(let inner):
      var result = try vectors(inner, steps)
      result.transform { value, _ in -value }
      try result.dropNames()
      return result
    case .number, .string, .matrixSelector, .subquery:
      throw .invalid("expected type instant vector, got \(expression.type.documentedName)")
    }
  }

  /// Evaluates a scalar at each step.
  mutating func scalars(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> [Double] {
    switch expression {
    case .number(let value):
      try hold(steps.count)
      return [Double](repeating: value, count: steps.count)
    case .parenthesized(let inner): return try scalars(inner, steps)
    case .negation(let inner): return try scalars(inner, steps).map { -$0 }
    case .call(let call): return try scalars(of: call, steps)
    case .binary(let operation):
      let left = try scalars(operation.left, steps)
      let right = try scalars(operation.right, steps)
      return zip(left, right).map { BinaryArithmetic.value(operation.operation, $0, $1) }
    default:
      throw .invalid("expected type scalar, got \(expression.type.documentedName)")
    }
  }

  /// The text of a string literal.
  func text(_ expression: Expression) throws(EvaluationError) -> String {
    guard case .string(let text) = expression.withoutParentheses else {
      throw .invalid("expected type string, got \(expression.type.documentedName)")
    }
    return text
  }

  mutating func instantValue(
    _ expression: Expression,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> QueryValue {
    switch expression.type {
    case .string: return .string(try text(expression))
    case .vector: return .vector(try vectors(expression, steps).vector(at: steps.start))
    case .scalar:
      let value = try scalars(expression, steps)
      return .scalar(Sample(Timestamp(milliseconds: steps.start), value.first ?? .nan))
    case .matrix:
      return .matrix(try timeSeries(try rangeVectors(expression, steps), at: steps.start))
    }
  }
}
