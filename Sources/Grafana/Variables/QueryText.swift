/// A query with what its variables stand for, as own panels write it.
///
/// Matchers are the reason that this looks at quotes: several values are a regular expression, and `=`
/// before one becomes `=~`.
struct QueryText {
  /// Why a query cannot be written without its variables.
  struct Problem: Error {
    let message: String
  }

  private let scope: VariableScope
  private let source: [Character]
  private var position = 0
  private var text = ""

  /// Writes a query.
  static func resolved(_ query: String, in scope: VariableScope) throws(Problem) -> String {
    var writer = QueryText(scope: scope, source: Array(query))
    try writer.write()
    return writer.text.trimmed
  }

  private init(scope: VariableScope, source: [Character]) {
    (self.scope, self.source) = (scope, source)
  }

  private mutating func write() throws(Problem) {
    while position < source.count {
      let character = source[position]
      if "\"'`".contains(character) {
        let literal = takeLiteral(character)
        try write(literal, quote: character)
      } else {
        var plain = ""
        while position < source.count, !"\"'`".contains(source[position]) {
          plain.append(source[position])
          position += 1
        }
        try write(plain)
      }
    }
  }

  /// The inside of a quoted text, as it is written.
  private mutating func takeLiteral(_ quote: Character) -> String {
    var literal = ""
    position += 1
    while position < source.count, source[position] != quote {
      if source[position] == "\\", quote != "`", position + 1 < source.count {
        literal.append(source[position])
        position += 1
      }
      literal.append(source[position])
      position += 1
    }
    position += 1
    return literal
  }

  // MARK: - Outside of quotes

  private mutating func write(_ plain: String) throws(Problem) {
    var parts = VariableText.parts(of: plain)[...]
    while let part = parts.popFirst() {
      switch part {
      case .text(let words): text += words
      case .variable(let name, _):
        // `[${__range_s}s]` is the range with its unit.
        if name == "__range_s", case .text(let next)? = parts.first,
          next.hasPrefix("s]") || next.hasPrefix("s:")
        {
          parts.removeFirst()
          text += "$range" + next.dropFirst()
        } else {
          text += try bare(name)
        }
      }
    }
  }

  /// What stands for a variable where there are no quotes.
  private func bare(_ name: String) throws(Problem) -> String {
    switch name {
    case "__rate_interval", "__interval", "__auto", "__auto_interval_interval":
      return "$window"
    case "__range": return "$range"
    case "__range_s": return "$range_s"
    case "__range_ms": return "($range_s * 1000)"
    default: break
    }
    if name.hasPrefix("__") {
      throw Problem(message: "$\(name) has no counterpart in own panels")
    }
    if let input = scope.inputs[name], input != "${\(name)}" { return input }
    switch scope.variables[name]?.value {
    case .window: return "$window"
    case .values(let values), .chosen(let values):
      guard values.count != 1 else { return scope.words(of: values[0]) }
      // What it is grouped by may be several.
      return values.joined(separator: ", ")
    case .all, .unknown, nil:
      throw Problem(message: "$\(name) needs a value here: give --var \(name)=VALUE")
    }
  }

  // MARK: - Inside of quotes

  private mutating func write(_ literal: String, quote: Character) throws(Problem) {
    let parts = VariableText.parts(of: literal)
    let operation = matchingOperator
    guard parts.contains(where: { if case .variable = $0 { true } else { false } }) else {
      text += "\(quote)\(literal)\(quote)"
      return
    }
    let isRegex = operation == "=~" || operation == "!~"
    let needsRegex = !isRegex && parts.contains(where: isSeveral)
    if needsRegex, let operation {
      let space = text.reversed().prefix(while: \.isWhitespace).count
      text.removeLast(space + operation.count)
      // In LogQL `|=` is a filter of lines, and `|~` one by an expression.
      let isOfLines = operation == "=" && text.last == "|"
      text += isOfLines ? "~" : operation == "=" ? "=~" : "!~"
      text += String(repeating: " ", count: space)
    }
    text.append(quote)
    for part in parts {
      switch part {
      case .text(let words):
        let isEscaped = needsRegex && operation != nil
        text += isEscaped ? Self.quoted(VariableText.escaped(words), quote) : words
      case .variable(let name, _):
        if operation == nil, scope.variables[name] == nil, scope.inputs[name] == nil {
          // A group of a regular expression, which `label_replace` names so.
          text += "${\(name)}"
        } else {
          text += Self.quoted(try value(name, asRegex: isRegex || needsRegex), quote)
        }
      }
    }
    text.append(quote)
  }

  /// The operator of the matcher whose value comes next; `nil` for another text.
  private var matchingOperator: String? {
    var before = text[...]
    while let last = before.last, last.isWhitespace { before.removeLast() }
    return ["=~", "!~", "!=", "="].first { before.hasSuffix($0) && !before.hasSuffix("==") }
  }

  private func isSeveral(_ part: VariableText.Part) -> Bool {
    guard case .variable(let name, _) = part else { return false }
    switch scope.variables[name]?.value {
    case .all: return true
    case .values(let values), .chosen(let values): return values.count > 1
    default: return false
    }
  }

  private func value(_ name: String, asRegex: Bool) throws(Problem) -> String {
    if let input = scope.inputs[name], input != "${\(name)}" { return input }
    switch scope.variables[name]?.value {
    case .values(let values):
      if values.count == 1 {
        let value = scope.words(of: values[0])
        return asRegex && !Self.isRegex(value) ? VariableText.escaped(value) : value
      }
      return "(" + values.map(VariableText.escaped).joined(separator: "|") + ")"
    case .chosen(let values):
      return values.count == 1 ? values[0] : "(" + values.joined(separator: "|") + ")"
    case .all(let expression): return expression
    case .window, .unknown, nil:
      throw Problem(message: "$\(name) needs a value here: give --var \(name)=VALUE")
    }
  }

  /// Whether a single value is meant as a regular expression, as constants and lists often are.
  private static func isRegex(_ value: String) -> Bool {
    ["*", "+", "|", "[", "^", "("].contains { value.contains($0) }
  }

  /// A value as it stands between quotes.
  private static func quoted(_ value: String, _ quote: Character) -> String {
    guard quote != "`" else { return value }
    var quoted = ""
    for character in value {
      if character == quote || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted
  }
}
