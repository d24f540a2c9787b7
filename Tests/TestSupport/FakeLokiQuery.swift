/// The part of LogQL that a fake Loki understands: a selector, line filters, `| json`, and filters
/// of labels by equality or regular expression.
///
/// `| json` reads the members of flat objects whose values are texts or numbers.
package struct FakeLokiQuery: Sendable {
  /// What could not be read, in the words of the server.
  package struct Fault: Error {
    /// One line.
    package var message: String
  }

  private enum Comparison: String, CaseIterable {
    case notEqual = "!="
    case matches = "=~"
    case matchesNot = "!~"
    case equal = "="

    func holds(_ value: String, _ expected: String, isAnchored: Bool) -> Bool {
      switch self {
      case .equal: value == expected
      case .notEqual: value != expected
      case .matches: FakeLokiQuery.matches(value, expected, isAnchored)
      case .matchesNot: !FakeLokiQuery.matches(value, expected, isAnchored)
      }
    }
  }

  private enum Stage {
    case contains(String, Bool)
    case regex(String, Bool)
    case json
    case label(String, Comparison, String)
  }

  private var matchers: [(String, Comparison, String)] = []
  private var stages: [Stage] = []

  /// Reads a query for lines.
  ///
  /// - Parameter text: LogQL.
  /// - Throws: `Fault`.
  package init(_ text: String) throws {
    var reader = Reader(text)
    guard reader.take("{") else { throw reader.fault() }
    while !reader.take("}") {
      let name = reader.name()
      guard !name.isEmpty, let comparison = reader.comparison(), let value = reader.quoted() else {
        throw reader.fault("} or ,")
      }
      matchers.append((name, comparison, value))
      guard reader.take(",") || reader.isNext("}") else { throw reader.fault("} or ,") }
    }
    guard
      matchers.contains(where: { matcher in
        matcher.1 == .equal ? !matcher.2.isEmpty : matcher.1 == .matches && matcher.2 != ".*"
      })
    else {
      throw Fault(
        message: "parse error : queries require at least one regexp or equality matcher that does "
          + "not have an empty-compatible value. For instance, app=~\".*\" does not meet this "
          + "requirement, but app=~\".+\" will"
      )
    }
    while !reader.isAtEnd { stages.append(try Self.stage(&reader)) }
  }

  private static func stage(_ reader: inout Reader) throws -> Stage {
    for (sign, isNegated, isRegex) in [
      ("|=", false, false), ("!=", true, false), ("|~", false, true), ("!~", true, true),
    ] where reader.take(sign) {
      guard let text = reader.quoted() else { throw reader.fault("STRING") }
      return isRegex ? .regex(text, isNegated) : .contains(text, isNegated)
    }
    guard reader.take("|") else { throw reader.fault() }
    let name = reader.name()
    if name == "json" || name == "logfmt" { return .json }
    guard !name.isEmpty, let comparison = reader.comparison(), let value = reader.quoted() else {
      throw reader.fault()
    }
    return .label(name, comparison, value)
  }

  /// Whether a line is among those asked for.
  package func selects(_ line: FakeLokiLine) -> Bool {
    let isStream = matchers.allSatisfy { name, comparison, expected in
      comparison.holds(line.labels[name] ?? "", expected, isAnchored: true)
    }
    guard isStream else { return false }
    let text = String(decoding: line.text, as: UTF8.self)
    var labels = line.labels.merging(line.metadata) { label, _ in label }
    for stage in stages {
      switch stage {
      case .contains(let part, let isNegated):
        guard (part.isEmpty || text.contains(part)) != isNegated else { return false }
      case .regex(let pattern, let isNegated):
        guard Self.matches(text, pattern, false) != isNegated else { return false }
      case .json:
        labels.merge(Self.members(of: text)) { _, parsed in parsed }
      case .label(let name, let comparison, let expected):
        guard comparison.holds(labels[name] ?? "", expected, isAnchored: true) else { return false }
      }
    }
    return true
  }

  private static func matches(_ text: String, _ pattern: String, _ isAnchored: Bool) -> Bool {
    guard let regex = try? Regex(isAnchored ? "^(?:\(pattern))$" : pattern) else { return false }
    return text.firstMatch(of: regex) != nil
  }

  private static func members(of text: String) -> [String: String] {
    var values: [String: String] = [:]
    let pattern = /"([A-Za-z0-9_.]+)"\s*:\s*("([^"]*)"|[-0-9.eE]+|true|false)/
    for match in text.matches(of: pattern) {
      let name = String(match.1).replacing(/[^A-Za-z0-9_]/, with: "_")
      values[name] = match.3.map(String.init) ?? String(match.2)
    }
    return values
  }

  /// Reads LogQL from left to right.
  private struct Reader {
    var rest: Substring
    let whole: String

    init(_ text: String) {
      whole = text
      rest = text[...]
    }

    var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

    mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

    mutating func isNext(_ text: String) -> Bool {
      skipSpace()
      return rest.hasPrefix(text)
    }

    mutating func take(_ text: String) -> Bool {
      guard isNext(text) else { return false }
      rest = rest.dropFirst(text.count)
      return true
    }

    mutating func name() -> String {
      skipSpace()
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      rest = rest.dropFirst(name.count)
      return String(name)
    }

    mutating func comparison() -> Comparison? {
      for comparison in Comparison.allCases where take(comparison.rawValue) { return comparison }
      return nil
    }

    mutating func quoted() -> String? {
      if take("`") {
        let text = rest.prefix { $0 != "`" }
        rest = rest.dropFirst(text.count + 1)
        return String(text)
      }
      guard take("\"") else { return nil }
      var text = String.UnicodeScalarView()
      var scalars = rest.unicodeScalars
      while let scalar = scalars.popFirst(), scalar != "\"" {
        guard scalar == "\\", let next = scalars.popFirst() else {
          text.append(scalar)
          continue
        }
        text.append(next == "n" ? "\n" : next == "t" ? "\t" : next == "r" ? "\r" : next)
      }
      rest = Substring(scalars)
      return String(text)
    }

    func fault(_ expected: String? = nil) -> Fault {
      guard let next = rest.first(where: { !$0.isWhitespace }) else {
        let more = expected.map { ", expecting \($0)" } ?? ""
        return Fault(message: "parse error : syntax error: unexpected $end\(more)")
      }
      let column = whole.count - rest.count + 1
      return Fault(
        message: "parse error at line 1, col \(column): syntax error: unexpected \(next)"
          + (expected.map { ", expecting \($0)" } ?? "")
      )
    }
  }
}
