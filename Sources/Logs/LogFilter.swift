package import Telemetry

/// A filter for lines; all conditions must hold.
package struct LogFilter: Hashable, Sendable {
  /// One condition.
  package enum Condition: Hashable, Sendable {
    /// The line contains the text; one without capitals matches in either case.
    case contains(String, negated: Bool)
    /// The line matches a regular expression, unanchored.
    case matches(String, negated: Bool)
    /// The level is this one or a worse one; lines without a level do not meet it.
    case level(atLeast: LogLevel)
    /// A field of the line, of the metadata or of the labels, by its dotted name.
    case field(String, LabelMatcher.Comparison, String)
    /// A field that holds a number, by its dotted name, compared as one; what is no number does not
    /// meet it.
    case number(String, NumberComparison, Double)
    /// A label of the stream, as in LogQL's braces.
    case label(LabelMatcher)
    /// The correlation ID under any of its field names.
    case correlation(String)
    /// The line has a path that a route stands for, anywhere in it.
    case requests(Route)
  }

  /// How numbers are compared.
  package enum NumberComparison: String, Hashable, Sendable, CaseIterable {
    /// More.
    case more = ">"
    /// As much or more.
    case atLeast = ">="
    /// Less.
    case less = "<"
    /// As much or less.
    case atMost = "<="

    /// Whether it holds between two numbers.
    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .more: left > right
      case .atLeast: left >= right
      case .less: left < right
      case .atMost: left <= right
      }
    }
  }

  /// The conditions in the order in which a person gave them.
  package var conditions: [Condition]

  /// Without conditions every line matches.
  package init(_ conditions: [Condition] = []) {
    self.conditions = conditions
  }
}

extension LogFilter.Condition {
  /// Lines of the streams that have a label.
  package static func label(_ name: String, is value: String) -> LogFilter.Condition {
    .label(LabelMatcher(name, .equal, value))
  }
}
