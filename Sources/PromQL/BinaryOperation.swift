/// A call of a function; count and types of the arguments are as its signature demands.
package struct FunctionCall: Hashable, Sendable {
  /// The function.
  package var function: FunctionName
  /// The arguments that were written; optional ones may be missing.
  package var arguments: [Expression]
  /// Where the arguments begin, for messages.
  package var positions: SourcePositions

  package init(
    _ function: FunctionName,
    _ arguments: [Expression],
    positions: SourcePositions = SourcePositions()
  ) {
    self.function = function
    self.arguments = arguments
    self.positions = positions
  }
}

/// An aggregation: `topk by (job) (3, up)`.
package struct Aggregation: Hashable, Sendable {
  /// The aggregate of each group.
  package var operation: AggregationOperator
  /// The instant vector.
  package var expression: Expression
  /// The scalar of `topk`, `bottomk` and `quantile`, the string of `count_values`; else `nil`.
  package var parameter: Expression?
  /// The labels of `by` or `without`, in the order written.
  package var grouping: [String]
  /// Whether the labels are those that are left out; with no modifier this is false and no label
  /// is kept.
  package var isWithout: Bool
  /// Where the arguments begin, the parameter before the vector, for messages.
  package var positions = SourcePositions()

  package init(
    _ operation: AggregationOperator,
    _ expression: Expression,
    parameter: Expression? = nil,
    grouping: [String] = [],
    isWithout: Bool = false
  ) {
    self.operation = operation
    self.expression = expression
    self.parameter = parameter
    self.grouping = grouping
    self.isWithout = isWithout
  }
}

/// The aggregation operators, by the names that PromQL has for them.
package enum AggregationOperator: String, Hashable, Sendable, CaseIterable {
  case sum, min, max, avg, group, stddev, stdvar, count
  case countValues = "count_values"
  case bottomk, topk, quantile

  /// The type of the parameter before the vector; `nil` where there is none.
  package var parameterType: ValueType? {
    switch self {
    case .countValues: .string
    case .bottomk, .topk, .quantile: .scalar
    default: nil
    }
  }
}

/// An operation on two expressions.
package struct BinaryOperation: Hashable, Sendable {
  /// The operator.
  package var operation: BinaryOperator
  /// The left side.
  package var left: Expression
  /// The right side.
  package var right: Expression
  /// Whether a comparison answers 0 or 1 in place of filtering.
  package var returnsBool: Bool
  /// How series find each other; `nil` unless both sides are vectors, and never `nil` then.
  package var matching: VectorMatching?

  package init(
    _ operation: BinaryOperator,
    _ left: Expression,
    _ right: Expression,
    returnsBool: Bool = false,
    matching: VectorMatching? = nil
  ) {
    self.operation = operation
    self.left = left
    self.right = right
    self.returnsBool = returnsBool
    self.matching = matching
  }
}

/// The binary operators, as they are written.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case power = "^"
  case atan2
  case equal = "=="
  case notEqual = "!="
  case greater = ">"
  case less = "<"
  case greaterOrEqual = ">="
  case lessOrEqual = "<="
  case and, or, unless

  /// Whether it is one of the arithmetic signs, which durations may have between them too.
  var isPlainArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .modulo, .power: true
    default: false
    }
  }

  /// Whether it compares, and so may carry `bool`.
  package var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual: true
    default: false
    }
  }

  /// Whether it is an operator on sets of series.
  package var isSetOperator: Bool {
    self == .and || self == .or || self == .unless
  }

  /// How tightly it binds, higher numbers tighter; only `^` groups from the right.
  package var precedence: Int {
    switch self {
    case .or: 1
    case .and, .unless: 2
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual: 3
    case .add, .subtract: 4
    case .multiply, .divide, .modulo, .atan2: 5
    case .power: 6
    }
  }
}

/// How the series of two vectors find each other.
package struct VectorMatching: Hashable, Sendable {
  /// Which side may have several series for one of the other.
  package enum Cardinality: Hashable, Sendable {
    /// Neither.
    case oneToOne
    /// The left: `group_left`.
    case manyToOne
    /// The right: `group_right`.
    case oneToMany
    /// Both: the set operators, and those alone.
    case manyToMany
  }

  /// Which side may have several.
  package var cardinality: Cardinality
  /// Whether `labels` are those of `on`; else they are those of `ignoring`.
  package var isOn: Bool
  /// The labels of `on` or `ignoring`; with neither, `isOn` is false and there are none.
  package var labels: [String]
  /// The labels of `group_left` or `group_right`, copied from the side that has one series.
  package var include: [String]

  package init(
    _ cardinality: Cardinality = .oneToOne,
    isOn: Bool = false,
    labels: [String] = [],
    include: [String] = []
  ) {
    self.cardinality = cardinality
    self.isOn = isOn
    self.labels = labels
    self.include = include
  }
}
