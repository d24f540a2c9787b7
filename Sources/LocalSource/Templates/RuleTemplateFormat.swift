import PromQL
import Telemetry

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
      let extra = rest.map { "\($0.kind)=\($0.text)" }
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
    case ("f", .number(let number)), ("F", .number(let number)), ("e", .number(let number)),
      ("E", .number(let number)):
      let form: Character = letter == "F" ? "f" : letter
      let text = RuleNumberText.formatted(number, form, decimals: verb.precision ?? 6)
      return signed(text, number, verb)
    case ("g", .number(let number)), ("G", .number(let number)), ("v", .number(let number)):
      let text =
        verb.precision.map {
          RuleNumberText.formatted(number, letter == "G" ? "G" : "g", decimals: max(1, $0))
        } ?? GoNumber.text(number)
      return signed(letter == "G" ? text.uppercased() : text, number, verb)
    case ("d", .whole(let whole)), ("v", .whole(let whole)):
      return signed("\(whole)", Double(whole), verb)
    case ("x", .whole(let whole)): return signed(String(whole, radix: 16), Double(whole), verb)
    case ("X", .whole(let whole)):
      return signed(String(whole, radix: 16, uppercase: true), Double(whole), verb)
    case ("o", .whole(let whole)): return signed(String(whole, radix: 8), Double(whole), verb)
    case ("b", .whole(let whole)): return signed(String(whole, radix: 2), Double(whole), verb)
    case ("c", .whole(let whole)):
      return UInt32(exactly: whole).flatMap(Unicode.Scalar.init).map { String($0) } ?? "\u{FFFD}"
    case ("t", .flag), ("v", .flag), ("v", .labels), ("v", .arguments), ("v", .sample),
      ("v", .samples), ("v", .moment), ("v", .facts), ("s", .moment), ("s", .labels):
      verb.hasZeros = false
      return value.text
    default:
      return word(value, letter, &verb)
    }
  }

  private static func word(
    _ value: RuleTemplateValue,
    _ letter: Character,
    _ verb: inout Verb
  ) -> String {
    verb.hasZeros = verb.hasZeros && letter != "q"
    switch (letter, value) {
    case ("s", .text(let text)), ("v", .text(let text)):
      return verb.precision.map { String(text.prefix($0)) } ?? text
    case ("q", .text(let text)): return PromQLText.quoted(text)
    case ("x", .text(let text)), ("X", .text(let text)):
      let hex = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return letter == "X" ? hex.uppercased() : hex
    case ("T", _): return value.kind
    case ("v", .nothing): return "<nil>"
    case (_, .nothing): return "%!\(letter)(<nil>)"
    default: return "%!\(letter)(\(value.kind)=\(value.text))"
    }
  }

  /// With the five signs of HTML as entities.
  static func escapedForHTML(_ text: String) -> String {
    let entities: [Unicode.Scalar: String] = [
      "\"": "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\u{FFFD}",
    ]
    return text.unicodeScalars.reduce(into: "") { $0 += entities[$1] ?? String($1) }
  }

  /// For a text inside of a script.
  static func escapedForScripts(_ text: String) -> String {
    let escapes: [Unicode.Scalar: String] = [
      "\\": "\\\\", "'": "\\'", "\"": "\\\"", "<": "\\u003C", ">": "\\u003E",
      "&": "\\u0026", "=": "\\u003D",
    ]
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if let escape = escapes[scalar] {
        result += escape
      } else if scalar.value < 0x20 {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      } else {
        result.unicodeScalars.append(scalar)
      }
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
}
