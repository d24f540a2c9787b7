import Logs
import Telemetry

/// One line as it came, with what tells it from all others.
struct ReceivedLine: Sendable {
  var entry: LogEntry
  var key: LogKey

  /// The line as another one of several that are equal.
  func repeated(_ occurrence: UInt16) -> ReceivedLine {
    var entry = entry
    entry.occurrence = occurrence
    return ReceivedLine(entry: entry, key: LogKey(entry, stream: key.stream))
  }
}

/// The payload of an answer or frame with lines.
struct ReceivedStreams: Sendable {
  /// The lines of one stream after those of another, each as the server orders them.
  var lines: [ReceivedLine] = []
  /// Where the lines of each stream stand.
  var streams: [Range<Int>] = []
  /// When the lines were written that the server dropped from a tail, as far as it says.
  var dropped: [Timestamp] = []
  /// `streams` where the answer says what it is.
  var resultType: String?
  /// Whether the list of streams is there, be it empty.
  var hasList = false

  /// The lines in ascending order of time; equal times in the server's order.
  ///
  /// - Parameter isDescending: Whether each stream has its newest line first.
  /// - Returns: All lines, repeated ones too.
  func ascending(isDescending: Bool) -> [ReceivedLine] {
    var ordered = lines
    if isDescending {
      for stream in streams { ordered[stream].reverse() }
    }
    guard streams.count > 1 || !ordered.isAscending else { return ordered }
    // Sorting an index of places keeps equal times in their order, and moves less.
    let places = ordered.indices.sorted { one, other in
      let (left, right) = (ordered[one].entry.timestamp, ordered[other].entry.timestamp)
      return left == right ? one < other : left < right
    }
    return places.map { ordered[$0] }
  }
}

extension [ReceivedLine] {
  /// The lines of one answer, in which equal ones are told apart: all of them are there.
  var counted: [ReceivedLine] {
    var seen = Set<LogKey>(minimumCapacity: count)
    var repeats: [LogKey: UInt16] = [:]
    return map { line in
      guard !seen.insert(line.key).inserted else { return line }
      let occurrence = Swift.min(repeats[line.key, default: 0], .max - 1) + 1
      repeats[line.key] = occurrence
      return line.repeated(occurrence)
    }
  }

  /// Whether no line is older than the one before it.
  var isAscending: Bool {
    zip(self, dropFirst()).allSatisfy { $0.entry.timestamp <= $1.entry.timestamp }
  }
}

/// Decodes answers of `query_range` that hold lines, and frames of `tail`, in one pass over their
/// bytes.
///
/// Label sets are made once for each stream, however often a server repeats them: a frame has them
/// beside every single line.
struct StreamsDecoder {
  private static let streamLimit = 8192

  /// The labels of a stream, made once.
  private struct Stream {
    var labels: LabelSet
    var hash: Int
  }

  private let scanner: LineScanner
  private var known: [[UInt8]: Stream] = [:]
  private var received = ReceivedStreams()

  init(_ scanner: LineScanner) {
    self.scanner = scanner
  }

  /// Decodes a body.
  ///
  /// - Parameter body: JSON of either kind.
  /// - Returns: All lines; broken text in labels becomes U+FFFD, lines stay as they are.
  /// - Throws: `ScanError`.
  mutating func decode(_ body: [UInt8]) throws(ScanError) -> ReceivedStreams {
    received = ReceivedStreams()
    var fault: ScanError?
    body.withUnsafeBufferPointer { bytes in
      var scanner = ByteScanner(bytes)
      do throws(ScanError) {
        try readEnvelope(&scanner)
        guard scanner.peek() == nil else { throw scanner.fault("trailing text") }
      } catch {
        fault = error
      }
    }
    defer { received = ReceivedStreams() }
    if let fault { throw fault }
    return received
  }

  private mutating func readEnvelope(_ scanner: inout ByteScanner) throws(ScanError) {
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "data" {
        guard !scanner.takeNull() else { return }
        try readEnvelope(&scanner)
      } else if key == "resultType" {
        received.resultType = try scanner.takeString()
      } else if key == "result" || key == "streams" {
        if let type = received.resultType, type != "streams" { return try scanner.skipValue() }
        received.hasList = scanner.peek() == UInt8(ascii: "[")
        try scanner.eachElement { (scanner) throws(ScanError) in try readStream(&scanner) }
      } else if key == "dropped_entries" {
        try scanner.eachElement { (scanner) throws(ScanError) in try readDropped(&scanner) }
      } else {
        try scanner.skipValue()
      }
    }
  }

  private mutating func readStream(_ scanner: inout ByteScanner) throws(ScanError) {
    var stream = Stream(labels: .empty, hash: LogKey.hash(of: .empty as LabelSet))
    var values: Int?
    var hasValues = false
    let first = received.lines.count
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "stream" {
        stream = try takeStream(&scanner)
        guard let place = values else { return }
        // Its lines came before its labels: they are read now.
        let after = scanner.at
        scanner.move(to: place)
        try readValues(&scanner, of: stream)
        scanner.move(to: after)
        values = nil
      } else if key == "values" {
        hasValues = scanner.peek() == UInt8(ascii: "[")
        guard received.lines.count == first, stream.labels == .empty else {
          return try readValues(&scanner, of: stream)
        }
        values = scanner.at
        try scanner.skipValue()
      } else {
        try scanner.skipValue()
      }
    }
    if let place = values {
      let after = scanner.at
      scanner.move(to: place)
      try readValues(&scanner, of: stream)
      scanner.move(to: after)
    }
    guard hasValues else { throw scanner.fault("a stream has no lines") }
    received.streams.append(Range(from: first, upTo: received.lines.count))
  }

  private mutating func readValues(
    _ scanner: inout ByteScanner,
    of stream: Stream
  ) throws(ScanError) {
    try scanner.eachElement { (scanner) throws(ScanError) in
      try scanner.expect(UInt8(ascii: "["))
      let timestamp = try scanner.takeNanoseconds()
      try scanner.expect(UInt8(ascii: ","))
      let line = try scanner.takeBytes()
      var categories = Categories()
      while scanner.take(UInt8(ascii: ",")) { try categories.read(&scanner) }
      try scanner.expect(UInt8(ascii: "]"))
      let entry = self.scanner.entry(
        at: timestamp,
        stream: stream.labels,
        metadata: categories.metadata,
        parsed: categories.parsed,
        line: line
      )
      let key = LogKey(entry, stream: stream.hash)
      received.lines.append(ReceivedLine(entry: entry, key: key))
    }
  }

  private mutating func readDropped(_ scanner: inout ByteScanner) throws(ScanError) {
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "timestamp" {
        received.dropped.append(try scanner.takeNanoseconds())
      } else {
        try scanner.skipValue()
      }
    }
  }

  private mutating func takeStream(_ scanner: inout ByteScanner) throws(ScanError) -> Stream {
    _ = scanner.peek()
    let start = scanner.at
    try scanner.skipValue()
    let raw = Array(scanner.bytes[start..<scanner.at])
    if let stream = known[raw] { return stream }
    scanner.move(to: start)
    let labels = try scanner.takeLabels()
    let stream = Stream(labels: labels, hash: LogKey.hash(of: labels))
    if known.count >= Self.streamLimit { known.removeAll() }
    known[raw] = stream
    return stream
  }
}
