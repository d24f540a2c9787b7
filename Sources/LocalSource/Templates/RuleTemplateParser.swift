/// Parses the tokens of a template into steps.
///
/// - Source: <https://pkg.go.dev/text/template#hdr-Actions>.
struct RuleTemplateParser {
  typealias Problem = RuleTemplate.Problem
  typealias Node = RuleTemplateNode

  /// The keyword that ended a list of steps.
  private enum End { case file, end, otherwise }

  private static let deepest = 50
  private static let keywords: Set<String> = [
    "if", "with", "range", "end", "else", "define", "template", "block", "break", "continue",
  ]

  private let tokens: [RuleTemplateToken]
  private var position = 0
  private var variables = ["$", "$labels", "$externalLabels", "$externalURL", "$value"]
  private var definitions: [String: [Node]] = [:]
  private var loops = 0
  private var depth = 0

  init(tokens: [RuleTemplateToken]) {
    self.tokens = tokens
  }

  /// All steps.
  mutating func body() throws(Problem) -> RuleTemplateBody {
    let (nodes, end) = try list(isOutermost: true)
    guard end == .file else { throw problem("unexpected 'end' or 'else'") }
    return RuleTemplateBody(nodes: nodes, definitions: definitions)
  }

  // MARK: - Steps

  private mutating func list(isOutermost: Bool = false) throws(Problem) -> ([Node], End) {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw problem("nested too deeply") }
    var nodes: [Node] = []
    while let token = peek {
      position += 1
      if case .text(let text) = token.kind {
        nodes.append(.text(text))
        continue
      }
      switch keyword {
      case "end":
        position += 1
        try close("end")
        return (nodes, .end)
      case "else":
        position += 1
        return (nodes, .otherwise)
      case "define":
        guard isOutermost else { throw problem("'define' inside another action") }
        position += 1
        try define()
      case let keyword?:
        position += 1
        nodes.append(try node(keyword))
      case nil:
        nodes.append(.output(try pipeline("an action", until: .close)))
      }
    }
    return (nodes, .file)
  }

  private mutating func node(_ keyword: String) throws(Problem) -> Node {
    switch keyword {
    case "break", "continue":
      guard loops > 0 else { throw problem("'\(keyword)' outside of 'range'") }
      try close(keyword)
      return keyword == "break" ? .leave : .proceed
    case "template", "block":
      let name = try name(of: keyword)
      var pipeline: RuleTemplatePipeline?
      if peek?.kind != .close || keyword == "block" {
        pipeline = try self.pipeline(keyword, until: .close)
      } else {
        position += 1
      }
      if keyword == "block" { try definition(name) }
      return .template(name, pipeline)
    default:
      return try branch(keyword)
    }
  }

  private mutating func branch(_ keyword: String) throws(Problem) -> Node {
    let start = position - 1
    let scope = variables.count
    let pipeline = try pipeline(keyword, until: .close)
    if keyword == "range" { loops += 1 }
    var (body, end) = try list()
    if keyword == "range" { loops -= 1 }
    var otherwise: [Node] = []
    if end == .otherwise {
      if keyword != "range", self.keyword == keyword {
        // `else if` and `else with` end together with what they belong to.
        position += 1
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw problem("nested too deeply") }
        otherwise = [try branch(keyword)]
        end = .end
      } else {
        try close("else")
        (otherwise, end) = try list()
      }
    }
    guard end == .end else {
      position = end == .file ? start : position
      throw problem(end == .file ? "'\(keyword)' without 'end'" : "duplicate 'else'")
    }
    variables.removeSubrange(scope...)
    switch keyword {
    case "if": return .choice(pipeline, then: body, otherwise: otherwise)
    case "with": return .with(pipeline, then: body, otherwise: otherwise)
    default: return .range(pipeline, body: body, otherwise: otherwise)
    }
  }

  private mutating func define() throws(Problem) {
    let name = try name(of: "define")
    try close("define")
    try definition(name)
  }

  private mutating func definition(_ name: String) throws(Problem) {
    let outer = (variables, loops)
    (variables, loops) = (["$"], 0)
    let (nodes, end) = try list()
    (variables, loops) = outer
    guard end == .end else { throw problem("template '\(name)' without 'end'") }
    definitions[name] = nodes
  }

  private mutating func name(of keyword: String) throws(Problem) -> String {
    skipSpace()
    guard case .quoted(let name)? = peek?.kind else {
      throw problem("'\(keyword)' needs a name in quotes")
    }
    position += 1
    skipSpace()
    return name
  }

  private mutating func close(_ keyword: String) throws(Problem) {
    skipSpace()
    guard peek?.kind == .close else { throw problem("unexpected text after '\(keyword)'") }
    position += 1
  }

  /// The keyword that stands next, if one does.
  private var keyword: String? {
    mutating get {
      skipSpace()
      guard case .word(let word)? = peek?.kind, Self.keywords.contains(word) else { return nil }
      return word
    }
  }

  // MARK: - Values

  private mutating func pipeline(
    _ context: String,
    until end: RuleTemplateToken.Kind
  ) throws(Problem) -> RuleTemplatePipeline {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw problem("nested too deeply") }
    var pipeline = RuleTemplatePipeline()
    try declarations(context, &pipeline)
    repeat {
      skipSpace()
      let start = position
      let command = try command(context)
      switch command.first {
      case .constant where !pipeline.commands.isEmpty, .dot where !pipeline.commands.isEmpty:
        position = start
        throw problem("a value is not a function")
      default: break
      }
      pipeline.commands.append(command)
    } while take(.pipe)
    guard take(end) else { throw problem(unexpected) }
    return pipeline
  }

  /// Takes `$a := `, `$a = ` and `$a, $b := `, where one of them stands.
  private mutating func declarations(
    _ context: String,
    _ pipeline: inout RuleTemplatePipeline
  ) throws(Problem) {
    let start = position
    skipSpace()
    var names: [String] = []
    while case .variable(let name)? = peek?.kind {
      names.append(name)
      position += 1
      skipSpace()
      guard take(.comma) else { break }
      guard context == "range", names.count == 1 else { throw problem("too many variables") }
      skipSpace()
    }
    let isDeclaration = peek?.kind == .declare
    guard !names.isEmpty, isDeclaration || peek?.kind == .assign else {
      if names.count > 1 { throw problem(unexpected) }
      position = start
      return
    }
    position += 1
    if isDeclaration {
      variables += names
    } else if let unknown = names.first(where: { !variables.contains($0) }) {
      throw problem("undefined variable '\(unknown)'")
    }
    pipeline.variables = names
    pipeline.isAssignment = !isDeclaration
  }

  private mutating func command(_ context: String) throws(Problem) -> RuleTemplateCommand {
    var operands: [RuleTemplateOperand] = []
    while true {
      skipSpace()
      guard let operand = try operand() else { break }
      operands.append(operand)
      guard peek?.kind == .space else { break }
    }
    guard let first = operands.first else {
      throw problem(peek?.kind == .close ? "\(context) without a value" : unexpected)
    }
    if operands.count == 1, case .constant(.nothing) = first {
      throw problem("'nil' is not a command")
    }
    return RuleTemplateCommand(first: first, arguments: Array(operands.dropFirst()))
  }

  private mutating func operand() throws(Problem) -> RuleTemplateOperand? {
    guard let term = try term() else { return nil }
    var fields: [String] = []
    while case .field(let name)? = peek?.kind {
      fields.append(name)
      position += 1
    }
    guard !fields.isEmpty else { return term }
    switch term {
    case .constant: throw problem("a constant has no fields")
    case .field(let before, of: let owner): return .field(before + fields, of: owner)
    case .dot, .variable, .function, .pipeline: return .field(fields, of: term)
    }
  }

  private mutating func term() throws(Problem) -> RuleTemplateOperand? {
    guard let token = peek else { return nil }
    let operand: RuleTemplateOperand
    switch token.kind {
    case .dot: operand = .dot
    case .field(let name): operand = .field([name], of: .dot)
    case .quoted(let text): operand = .constant(.text(text))
    case .character(let scalar): operand = .constant(.whole(Int(scalar.value)))
    case .number(let text):
      guard let value = RuleTemplateNumber.value(of: text) else {
        throw problem("'\(text)' is not a number")
      }
      operand = .constant(value)
    case .variable(let name):
      guard variables.contains(name) else { throw problem("undefined variable '\(name)'") }
      operand = .variable(name)
    case .word(let word): operand = try self.word(word)
    case .openGroup:
      position += 1
      return .pipeline(try pipeline("'()'", until: .closeGroup))
    default: return nil
    }
    position += 1
    return operand
  }

  private func word(_ word: String) throws(Problem) -> RuleTemplateOperand {
    switch word {
    case "true": return .constant(.flag(true))
    case "false": return .constant(.flag(false))
    case "nil": return .constant(.nothing)
    default: break
    }
    if let function = RuleTemplateFunction(rawValue: word) { return .function(function) }
    let known: Set = ["call", "tmpl", "toDuration"]
    let isKnown = known.contains(word) || Self.keywords.contains(word)
    throw problem(
      isKnown ? "'\(word)' is not supported here" : "unknown function '\(word)'"
    )
  }

  // MARK: - Tokens

  private var peek: RuleTemplateToken? { position < tokens.count ? tokens[position] : nil }

  private mutating func skipSpace() {
    while peek?.kind == .space { position += 1 }
  }

  private mutating func take(_ kind: RuleTemplateToken.Kind) -> Bool {
    skipSpace()
    guard peek?.kind == kind else { return false }
    position += 1
    return true
  }

  private var unexpected: String {
    switch peek?.kind {
    case .close: "unexpected end of '{{ }}'"
    case .pipe: "unexpected '|'"
    case .closeGroup: "unexpected ')'"
    case .comma: "unexpected ','"
    case .assign: "unexpected '='"
    case .declare: "unexpected ':='"
    default: "expected a space between values"
    }
  }

  private func problem(_ reason: String) -> Problem {
    let token = peek ?? tokens.last
    return Problem(reason: reason, line: token?.line ?? 1, column: token?.column ?? 1)
  }
}
