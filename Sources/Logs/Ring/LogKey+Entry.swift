package import Telemetry

extension LogKey {
  /// The key of an entry.
  package init(_ entry: LogEntry) {
    self.init(entry, stream: Self.hash(of: entry.stream))
  }

  /// The key of an entry whose stream was hashed before, as all entries of a stream share it.
  ///
  /// That of a stack trace is the key of its first line: it stays as more of it comes.
  package init(_ entry: LogEntry, stream: Int) {
    if let first = entry.parts.first {
      self.init(timestamp: entry.timestamp, stream: stream, content: first.content)
      return
    }
    var hash = LineHash.hash(entry.line)
    if !entry.metadata.labels.isEmpty {
      hash = LineHash.hash(of: entry.metadata.labels, from: hash)
    }
    if entry.occurrence > 0 { hash = LineHash.mix(hash, UInt64(entry.occurrence)) }
    self.init(
      timestamp: entry.timestamp,
      stream: stream,
      content: Int(truncatingIfNeeded: hash)
    )
  }

  /// The hash of a stream's labels without the one by which Loki splits a busy stream.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/operations/automatic-stream-sharding/>.
  package static func hash(of stream: LabelSet) -> Int {
    let own = stream.labels.lazy.filter { $0.name != "__stream_shard__" }
    return Int(truncatingIfNeeded: LineHash.hash(of: own, from: 0))
  }

  /// All of the key in one number.
  package var digest: UInt64 {
    let moment = UInt64(bitPattern: timestamp.nanoseconds)
    let content = LineHash.mix(
      UInt64(truncatingIfNeeded: stream),
      UInt64(truncatingIfNeeded: content)
    )
    return LineHash.mix(moment, content)
  }
}

extension LogEntry {
  /// The keys of all lines that its source keeps for it.
  package var keys: [LogKey] { parts.isEmpty ? [LogKey(self)] : parts }
}
