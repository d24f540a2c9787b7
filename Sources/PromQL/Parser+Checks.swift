import Patterns
import Telemetry

extension Parser {
  /// Complains unless an expression has a type.
  mutating func expect(_ type: ValueType, _ parsed: Parsed, in context: String) {
    guard parsed.type != type else { return }
    complain(
      "expected type \(type.documentedName) in \(context), got \(parsed.type.documentedName)",
      at: parsed.start
    )
  }

  /// Complains unless a function's arguments fit it.
  mutating func check(_ signature: FunctionSignature, _ arguments: [Parsed], at start: Int) {
    let minimum = signature.minimumCount
    let maximum = signature.maximumCount
    let name = PromQLQuote.text(signature.name.rawValue)
    let count = arguments.count
    if count < minimum || count > maximum ?? count {
      let bound =
        minimum == maximum
        ? "\(minimum)" : count < minimum ? "at least \(minimum)" : "at most \(maximum ?? count)"
      complain("expected \(bound) argument(s) in call to \(name), got \(count)", at: start)
    }
    guard let last = signature.arguments.last else { return }
    for (index, argument) in arguments.enumerated() {
      let type = index < signature.arguments.count ? signature.arguments[index] : last
      expect(type, argument, in: "call to function \(name)")
    }
  }

  /// A binary operation, with complaints about what does not fit.
  mutating func checked(
    _ operation: BinaryOperator,
    _ left: Parsed,
    _ right: Parsed,
    _ modifiers: BinaryModifiers,
    operatorStart: Int
  ) -> BinaryOperation {
    var matching = modifiers.matching
    let bothVectors = left.type == .vector && right.type == .vector
    let bothScalars = left.type == .scalar && right.type == .scalar
    if modifiers.returnsBool, !operation.isComparison {
      complain("bool modifier can only be used on comparison operators", at: operatorStart)
    }
    if operation.isComparison, !modifiers.returnsBool, bothScalars {
      complain("comparisons between scalars must use BOOL modifier", at: operatorStart)
    }
    check(matching, at: operatorStart)
    for side in [left, right] where side.type != .scalar && side.type != .vector {
      complain(
        "binary expression must contain only scalar and instant vector types",
        at: side.start
      )
    }
    if !bothVectors, !matching.labels.isEmpty {
      complain("vector matching only allowed between instant vectors", at: left.start)
    }
    if operation.isSetOperator {
      checkSet(operation, matching, left, right)
      matching.cardinality = .manyToMany
    }
    return BinaryOperation(
      operation,
      left.expression,
      right.expression,
      returnsBool: modifiers.returnsBool,
      matching: bothVectors ? matching : nil
    )
  }

  private mutating func check(_ matching: VectorMatching, at offset: Int) {
    guard matching.isOn, let label = matching.labels.first(where: matching.include.contains)
    else { return }
    complain(
      "label \(PromQLQuote.text(label)) must not occur in ON and GROUP clause at once",
      at: offset
    )
  }

  private mutating func checkSet(
    _ operation: BinaryOperator,
    _ matching: VectorMatching,
    _ left: Parsed,
    _ right: Parsed
  ) {
    let name = PromQLQuote.text(operation.rawValue)
    if left.type == .scalar || right.type == .scalar {
      complain("set operator \(name) not allowed in binary scalar expression", at: left.start)
    } else if matching.cardinality != .oneToOne {
      complain("no grouping allowed for \(name) operation", at: left.start)
    }
  }

  /// Complains about a selector that would select everything, or names its metric twice.
  mutating func check(_ matchers: [LabelMatcher], isNamed: Bool, at start: Int) {
    if isNamed {
      guard let name = matchers.first,
        let other = matchers.dropFirst().first(where: { $0.name == "__name__" })
      else { return }
      let names = [name, other].map { PromQLQuote.text($0.value) }.joined(separator: " or ")
      complain("metric name must not be set twice: \(names)", at: start)
    } else if matchers.allSatisfy(matchesNothing) {
      complain("vector selector must contain at least one non-empty matcher", at: start)
    }
  }

  /// Whether a matcher is met by a label that is not there.
  private func matchesNothing(_ matcher: LabelMatcher) -> Bool {
    switch matcher.comparison {
    case .equal: matcher.value.isEmpty
    case .notEqual: !matcher.value.isEmpty
    case .matches: matchesEmptyText(matcher.value)
    case .matchesNot: !matchesEmptyText(matcher.value)
    }
  }

  private func matchesEmptyText(_ pattern: String) -> Bool {
    (try? Pattern(anchored: pattern).matches("")) ?? false
  }

  /// Rejects invalid regular expressions.
  func checkPattern(of matcher: LabelMatcher, at offset: Int) throws(ParseProblem) {
    guard matcher.comparison == .matches || matcher.comparison == .matchesNot else { return }
    do {
      try Pattern.check(anchored: matcher.value)
    } catch {
      let reason = Self.reason(error, in: matcher.value)
      throw lexer.problem("error parsing regexp: \(reason)", at: offset)
    }
  }

  /// The error of a regular expression, with the part that is wrong in backticks, as Go has it.
  private static func reason(_ problem: PatternProblem, in pattern: String) -> String {
    let rest = String(decoding: pattern.utf8.dropFirst(problem.offset), as: UTF8.self)
    switch problem.message {
    case "missing closing )", "unexpected )": return "\(problem.message): `\(pattern)`"
    case "missing closing ]", "invalid named capture": return "\(problem.message): `\(rest)`"
    case "trailing backslash at end of expression": return problem.message + ": ``"
    default: break
    }
    let parts = problem.message.split(separator: ": ", maxSplits: 1)
    return parts.count < 2 ? problem.message : "\(parts[0]): `\(parts[1])`"
  }
}
