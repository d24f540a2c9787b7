/// A PromQL expression, checked: what the parser returns has the types that Prometheus demands.
///
/// All durations and times in it are milliseconds. A unary plus leaves no trace, and a minus before
/// a number is part of the number.
package indirect enum Expression: Hashable, Sendable {
  /// A number, also one that was written as a duration: `5m` is 300.
  case number(Double)
  /// A string, unquoted; bytes that are not UTF-8 are those of `StrayByte`.
  case string(String)
  /// An instant vector selector.
  case vectorSelector(VectorSelector)
  /// A range vector selector.
  case matrixSelector(MatrixSelector)
  /// An expression over a range.
  case subquery(Subquery)
  /// A function call.
  case call(FunctionCall)
  /// An aggregation.
  case aggregation(Aggregation)
  /// An operation on two expressions.
  case binary(BinaryOperation)
  /// Unary minus on a scalar or an instant vector, which drops the metric name.
  case negation(Expression)
  /// Parentheses that were written; some rules of Prometheus look at them.
  case parenthesized(Expression)

  /// The deepest nesting of an expression; the parser refuses what is deeper.
  ///
  /// Whoever walks an expression may recurse: a chain of operators of one precedence counts with
  /// each of them.
  package static let maximumDepth = 200

  /// The type of the value.
  package var type: ValueType {
    switch self {
    case .number: .scalar
    case .string: .string
    case .vectorSelector, .aggregation: .vector
    case .matrixSelector, .subquery: .matrix
    case .call(let call): call.function.signature.result
    case .binary(let operation):
      operation.left.type == .scalar && operation.right.type == .scalar ? .scalar : .vector
    case .negation(let inner), .parenthesized(let inner): inner.type
    }
  }

  /// The expression without the parentheses around it.
  package var withoutParentheses: Expression {
    var expression = self
    while case .parenthesized(let inner) = expression { expression = inner }
    return expression
  }
}

/// The types of PromQL, by the names that Prometheus' messages and its API give them.
package enum ValueType: String, Hashable, Sendable {
  /// A number at each step.
  case scalar
  /// Series with one sample at each step; messages call it "instant vector".
  case vector
  /// Series with a range of samples at each step; messages call it "range vector".
  case matrix
  /// A text, only as a literal.
  case string

  /// The type's name in Prometheus' messages.
  package var documentedName: String {
    switch self {
    case .scalar, .string: rawValue
    case .vector: "instant vector"
    case .matrix: "range vector"
    }
  }
}
