extension Parser {
  /// A literal, a selector, a call, an aggregation or an expression in parentheses.
  mutating func primary() throws(ParseProblem) -> Parsed {
    switch token.kind {
    case .number, .duration:
      return try literal(.number(try numberValue()), .scalar)
    case .string:
      return try literal(.string(try unquoted(token)), .string)
    case .leftParen:
      return try parenthesized()
    case .leftBrace:
      return try selector(name: nil)
    default:
      guard token.isMetricName else { throw unexpected(expected: "an expression") }
      return try named()
    }
  }

  private mutating func literal(
    _ expression: Expression,
    _ type: ValueType
  ) throws(ParseProblem) -> Parsed {
    let parsed = Parsed(expression: expression, type: type, start: token.start, end: token.end)
    try advance()
    return parsed
  }

  /// The value of the number or duration that comes next, in seconds where it is one.
  func numberValue() throws(ParseProblem) -> Double {
    if token.kind == .duration {
      do {
        return try Literal.seconds(token.text)
      } catch {
        throw lexer.problem(error.message, at: token.start)
      }
    }
    guard let value = Literal.number(token.text) else {
      throw lexer.problem(
        "error parsing number: \(PromQLQuote.text(token.text)) is out of range",
        at: token.start
      )
    }
    return value
  }

  /// The text of a string token.
  func unquoted(_ token: Token) throws(ParseProblem) -> String {
    do {
      return try Literal.string(lexer.bytes[token.start..<token.end])
    } catch {
      throw lexer.problem(error.message, at: token.start)
    }
  }

  private mutating func parenthesized() throws(ParseProblem) -> Parsed {
    let start = token.start
    try advance()
    var parsed = try expression()
    guard token.kind == .rightParen else { throw unexpected(expected: "an operator or \")\"") }
    try advance()
    parsed.expression = .parenthesized(parsed.expression)
    parsed.bareStart = parsed.bareStart ?? parsed.start
    parsed.start = start
    parsed.end = previousEnd
    parsed.depth += 1
    try checkDepth(parsed.depth, at: start)
    return parsed
  }

  /// An operand that begins with a word: a call, an aggregation, or a selector.
  private mutating func named() throws(ParseProblem) -> Parsed {
    let name = token
    try advance()
    let isCalled = token.kind == .leftParen
    let isGrouped = token.kind == .keyword(.by) || token.kind == .keyword(.without)
    switch name.kind {
    case .aggregation(let operation) where isCalled || isGrouped:
      return try aggregation(operation, name)
    case .experimentalAggregation where isCalled || isGrouped:
      throw lexer.problem("\(name.text)() is experimental and not supported", at: name.start)
    case .identifier where isCalled:
      return try call(name)
    case .keyword(.step) where isCalled, .keyword(.range) where isCalled:
      throw lexer.problem("experimental duration expression is not enabled", at: name.start)
    default:
      return try selector(name: name)
    }
  }

  private mutating func call(_ name: Token) throws(ParseProblem) -> Parsed {
    let outer = openAggregations
    let arguments = try arguments()
    openAggregations = outer
    // What is wrong inside comes first.
    guard let function = FunctionName(rawValue: name.text) else {
      throw lexer.problem(FunctionName.refusal(of: name.text), at: name.start)
    }
    check(function.signature, arguments, at: name.start)
    let depth = (arguments.map(\.depth).max() ?? 0) + 1
    try checkDepth(depth, at: name.start)
    return Parsed(
      expression: .call(
        FunctionCall(function, arguments.map(\.expression), positions: positions(arguments))
      ),
      type: function.signature.result,
      start: name.start,
      end: previousEnd,
      depth: depth
    )
  }

  private func positions(_ arguments: [Parsed]) -> SourcePositions {
    SourcePositions(
      arguments.map { SourcePositions.Place(of: $0.bareStart ?? $0.start, in: lexer.bytes) }
    )
  }

  /// Expressions in parentheses, which come next.
  private mutating func arguments() throws(ParseProblem) -> [Parsed] {
    guard token.kind == .leftParen else { throw unexpected(expected: "\"(\"") }
    try advance()
    var arguments: [Parsed] = []
    guard token.kind != .rightParen else {
      try advance()
      return arguments
    }
    while true {
      arguments.append(try expression())
      guard token.kind == .comma else { break }
      let comma = token.start
      try advance()
      if !token.beginsExpression {
        throw lexer.problem("trailing commas not allowed in function call args", at: comma)
      }
    }
    guard token.kind == .rightParen else {
      throw unexpected(expected: "an operator, \",\" or \")\"")
    }
    try advance()
    return arguments
  }

  private mutating func aggregation(
    _ operation: AggregationOperator,
    _ name: Token
  ) throws(ParseProblem) -> Parsed {
    openAggregations += 1
    var grouping = try aggregationGrouping()
    let arguments = try arguments()
    openAggregations -= 1
    if grouping == nil { grouping = try aggregationGrouping() }
    let count = operation.parameterType == nil ? 1 : 2
    guard let vector = arguments.last, arguments.count == count else {
      throw wrongCount(of: arguments, expected: count, at: name.start)
    }
    expect(.vector, vector, in: "aggregation expression")
    if let type = operation.parameterType, let first = arguments.first {
      expect(type, first, in: "aggregation parameter")
    }
    var node = Aggregation(
      operation,
      vector.expression,
      parameter: count == 2 ? arguments.first?.expression : nil,
      grouping: grouping?.labels ?? [],
      isWithout: grouping?.isWithout ?? false
    )
    node.positions = positions(arguments)
    let depth = (arguments.map(\.depth).max() ?? 0) + 1
    try checkDepth(depth, at: name.start)
    return Parsed(
      expression: .aggregation(node),
      type: .vector,
      start: name.start,
      end: previousEnd,
      depth: depth
    )
  }

  private func wrongCount(of arguments: [Parsed], expected: Int, at offset: Int) -> ParseProblem {
    let message =
      arguments.isEmpty
      ? "no arguments for aggregate expression provided"
      : "wrong number of arguments for aggregate expression provided, "
        + "expected \(expected), got \(arguments.count)"
    return lexer.problem(message, at: offset)
  }

  private mutating func aggregationGrouping() throws(ParseProblem)
    -> (labels: [String], isWithout: Bool)?
  {
    guard case .keyword(let keyword) = token.kind, keyword == .by || keyword == .without else {
      return nil
    }
    try advance()
    return (try groupingLabels(), keyword == .without)
  }
}

extension FunctionName {
  /// Why a name is none of ours.
  static func refusal(of name: String) -> String {
    let quoted = PromQLQuote.text(name)
    return switch name {
    case "info", "histogram_quantiles":
      "function \(quoted) is experimental and not supported"
    case "holt_winters":
      "unknown function with name \(quoted), expected double_exponential_smoothing, "
        + "as it is called since Prometheus 3"
    default: "unknown function with name \(quoted)"
    }
  }
}
