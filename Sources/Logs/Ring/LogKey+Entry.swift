package import Telemetry

extension LogKey {
  /// The key of an entry.
  package init(_ entry: LogEntry) {
    self.init(
      timestamp: entry.timestamp,
      stream: Self.hash(of: entry.stream),
      line: Self.hash(of: entry.line)
    )
  }

  /// The hash of a stream's labels without the one by which Loki splits a busy stream.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/operations/automatic-stream-sharding/>.
  package static func hash(of stream: LabelSet) -> Int {
    var hash: UInt64 = 0
    for label in stream.labels where label.name != "__stream_shard__" {
      hash = LineHash.hash(label.value, from: LineHash.hash(label.name, from: hash))
    }
    return Int(truncatingIfNeeded: hash)
  }

  /// The hash of a line.
  package static func hash(of line: [UInt8]) -> Int {
    Int(truncatingIfNeeded: LineHash.hash(line))
  }

  /// All of the key in one number.
  var digest: UInt64 {
    let moment = UInt64(bitPattern: timestamp.nanoseconds)
    let content = LineHash.mix(
      UInt64(truncatingIfNeeded: stream),
      UInt64(truncatingIfNeeded: line)
    )
    return LineHash.mix(moment, content)
  }
}
