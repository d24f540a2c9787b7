import Telemetry

/// Writes entries as bytes that are packed together: what is known of all of them, then all lines.
struct EntryWriter {
  private(set) var facts: [UInt8] = []
  private(set) var lines: [UInt8] = []
  /// The label sets of the streams, in the order in which they came first.
  private(set) var streams: [LabelSet] = []

  /// Adds an entry; its time and its level are kept elsewhere.
  mutating func add(_ entry: LogEntry) {
    write(entry.line.count)
    write(place(of: entry.stream))
    let facts = entry.facts
    let hasMore =
      facts.headCount > 0 || entry.occurrence > 0 || !entry.parts.isEmpty
      || !entry.metadata.labels.isEmpty || !entry.parsed.labels.isEmpty
    let flags = EntryFlags(
      form: facts.form,
      time: facts.time,
      hasCorrelation: facts.correlation != nil,
      hasMore: hasMore
    )
    self.facts.append(flags.byte)
    if let range = facts.correlation {
      write(Int(range.lowerBound))
      write(range.count)
    }
    if hasMore { writeRest(of: entry) }
    lines += entry.line
  }

  private mutating func writeRest(of entry: LogEntry) {
    write(Int(entry.facts.headCount))
    write(Int(entry.occurrence))
    write(entry.metadata)
    write(entry.parsed)
    write(entry.parts.count)
    for part in entry.parts {
      write(UInt64(bitPattern: part.timestamp.nanoseconds))
      write(UInt64(bitPattern: Int64(part.stream)))
      write(UInt64(bitPattern: Int64(part.content)))
    }
  }

  private mutating func write(_ labels: LabelSet) {
    write(labels.labels.count)
    for label in labels.labels {
      for text in [label.name, label.value] {
        write(text.utf8.count)
        facts += text.utf8
      }
    }
  }

  private mutating func write(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      facts.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Seven bits a byte, the lowest first.
  private mutating func write(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 128 {
      facts.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    facts.append(UInt8(rest))
  }

  private mutating func place(of stream: LabelSet) -> Int {
    if let last = streams.last, last == stream { return streams.count - 1 }
    if let place = streams.firstIndex(of: stream) { return place }
    streams.append(stream)
    return streams.count - 1
  }
}

/// The small facts of an entry in one byte.
struct EntryFlags {
  let form: LineFacts.Form
  let time: LineFacts.TimeOrigin
  let hasCorrelation: Bool
  let hasMore: Bool

  var byte: UInt8 {
    let form: UInt8 =
      switch form {
      case .json: 0
      case .logfmt: 1
      case .plain: 2
      }
    return form | time.rawValue << 2 | (hasCorrelation ? 32 : 0) | (hasMore ? 64 : 0)
  }
}

extension EntryFlags {
  init(byte: UInt8) {
    form = byte & 3 == 0 ? .json : byte & 3 == 1 ? .logfmt : .plain
    time = LineFacts.TimeOrigin(rawValue: byte >> 2 & 7) ?? .written
    hasCorrelation = byte & 32 != 0
    hasMore = byte & 64 != 0
  }
}
