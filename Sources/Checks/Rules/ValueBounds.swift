import PromQL
import Telemetry

/// Between what numbers the values of an expression lie, whatever the series.
struct ValueBounds: Equatable {
  var lower: Double
  var upper: Double

  init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  static let any = ValueBounds(-.infinity, .infinity)
  static let positive = ValueBounds(0, .infinity)
  static let ratio = ValueBounds(0, 1)

  /// What is known of an expression.
  init(of expression: Expression) {
    switch expression {
    case .number(let value): self = value.isNaN ? .any : ValueBounds(value, value)
    case .vectorSelector(let selector): self = Self.ofSeries(selector)
    case .matrixSelector(let matrix): self = Self.ofSeries(matrix.selector)
    case .subquery(let subquery): self = ValueBounds(of: subquery.expression)
    case .parenthesized(let inner): self = ValueBounds(of: inner)
    case .negation(let inner):
      let bounds = ValueBounds(of: inner)
      self = ValueBounds(-bounds.upper, -bounds.lower)
    case .call(let call): self = Self.of(call)
    case .aggregation(let aggregation): self = Self.of(aggregation)
    case .binary(let operation): self = Self.of(operation)
    case .string: self = .any
    }
  }

  /// Whether a comparison holds for no pair of values.
  static func isImpossible(
    _ left: ValueBounds,
    _ operation: BinaryOperator,
    _ right: ValueBounds
  ) -> Bool {
    switch operation {
    case .greater: left.upper <= right.lower
    case .greaterOrEqual: left.upper < right.lower
    case .less: left.lower >= right.upper
    case .lessOrEqual: left.lower > right.upper
    case .equal: left.upper < right.lower || left.lower > right.upper
    case .notEqual: left == right && left.lower == left.upper
    default: false
    }
  }

  /// In words, as in `0 to 1`.
  var words: String {
    switch (lower.isFinite, upper.isFinite) {
    case (true, true): lower == upper ? number(lower) : "\(number(lower)) to \(number(upper))"
    case (true, false): "\(number(lower)) or more"
    case (false, true): "\(number(upper)) or less"
    case (false, false): "any number"
    }
  }

  private func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  // MARK: - Series and calls

  /// What metrics are by their names: those that say whether something is up, and counters.
  private static func ofSeries(_ selector: VectorSelector) -> ValueBounds {
    guard let name = selector.metricName else { return .any }
    if flags.contains(name) { return .ratio }
    let isCounted = ["_total", "_count", "_bucket"].contains { name.hasSuffix($0) }
    return isCounted ? .positive : .any
  }

  /// Metrics that are 0 or 1.
  private static let flags: Set = [
    "up", "probe_success", "pg_up", "redis_up", "mysql_up", "mongodb_up", "rabbitmq_up",
    "haproxy_up", "memcached_up", "elasticsearch_up",
  ]

  private static func of(_ call: FunctionCall) -> ValueBounds {
    let first = call.arguments.first { $0.type == .vector || $0.type == .matrix }
    let inner = first.map { ValueBounds(of: $0) } ?? .any
    switch call.function {
    case .absent, .absentOverTime, .presentOverTime: return ValueBounds(1, 1)
    case .rate, .increase, .irate, .resets, .changes, .countOverTime, .abs, .sqrt, .time,
      .histogramCount, .stddevOverTime, .stdvarOverTime:
      return .positive
    case .histogramFraction: return .ratio
    case .avgOverTime, .minOverTime, .maxOverTime, .lastOverTime, .firstOverTime,
      .quantileOverTime, .sort, .sortDesc, .sortByLabel, .sortByLabelDesc, .labelReplace,
      .labelJoin, .scalar:
      return inner
    case .sumOverTime: return inner.summed
    case .ceil, .floor,
      .round where call.arguments.count == 1:
      return ValueBounds(inner.lower.rounded(.down), inner.upper.rounded(.up))
    case .vector: return call.arguments.first.map { ValueBounds(of: $0) } ?? .any
    case .hour: return ValueBounds(0, 23)
    case .minute: return ValueBounds(0, 59)
    case .dayOfWeek: return ValueBounds(0, 6)
    case .dayOfMonth: return ValueBounds(1, 31)
    case .month: return ValueBounds(1, 12)
    default: return .any
    }
  }

  private static func of(_ aggregation: Aggregation) -> ValueBounds {
    let inner = ValueBounds(of: aggregation.expression)
    switch aggregation.operation {
    case .count, .countValues: return ValueBounds(1, .infinity)
    case .group: return ValueBounds(1, 1)
    case .sum: return inner.summed
    case .stddev, .stdvar: return .positive
    case .min, .max, .avg, .topk, .bottomk: return inner
    case .quantile: return inner
    }
  }

  /// Of a sum of any number of such values, one at least.
  private var summed: ValueBounds {
    ValueBounds(lower < 0 ? -.infinity : lower, upper > 0 ? .infinity : upper)
  }
}

extension ValueBounds {
  // MARK: - Operations

  private static func of(_ operation: BinaryOperation) -> ValueBounds {
    let left = ValueBounds(of: operation.left)
    let right = ValueBounds(of: operation.right)
    switch operation.operation {
    case .add: return ValueBounds(left.lower + right.lower, left.upper + right.upper).sound
    case .subtract: return ValueBounds(left.lower - right.upper, left.upper - right.lower).sound
    case .multiply: return product(left, right)
    case .divide:
      if isShare(operation) { return .ratio }
      if right.lower == right.upper, right.lower > 0, right.lower.isFinite {
        return ValueBounds(left.lower / right.lower, left.upper / right.lower).sound
      }
      return left.lower >= 0 && right.lower >= 0 ? .positive : .any
    case .or:
      return ValueBounds(min(left.lower, right.lower), max(left.upper, right.upper))
    case .and, .unless: return left
    case _ where operation.operation.isComparison && operation.returnsBool: return .ratio
    case .greater,
      .greaterOrEqual where operation.left.type == .vector:
      return ValueBounds(max(left.lower, min(right.lower, left.upper)), left.upper)
    case .less,
      .lessOrEqual where operation.left.type == .vector:
      return ValueBounds(left.lower, min(left.upper, max(right.upper, left.lower)))
    case _ where operation.operation.isComparison:
      return operation.left.type == .vector ? left : right
    default: return .any
    }
  }

  private static func product(_ left: ValueBounds, _ right: ValueBounds) -> ValueBounds {
    let ends = [
      left.lower * right.lower, left.lower * right.upper, left.upper * right.lower,
      left.upper * right.upper,
    ]
    // Nothing times infinity is nothing here: the other end may be as large as it likes.
    let sound = ends.map { $0.isNaN ? 0 : $0 }
    return ValueBounds(sound.min() ?? -.infinity, sound.max() ?? .infinity)
  }

  /// Without the `NaN` of infinities that meet.
  private var sound: ValueBounds {
    ValueBounds(lower.isNaN ? -.infinity : lower, upper.isNaN ? .infinity : upper)
  }

  /// Whether it divides a part by its whole: the same expression on both sides, but for matchers that
  /// only the part has.
  private static func isShare(_ operation: BinaryOperation) -> Bool {
    isPart(operation.left.withoutParentheses, of: operation.right.withoutParentheses)
  }

  private static func isPart(_ part: Expression, of whole: Expression) -> Bool {
    switch (part, whole) {
    case (.vectorSelector(let part), .vectorSelector(let whole)):
      return isPart(part, of: whole)
    case (.matrixSelector(let part), .matrixSelector(let whole)):
      return part.range == whole.range && isPart(part.selector, of: whole.selector)
    case (.call(let part), .call(let whole)):
      guard part.function == whole.function, [.rate, .increase].contains(part.function),
        let first = part.arguments.first, let other = whole.arguments.first
      else { return false }
      return isPart(first.withoutParentheses, of: other.withoutParentheses)
    case (.aggregation(let part), .aggregation(let whole)):
      guard part.operation == whole.operation, [.sum, .count].contains(part.operation),
        Set(part.grouping) == Set(whole.grouping), part.isWithout == whole.isWithout
      else { return false }
      return isPart(
        part.expression.withoutParentheses,
        of: whole.expression.withoutParentheses
      )
    default: return false
    }
  }

  private static func isPart(_ part: VectorSelector, of whole: VectorSelector) -> Bool {
    guard part.offset == whole.offset, part.at == whole.at, let name = part.metricName,
      ["_total", "_count", "_bucket"].contains(where: { name.hasSuffix($0) })
    else { return false }
    return Set(whole.matchers).isSubset(of: Set(part.matchers))
  }
}

extension VectorSelector {
  /// The metric that it names; `nil` where it names none, or a pattern of them.
  var metricName: String? {
    matchers.first { $0.name == "__name__" && $0.comparison == .equal }?.value
  }
}
