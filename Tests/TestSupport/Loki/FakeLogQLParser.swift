/// Reads LogQL by Loki's grammar, as far as goldtop and its users' queries of tests go, and refuses
/// everything else in the server's words.
struct FakeLogQLParser {
  private let tokens: [FakeLogQLToken]
  private var position = 0

  /// Reads a whole query.
  static func read(_ text: String) throws(FakeLokiQuery.Fault) -> FakeLogQL {
    var parser = FakeLogQLParser(tokens: try FakeLogQLLexer.tokens(text))
    let query = try parser.query()
    guard case .end = parser.next.kind else { throw parser.fault() }
    return query
  }

  private init(tokens: [FakeLogQLToken]) {
    self.tokens = tokens
  }

  private mutating func query() throws(FakeLokiQuery.Fault) -> FakeLogQL {
    guard case .identifier(let name) = next.kind else { return try lines() }
    guard name == "sum" else { return try range() }
    position += 1
    var groups = try by()
    try expect("(")
    var query = try range()
    try expect(")")
    if groups == nil { groups = try by() }
    query.count?.groups = groups ?? []
    return query
  }

  private mutating func by() throws(FakeLokiQuery.Fault) -> [String]? {
    guard take("by") else { return nil }
    try expect("(")
    var names: [String] = []
    repeat { names.append(try identifier()) } while take(",")
    try expect(")")
    return names
  }

  private mutating func range() throws(FakeLokiQuery.Fault) -> FakeLogQL {
    let name = try identifier()
    guard name == "count_over_time" || name == "bytes_over_time" else { throw fault(at: -1) }
    try expect("(")
    var query = try lines()
    guard case .range(let width) = next.kind else { throw fault("RANGE") }
    position += 1
    try expect(")")
    query.count = FakeLogQL.Count(function: name, width: width, groups: nil)
    return query
  }

  private mutating func lines() throws(FakeLokiQuery.Fault) -> FakeLogQL {
    var query = FakeLogQL()
    try expect("{")
    if next.kind != .sign("}") {
      repeat { query.matchers.append(try matcher(try identifier())) } while take(",")
    }
    try expect("}", "} or ,")
    guard query.matchers.contains(where: { !$0.isMet(by: "") }) else {
      throw FakeLokiQuery.Fault(
        message: "parse error : queries require at least one regexp or equality matcher that does "
          + "not have an empty-compatible value. For instance, app=~\".*\" does not meet this "
          + "requirement, but app=~\".+\" will"
      )
    }
    while let stage = try stage() { query.stages.append(stage) }
    return query
  }

  private mutating func stage() throws(FakeLokiQuery.Fault) -> FakeLogQL.Stage? {
    guard case .sign(let sign) = next.kind else { return nil }
    switch sign {
    case "|=", "!=":
      position += 1
      return .contains(try texts(), negated: sign == "!=")
    case "|~", "!~":
      position += 1
      var patterns: [FakeLogQLPattern] = []
      for text in try texts() { patterns.append(try pattern(text)) }
      return .matches(patterns, negated: sign == "!~")
    case "|":
      position += 1
      return try piped()
    default: return nil
    }
  }

  /// One text or more with `or` between them.
  private mutating func texts() throws(FakeLokiQuery.Fault) -> [String] {
    var texts = [try string()]
    while take("or") { texts.append(try string()) }
    return texts
  }

  private mutating func piped() throws(FakeLokiQuery.Fault) -> FakeLogQL.Stage {
    if take("json") { return .json }
    if take("logfmt") {
      var isStrict = false
      while case .flag(let flag) = next.kind {
        isStrict = isStrict || flag == "--strict"
        position += 1
      }
      return .logfmt(strict: isStrict)
    }
    if take("regexp") {
      let pattern = try pattern(try string())
      guard !pattern.names.isEmpty else {
        throw FakeLokiQuery.Fault(
          message: "parse error : at least one named capture must be supplied"
        )
      }
      return .regexp(pattern)
    }
    if take("drop") {
      var names: [String] = []
      repeat { names.append(try identifier()) } while take(",")
      return .drop(names)
    }
    return .labels(try either())
  }

  // MARK: Filters of labels

  private mutating func either() throws(FakeLokiQuery.Fault) -> FakeLogQL.LabelFilter {
    var filter = try both()
    while take("or") { filter = .either(filter, try both()) }
    return filter
  }

  private mutating func both() throws(FakeLokiQuery.Fault) -> FakeLogQL.LabelFilter {
    var filter = try single()
    while take("and") || take(",") { filter = .both(filter, try single()) }
    return filter
  }

  private mutating func single() throws(FakeLokiQuery.Fault) -> FakeLogQL.LabelFilter {
    if take("(") {
      let filter = try either()
      try expect(")")
      return filter
    }
    let name = try identifier()
    for sign in [">=", "<=", ">", "<", "==", "=", "!="] where next.kind == .sign(sign) {
      guard case .number(let value) = tokens[position + 1].kind else { break }
      position += 2
      return .number(name, sign == "=" ? "==" : sign, value)
    }
    return .matcher(try matcher(name))
  }

  private mutating func matcher(
    _ name: String
  ) throws(FakeLokiQuery.Fault) -> FakeLogQL.Matcher {
    for comparison in FakeLogQL.Comparison.allCases where take(comparison.rawValue) {
      let value = try string()
      let isPattern = comparison == .matches || comparison == .matchesNot
      return FakeLogQL.Matcher(
        name: name,
        comparison: comparison,
        value: value,
        pattern: isPattern ? try pattern(value, isWhole: true) : nil
      )
    }
    throw fault()
  }

  private func pattern(
    _ source: String,
    isWhole: Bool = false
  ) throws(FakeLokiQuery.Fault) -> FakeLogQLPattern {
    guard let pattern = FakeLogQLPattern(source, isWhole: isWhole) else {
      throw FakeLokiQuery.Fault(message: "parse error : error parsing regexp: `\(source)`")
    }
    return pattern
  }

  // MARK: Words

  private var next: FakeLogQLToken { tokens[min(position, tokens.count - 1)] }

  private mutating func take(_ sign: String) -> Bool {
    guard next.kind == .sign(sign) else { return false }
    position += 1
    return true
  }

  private mutating func expect(
    _ sign: String,
    _ expected: String? = nil
  ) throws(FakeLokiQuery.Fault) {
    guard take(sign) else { throw fault(expected ?? sign) }
  }

  private mutating func identifier() throws(FakeLokiQuery.Fault) -> String {
    guard case .identifier(let name) = next.kind else { throw fault("IDENTIFIER") }
    position += 1
    return name
  }

  private mutating func string() throws(FakeLokiQuery.Fault) -> String {
    guard case .string(let text) = next.kind else { throw fault("STRING") }
    position += 1
    return text
  }

  private func fault(_ expected: String? = nil, at offset: Int = 0) -> FakeLokiQuery.Fault {
    let token = tokens[min(max(0, position + offset), tokens.count - 1)]
    let place = token.kind == .end ? "" : "at line \(token.line), col \(token.column)"
    return FakeLokiQuery.Fault(
      message: "parse error \(place): syntax error: unexpected \(token.name)"
        + (expected.map { ", expecting \($0)" } ?? "")
    )
  }
}
