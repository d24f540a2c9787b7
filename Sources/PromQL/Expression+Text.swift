import Telemetry

extension Expression {
  /// The expression as canonical PromQL, which reads back as the same expression.
  ///
  /// Parentheses that the tree lacks are added where precedence needs them.
  package var text: String { Printer.text(self) }
}

/// Writes expressions as PromQL.
enum Printer {
  static func text(_ expression: Expression) -> String {
    switch expression {
    case .number(let value): number(value)
    case .string(let value): PromQLText.quoted(value)
    case .vectorSelector(let selector): self.selector(selector) + modifiers(expression)
    case .matrixSelector(let matrix):
      "\(selector(matrix.selector))[\(duration(matrix.range))]" + modifiers(expression)
    case .subquery(let subquery):
      "\(operand(subquery.expression))[\(duration(subquery.range)):"
        + "\(subquery.step.map(duration) ?? "")]" + modifiers(expression)
    case .call(let call):
      "\(call.function.rawValue)(\(list(call.arguments)))"
    case .aggregation(let aggregation): self.aggregation(aggregation)
    case .binary(let operation): binary(operation)
    case .negation(let inner): negation(inner)
    case .parenthesized(let inner): "(\(text(inner)))"
    }
  }

  /// A number so that it reads back to the last bit.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func duration(_ milliseconds: Int64) -> String {
    Duration.milliseconds(milliseconds).prometheusText
  }

  private static func list(_ expressions: [Expression]) -> String {
    expressions.map(text).joined(separator: ", ")
  }

  private static func labels(_ names: [String]) -> String {
    "(" + names.map(label).joined(separator: ", ") + ")"
  }

  /// A label of a list, in quotes where the bare word would be something else there.
  private static func label(_ name: String) -> String {
    let kind = Token.words[name.lowercased()]
    let isTaken = kind == .number || kind == .keyword(.without)
    return isTaken ? PromQLText.quoted(name) : PromQLText.name(name)
  }

  private static func selector(_ selector: VectorSelector) -> String {
    let names = selector.matchers.filter { $0.name == "__name__" }
    guard names.count == 1, let first = selector.matchers.first, first == names.first,
      first.comparison == .equal, !first.value.isEmpty
    else { return "{\(matchers(selector.matchers))}" }
    let rest = Array(selector.matchers.dropFirst())
    guard Token.words[first.value.lowercased()] == nil else {
      return "{" + ([PromQLText.quoted(first.value)] + rest.map(\.promQL)).joined(separator: ",")
        + "}"
    }
    return PromQLText.selector(first.value, rest)
  }

  private static func matchers(_ matchers: [LabelMatcher]) -> String {
    matchers.map(\.promQL).joined(separator: ",")
  }

  private static func modifiers(_ expression: Expression) -> String {
    guard let modifiers = expression.modifiers else { return "" }
    var text = ""
    switch modifiers.at {
    case .timestamp(let milliseconds): text += " @ " + seconds(milliseconds)
    case .start: text += " @ start()"
    case .end: text += " @ end()"
    case nil: break
    }
    if modifiers.offset != 0 { text += " offset " + duration(modifiers.offset) }
    return text
  }

  /// Milliseconds as seconds with three decimals, which a floating point number could not hold.
  private static func seconds(_ milliseconds: Int64) -> String {
    let fraction = String(milliseconds.magnitude % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.count)
    return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(zeros)\(fraction)"
  }

  private static func aggregation(_ aggregation: Aggregation) -> String {
    var text = aggregation.operation.rawValue
    if aggregation.isWithout {
      text += " without \(labels(aggregation.grouping)) "
    } else if !aggregation.grouping.isEmpty {
      text += " by \(labels(aggregation.grouping)) "
    }
    let arguments = [aggregation.parameter, aggregation.expression].compactMap(\.self)
    return text + "(\(list(arguments)))"
  }

  private static func binary(_ operation: BinaryOperation) -> String {
    let own = operation.operation.precedence
    let isPower = operation.operation == .power
    let left = side(operation.left, at: own, needsTighter: isPower)
    let right = side(operation.right, at: own, needsTighter: !isPower)
    return "\(left) \(operation.operation.rawValue)\(modifiers(operation)) \(right)"
  }

  private static func modifiers(_ operation: BinaryOperation) -> String {
    var text = operation.returnsBool ? " bool" : ""
    guard let matching = operation.matching else { return text }
    let hasGroup = matching.cardinality == .manyToOne || matching.cardinality == .oneToMany
    if matching.isOn || !matching.labels.isEmpty || hasGroup {
      text += " \(matching.isOn ? "on" : "ignoring") \(labels(matching.labels))"
    }
    if hasGroup {
      text += matching.cardinality == .manyToOne ? " group_left " : " group_right "
      text += labels(matching.include)
    }
    return text
  }

  /// One side of an operator, in parentheses where it would not hold together.
  private static func side(
    _ expression: Expression,
    at precedence: Int,
    needsTighter: Bool
  ) -> String {
    guard let own = looseness(expression) else { return text(expression) }
    return own < precedence || own == precedence && needsTighter
      ? "(\(text(expression)))" : text(expression)
  }

  private static func negation(_ inner: Expression) -> String {
    let isNumber = if case .number = inner { true } else { false }
    let isLoose = looseness(inner).map { $0 < BinaryOperator.power.precedence } ?? false
    return isNumber || isLoose ? "-(\(text(inner)))" : "-\(text(inner))"
  }

  /// An operand before brackets must be one piece.
  private static func operand(_ expression: Expression) -> String {
    looseness(expression) == nil ? text(expression) : "(\(text(expression)))"
  }

  /// The precedence of what is not one piece; a sign binds as `*` does.
  private static func looseness(_ expression: Expression) -> Int? {
    switch expression {
    case .binary(let operation): operation.operation.precedence
    case .negation: BinaryOperator.multiply.precedence
    case .number(let value) where value.sign == .minus && !value.isNaN:
      BinaryOperator.multiply.precedence
    default: nil
    }
  }
}
