import Telemetry
import TestSupport

@testable import PromQL

/// What generated expressions are made of.
struct ExpressionVocabulary: Sendable {
  /// Names of metrics, each with labels that its series have.
  var metrics: [(name: String, labels: [String])]
  /// Values of each label.
  var values: [String: [String]]
  /// Labels to match, group and write by.
  var labels: [String]
  var numbers: [Double]
  /// Ranges, and offsets with either sign, in milliseconds.
  var ranges: [Int64]
  /// Steps of subqueries, in milliseconds.
  var steps: [Int64?]
  var moments: [AtModifier]
  var functions: [FunctionName]
  /// Regular expressions, good ones.
  var patterns: [String]
  var operators = BinaryOperator.allCases
  /// The percentage of operations in which vectors match by labels.
  var matchingShare = 30
  /// What to leave out.
  var caution = Caution.none

  /// What is left out because servers do it differently, or in no certain order.
  enum Caution {
    /// Nothing.
    case none
    /// What changed from one version 3 to the next, or is left to chance: whether what a comparison
    /// filters out counts as a match, since 3.9; which of equal values `topk` takes from series that
    /// a function made, in whatever order; the last digits of what `count_values` shows.
    case recent
    /// All that and what changed from 2 to 3: which of equal values `topk` takes; the last digits,
    /// which `round` may turn on; dates that no calendar has; `stddev` of one infinite value; grouped
    /// `count_values` over a range; `predict_linear` with `@`.
    case full
  }

  /// Whether all of that is left out.
  var isCautious: Bool { caution == .full }
}

/// Expressions that are well typed, the same for the same seed.
struct ExpressionGenerator {
  let vocabulary: ExpressionVocabulary
  var random: SeededGenerator

  init(_ vocabulary: ExpressionVocabulary, seed: UInt64) {
    self.vocabulary = vocabulary
    random = SeededGenerator(seed: seed)
  }

  /// An instant vector, or now and then a scalar, as deep as asked for at most.
  mutating func expression(_ depth: Int) -> Expression {
    chance(8) ? scalar(depth) : vector(depth)
  }

  mutating func vector(_ depth: Int) -> Expression {
    guard depth > 0 else { return .vectorSelector(selector()) }
    switch number(below: 100) {
    case ..<12: return .vectorSelector(selector())
    case ..<50: return call(depth)
    case ..<70: return aggregation(depth)
    case ..<92: return operation(depth)
    case ..<96: return .negation(vector(depth - 1))
    default: return .parenthesized(vector(depth - 1))
    }
  }

  mutating func scalar(_ depth: Int) -> Expression {
    guard depth > 0 else { return .number(pick(vocabulary.numbers)) }
    switch number(below: 10) {
    case ..<4: return .number(pick(vocabulary.numbers))
    case 4: return .call(FunctionCall(.scalar, [vector(depth - 1)]))
    case 5: return .call(FunctionCall(chance(50) ? .time : .pi, []))
    case 6: return .negation(scalar(depth - 1))
    case 7: return .parenthesized(scalar(depth - 1))
    default:
      let operation = pick(vocabulary.operators.filter { !$0.isSetOperator })
      return .binary(
        BinaryOperation(
          operation,
          scalar(depth - 1),
          scalar(depth - 1),
          returnsBool: operation.isComparison
        )
      )
    }
  }

  mutating func matrix(_ depth: Int) -> Expression {
    if depth == 0 || chance(75) {
      return .matrixSelector(MatrixSelector(selector: selector(), range: pick(vocabulary.ranges)))
    }
    return .subquery(
      Subquery(
        expression: vector(depth - 1),
        range: pick(vocabulary.ranges),
        step: pick(vocabulary.steps),
        offset: chance(20) ? offset() : 0,
        at: chance(10) ? pick(vocabulary.moments) : nil
      )
    )
  }

  mutating func selector() -> VectorSelector {
    let metric = pick(vocabulary.metrics)
    var matchers = [LabelMatcher("__name__", .equal, metric.name)]
    for label in metric.labels where chance(20) {
      let comparison = pick(LabelMatcher.Comparison.allCases)
      let isPattern = comparison == .matches || comparison == .matchesNot
      let value = isPattern ? pick(vocabulary.patterns) : pick(vocabulary.values[label] ?? ["x"])
      matchers.append(LabelMatcher(label, comparison, value))
    }
    return VectorSelector(
      matchers: matchers,
      offset: chance(10) ? offset() : 0,
      at: chance(6) ? pick(vocabulary.moments) : nil
    )
  }

  // MARK: -

  private mutating func call(_ depth: Int) -> Expression {
    let function = pick(vocabulary.functions)
    let signature = function.signature
    var types = signature.arguments
    switch signature.variation {
    case .fixed: break
    case .optional(let count): types.removeLast(number(below: count + 1))
    case .repeated:
      if let last = types.popLast() { types += Array(repeating: last, count: number(below: 3)) }
    }
    switch function {
    case .labelReplace:
      let texts = [
        pick(vocabulary.labels), "$1-\(number(below: 3))", pick(vocabulary.labels), "(.*)",
      ]
      return .call(FunctionCall(function, [vector(depth - 1)] + texts.map(Expression.string)))
    case .quantileOverTime, .histogramQuantile:
      return .call(FunctionCall(function, [quantile(), argument(types[1], depth - 1)]))
    case .doubleExponentialSmoothing:
      let factors = [0.1, 0.3, 0.5, 0.9]
      return .call(
        FunctionCall(
          function,
          [matrix(depth - 1), .number(pick(factors)), .number(pick(factors))]
        )
      )
    case .predictLinear where vocabulary.isCautious:
      var matrix = matrix(depth - 1)
      matrix.modifiers?.at = nil
      return .call(FunctionCall(function, [matrix, .number(pick(vocabulary.numbers))]))
    case .round where vocabulary.isCautious, .floor where vocabulary.isCautious,
      .ceil where vocabulary.isCautious:
      return .call(FunctionCall(function, [vector(0)]))
    case _ where vocabulary.isCautious && signature.variation == .optional(1):
      return .call(FunctionCall(function, []))
    default:
      var arguments: [Expression] = []
      for type in types { arguments.append(argument(type, depth - 1)) }
      return .call(FunctionCall(function, arguments))
    }
  }

  private mutating func argument(_ type: ValueType, _ depth: Int) -> Expression {
    switch type {
    case .scalar: scalar(min(depth, 1))
    case .vector: vector(depth)
    case .matrix: matrix(depth)
    case .string: .string(pick(vocabulary.labels))
    }
  }

  private mutating func quantile() -> Expression {
    .number(pick([0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1, -1, 2]))
  }

  private mutating func aggregation(_ depth: Int) -> Expression {
    let isCautious = vocabulary.isCautious
    let operation = pick(
      AggregationOperator.allCases.filter {
        !isCautious || ![.stddev, .stdvar, .topk, .bottomk].contains($0)
      }
    )
    let parameter: Expression? =
      switch operation {
      case .countValues: .string(pick(vocabulary.labels))
      case .quantile: quantile()
      case .topk, .bottomk: .number(Double(number(below: 5)))
      default: nil
      }
    let isUngrouped = isCautious && operation == .countValues
    let isPlain =
      vocabulary.caution != .none && [.countValues, .topk, .bottomk].contains(operation)
    return .aggregation(
      Aggregation(
        operation,
        vector(isPlain ? 0 : depth - 1),
        parameter: parameter,
        grouping: isUngrouped ? [] : labels(3),
        isWithout: !isUngrouped && chance(30)
      )
    )
  }

  private mutating func operation(_ depth: Int) -> Expression {
    let operation = pick(vocabulary.operators)
    let returnsBool = operation.isComparison && chance(50)
    guard operation.isSetOperator || chance(vocabulary.matchingShare) else {
      let isLeft = chance(50)
      return .binary(
        BinaryOperation(
          operation,
          isLeft ? scalar(depth - 1) : vector(depth - 1),
          isLeft ? vector(depth - 1) : scalar(depth - 1),
          returnsBool: returnsBool
        )
      )
    }
    return .binary(
      BinaryOperation(
        operation,
        vector(depth - 1),
        vector(depth - 1),
        returnsBool: returnsBool || vocabulary.caution != .none && operation.isComparison,
        matching: matching(operation)
      )
    )
  }

  private mutating func matching(_ operation: BinaryOperator) -> VectorMatching {
    guard chance(70) else {
      return VectorMatching(operation.isSetOperator ? .manyToMany : .oneToOne)
    }
    var matching = VectorMatching(
      operation.isSetOperator ? .manyToMany : .oneToOne,
      isOn: chance(60),
      labels: labels(3)
    )
    guard !operation.isSetOperator, chance(40) else { return matching }
    matching.cardinality = chance(50) ? .manyToOne : .oneToMany
    let taken = matching.labels
    matching.include = labels(2).filter { !taken.contains($0) }
    return matching
  }

  /// So many different labels at most.
  private mutating func labels(_ most: Int) -> [String] {
    var labels: [String] = []
    for _ in 0..<number(below: most + 1) {
      let label = pick(vocabulary.labels)
      if !labels.contains(label) { labels.append(label) }
    }
    return labels
  }

  private mutating func offset() -> Int64 {
    pick(vocabulary.ranges) * (chance(30) ? -1 : 1)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(below: elements.count)]
  }

  mutating func number(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &random)
  }

  mutating func chance(_ percent: Int) -> Bool {
    number(below: 100) < percent
  }
}
