package import Telemetry

/// Facts about a Loki that shape its queries.
package struct LogQLContext: Hashable, Sendable {
  /// The matcher for all streams if a query names none; a Loki refuses a selector that could
  /// match a stream without labels.
  package var allStreams: [LabelMatcher]
  /// The names under which structured metadata and labels hold a correlation ID.
  package var correlation: [String]

  package init(
    allStreams: [LabelMatcher] = [LabelMatcher("service_name", .matches, ".+")],
    table: LogFieldTable = .standard
  ) {
    self.allStreams = allStreams
    correlation = Self.names(of: table)
  }

  /// The names as a Loki may hold them: as the table writes them, and those of two words in camel
  /// case.
  private static func names(of table: LogFieldTable) -> [String] {
    var names: [String] = []
    for name in table.names(of: .correlation).map(LogQLText.name) {
      let words = name.split(separator: "_")
      let camel = words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.capitalized }
      let forms = words.count == 2 ? [name, camel] : [name]
      for form in forms where !names.contains(form) && LogQLText.isName(form) {
        names.append(form)
      }
    }
    return names
  }
}

extension Substring {
  /// With its first letter in upper case.
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
