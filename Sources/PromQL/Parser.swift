extension Expression {
  /// Reads an expression as Prometheus 3 does, and checks its types.
  ///
  /// Features behind Prometheus' feature flags are refused by name: `limitk`, `limit_ratio`, `info`,
  /// `anchored`, `smoothed`, `fill`, arithmetic in durations.
  ///
  /// - Parameter text: The expression.
  /// - Returns: The expression.
  /// - Throws: `ParseProblem` for the first thing that is wrong; bad syntax comes before bad types.
  package static func parse(_ text: String) throws(ParseProblem) -> Expression {
    try parse(bytes: Array(text.utf8))
  }

  /// Reads an expression from bytes, which need not be good UTF-8.
  ///
  /// - Parameter bytes: The expression.
  /// - Returns: The expression.
  /// - Throws: `ParseProblem` for the first thing that is wrong.
  package static func parse(bytes: [UInt8]) throws(ParseProblem) -> Expression {
    var parser = Parser(bytes)
    return try parser.wholeText()
  }
}

/// Reads one expression by recursive descent, operators by precedence climbing.
///
/// - Source: `promql/parser/generated_parser.y` and `parse.go` of prometheus/prometheus, version 3.
struct Parser {
  /// An expression with what its parent has to know.
  struct Parsed {
    var expression: Expression
    var type: ValueType
    /// Its first byte.
    var start: Int
    /// Its first byte inside the parentheses around it, at which remarks point.
    var bareStart: Int?
    /// The byte behind it.
    var end: Int
    /// The longest way down the tree.
    var depth = 1
  }

  var lexer: Lexer
  /// The token that comes next.
  var token = Token(kind: .end, start: 0, end: 0, text: "")
  /// The byte behind the token before.
  var previousEnd = 0
  /// How many aggregations are open, which unexpected tokens are said to be in.
  var openAggregations = 0
  private var nesting = 0
  private var typeProblem: ParseProblem?

  init(_ bytes: [UInt8]) {
    lexer = Lexer(bytes)
  }

  mutating func wholeText() throws(ParseProblem) -> Expression {
    try advance()
    if token.kind == .end { throw lexer.problem("no expression found in input", at: 0) }
    let parsed = try expression()
    guard token.kind == .end else { throw unexpected(expected: "an operator or the end of input") }
    if let typeProblem { throw typeProblem }
    return parsed.expression
  }

  mutating func advance() throws(ParseProblem) {
    previousEnd = token.end
    token = try lexer.next()
  }

  /// The complaint about the token that comes next.
  func unexpected(in context: String? = nil, expected: String) -> ParseProblem {
    let place = context ?? (openAggregations > 0 ? "aggregation" : nil)
    return lexer.problem(
      "unexpected \(token.description)\(place.map { " in \($0)" } ?? ""), expected \(expected)",
      at: token.start
    )
  }

  /// Keeps the first complaint about types, which counts once the syntax is found good.
  mutating func complain(_ message: String, at offset: Int) {
    if typeProblem == nil { typeProblem = lexer.problem(message, at: offset) }
  }

  /// Reads operands and the operators between them that bind at least so tightly.
  mutating func expression(_ minimum: Int = 1) throws(ParseProblem) -> Parsed {
    nesting += 1
    defer { nesting -= 1 }
    try checkDepth(nesting, at: token.start)
    var left = try operand()
    while case .binary(let operation) = token.kind, operation.precedence >= minimum {
      let operatorStart = token.start
      try advance()
      let modifiers = try binaryModifiers()
      let isRightAssociative = operation == .power
      let right = try expression(operation.precedence + (isRightAssociative ? 0 : 1))
      let depth = max(left.depth, right.depth) + 1
      try checkDepth(depth, at: operatorStart)
      let node = checked(operation, left, right, modifiers, operatorStart: operatorStart)
      left = Parsed(
        expression: .binary(node),
        type: left.type == .scalar && right.type == .scalar ? .scalar : .vector,
        start: left.start,
        end: right.end,
        depth: depth
      )
    }
    return left
  }

  func checkDepth(_ depth: Int, at offset: Int) throws(ParseProblem) {
    guard depth > Expression.maximumDepth else { return }
    throw lexer.problem(
      "expression is nested too deeply, more than \(Expression.maximumDepth) levels",
      at: offset
    )
  }

  /// An operand with the signs before it and the modifiers behind it.
  private mutating func operand() throws(ParseProblem) -> Parsed {
    guard case .binary(let sign) = token.kind, sign == .add || sign == .subtract else {
      return try modified(try primary())
    }
    let start = token.start
    try advance()
    // A sign binds as `*` does, so that only `^` is read into its operand.
    var inner = try expression(BinaryOperator.power.precedence)
    if inner.type != .scalar, inner.type != .vector {
      complain(
        "unary expression only allowed on expressions of type scalar or instant vector, "
          + "got \(PromQLQuote.text(inner.type.documentedName))",
        at: start
      )
    }
    inner.start = start
    inner.bareStart = nil
    guard sign == .subtract else { return inner }
    if case .number(let value) = inner.expression {
      inner.expression = .number(-value)
    } else {
      inner.expression = .negation(inner.expression)
      inner.depth += 1
      try checkDepth(inner.depth, at: start)
    }
    return inner
  }
}
