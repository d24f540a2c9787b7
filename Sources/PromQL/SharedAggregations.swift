package import Telemetry

/// Expressions as the aggregations that they are made of, each of which a server is asked for once.
///
/// Three quantiles of one histogram are made of the same sums of buckets, and an error ratio is made of
/// what two other expressions ask for; a server that evaluates each expression by itself reads the same
/// samples again for each. What is made of aggregations by arithmetic alone is worked out here, with
/// Prometheus' own semantics; every other expression is a question as it stands.
package struct SharedAggregations: Sendable {
  /// What becomes of an expression.
  private enum Form: Sendable {
    /// The answer to a question.
    case asked(Int)
    /// Made of the answers to questions, each of them an aggregation in it.
    case made(Expression, [Aggregation: Int])
  }

  /// The PromQL of what is to be asked; no aggregation that several expressions contain is in it twice.
  package private(set) var questions: [String] = []
  private var forms: [Form] = []
  /// How many expressions there are.
  package var count: Int { forms.count }

  /// - Parameter expressions: PromQL that gives numbers; what cannot be read is a question as it stands.
  package init(_ expressions: [String]) {
    let readings = expressions.map(Reading.init)
    var uses: [Aggregation: Int] = [:]
    for part in readings.compactMap({ $0?.parts }).joined() { uses[part, default: 0] += 1 }
    let whole = Set(readings.compactMap { $0?.whole })
    var places: [Aggregation: Int] = [:]
    for (text, reading) in zip(expressions, readings) {
      if let aggregation = reading?.whole {
        let place = places[aggregation] ?? ask(text)
        places[aggregation] = place
        forms.append(.asked(place))
      } else if let reading, reading.parts.contains(where: { uses[$0, default: 0] > 1 }),
        reading.parts.allSatisfy({ whole.contains($0) || $0.isNarrow })
      {
        for part in reading.parts where places[part] == nil {
          places[part] = ask(Expression.aggregation(part).text)
        }
        forms.append(.made(reading.tree, places.filter { reading.parts.contains($0.key) }))
      } else {
        forms.append(.asked(ask(text)))
      }
    }
  }

  private mutating func ask(_ text: String) -> Int {
    questions.append(text)
    return questions.count - 1
  }

  /// The questions whose answers an expression is made of, and whether it is more than one of them as it
  /// stands.
  package func questions(of index: Int) -> (places: [Int], isMade: Bool) {
    switch forms[index] {
    case .asked(let place): ([place], false)
    case .made(_, let places): (places.values.sorted(), true)
    }
  }

  /// The series of an expression.
  ///
  /// - Parameters:
  ///   - index: Which expression.
  ///   - answers: The series of each question, at the same moments.
  /// - Returns: The series in ascending order of labels, with what is to be said of their making.
  /// - Throws: `EvaluationError` where the answers do not fit the expression, as native histograms do not.
  package func series(
    of index: Int,
    from answers: [[TimeSeries]]
  ) throws(EvaluationError) -> Answer<[TimeSeries]> {
    guard case .made(let expression, let places) = forms[index] else {
      let asked = questions(of: index).places.flatMap { answers[$0] }
      return Answer(asked.sorted { $0.labels < $1.labels })
    }
    let parts = places.mapValues { answers[$0] }
    guard parts.values.joined().allSatisfy(\.histograms.isEmpty) else {
      throw .invalid("native histograms where numbers were expected")
    }
    return try Self.evaluate(expression, of: parts)
  }

  /// The elements of an expression, as `series(of:from:)` has them.
  package func vector(
    of index: Int,
    from answers: [[VectorSample]]
  ) throws(EvaluationError) -> Answer<[VectorSample]> {
    guard case .made(let expression, let places) = forms[index] else {
      return Answer(questions(of: index).places.flatMap { answers[$0] })
    }
    let parts = places.mapValues { answers[$0] }
    guard parts.values.joined().allSatisfy({ $0.histogram == nil }) else {
      throw .invalid("native histograms where numbers were expected")
    }
    let made = try Self.evaluate(
      expression,
      of: parts.mapValues { part in
        part.map { TimeSeries(labels: $0.labels, samples: [Sample($0.timestamp, $0.value)]) }
      }
    )
    return made.with(
      made.value.flatMap { series in
        series.samples.map {
          VectorSample(labels: series.labels, timestamp: $0.timestamp, value: $0.value)
        }
      }
    )
  }

  /// Evaluates an expression at the moments of its aggregations, which are known.
  private static func evaluate(
    _ expression: Expression,
    of parts: [Aggregation: [TimeSeries]]
  ) throws(EvaluationError) -> Answer<[TimeSeries]> {
    let moments = Set(parts.values.joined().flatMap { $0.samples.map(\.timestamp) }).sorted()
    guard !moments.isEmpty else { return Answer([]) }
    let places = Dictionary(uniqueKeysWithValues: zip(moments, moments.indices))
    // Nothing in the expression looks at the clock, so that any steps do that are as many.
    let steps = EvaluationSteps(from: 0, through: Int64(moments.count - 1), every: 1)
    var evaluation = Evaluation(NoSamples(), EvaluationOptions(), steps)
    evaluation.known = parts.mapValues { StepVectors($0, places) }
    let vectors = try evaluation.vectors(expression, steps)
    let answer = evaluation.result(.matrix([]))
    return answer.with(vectors.timeSeries { moments[$0] })
  }
}

/// The store of an evaluation that is given all that it needs.
private struct NoSamples: SampleStore {
  func select(matching: [LabelMatcher], after: Int64, through: Int64) -> [SelectedSeries] { [] }
}

extension StepVectors {
  /// Series that a server has summed up, at their moments' places.
  fileprivate init(_ series: [TimeSeries], _ places: [Timestamp: Int]) {
    self.init(steps: places.count, capacity: series.count)
    differsWithoutName = true
    var row = [Double](repeating: Self.absent, count: places.count)
    for one in series {
      for step in row.indices { row[step] = Self.absent }
      for sample in one.samples {
        if let place = places[sample.timestamp] { row[place] = sample.value }
      }
      append(SeriesLabels(one.labels), row)
    }
  }
}

/// An expression that is made of aggregations.
private struct Reading {
  let tree: Expression
  /// The aggregations that it is made of, each as often as it occurs.
  let parts: [Aggregation]

  /// Nothing where it cannot be read, or is made of anything else.
  init?(_ text: String) {
    guard let tree = try? Expression.parse(text), let parts = tree.aggregations else { return nil }
    self.tree = tree
    self.parts = parts
  }

  /// The aggregation that it is; `nil` where it is made of such.
  var whole: Aggregation? {
    guard case .aggregation(let aggregation) = tree.withoutParentheses else { return nil }
    return aggregation
  }
}

extension Expression {
  /// The aggregations that it is made of; `nil` where it is made of anything else than them, numbers, and
  /// quantiles of classic buckets.
  fileprivate var aggregations: [Aggregation]? {
    switch self {
    case .number: []
    case .aggregation(let aggregation): aggregation.isPlain ? [aggregation] : nil
    case .parenthesized(let inner), .negation(let inner): inner.aggregations
    case .binary(let operation):
      if let left = operation.left.aggregations, let right = operation.right.aggregations {
        left + right
      } else {
        nil
      }
    case .call(let call): call.bucketSums.map { [$0] }
    case .string, .vectorSelector, .matrixSelector, .subquery: nil
    }
  }

  /// Whether all its series are classic buckets by their names.
  fileprivate var isOfBuckets: Bool {
    switch self {
    case .number, .string: true
    case .vectorSelector(let selector): selector.isOfBuckets
    case .matrixSelector(let matrix): matrix.selector.isOfBuckets
    case .subquery(let subquery): subquery.expression.isOfBuckets
    case .call(let call): call.arguments.allSatisfy(\.isOfBuckets)
    case .aggregation(let aggregation): aggregation.expression.isOfBuckets
    case .binary, .negation: false
    case .parenthesized(let inner): inner.isOfBuckets
    }
  }
}

extension VectorSelector {
  fileprivate var isOfBuckets: Bool {
    matchers.contains {
      $0.name == "__name__" && $0.comparison == .equal && $0.value.hasSuffix("_bucket")
    }
  }
}

extension FunctionCall {
  /// The sums of classic buckets that it is a quantile of; `nil` for every other call.
  ///
  /// Where histograms may be native, only the server has what a quantile is made of.
  fileprivate var bucketSums: Aggregation? {
    guard function == .histogramQuantile, arguments.count == 2,
      case .number = arguments[0].withoutParentheses,
      case .aggregation(let sums) = arguments[1].withoutParentheses, sums.isPlain,
      sums.grouping.contains("le"), sums.expression.isOfBuckets
    else { return nil }
    return sums
  }
}

extension Aggregation {
  /// Whether its result is numbers without names in no order of their own.
  fileprivate var isPlain: Bool {
    let isFold =
      switch operation {
      case .sum, .min, .max, .avg, .count: true
      case .group, .stddev, .stdvar, .countValues, .bottomk, .topk, .quantile: false
      }
    return isFold && !isWithout && !grouping.contains("__name__")
  }

  /// Whether its result is about as large as what is made of it: of buckets by other labels, it is a dozen
  /// times as large.
  fileprivate var isNarrow: Bool { !grouping.contains("le") || grouping == ["le"] }
}
