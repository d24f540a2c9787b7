import Telemetry

@testable import PromQL

/// The tree of an expression as nested lists, which show what binds to what.
func shape(_ expression: Expression) -> String {
  switch expression {
  case .number(let value): Printer.number(value)
  case .string(let value): "'\(value)'"
  case .vectorSelector(let selector): shape(selector)
  case .matrixSelector(let matrix): "(range \(matrix.range) \(shape(matrix.selector)))"
  case .subquery(let subquery):
    "(subquery \(subquery.range) \(subquery.step.map(String.init) ?? "default")"
      + "\(shape(offset: subquery.offset, at: subquery.at)) \(shape(subquery.expression)))"
  case .call(let call):
    "(\(([call.function.rawValue] + call.arguments.map(shape)).joined(separator: " ")))"
  case .aggregation(let node):
    "(\(node.operation.rawValue) \(node.isWithout ? "without" : "by") \(node.grouping)"
      + "\(node.parameter.map { " \(shape($0))" } ?? "") \(shape(node.expression)))"
  case .binary(let node):
    "(\(node.operation.rawValue)\(node.returnsBool ? " bool" : "")"
      + "\(node.matching.map(shape) ?? "") \(shape(node.left)) \(shape(node.right)))"
  case .negation(let inner): "(neg \(shape(inner)))"
  case .parenthesized(let inner): "(paren \(shape(inner)))"
  }
}

private func shape(_ selector: VectorSelector) -> String {
  let matchers = selector.matchers.map { "\($0.name)\($0.comparison.rawValue)\($0.value)" }
  return "{\(matchers.joined(separator: ","))\(shape(offset: selector.offset, at: selector.at))}"
}

private func shape(offset: Int64, at: AtModifier?) -> String {
  var text = offset == 0 ? "" : " offset \(offset)"
  switch at {
  case .timestamp(let moment): text += " @ \(moment)"
  case .start: text += " @ start"
  case .end: text += " @ end"
  case nil: break
  }
  return text
}

private func shape(_ matching: VectorMatching) -> String {
  var text = ""
  if matching.isOn { text += " on \(matching.labels)" }
  if !matching.isOn, !matching.labels.isEmpty { text += " ignoring \(matching.labels)" }
  switch matching.cardinality {
  case .manyToOne: text += " left \(matching.include)"
  case .oneToMany: text += " right \(matching.include)"
  case .oneToOne, .manyToMany: break
  }
  return text
}

/// The shape of a text.
func shape(of text: String) throws(ParseProblem) -> String {
  shape(try Expression.parse(text))
}
