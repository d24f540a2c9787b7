package import Telemetry

/// Identity of a line: time, stream, text and structured metadata; where all of that
/// is equal, which of the equal lines it is.
package struct LogKey: Hashable, Sendable {
  /// The stream's time.
  package var timestamp: Timestamp
  /// A hash of the stream's labels without those that a server adds by itself, such as
  /// `__stream_shard__`.
  package var stream: Int
  /// A hash of the line's bytes, its structured metadata and its occurrence.
  package var content: Int

  package init(timestamp: Timestamp, stream: Int, content: Int) {
    self.timestamp = timestamp
    self.stream = stream
    self.content = content
  }
}
