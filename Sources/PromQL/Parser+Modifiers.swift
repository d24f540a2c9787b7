extension Parser {
  /// Modifiers between a binary operator and its right side.
  struct BinaryModifiers {
    var returnsBool = false
    var matching = VectorMatching()
  }

  mutating func binaryModifiers() throws(ParseProblem) -> BinaryModifiers {
    var modifiers = BinaryModifiers()
    if token.kind == .keyword(.bool) {
      modifiers.returnsBool = true
      try advance()
    }
    guard case .keyword(let keyword) = token.kind, keyword == .on || keyword == .ignoring else {
      try refuseFill()
      return modifiers
    }
    try advance()
    modifiers.matching.isOn = keyword == .on
    modifiers.matching.labels = try groupingLabels()
    if case .keyword(let keyword) = token.kind, keyword == .groupLeft || keyword == .groupRight {
      try advance()
      modifiers.matching.cardinality = keyword == .groupLeft ? .manyToOne : .oneToMany
      if token.kind == .leftParen { modifiers.matching.include = try groupingLabels() }
    }
    try refuseFill()
    return modifiers
  }

  private func refuseFill() throws(ParseProblem) {
    guard case .keyword(let keyword) = token.kind, keyword.needsParenthesis else { return }
    throw lexer.problem("\(token.text)() is experimental and not supported", at: token.start)
  }

  /// An operand with the ranges, offsets and moments behind it.
  mutating func modified(_ operand: Parsed) throws(ParseProblem) -> Parsed {
    var parsed = operand
    while true {
      switch token.kind {
      case .leftBracket: try readRange(&parsed)
      case .keyword(.offset): try readOffset(&parsed)
      case .at: try readMoment(&parsed)
      case .keyword(.anchored), .keyword(.smoothed):
        throw lexer.problem(
          "\(token.text) modifier is experimental and not supported",
          at: token.start
        )
      default: return parsed
      }
      parsed.end = previousEnd
    }
  }

  private mutating func readRange(_ parsed: inout Parsed) throws(ParseProblem) {
    let bracket = token.start
    try advance()
    let range = try positiveDuration(expected: "number or duration")
    switch token.kind {
    case .rightBracket:
      parsed.expression = .matrixSelector(try matrix(parsed.expression, range, at: bracket))
    case .colon:
      try advance()
      let step =
        token.kind == .rightBracket
        ? nil : try positiveDuration(expected: "number, duration or \"]\"")
      guard token.kind == .rightBracket else {
        throw unexpected(in: "subquery selector", expected: "\"]\"")
      }
      if parsed.type != .vector {
        complain(
          "subquery is only allowed on instant vector, got \(parsed.type.rawValue) instead",
          at: parsed.start
        )
      }
      parsed.expression = .subquery(
        Subquery(expression: parsed.expression, range: range, step: step)
      )
      parsed.depth += 1
      try checkDepth(parsed.depth, at: bracket)
    default:
      throw unexpected(in: "subquery or range", expected: "\":\" or \"]\"")
    }
    parsed.type = .matrix
    parsed.bareStart = nil
    try advance()
  }

  private func matrix(
    _ expression: Expression,
    _ range: Int64,
    at offset: Int
  ) throws(ParseProblem) -> MatrixSelector {
    guard case .vectorSelector(let selector) = expression else {
      throw lexer.problem("ranges only allowed for vector selectors", at: offset)
    }
    if selector.offset != 0 {
      throw lexer.problem("no offset modifiers allowed before range", at: offset)
    }
    if selector.at != nil {
      throw lexer.problem("no @ modifiers allowed before range", at: offset)
    }
    return MatrixSelector(selector: selector, range: range)
  }

  private mutating func readOffset(_ parsed: inout Parsed) throws(ParseProblem) {
    try advance()
    let offset = try duration(in: "offset", expected: "number or duration")
    guard let previous = parsed.expression.modifiers?.offset else {
      throw lexer.problem("offset \(Self.misplaced)", at: parsed.start)
    }
    if previous != 0 {
      throw lexer.problem("offset may not be set multiple times", at: parsed.start)
    }
    parsed.expression.modifiers?.offset = offset
  }

  private mutating func readMoment(_ parsed: inout Parsed) throws(ParseProblem) {
    try advance()
    let moment = try moment(of: parsed)
    guard let modifiers = parsed.expression.modifiers else {
      throw lexer.problem("@ \(Self.misplaced)", at: parsed.start)
    }
    if modifiers.at != nil {
      throw lexer.problem("@ <timestamp> may not be set multiple times", at: parsed.start)
    }
    parsed.expression.modifiers?.at = moment
  }

  private mutating func moment(of parsed: Parsed) throws(ParseProblem) -> AtModifier {
    if case .keyword(let keyword) = token.kind, keyword == .start || keyword == .end {
      try advance()
      for kind in [Token.Kind.leftParen, .rightParen] {
        guard token.kind == kind else {
          throw unexpected(in: "@", expected: kind == .leftParen ? "\"(\"" : "\")\"")
        }
        try advance()
      }
      return keyword == .start ? .start : .end
    }
    guard let number = try signedNumber(mostSigns: 1) else {
      throw unexpected(in: "@", expected: "timestamp, start() or end()")
    }
    let value = number.value
    guard let moment = Int64(exactly: (value * 1000).rounded(.toNearestOrAwayFromZero)) else {
      throw lexer.problem(
        "timestamp out of bounds for @ modifier: \(Printer.number(value))",
        at: parsed.start
      )
    }
    return .timestamp(moment)
  }

  /// A number or duration behind its signs; `nil` where something else comes next.
  private mutating func signedNumber(
    mostSigns: Int = .max
  ) throws(ParseProblem) -> (value: Double, signs: Int)? {
    var isNegative = false
    var signs = 0
    while signs < mostSigns, case .binary(let sign) = token.kind,
      sign == .add || sign == .subtract
    {
      if sign == .subtract { isNegative.toggle() }
      signs += 1
      try advance()
    }
    guard token.kind == .number || token.kind == .duration else { return nil }
    let value = try numberValue()
    try advance()
    return (isNegative ? -value : value, signs)
  }

  /// A number of seconds or a duration, in milliseconds.
  private mutating func duration(
    in context: String,
    expected: String
  ) throws(ParseProblem) -> Int64 {
    let start = token.start
    guard let number = try signedNumber() else {
      try refuseDurationExpression(at: token.start)
      throw unexpected(in: context, expected: expected)
    }
    // Behind one sign the arithmetic of the vector goes on, behind more that of the duration does.
    if number.signs > 1, case .binary(let operation) = token.kind, operation.isPlainArithmetic {
      try refuseDurationExpression(at: start)
    }
    guard let milliseconds = Literal.milliseconds(seconds: number.value) else {
      throw lexer.problem("duration out of range", at: start)
    }
    return milliseconds
  }

  private mutating func positiveDuration(expected: String) throws(ParseProblem) -> Int64 {
    let start = token.start
    let value = try duration(in: "subquery or range selector", expected: expected)
    if case .binary = token.kind { try refuseDurationExpression(at: start) }
    guard value > 0 else { throw lexer.problem("duration must be greater than 0", at: start) }
    return value
  }

  private func refuseDurationExpression(at offset: Int) throws(ParseProblem) {
    switch token.kind {
    case .leftParen, .binary, .keyword(.step), .keyword(.range), .aggregation(.min),
      .aggregation(.max):
      throw lexer.problem("experimental duration expression is not enabled", at: offset)
    default: return
    }
  }

  private static let misplaced =
    "modifier must be preceded by an instant vector selector or range vector selector "
    + "or a subquery"
}

extension Expression {
  /// The offset and the moment of what can have them; `nil` for everything else.
  var modifiers: (offset: Int64, at: AtModifier?)? {
    get {
      switch self {
      case .vectorSelector(let selector): (selector.offset, selector.at)
      case .matrixSelector(let matrix): (matrix.selector.offset, matrix.selector.at)
      case .subquery(let subquery): (subquery.offset, subquery.at)
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .vectorSelector(var selector):
        (selector.offset, selector.at) = newValue
        self = .vectorSelector(selector)
      case .matrixSelector(var matrix):
        (matrix.selector.offset, matrix.selector.at) = newValue
        self = .matrixSelector(matrix)
      case .subquery(var subquery):
        (subquery.offset, subquery.at) = newValue
        self = .subquery(subquery)
      default: break
      }
    }
  }
}
