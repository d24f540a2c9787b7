import PromQL
import Telemetry

/// A rule's expression in its two parts: what is measured, and the bound that it is compared with.
struct AlertCondition: Hashable {
  /// The PromQL without the comparison.
  let measured: String
  /// The comparison, as it reads behind what is measured.
  let sign: String
  /// The bound.
  let bound: Double

  /// `nil` where the expression is not a comparison with a number: a threshold is then not to be told.
  ///
  /// Of `a > 1 and b > 10` or `a > 1 unless c` the values are those of the first part, and so is the bound.
  init?(_ text: String) {
    guard var expression = try? Expression.parse(text).withoutParentheses else { return nil }
    while case .binary(let joined) = expression,
      joined.operation == .and || joined.operation == .unless
    {
      expression = joined.left.withoutParentheses
    }
    guard case .binary(let comparison) = expression,
      comparison.operation.isComparison, !comparison.returnsBool
    else { return nil }
    if let bound = Self.constant(comparison.right) {
      measured = comparison.left.text
      sign = comparison.operation.rawValue
      self.bound = bound
    } else if let bound = Self.constant(comparison.left) {
      measured = comparison.right.text
      sign = Self.turned(comparison.operation).rawValue
      self.bound = bound
    } else {
      return nil
    }
  }

  /// The value of an expression that is made of numbers alone, such as `14.4 * 0.001`.
  private static func constant(_ expression: Expression) -> Double? {
    switch expression {
    case .number(let value): return value
    case .parenthesized(let inner): return constant(inner)
    case .negation(let inner): return constant(inner).map { -$0 }
    case .binary(let operation):
      guard let left = constant(operation.left), let right = constant(operation.right) else {
        return nil
      }
      switch operation.operation {
      case .add: return left + right
      case .subtract: return left - right
      case .multiply: return left * right
      case .divide: return left / right
      default: return nil
      }
    default: return nil
    }
  }

  /// The comparison with its sides exchanged.
  private static func turned(_ operation: BinaryOperator) -> BinaryOperator {
    switch operation {
    case .greater: .less
    case .less: .greater
    case .greaterOrEqual: .lessOrEqual
    case .lessOrEqual: .greaterOrEqual
    default: operation
    }
  }
}

extension AlertRule {
  /// The expression on one line, as files with rules seldom have it.
  var oneLine: String {
    expression.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
