import Telemetry

/// Puts lines together that a server keeps one by one and that are one entry: a stack trace with the
/// line before it in its stream.
///
/// It goes on where it stopped: a later part of a trace replaces its entry by one with all its lines.
package struct TraceJoiner: Sendable {
  /// The entry of a stream that may go on.
  fileprivate struct Open {
    var follower = TraceFollower()
    /// What carried the lines of the program.
    var carrier: String?
    var entry: LogEntry
    var last: Timestamp
    /// Where it stands among those that are being made; `nil` where it is not yet among them.
    var place: Int?
  }

  /// No more streams than these are remembered.
  private static let streamLimit = 4096
  /// No entry has more lines or bytes than these; what follows is an entry of its own.
  fileprivate static let mostLines = 2000
  fileprivate static let mostBytes = 256 << 10

  private let scanner: LineScanner
  private var hashes = StreamHashes()
  private var open: [Int: Open] = [:]

  package init(_ scanner: LineScanner) {
    self.scanner = scanner
  }

  /// Joins the next lines of a server.
  ///
  /// - Parameters:
  ///   - lines: Ascending; those of a stream have no others between them. Lines that were joined
  ///     before may come again.
  ///   - isNew: Whether a line is wanted; asked once for each.
  /// - Returns: The entries that have a line that is wanted.
  package mutating func join(
    _ lines: [LogEntry],
    where isNew: (LogKey) -> Bool = { _ in true }
  ) -> [LogEntry] {
    var made: [LogEntry] = []
    var isWanted: [Bool] = []
    var streams: [Int: Open] = [:]
    for line in lines {
      let key = LogKey(line, stream: hashes.hash(of: line.stream))
      let isNew = isNew(key)
      var state =
        streams[key.stream] ?? continued(key, isNew) ?? Open(entry: line, last: line.timestamp)
      let text = state.take(line)
      if let text, state.hasRoom(in: made) {
        if state.place == nil {
          made.append(state.entry)
          isWanted.append(false)
        }
        let place = state.place ?? made.count - 1
        state.place = place
        made[place].append(text, key, scanner)
        isWanted[place] = isWanted[place] || isNew
      } else {
        state.place = made.count
        made.append(line)
        isWanted.append(isNew)
      }
      state.last = line.timestamp
      streams[key.stream] = state
    }
    keep(streams, made)
    return made.indices.filter { isWanted[$0] }.map { made[$0] }
  }

  /// The entry with which a stream goes on; `nil` where lines come that were there before.
  private func continued(_ key: LogKey, _ isNew: Bool) -> Open? {
    guard let state = open[key.stream],
      state.last < key.timestamp || isNew && state.last == key.timestamp
    else { return nil }
    return state
  }

  /// Remembers how far each stream has come.
  private mutating func keep(_ streams: [Int: Open], _ made: [LogEntry]) {
    if open.count > Self.streamLimit { open.removeAll() }
    for (stream, state) in streams where open[stream].map({ $0.last <= state.last }) ?? true {
      var state = state
      if let place = state.place { state.entry = made[place] }
      state.place = nil
      open[stream] = state
    }
  }
}

extension TraceJoiner.Open {
  /// Takes the next line of the stream; its text where it belongs to the entry.
  fileprivate mutating func take(_ line: LogEntry) -> [UInt8]? {
    let carried = CarriedLine(line.line)
    // Another program's line between them does not belong to either.
    if carried?.stream != carrier { follower = TraceFollower() }
    carrier = carried?.stream
    let text = carried?.text ?? line.line
    return follower.follows(text) ? text : nil
  }

  /// Whether one more line may belong to the entry.
  fileprivate func hasRoom(in made: [LogEntry]) -> Bool {
    let entry = place.map { made[$0] } ?? entry
    return entry.parts.count < TraceJoiner.mostLines && entry.line.count < TraceJoiner.mostBytes
  }
}

extension LogEntry {
  /// Adds a line of a stack trace.
  fileprivate mutating func append(_ text: [UInt8], _ key: LogKey, _ scanner: LineScanner) {
    if parts.isEmpty {
      parts = [LogKey(self, stream: key.stream)]
      if facts.headCount == 0 { facts.headCount = UInt32(clamping: line.count) }
    }
    line.append(UInt8(ascii: "\n"))
    line += text
    parts.append(key)
    // JSON over several lines is read as a whole.
    if facts.headCount == 1, text == [UInt8(ascii: "}")] {
      facts = scanner.entry(at: timestamp, stream: stream, metadata: metadata, line: line).facts
    }
  }
}
