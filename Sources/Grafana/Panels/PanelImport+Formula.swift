import Signals

extension PanelImport {
  /// How many formulas may be made of one another.
  private static let formulaDepth = 8

  /// What Grafana works out from other queries, as one expression.
  ///
  /// - Source: <https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/expression-queries/>.
  func formula(
    of target: GrafanaNode
  ) throws(QueryText.Problem) -> (text: String, language: OwnPanel.Line.Language) {
    var languages: Set<OwnPanel.Line.Language> = []
    let text = try formula(of: target, Self.formulaDepth, &languages)
    guard languages.count == 1, let language = languages.first else {
      throw QueryText.Problem(message: "it is worked out from Prometheus and Loki together")
    }
    return (text, language)
  }

  private func formula(
    of target: GrafanaNode,
    _ depth: Int,
    _ languages: inout Set<OwnPanel.Line.Language>
  ) throws(QueryText.Problem) -> String {
    let source = target["expression"].text ?? ""
    switch target["type"].text {
    case "math":
      var formula = Formula(source)
      let text = try formula.written { letter throws(QueryText.Problem) in
        try part(letter, depth, &languages)
      }
      guard !formula.hasFunction || !languages.contains(.logQL) else {
        throw QueryText.Problem(message: "LogQL has no functions of numbers, as in '\(source)'")
      }
      return text
    case "reduce":
      let letter = source.trimmed.drop { $0 == "$" || $0 == "{" }.prefix { $0 != "}" }
      let part = try part(String(letter), depth, &languages)
      let functions = ["mean": "avg", "max": "max", "min": "min", "sum": "sum", "count": "count"]
      let reducer = target["reducer"].text ?? "last"
      if reducer == "last" { return part }
      guard let function = functions[reducer], languages == [.promQL] else {
        throw QueryText.Problem(message: "Grafana reduces it by '\(reducer)'")
      }
      return "\(function)_over_time((\(part))[$range:])"
    case let type:
      let words = "Grafana works it out from other queries by '\(type ?? "an expression")'"
      throw QueryText.Problem(message: words)
    }
  }

  /// The query that a formula names, shown or not.
  private func part(
    _ letter: String,
    _ depth: Int,
    _ languages: inout Set<OwnPanel.Line.Language>
  ) throws(QueryText.Problem) -> String {
    let targets = source.node["targets"].items
    guard depth > 0, let target = targets.first(where: { Self.letter(of: $0) == letter }) else {
      let words = "it is worked out from a query '\(letter)' that is not there"
      throw QueryText.Problem(message: words)
    }
    if sources.kind(of: target, in: source.node) == .other("__expr__") {
      return try formula(of: target, depth - 1, &languages)
    }
    let (text, language) = try expression(of: target)
    languages.insert(language)
    return text
  }
}

/// A formula of Grafana over queries.
private struct Formula {
  private let source: [Character]
  private var position = 0
  /// Whether a function was in it, which only PromQL has.
  private(set) var hasFunction = false

  init(_ text: String) { source = Array(text) }

  /// The formula in PromQL or LogQL, with each query in parentheses.
  mutating func written(
    _ part: (String) throws(QueryText.Problem) -> String
  ) throws(QueryText.Problem) -> String {
    var text = ""
    while position < source.count {
      let character = source[position]
      if character == "$" {
        text += "(\(try part(takeName())))"
      } else if character.isNumber || character == "." {
        text += take { $0.isNumber || $0 == "." }
      } else if character.isLetter {
        text += try function()
      } else if character.isWhitespace || "+-/%()".contains(character) {
        text.append(character)
        position += 1
      } else {
        text += try sign()
      }
    }
    guard !text.trimmed.isEmpty else {
      throw QueryText.Problem(message: "it is worked out by an empty formula")
    }
    return text.trimmed
  }

  private mutating func takeName() -> String {
    position += 1
    if position < source.count, source[position] == "{" {
      position += 1
      defer { position += 1 }
      return take { $0 != "}" }
    }
    return take { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  private mutating func function() throws(QueryText.Problem) -> String {
    let name = take { $0.isLetter || $0.isNumber || $0 == "_" }
    let functions = ["abs": "abs", "log": "ln", "round": "round", "ceil": "ceil", "floor": "floor"]
    guard let function = functions[name] else { throw lack(name) }
    hasFunction = true
    return function
  }

  /// A power, or a comparison, which gives 0 or 1.
  private mutating func sign() throws(QueryText.Problem) -> String {
    let sign = take { "*<>=!&|".contains($0) }
    switch sign {
    case "*": return "*"
    case "**": return "^"
    case "<", ">", "<=", ">=", "==", "!=": return "\(sign) bool"
    default: throw lack(sign.isEmpty ? String(source[position]) : sign)
    }
  }

  private mutating func take(_ isTaken: (Character) -> Bool) -> String {
    let start = position
    while position < source.count, isTaken(source[position]) { position += 1 }
    return String(source[start..<position])
  }

  private func lack(_ what: String) -> QueryText.Problem {
    let words = "its formula '\(String(source))' has '\(what)', which PromQL has not"
    return QueryText.Problem(message: words)
  }
}
