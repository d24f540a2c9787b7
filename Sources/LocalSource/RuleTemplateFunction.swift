import Telemetry

/// The functions that templates may call.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions>.
enum RuleTemplateFunction: String, CaseIterable, Sendable {
  case humanize
  case humanize1024
  case humanizeDuration
  case humanizePercentage
  case humanizeTimestamp
  case printf
  case print
  case title
  case toUpper
  case toLower
  case stripPort
  case stripDomain

  typealias Problem = RuleTemplate.Problem

  /// What is said of a name that is no function here.
  static func problem(of name: String) -> Problem {
    let known = [
      "query", "first", "label", "value", "strvalue", "sortByLabel", "safeHtml", "tableLink",
      "graphLink", "match", "reReplaceAll", "args", "tmpl", "parseDuration", "pathPrefix",
      "externalURL", "toTime", "now", "if", "else", "end", "range", "with", "define", "template",
      "block", "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice",
      "urlquery", "js", "html", "println", "call", "break", "continue",
    ]
    return Problem(
      reason: known.contains(name)
        ? "'\(name)' is not supported in templates" : "the function '\(name)' is unknown"
    )
  }

  func check(argumentCount count: Int) throws(Problem) {
    let isRight = self == .print || self == .printf && count >= 1 || count == 1
    guard isRight else { throw Problem(reason: "wrong number of arguments for '\(rawValue)'") }
  }

  func apply(_ arguments: [RuleTemplateValue]) throws(Problem) -> RuleTemplateValue {
    guard let first = arguments.first else { return .text("") }
    switch self {
    case .humanize: return .text(RuleNumberText.humanized(try number(first)))
    case .humanize1024: return .text(RuleNumberText.humanized1024(try number(first)))
    case .humanizeDuration: return .text(RuleNumberText.duration(try number(first)))
    case .humanizePercentage:
      return .text(RuleNumberText.significant(try number(first) * 100) + "%")
    case .humanizeTimestamp: return .text(RuleNumberText.moment(try number(first)))
    case .printf: return .text(RuleTemplateFormat.text(first.text, arguments.dropFirst()))
    case .print: return .text(arguments.map(\.text).joined())
    case .title: return .text(Self.title(first.text))
    case .toUpper: return .text(first.text.uppercased())
    case .toLower: return .text(first.text.lowercased())
    case .stripPort: return .text(Self.withoutPort(first.text))
    case .stripDomain: return .text(Self.withoutDomain(first.text))
    }
  }

  private func number(_ value: RuleTemplateValue) throws(Problem) -> Double {
    guard let number = value.number else {
      throw Problem(reason: "'\(rawValue)' needs a number, not '\(value.text)'")
    }
    return number
  }

  private static func title(_ text: String) -> String {
    var isStart = true
    return text.reduce(into: "") { result, character in
      result += isStart ? character.uppercased() : String(character)
      isStart = !character.isLetter && !character.isNumber && character != "_" && character != "'"
    }
  }

  private static func withoutPort(_ address: String) -> String {
    guard let colon = address.lastIndex(of: ":"), colon != address.startIndex else {
      return address
    }
    let host = address[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { return String(host.dropFirst().dropLast()) }
    return host.contains(":") ? address : String(host)
  }

  private static func withoutDomain(_ address: String) -> String {
    let host = withoutPort(address)
    let isNumeric = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
    guard !isNumeric, let name = host.split(separator: ".").first else { return address }
    return String(name) + address.dropFirst(host.count)
  }
}
