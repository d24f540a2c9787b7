package import Telemetry

/// What lines have to meet to be shown; all conditions hold together.
package struct LogFilter: Hashable, Sendable {
  /// One condition.
  package enum Condition: Hashable, Sendable {
    /// The line contains the text; plain lower case letters match either case.
    case contains(String, negated: Bool)
    /// The line matches a regular expression, unanchored.
    case matches(String, negated: Bool)
    /// The level is this one or a worse one; lines without a level do not meet it.
    case level(atLeast: LogLevel)
    /// A field of the line, of the metadata or of the labels, by its dotted name.
    case field(String, LabelMatcher.Comparison, String)
    /// A label of the stream, as in LogQL's braces.
    case label(LabelMatcher)
    /// The correlation ID under any of its field names.
    case correlation(String)
  }

  /// The conditions in the order in which a person gave them.
  package var conditions: [Condition]

  /// Makes a filter; without conditions every line meets it.
  package init(_ conditions: [Condition] = []) {
    self.conditions = conditions
  }
}
