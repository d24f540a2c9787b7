package import Telemetry

/// What is known of a Loki and its lines that decides how a filter is asked of it.
package struct LogQLContext: Hashable, Sendable {
  /// A parser of LogQL.
  package enum Parser: String, Hashable, Sendable {
    /// Lines are JSON.
    case json
    /// Lines are `key=value` pairs.
    case logfmt
  }

  /// Where a correlation ID is looked for; a question can ask for one of them only.
  package enum Correlation: Hashable, Sendable {
    /// In the text of lines.
    case line
    /// In structured metadata of these names, which OpenTelemetry's lines have instead.
    case metadata([String])
  }

  /// What stands for all streams where a query names none; a Loki refuses a selector that could
  /// match a stream without labels.
  package var allStreams: [LabelMatcher]
  /// The names of stream labels; `nil` where they are not known.
  package var labels: Set<String>?
  /// The names of what lines carry as structured metadata and not in their text; `nil` where they
  /// are not known.
  package var metadata: Set<String>?
  /// How lines are written; `nil` where they differ or nobody knows, and fields are then compared
  /// here alone.
  package var parser: Parser?
  /// Where a correlation ID is looked for.
  package var correlation: Correlation

  /// Makes a context.
  package init(
    allStreams: [LabelMatcher] = [LabelMatcher("service_name", .matches, ".+")],
    labels: Set<String>? = nil,
    metadata: Set<String>? = nil,
    parser: Parser? = nil,
    correlation: Correlation = .line
  ) {
    self.allStreams = allStreams
    self.labels = labels
    self.metadata = metadata
    self.parser = parser
    self.correlation = correlation
  }
}
