package import Telemetry

/// What is known of a Loki that decides how a filter is asked of it.
package struct LogQLContext: Hashable, Sendable {
  /// What stands for all streams where a query names none; a Loki refuses a selector that could
  /// match a stream without labels.
  package var allStreams: [LabelMatcher]
  /// The names under which structured metadata and labels hold a correlation ID.
  package var correlation: [String]

  /// Makes a context.
  package init(
    allStreams: [LabelMatcher] = [LabelMatcher("service_name", .matches, ".+")],
    table: LogFieldTable = .standard
  ) {
    self.allStreams = allStreams
    correlation = Self.names(of: table)
  }

  /// The names as a Loki may hold them: as the table writes them, and in camel case.
  private static func names(of table: LogFieldTable) -> [String] {
    var names: [String] = []
    for name in table.names(of: .correlation).map(LogQLText.name) {
      let words = name.split(separator: "_")
      let camel = words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.capitalized }
      for form in [name, camel] where !names.contains(form) && LogQLText.isName(form) {
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
