import PromQL

/// The verbs of Go's `printf` that templates use.
///
/// - Source: <https://pkg.go.dev/fmt>.
enum RuleTemplateFormat {
  private struct Verb {
    var isLeft = false
    var hasPlus = false
    var hasZeros = false
    var width = 0
    var precision: Int?
  }

  /// Fills arguments into a format; what does not fit is marked as Go marks it.
  static func text(_ format: String, _ arguments: some Collection<RuleTemplateValue>) -> String {
    var text = ""
    var rest = Array(arguments)[...]
    var characters = Array(format)[...]
    while let character = characters.popFirst() {
      guard character == "%" else {
        text.append(character)
        continue
      }
      var verb = verb(&characters)
      guard let letter = characters.popFirst() else {
        text += "%!(NOVERB)"
        break
      }
      guard letter != "%" else {
        text += "%"
        continue
      }
      guard let argument = rest.popFirst() else {
        text += "%!\(letter)(MISSING)"
        continue
      }
      text += padded(converted(argument, letter, &verb), verb)
    }
    if !rest.isEmpty {
      let extra = rest.map { "\(type(of: $0))=\($0.text)" }
      text += "%!(EXTRA \(extra.joined(separator: ", ")))"
    }
    return text
  }

  private static func verb(_ characters: inout ArraySlice<Character>) -> Verb {
    var verb = Verb()
    while let flag = characters.first, "-+# 0".contains(flag) {
      verb.isLeft = verb.isLeft || flag == "-"
      verb.hasPlus = verb.hasPlus || flag == "+"
      verb.hasZeros = verb.hasZeros || flag == "0"
      characters.removeFirst()
    }
    verb.width = number(&characters) ?? 0
    if characters.first == "." {
      characters.removeFirst()
      verb.precision = number(&characters) ?? 0
    }
    return verb
  }

  private static func number(_ characters: inout ArraySlice<Character>) -> Int? {
    let digits = characters.prefix { $0.isASCII && $0.isNumber }
    characters = characters.dropFirst(digits.count)
    return Int(String(digits)).map { min($0, 1000) }
  }

  private static func converted(
    _ value: RuleTemplateValue,
    _ letter: Character,
    _ verb: inout Verb
  ) -> String {
    switch (letter, value) {
    case ("f", .number(let number)), ("F", .number(let number)), ("e", .number(let number)):
      let text = RuleNumberText.formatted(
        number,
        letter == "e" ? "e" : "f",
        decimals: verb.precision ?? 6
      )
      return signed(text, number, verb)
    case ("g", .number(let number)), ("v", .number(let number)):
      guard let precision = verb.precision else {
        return signed(GoNumber.text(number), number, verb)
      }
      return signed(
        RuleNumberText.formatted(number, "g", decimals: precision),
        number,
        verb
      )
    case ("s", .text(let text)), ("v", .text(let text)):
      verb.hasZeros = false
      return verb.precision.map { String(text.prefix($0)) } ?? text
    case ("q", .text(let text)):
      return "\"" + text.reduce(into: "") { $0 += "\\\"".contains($1) ? "\\\($1)" : "\($1)" } + "\""
    default:
      return "%!\(letter)(\(type(of: value))=\(value.text))"
    }
  }

  private static func signed(_ text: String, _ number: Double, _ verb: Verb) -> String {
    verb.hasPlus && number >= 0 && !text.hasPrefix("+") ? "+" + text : text
  }

  private static func padded(_ text: String, _ verb: Verb) -> String {
    let missing = verb.width - text.count
    guard missing > 0 else { return text }
    if verb.isLeft { return text + String(repeating: " ", count: missing) }
    guard verb.hasZeros else { return String(repeating: " ", count: missing) + text }
    let sign = text.hasPrefix("-") || text.hasPrefix("+") ? text.prefix(1) : ""
    return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
  }

  private static func type(of value: RuleTemplateValue) -> String {
    if case .number = value { "float64" } else { "string" }
  }
}
