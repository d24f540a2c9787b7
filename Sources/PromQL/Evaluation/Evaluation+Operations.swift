import Telemetry

extension Evaluation {
  /// Evaluates an operation with a vector on one side at least.
  mutating func vectors(
    of operation: BinaryOperation,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    switch (operation.left.type, operation.right.type) {
    case (.vector, .scalar):
      let left = try vectors(operation.left, steps)
      let right = try scalars(operation.right, steps)
      return try Self.combine(operation, left, right, isSwapped: false)
    case (.scalar, .vector):
      let left = try scalars(operation.left, steps)
      let right = try vectors(operation.right, steps)
      return try Self.combine(operation, right, left, isSwapped: true)
    default:
      let left = try vectors(operation.left, steps)
      let right = try vectors(operation.right, steps)
      let matching = operation.matching ?? VectorMatching()
      switch operation.operation {
      case .and, .or, .unless:
        try hold(series: left.series.count + right.series.count, steps)
        return try SetOperation(left, right, matching).result(operation.operation)
      default:
        try hold(series: max(left.series.count, right.series.count), steps)
        let match = VectorMatch(operation, matching, left, right)
        try options.checkpoint()
        return try match.result()
      }
    }
  }

  /// A vector with a scalar; a comparison keeps the vector's value on whichever side it stands.
  private static func combine(
    _ operation: BinaryOperation,
    _ vectors: StepVectors,
    _ scalars: [Double],
    isSwapped: Bool
  ) throws(EvaluationError) -> StepVectors {
    var result = vectors
    let kind = operation.operation
    let returnsBool = operation.returnsBool
    if isSwapped {
      result.transform { value, step in
        BinaryArithmetic.element(
          kind,
          scalars[step],
          value,
          returnsBool: returnsBool,
          kept: value
        )
      }
    } else {
      result.transform { value, step in
        BinaryArithmetic.element(
          kind,
          value,
          scalars[step],
          returnsBool: returnsBool,
          kept: value
        )
      }
    }
    guard kind.isComparison, !returnsBool else {
      try result.dropNames()
      return result
    }
    result.dropEmptyRows()
    return result
  }
}

/// The set operators, which look at whether series of one signature are there and not at values.
struct SetOperation {
  private let left: StepVectors
  private let right: StepVectors
  private let leftSignatures: [Int]
  private let rightSignatures: [Int]
  private let signatures: Int

  init(_ left: StepVectors, _ right: StepVectors, _ matching: VectorMatching) {
    var table = SignatureTable(capacity: left.series.count + right.series.count)
    let choice = matching.choice
    leftSignatures = left.series.map { table.ordinal(of: $0, choice) }
    rightSignatures = right.series.map { table.ordinal(of: $0, choice) }
    signatures = table.count
    self.left = left
    self.right = right
  }

  func result(_ operation: BinaryOperator) throws(EvaluationError) -> StepVectors {
    if operation == .or {
      var result = left
      let others = Self.filter(right, rightSignatures, present(left, leftSignatures), false)
      result.series += others.series
      result.values += others.values
      result.differsWithoutName = false
      try result.mergeSameLabels()
      return result
    }
    let isWanted = operation == .and
    return Self.filter(left, leftSignatures, present(right, rightSignatures), isWanted)
  }

  /// Whether a signature has a sample at a step, the steps of one signature together.
  private func present(_ vectors: StepVectors, _ ordinals: [Int]) -> [Bool] {
    let steps = vectors.steps
    var present = [Bool](repeating: false, count: signatures * steps)
    for (series, ordinal) in ordinals.enumerated() {
      for step in 0..<steps where !StepVectors.isAbsent(vectors.values[series * steps + step]) {
        present[ordinal * steps + step] = true
      }
    }
    return present
  }

  private static func filter(
    _ vectors: StepVectors,
    _ ordinals: [Int],
    _ present: [Bool],
    _ isWanted: Bool
  ) -> StepVectors {
    var result = vectors
    let steps = vectors.steps
    for (series, ordinal) in ordinals.enumerated() {
      for step in 0..<steps where present[ordinal * steps + step] != isWanted {
        result.values[series * steps + step] = StepVectors.absent
      }
    }
    result.dropEmptyRows()
    return result
  }
}

extension VectorMatching {
  /// The labels by which series find each other; the name is none of them, unless `on` says so.
  var choice: LabelChoice {
    isOn ? .only(labels) : .except(labels + ["__name__"])
  }
}
