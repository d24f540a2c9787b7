/// LogQL that a fake Loki carries out on its lines, as Loki 3 does.
///
/// It is read by a strict grammar, so that what a real server would refuse is refused.
package struct FakeLokiQuery: Sendable {
  /// What could not be read, in the words of the server.
  package struct Fault: Error {
    /// One line.
    package var message: String
  }

  let query: FakeLogQL

  /// Reads a query for lines, or one that counts them.
  ///
  /// - Parameter text: LogQL.
  /// - Throws: `Fault`.
  package init(_ text: String) throws(Fault) {
    query = try FakeLogQLParser.read(text)
  }

  /// Whether it counts lines.
  package var isCount: Bool { query.count != nil }

  /// Whether a line is among those asked for.
  package func selects(_ line: FakeLokiLine) -> Bool { labels(of: line) != nil }

  /// What parsers have found in a line; empty where none is asked for.
  func parsed(of line: FakeLokiLine) -> [String: String] {
    guard query.hasParser, let labels = labels(of: line) else { return [:] }
    var parsed = labels.parsed
    parsed["__error__"] = labels.error
    return parsed
  }

  /// The labels of a line at the end of the pipeline; `nil` for a line that is not asked for.
  func labels(of line: FakeLokiLine) -> FakeLokiLabels? {
    guard query.matchers.allSatisfy({ $0.isMet(by: line.labels[$0.name] ?? "") }) else {
      return nil
    }
    let text = String(decoding: line.text, as: UTF8.self)
    var labels = FakeLokiLabels(stream: line.labels, metadata: line.metadata)
    for stage in query.stages {
      guard Self.passes(stage, text, &labels) else { return nil }
    }
    return labels
  }

  private static func passes(
    _ stage: FakeLogQL.Stage,
    _ text: String,
    _ labels: inout FakeLokiLabels
  ) -> Bool {
    switch stage {
    case .contains(let parts, let isNegated):
      // By scalars, since a server knows nothing of composed characters.
      let isFound = parts.contains { part in
        part.isEmpty || Array(text.utf8).firstRange(of: Array(part.utf8)) != nil
      }
      return isFound != isNegated
    case .matches(let patterns, let isNegated):
      return patterns.contains { $0.matches(text) } != isNegated
    case .json: labels.parseJSON(text)
    case .logfmt(let isStrict): labels.parseLogfmt(text, isStrict: isStrict)
    case .regexp(let pattern):
      for (name, value) in pattern.groups(in: text) { labels.add(name, value) }
    case .labels(let filter): return isMet(filter, &labels)
    case .drop(let names): for name in names { labels.drop(name) }
    }
    return true
  }

  private static func isMet(
    _ filter: FakeLogQL.LabelFilter,
    _ labels: inout FakeLokiLabels
  ) -> Bool {
    switch filter {
    case .matcher(let matcher): return matcher.isMet(by: labels[matcher.name] ?? "")
    case .both(let left, let right): return isMet(left, &labels) && isMet(right, &labels)
    case .either(let left, let right): return isMet(left, &labels) || isMet(right, &labels)
    case .number(let name, let sign, let wanted):
      guard let text = labels[name] else { return false }
      guard let value = Double(text) else {
        // What is no number passes, with an error.
        if labels.error == nil { labels.error = "LabelFilterErr" }
        return true
      }
      switch sign {
      case ">": return value > wanted
      case ">=": return value >= wanted
      case "<": return value < wanted
      case "<=": return value <= wanted
      case "!=": return value != wanted
      default: return value == wanted
      }
    }
  }
}
