import Patterns
import PromQL
import Telemetry

/// The functions that templates may call: Go's own, and those of Prometheus.
///
/// - Source: <https://pkg.go.dev/text/template#hdr-Functions> and
///   <https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions>.
enum RuleTemplateFunction: String, Sendable {
  // Go's own.
  case and, or, not, eq, ne, lt, le, gt, ge, len, index, slice
  case print, printf, println, html, js, urlquery
  // Numbers.
  case humanize, humanize1024, humanizeDuration, humanizePercentage, humanizeTimestamp
  case toTime, parseDuration, now
  // Texts.
  case title, toUpper, toLower, stripPort, stripDomain, match, reReplaceAll, safeHtml
  case graphLink, tableLink, externalURL, pathPrefix
  // Queries.
  case query, first, label, value, strvalue, sortByLabel, args

  typealias Problem = RuleTemplate.Problem
  typealias Value = RuleTemplateValue

  /// How many arguments it takes.
  private var counts: ClosedRange<Int> {
    switch self {
    case .and, .or, .eq, .index, .slice, .printf: 1...100
    case .print, .println, .html, .js, .urlquery, .args: 0...100
    case .now, .externalURL, .pathPrefix: 0...0
    case .ne, .lt, .le, .gt, .ge, .match, .label, .sortByLabel: 2...2
    case .reReplaceAll: 3...3
    default: 1...1
    }
  }

  func wrongCount(_ count: Int) -> Problem {
    Problem(reason: "wrong number of arguments for '\(rawValue)': \(count)")
  }

  func apply(
    _ arguments: [Value],
    _ facts: RuleTemplate.Facts
  ) throws(Problem) -> Value {
    guard counts.contains(arguments.count) else { throw wrongCount(arguments.count) }
    let call = RuleTemplateCall(function: self, arguments: arguments, facts: facts)
    switch self {
    case .and, .or, .not, .eq, .ne, .lt, .le, .gt, .ge: return try call.comparison()
    case .len, .index, .slice: return try call.part()
    case .print, .printf, .println, .html, .js, .urlquery: return .text(try call.print())
    case .humanize, .humanize1024, .humanizeDuration, .humanizePercentage, .humanizeTimestamp,
      .toTime, .parseDuration, .now:
      return try call.number()
    case .title, .toUpper, .toLower, .stripPort, .stripDomain, .match, .reReplaceAll, .safeHtml,
      .graphLink, .tableLink, .externalURL, .pathPrefix:
      return try call.word()
    case .query, .first, .label, .value, .strvalue, .sortByLabel, .args:
      return try call.answer()
    }
  }
}

/// A function with its arguments, of which there are as many as it takes.
struct RuleTemplateCall {
  typealias Problem = RuleTemplate.Problem
  typealias Value = RuleTemplateValue

  let function: RuleTemplateFunction
  let arguments: [Value]
  let facts: RuleTemplate.Facts

  func wrong(_ value: Value, _ wanted: String) -> Problem {
    Problem(reason: "'\(function.rawValue)' needs \(wanted), not \(value.kind)")
  }

  func text(_ index: Int) throws(Problem) -> String {
    guard case .text(let text) = arguments[index] else { throw wrong(arguments[index], "a string") }
    return text
  }

  /// The number, or the number that a text spells.
  func double(_ index: Int) throws(Problem) -> Double {
    switch arguments[index] {
    case .number(let number): return number
    case .whole(let whole): return Double(whole)
    case .text(let text):
      guard let number = Double(text) else {
        throw Problem(reason: "'\(function.rawValue)' needs a number, not '\(text)'")
      }
      return number
    case let other: throw wrong(other, "a number")
    }
  }

  // MARK: - Queries

  func answer() throws(Problem) -> Value {
    switch function {
    case .query:
      guard let query = facts.query else { throw Problem(reason: "queries are not possible here") }
      return .samples(try query(text(0)))
    case .first:
      guard case .samples(let samples) = arguments[0] else {
        throw wrong(arguments[0], "a query result")
      }
      guard let first = samples.first else {
        throw Problem(reason: "first() called on vector with no elements")
      }
      return .sample(first)
    case .sortByLabel:
      guard case .samples(let samples) = arguments[1] else {
        throw wrong(arguments[1], "a query result")
      }
      let name = try text(0)
      return .samples(samples.sorted { ($0.labels[name] ?? "") < ($1.labels[name] ?? "") })
    case .args:
      let named = arguments.enumerated().map { ("arg\($0.offset)", $0.element) }
      return .arguments(Dictionary(named, uniquingKeysWith: { $1 }))
    default:
      guard case .sample(let sample)? = arguments.last else {
        throw wrong(arguments.last ?? .nothing, "a sample")
      }
      switch function {
      case .label: return .text(sample.labels[try text(0)] ?? "")
      case .strvalue: return .text(sample.labels["__value__"] ?? "")
      default: return .number(sample.value)
      }
    }
  }

  // MARK: - Numbers

  func number() throws(Problem) -> Value {
    switch function {
    case .now: return .number(Double(facts.moment.milliseconds) / 1000)
    case .parseDuration:
      let source = try text(0)
      guard let duration = Duration(prometheusText: source) else {
        throw Problem(reason: "not a valid duration string: '\(source)'")
      }
      return .number(Double(duration.nanoseconds) / 1e9)
    default: break
    }
    let number = try double(0)
    switch function {
    case .humanize: return .text(RuleNumberText.humanized(number))
    case .humanize1024: return .text(RuleNumberText.humanized1024(number))
    case .humanizeDuration: return .text(RuleNumberText.duration(number))
    case .humanizePercentage: return .text(RuleNumberText.significant(number * 100) + "%")
    default: break
    }
    if !number.isFinite {
      guard function == .humanizeTimestamp else {
        throw Problem(reason: "value is NaN or Inf")
      }
      return .text(RuleNumberText.significant(number))
    }
    guard let nanoseconds = Int64(exactly: (number * 1e9).rounded(.towardZero)) else {
      throw Problem(reason: "\(GoNumber.text(number)) is out of the range of times")
    }
    let moment = Value.moment(milliseconds: Timestamp(nanoseconds: nanoseconds).milliseconds)
    return function == .humanizeTimestamp ? .text(moment.text) : moment
  }
}
