import Telemetry

extension Parser {
  /// A selector, whose name has been read and whose braces come next.
  mutating func selector(name: Token?) throws(ParseProblem) -> Parsed {
    let start = name?.start ?? token.start
    var matchers: [LabelMatcher] = []
    if let name { matchers.append(LabelMatcher("__name__", .equal, name.text)) }
    if token.kind == .leftBrace {
      matchers += try braces()
    } else if token.kind == .leftParen {
      throw unexpected(expected: "an operator")
    }
    check(matchers, isNamed: name != nil, at: start)
    return Parsed(
      expression: .vectorSelector(VectorSelector(matchers: matchers)),
      type: .vector,
      start: start,
      end: previousEnd
    )
  }

  private mutating func braces() throws(ParseProblem) -> [LabelMatcher] {
    try advance()
    var matchers: [LabelMatcher] = []
    while token.kind != .rightBrace {
      matchers.append(try matcher())
      guard token.kind == .comma else { break }
      try advance()
    }
    guard token.kind == .rightBrace else {
      throw unexpected(in: "label matching", expected: "\",\" or \"}\"")
    }
    try advance()
    return matchers
  }

  /// A matcher, or a metric name in quotes.
  private mutating func matcher() throws(ParseProblem) -> LabelMatcher {
    let name = token
    guard name.kind == .identifier || name.kind == .string else {
      throw unexpected(in: "label matching", expected: "identifier or \"}\"")
    }
    let label = name.kind == .string ? try unquoted(name) : name.text
    try advance()
    guard let comparison = comparison else {
      guard name.kind == .string else {
        throw unexpected(in: "label matching", expected: "label matching operator")
      }
      return LabelMatcher("__name__", .equal, label)
    }
    try advance()
    guard token.kind == .string else {
      throw unexpected(in: "label matching", expected: "string")
    }
    let matcher = LabelMatcher(label, comparison, try unquoted(token))
    try checkPattern(of: matcher, at: name.start)
    try advance()
    return matcher
  }

  private var comparison: LabelMatcher.Comparison? {
    switch token.kind {
    case .assign: .equal
    case .binary(.notEqual): .notEqual
    case .matches: .matches
    case .matchesNot: .matchesNot
    default: nil
    }
  }

  /// Labels in parentheses, as `by`, `on` and their like have them; a comma may trail.
  mutating func groupingLabels() throws(ParseProblem) -> [String] {
    guard token.kind == .leftParen else {
      throw unexpected(in: "grouping opts", expected: "\"(\"")
    }
    try advance()
    var labels: [String] = []
    while token.kind != .rightParen {
      labels.append(try groupingLabel())
      guard token.kind == .comma else { break }
      try advance()
    }
    guard token.kind == .rightParen else {
      throw unexpected(in: "grouping opts", expected: "\",\" or \")\"")
    }
    try advance()
    return labels
  }

  private mutating func groupingLabel() throws(ParseProblem) -> String {
    guard token.kind == .string || token.isLabelName else {
      throw unexpected(in: "grouping opts", expected: "label")
    }
    let label = token.kind == .string ? try unquoted(token) : token.text
    if label.isEmpty {
      throw lexer.problem("invalid label name for grouping: \"\"", at: token.start)
    }
    try advance()
    return label
  }
}
