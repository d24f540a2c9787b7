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
  /// The line without its line end, with the lines of a stack trace that belong to it behind line ends:
  /// hostile until drawn through `Screen`, and perhaps no UTF-8.
  package var line: [UInt8]
  /// Facts found by the scan on arrival.
  package var facts: LineFacts
  /// Which one it is of lines that are equal in all else of their source, from 0.
  package var occurrence: UInt16 = 0
  /// The keys of the lines that a server keeps one by one and that are one entry; empty for all others.
  package internal(set) var parts: [LogKey] = []

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
