/// Words of a text that stand for variables: `$name`, `${name}`, `${name:format}`, `[[name]]`.
///
/// - Source: <https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/>.
enum VariableText {
  /// A part of a text.
  enum Part: Hashable {
    case text(String)
    /// A variable with the format that is asked for; empty for none.
    case variable(name: String, format: String)
  }

  /// Takes a text apart.
  ///
  /// A dollar sign before a digit is none of Grafana's.
  static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let first = rest.first {
      if first == "$" || first == "[", let (part, length) = variable(at: rest) {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(part)
        rest = rest.dropFirst(length)
      } else {
        plain.append(first)
        rest = rest.dropFirst()
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    return parts
  }

  /// The variable that a text begins with, and how many characters it takes.
  private static func variable(at text: Substring) -> (Part, Int)? {
    for (open, close) in [("${", "}"), ("[[", "]]")] where text.hasPrefix(open) {
      let inside = text.dropFirst(open.count)
      guard let end = inside.firstRange(of: close) else { return nil }
      let content = inside[..<end.lowerBound]
      let halves = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = halves[0].prefix { $0 != "." }
      guard !name.isEmpty, name.allSatisfy(isOfName) else { return nil }
      let format = halves.count > 1 ? String(halves[1]) : ""
      return (
        .variable(name: String(name), format: format), content.count + open.count + close.count
      )
    }
    guard text.first == "$" else { return nil }
    let name = text.dropFirst().prefix(while: isOfName)
    guard let first = name.first, !first.isNumber else { return nil }
    return (.variable(name: String(name), format: ""), name.count + 1)
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// A text as a regular expression that matches it alone.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\^$.|?*+()[]{}".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
