/// Reads templates.
struct RuleTemplateReader {
  typealias Problem = RuleTemplate.Problem

  private let scalars: [Unicode.Scalar]
  private var position = 0

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The parts of a template.
  static func parts(of source: String) throws(Problem) -> [RuleTemplate.Part] {
    var parts: [RuleTemplate.Part] = []
    var rest = source[...]
    var trimsNext = false
    while let open = rest.firstRange(of: "{{") {
      var plain = rest[..<open.lowerBound]
      if trimsNext { plain = plain.trimmingStart }
      rest = rest[open.upperBound...]
      if rest.hasPrefix("- ") || rest.hasPrefix("-\n") {
        plain = plain.trimmingEnd
        rest = rest.dropFirst()
      }
      if !plain.isEmpty { parts.append(.text(String(plain))) }
      guard let end = closing(rest) else { throw Problem(reason: "'{{' without '}}'") }
      var inside = rest[..<end]
      rest = rest[end...].dropFirst(2)
      trimsNext = inside.hasSuffix(" -") || inside.hasSuffix("\n-")
      if trimsNext { inside = inside.dropLast() }
      if inside.hasPrefix("/*"), inside.hasSuffix("*/") { continue }
      var reader = RuleTemplateReader(String(inside))
      parts.append(.pipeline(try reader.wholePipeline()))
    }
    let plain = trimsNext ? rest.trimmingStart : rest
    if !plain.isEmpty { parts.append(.text(String(plain))) }
    return parts
  }

  /// The place of the `}}` that is in no text.
  private static func closing(_ text: Substring) -> Substring.Index? {
    var quote: Character?
    var isEscaped = false
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if character == "\\", open == "\"" {
          isEscaped = true
        } else if character == open {
          quote = nil
        }
      } else if character == "\"" || character == "`" {
        quote = character
      } else if text[index...].hasPrefix("}}") {
        return index
      }
      index = text.index(after: index)
    }
    return nil
  }

  private mutating func wholePipeline() throws(Problem) -> RuleTemplate.Pipeline {
    let pipeline = try pipeline(depth: 0)
    guard position == scalars.count else { throw unexpected() }
    return pipeline
  }

  private mutating func pipeline(depth: Int) throws(Problem) -> RuleTemplate.Pipeline {
    guard depth < 20 else { throw Problem(reason: "too many parentheses") }
    var commands = [try command(depth: depth)]
    while take("|") { commands.append(try command(depth: depth)) }
    for (index, command) in commands.enumerated() {
      guard let function = command.function else {
        guard index == 0, command.arguments.count == 1 else {
          throw Problem(reason: "a value is no function")
        }
        continue
      }
      try function.check(argumentCount: command.arguments.count + (index > 0 ? 1 : 0))
    }
    return RuleTemplate.Pipeline(commands: commands)
  }

  private mutating func command(depth: Int) throws(Problem) -> RuleTemplate.Command {
    var command = RuleTemplate.Command(function: nil, arguments: [])
    skipSpace()
    if let scalar = peek, scalar.properties.isAlphabetic {
      let name = word()
      guard let function = RuleTemplateFunction(rawValue: name) else {
        throw RuleTemplateFunction.problem(of: name)
      }
      command.function = function
    }
    while let argument = try argument(depth: depth) { command.arguments.append(argument) }
    guard command.function != nil || !command.arguments.isEmpty else { throw unexpected() }
    return command
  }

  private mutating func argument(depth: Int) throws(Problem) -> RuleTemplate.Argument? {
    skipSpace()
    guard let scalar = peek, scalar != "|", scalar != ")" else { return nil }
    switch scalar {
    case "$", ".": return try variable()
    case "\"", "`": return .text(try quoted(scalar))
    case "(":
      position += 1
      let nested = try pipeline(depth: depth + 1)
      guard take(")") else { throw unexpected() }
      return .nested(nested)
    case "0"..."9", "-", "+":
      let text = word(alsoTaking: "+-.")
      guard let number = Double(text) else { throw Problem(reason: "'\(text)' is no number") }
      return .number(number)
    default: throw unexpected()
    }
  }

  private mutating func variable() throws(Problem) -> RuleTemplate.Argument {
    let text = word(alsoTaking: "$.")
    let path = text.drop { $0 == "$" || $0 == "." }.split(
      separator: ".",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    switch (path.first.map { $0.lowercased() }, path.count) {
    case ("value", 1): return .value
    case ("labels", 2): return .label(String(path[1]))
    case ("externallabels", 2): return .externalLabel(String(path[1]))
    case ("externalurl", 1): return .externalURL
    default: throw Problem(reason: "'\(text)' is unknown")
    }
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(Problem) -> String {
    position += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek, scalar != quote {
      position += 1
      guard scalar == "\\", quote == "\"" else {
        text.append(scalar)
        continue
      }
      switch peek {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "\\", "\"": text.append(peek ?? quote)
      default: throw Problem(reason: "an unknown escape in a text")
      }
      position += 1
    }
    guard peek == quote else { throw Problem(reason: "a text without its closing quote") }
    position += 1
    return String(text)
  }

  // MARK: - Steps

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func skipSpace() {
    while let scalar = peek, scalar.properties.isWhitespace { position += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private mutating func word(alsoTaking more: String = "") -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek,
      scalar.properties.isAlphabetic || scalar == "_" || "0"..."9" ~= scalar
        || more.unicodeScalars.contains(scalar)
    {
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  private func unexpected() -> Problem {
    guard position < scalars.count else { return Problem(reason: "unexpected end of '{{ }}'") }
    return Problem(reason: "unexpected '\(scalars[position])'")
  }
}

extension Substring {
  fileprivate var trimmingStart: Substring { drop(while: \.isWhitespace) }

  fileprivate var trimmingEnd: Substring {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
