package import Telemetry

/// One line of a log with all that came with it.
///
/// The line stays as it was sent, byte for byte; what is needed of every line is found once, at
/// arrival, and everything else when the line is drawn.
package struct LogEntry: Hashable, Sendable {
  /// When it was written: the stream's own time where a server keeps one, else the time in the line,
  /// else the time of arrival.
  package var timestamp: Timestamp
  /// The labels of the stream, shared by all its entries; of a file its `filename` and `job`.
  package var stream: LabelSet
  /// Structured metadata that the server keeps beside the line; mostly empty.
  package var metadata: LabelSet
  /// Labels that a parser in the query has found; mostly empty.
  package var parsed: LabelSet
  /// The line without its line end: hostile until drawn through `Screen`, and perhaps no UTF-8.
  package var line: [UInt8]
  /// What the scan at arrival has found.
  package var facts: LineFacts
  /// Which one it is of lines that are equal in all else of their source, from 0.
  package var occurrence: UInt16 = 0

  /// Makes an entry.
  package init(
    timestamp: Timestamp,
    stream: LabelSet = .empty,
    metadata: LabelSet = .empty,
    parsed: LabelSet = .empty,
    line: [UInt8],
    facts: LineFacts = LineFacts()
  ) {
    self.timestamp = timestamp
    self.stream = stream
    self.metadata = metadata
    self.parsed = parsed
    self.line = line
    self.facts = facts
  }
}

/// What one scan of a line's bytes finds without reading all of it.
package struct LineFacts: Hashable, Sendable {
  /// How a line is written.
  package enum Form: Hashable, Sendable {
    /// One JSON object.
    case json
    /// `key=value` pairs.
    case logfmt
    /// Anything else.
    case plain
  }

  /// How the line is written.
  package var form: Form
  /// The level; `nil` where the line names none.
  package var level: LogLevel?
  /// Where in the line the correlation ID stands, without quotes; `nil` where the line has none.
  package var correlation: Range<UInt32>?

  /// Makes facts.
  package init(
    form: Form = .plain,
    level: LogLevel? = nil,
    correlation: Range<UInt32>? = nil
  ) {
    self.form = form
    self.level = level
    self.correlation = correlation
  }
}
