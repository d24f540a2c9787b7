import PromQL
import Telemetry

/// One expansion of a template.
struct RuleTemplateRun {
  typealias Problem = RuleTemplate.Problem
  typealias Value = RuleTemplateValue

  /// How a list of steps ended.
  private enum End { case done, left, proceeds }

  // Templates loop over answers to queries and call each other: both have an end.
  private static let mostSteps = 100_000
  private static let mostBytes = 65_536
  private static let deepest = 50

  private let body: RuleTemplateBody
  private let facts: RuleTemplate.Facts
  private var output = ""
  private var variables: [(name: String, value: Value)]
  private var steps = 0
  private var depth = 0

  init(_ body: RuleTemplateBody, _ facts: RuleTemplate.Facts) {
    self.body = body
    self.facts = facts
    variables = []
  }

  /// The text.
  mutating func text() throws(Problem) -> String {
    let root = Value.facts(facts)
    variables = [
      ("$", root),
      ("$labels", try root.field("Labels")),
      ("$externalLabels", try root.field("ExternalLabels")),
      ("$externalURL", try root.field("ExternalURL")),
      ("$value", try root.field("Value")),
    ]
    _ = try walk(body.nodes, root)
    return output
  }

  // MARK: - Steps

  private mutating func walk(_ nodes: [RuleTemplateNode], _ dot: Value) throws(Problem) -> End {
    for node in nodes {
      try step()
      let end = try walk(node, dot)
      guard end == .done else { return end }
    }
    return .done
  }

  private mutating func walk(_ node: RuleTemplateNode, _ dot: Value) throws(Problem) -> End {
    let scope = variables.count
    switch node {
    case .text(let text): try write(text)
    case .output(let pipeline):
      let value = try value(of: pipeline, dot)
      if pipeline.variables.isEmpty { try write(value.text) }
    case .choice(let pipeline, let then, let otherwise):
      defer { variables.removeSubrange(scope...) }
      return try walk(value(of: pipeline, dot).isTrue ? then : otherwise, dot)
    case .with(let pipeline, let then, let otherwise):
      defer { variables.removeSubrange(scope...) }
      let value = try value(of: pipeline, dot)
      return try value.isTrue ? walk(then, value) : walk(otherwise, dot)
    case .range(let pipeline, let body, let otherwise):
      defer { variables.removeSubrange(scope...) }
      return try range(pipeline, body, otherwise, dot)
    case .template(let name, let pipeline): try call(name, pipeline, dot)
    case .leave: return .left
    case .proceed: return .proceeds
    }
    return .done
  }

  private mutating func step() throws(Problem) {
    steps += 1
    guard steps < Self.mostSteps else { throw Problem(reason: "more than \(steps) steps") }
  }

  private mutating func write(_ text: String) throws(Problem) {
    output += text
    guard output.utf8.count <= Self.mostBytes else {
      throw Problem(reason: "the text is longer than \(Self.mostBytes) bytes")
    }
  }

  private mutating func range(
    _ pipeline: RuleTemplatePipeline,
    _ body: [RuleTemplateNode],
    _ otherwise: [RuleTemplateNode],
    _ dot: Value
  ) throws(Problem) -> End {
    // The variables of a loop are set for each element.
    var source = pipeline
    source.variables = []
    let elements = try Self.elements(of: value(of: source, dot))
    guard !elements.isEmpty else { return try walk(otherwise, dot) }
    let names = pipeline.variables
    let scope = variables.count
    for element in elements {
      try step()
      let values = names.count == 2 ? [element.key, element.value] : [element.value]
      for (name, value) in zip(names, values) { try set(name, value, pipeline.isAssignment) }
      let end = try walk(body, element.value)
      variables.removeSubrange(scope...)
      if end == .left { break }
    }
    return .done
  }

  private static func elements(of value: Value) throws(Problem) -> [(key: Value, value: Value)] {
    switch value {
    case .samples(let samples):
      return samples.enumerated().map { (.whole($0.offset), .sample($0.element)) }
    case .labels(let labels):
      return labels.sorted { $0.key < $1.key }.map { (.text($0.key), .text($0.value)) }
    case .arguments(let arguments):
      return arguments.sorted { $0.key < $1.key }.map { (.text($0.key), $0.value) }
    case .whole(let count):
      return (0..<min(max(0, count), mostSteps)).map { (.whole($0), .whole($0)) }
    case .nothing: return []
    default: throw Problem(reason: "'range' cannot go over a value of type \(value.kind)")
    }
  }

  private mutating func call(
    _ name: String,
    _ pipeline: RuleTemplatePipeline?,
    _ dot: Value
  ) throws(Problem) {
    guard let nodes = body.definitions[name] else {
      throw Problem(reason: "the template '\(name)' is not defined")
    }
    let value = if let pipeline { try value(of: pipeline, dot) } else { Value.nothing }
    depth += 1
    let outer = variables
    variables = [("$", value)]
    defer {
      depth -= 1
      variables = outer
    }
    guard depth < Self.deepest else { throw Problem(reason: "templates are nested too deeply") }
    _ = try walk(nodes, value)
  }

  private mutating func set(
    _ name: String,
    _ value: Value,
    _ isAssignment: Bool
  ) throws(Problem) {
    guard isAssignment else { return variables.append((name, value)) }
    guard let index = variables.lastIndex(where: { $0.name == name }) else {
      throw Problem(reason: "undefined variable '\(name)'")
    }
    variables[index].value = value
  }

  // MARK: - Values

  private mutating func value(
    of pipeline: RuleTemplatePipeline,
    _ dot: Value
  ) throws(Problem) -> Value {
    var last: Value?
    for command in pipeline.commands { last = try value(of: command, last, dot) }
    let value = last ?? .nothing
    for name in pipeline.variables { try set(name, value, pipeline.isAssignment) }
    return value
  }

  private mutating func value(
    of command: RuleTemplateCommand,
    _ last: Value?,
    _ dot: Value
  ) throws(Problem) -> Value {
    guard case .function(let function) = command.first else {
      guard command.arguments.isEmpty, last == nil else {
        throw Problem(reason: "a value is not a function")
      }
      return try value(of: command.first, dot)
    }
    if function == .and || function == .or {
      return try junction(function, command.arguments, last, dot)
    }
    var arguments: [Value] = []
    for operand in command.arguments { arguments.append(try value(of: operand, dot)) }
    if let last { arguments.append(last) }
    return try function.apply(arguments, facts)
  }

  /// `and` and `or`, which look at no more arguments than they must.
  private mutating func junction(
    _ function: RuleTemplateFunction,
    _ operands: [RuleTemplateOperand],
    _ last: Value?,
    _ dot: Value
  ) throws(Problem) -> Value {
    guard !operands.isEmpty || last != nil else { throw function.wrongCount(0) }
    var result = Value.nothing
    for operand in operands {
      result = try value(of: operand, dot)
      if result.isTrue == (function == .or) { return result }
    }
    return last ?? result
  }

  private mutating func value(
    of operand: RuleTemplateOperand,
    _ dot: Value
  ) throws(Problem) -> Value {
    switch operand {
    case .dot: return dot
    case .constant(let value): return value
    case .variable(let name):
      guard let variable = variables.last(where: { $0.name == name }) else {
        throw Problem(reason: "undefined variable '\(name)'")
      }
      return variable.value
    case .function(let function):
      return try function.apply([], facts)
    case .pipeline(let pipeline):
      return try value(of: pipeline, dot)
    case .field(let names, of: let owner):
      var value = try value(of: owner, dot)
      for name in names { value = try value.field(name) }
      return value
    }
  }
}
