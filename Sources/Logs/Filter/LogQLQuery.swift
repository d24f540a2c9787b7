import Telemetry

/// A query in LogQL, with what of its filter the server does not check.
///
/// The server's query keeps every line that matches the filter, so that applying the
/// filter against its answer loses nothing.
package struct LogQLQuery: Hashable, Sendable {
  /// The query.
  package let text: String
  /// Conditions that the server does not check, or only in part.
  package let remaining: [LogFilter.Condition]

  /// Writes a query for lines.
  ///
  /// Line filters come first, for they are what a Loki is fastest at, then what is compared with
  /// structured metadata, then what looks for fields and IDs in lines and beside them.
  ///
  /// - Parameters:
  ///   - query: The lines; LogQL of the person's own is taken as it is.
  ///   - context: What is known of the server.
  package init(_ query: LogQuery, in context: LogQLContext = LogQLContext()) {
    guard let own = query.logQL else {
      let writer = LogQLWriter(query, context)
      text = writer.text
      remaining = writer.remaining
      return
    }
    text = own
    remaining = query.filter.conditions
  }

  /// Writes a query for the number of lines by level over intervals.
  ///
  /// The answer's series have the label `detected_level`, or `level` where the server does not
  /// detect levels. Conditions that only this side can check do not count.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - step: The interval, whole seconds.
  ///   - context: What is known of the server.
  /// - Returns: The query; `nil` where the person's own LogQL has a form that cannot be counted.
  package static func levelCounts(
    _ query: LogQuery,
    step: Duration,
    in context: LogQLContext = LogQLContext()
  ) -> LogQLQuery? {
    count("sum by (detected_level, level)", of: query, "[\(step.prometheusText)]", context)
  }

  /// Writes a query for the number of lines over intervals; as `levelCounts`, but all levels are one.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - step: The interval, whole milliseconds.
  ///   - context: What is known of the server.
  /// - Returns: The query; `nil` where the person's own LogQL has a form that cannot be counted.
  package static func counts(
    _ query: LogQuery,
    step: Duration,
    in context: LogQLContext = LogQLContext()
  ) -> LogQLQuery? {
    count("sum", of: query, "[\(step.prometheusText)]", context)
  }

  private static func count(
    _ sum: String,
    of query: LogQuery,
    _ range: String,
    _ context: LogQLContext
  ) -> LogQLQuery? {
    let lines = LogQLQuery(query, in: context)
    guard lines.text.unicodeScalars.first == "{" else { return nil }
    // A line that a parser fails on would fail all of the count.
    let hasParser = ["| json", "| logfmt", "| regexp"].contains { lines.text.contains($0) }
    let filter = hasParser ? " | __error__=\"\"" : ""
    return LogQLQuery(
      text: "\(sum) (count_over_time(\(lines.text)\(filter) \(range)))",
      remaining: lines.remaining
    )
  }

  private init(text: String, remaining: [LogFilter.Condition]) {
    self.text = text
    self.remaining = remaining
  }
}
