import Patterns
import Telemetry

extension Evaluation {
  /// Sets a label from the captures of a regular expression on another one, where it matches.
  mutating func replacingLabel(
    _ call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    let target = try text(argument(call, 1))
    let template = PatternReplacement(try text(argument(call, 2)))
    let source = try text(argument(call, 3))
    let expression = try text(argument(call, 4))
    guard let pattern = try? Pattern(anchored: expression) else {
      throw .execution("invalid regular expression in label_replace(): \(expression)")
    }
    guard target.isLabelName else {
      throw .execution(
        "invalid destination label name in label_replace(): \(StrayByte.replaced(in: target))"
      )
    }
    var result = try vectors(argument(call, 0), steps)
    // Many series share a value, and matching costs more than looking it up.
    var replacements: [ByteText: String?] = [:]
    for index in result.series.indices {
      let value = ByteText(result.series[index][source] ?? "")
      let replacement =
        replacements[value] ?? pattern.captures(in: value.text).map { template.text($0) }
      replacements[value] = .some(replacement)
      guard let replacement else { continue }
      result.series[index] = result.series[index].setting(target, to: replacement)
    }
    result.differsWithoutName = false
    try result.mergeSameLabels()
    return result
  }

  /// Sets a label to the values of others with a separator between them.
  mutating func joiningLabels(
    _ call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    let target = try text(argument(call, 1))
    let separator = try text(argument(call, 2))
    var sources: [String] = []
    for argument in call.arguments.dropFirst(3) {
      let source = try text(argument)
      guard source.isLabelName else {
        throw .execution(
          "invalid source label name in label_join(): \(StrayByte.replaced(in: source))"
        )
      }
      sources.append(source)
    }
    guard target.isLabelName else {
      throw .execution(
        "invalid destination label name in label_join(): \(StrayByte.replaced(in: target))"
      )
    }
    var result = try vectors(argument(call, 0), steps)
    for index in result.series.indices {
      let labels = result.series[index]
      let value = sources.map { labels[$0] ?? "" }.joined(separator: separator)
      result.series[index] = labels.setting(target, to: value)
    }
    result.differsWithoutName = false
    try result.mergeSameLabels()
    return result
  }

  /// Orders the samples of an instant query; in range queries and subqueries no order lasts.
  mutating func sorted(
    _ call: FunctionCall,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    let input = try vectors(argument(call, 0), steps)
    guard steps.count == 1 else { return input }
    let ordered = input.isOrdered ? input : input.sortedByLabels()
    let order: [Int]
    switch call.function {
    case .sort: order = ordered.order { $0 < $1 }
    case .sortDesc: order = ordered.order { $0 > $1 }
    default:
      var names: [String] = []
      for argument in call.arguments.dropFirst() { names.append(try text(argument)) }
      order = ordered.order(byLabels: names, isDescending: call.function == .sortByLabelDesc)
    }
    var result = ordered.rows(order)
    result.isOrdered = true
    return result
  }
}

extension String {
  /// Whether a label may have this name: any UTF-8 but the empty one.
  var isLabelName: Bool { !isEmpty && !StrayByte.isIn(self) }
}

extension StepVectors {
  /// The rows by their only values; NaN comes last, and equal values stay as they are.
  fileprivate func order(_ isBefore: (Double, Double) -> Bool) -> [Int] {
    series.indices.sorted { one, other in
      let (left, right) = (values[one], values[other])
      if left.isNaN || right.isNaN {
        return left.isNaN == right.isNaN ? one < other : right.isNaN
      }
      return left == right ? one < other : isBefore(left, right)
    }
  }

  /// The rows by some labels, numbers in them by size, then by all labels.
  fileprivate func order(byLabels names: [String], isDescending: Bool) -> [Int] {
    let visible = series.map(\.visible)
    return series.indices.sorted { first, second in
      let (one, other) = isDescending ? (second, first) : (first, second)
      for name in names {
        let (left, right) = (series[one][name] ?? "", series[other][name] ?? "")
        if !ByteText.areEqual(left, right) { return NaturalOrder.isBefore(left, right) }
      }
      return visible[one] < visible[other]
    }
  }
}
