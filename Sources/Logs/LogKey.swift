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

  /// The key of an entry; valid within this process alone, since its hashes are seeded.
  package init(_ entry: LogEntry) {
    self.init(
      timestamp: entry.timestamp,
      stream: Self.hash(of: entry.stream),
      line: entry.line.hashValue
    )
  }

  /// A hash of a stream's labels without those that a server adds by itself.
  ///
  /// Costs as much as the labels are long: whoever has many lines of a stream keeps it.
  package static func hash(of stream: LabelSet) -> Int {
    var hasher = Hasher()
    for label in stream.labels where !label.name.hasPrefix("__") { hasher.combine(label) }
    return hasher.finalize()
  }
}
