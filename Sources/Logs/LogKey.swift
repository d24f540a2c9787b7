package import Telemetry

/// What tells one line from all others: a server drops a second one that agrees in all three.
package struct LogKey: Hashable, Sendable {
  /// The stream's time.
  package var timestamp: Timestamp
  /// A hash of the stream's labels without those that a server adds by itself, such as
  /// `__stream_shard__`.
  package var stream: Int
  /// A hash of the line's bytes.
  package var line: Int

  /// Makes a key.
  package init(timestamp: Timestamp, stream: Int, line: Int) {
    self.timestamp = timestamp
    self.stream = stream
    self.line = line
  }
}
