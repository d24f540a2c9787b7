import Telemetry

/// Reads one entry after the other of what an `EntryWriter` has written.
struct EntryReader {
  private let bytes: LineBytes
  private let streams: [LabelSet]
  private var next = 0
  private var lineStart: Int

  /// - Parameters:
  ///   - bytes: Facts and lines.
  ///   - factsCount: Where the lines begin.
  ///   - streams: The label sets of the streams.
  init(_ bytes: LineBytes, factsCount: Int, streams: [LabelSet]) {
    (self.bytes, self.streams) = (bytes, streams)
    lineStart = factsCount
  }

  /// The next entry, but for its line, which stands beside it.
  mutating func read(at timestamp: Timestamp, level: LogLevel?) -> (LogEntry, LineBytes) {
    let count = number()
    let stream = streams[number()]
    let flags = EntryFlags(byte: bytes[next])
    next += 1
    var facts = LineFacts(form: flags.form, level: level)
    facts.time = flags.time
    if flags.hasCorrelation {
      let start = UInt32(number())
      facts.correlation = start..<start + UInt32(number())
    }
    var entry = LogEntry(timestamp: timestamp, stream: stream, line: [], facts: facts)
    if flags.hasMore { readRest(&entry) }
    let line = LineBytes(rebasing: bytes[lineStart..<lineStart + count])
    lineStart += count
    return (entry, line)
  }

  private mutating func readRest(_ entry: inout LogEntry) {
    entry.facts.headCount = UInt32(number())
    entry.occurrence = UInt16(number())
    entry.metadata = labels()
    entry.parsed = labels()
    entry.parts = (0..<number()).map { _ in
      let timestamp = Timestamp(nanoseconds: Int64(bitPattern: word()))
      let stream = Int(Int64(bitPattern: word()))
      return LogKey(timestamp: timestamp, stream: stream, content: Int(Int64(bitPattern: word())))
    }
  }

  private mutating func labels() -> LabelSet {
    let count = number()
    guard count > 0 else { return .empty }
    return LabelSet(
      ascending: (0..<count).map { _ in
        let name = text()
        return LabelSet.Label(name: name, value: text())
      }
    )
  }

  private mutating func text() -> String {
    let count = number()
    defer { next += count }
    return String(decoding: bytes[next..<next + count], as: UTF8.self)
  }

  private mutating func word() -> UInt64 {
    defer { next += 8 }
    return UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: next, as: UInt64.self)
  }

  @inline(__always)
  private mutating func number() -> Int {
    var number: UInt = 0
    var shift: UInt = 0
    while true {
      let byte = bytes[next]
      next += 1
      number |= UInt(byte & 127) << shift
      guard byte >= 128 else { return Int(bitPattern: number) }
      shift += 7
    }
  }
}
