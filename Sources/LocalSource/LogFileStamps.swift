import Logs
import Telemetry

/// Makes entries of the lines of one file.
///
/// A line without a time has that of the nearest one before it that has one, as the lines of a
/// stack trace need it, else the moment at which it was written as far as that is known.
struct LogFileStamps: Sendable {
  /// How far before a line its time may stand.
  static let reach = 64 << 10

  let identity: LogFileIdentity
  let stream: LabelSet
  let scanner: LineScanner
  let arrivals: LogFileArrivals
  private let fallback: Timestamp

  /// Makes stamps for a file.
  ///
  /// - Parameters:
  ///   - file: The file; what it holds now is as old as its last change where nothing is known.
  ///   - scanner: Reads lines.
  ///   - arrivals: When parts of files were seen first.
  init(_ file: LogFile, _ scanner: LineScanner, _ arrivals: LogFileArrivals) {
    identity = file.identity
    self.scanner = scanner
    self.arrivals = arrivals
    stream = Self.stream(file.path)
    let status = file.status
    fallback = status?.modified ?? Timestamp(nanoseconds: 0)
    if let status { arrivals.note(identity, size: status.size, at: status.modified) }
  }

  /// The labels of a file's lines: its name, and a job named after it.
  static func stream(_ file: FileName) -> LabelSet {
    let path = file.description
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let job = name.split(separator: ".").first.map(String.init) ?? name
    return LabelSet(["filename": path, "job": job])
  }

  /// A line's entry, and its own time where it has one.
  func entry(_ line: LogLine) -> (entry: LogEntry, own: Timestamp?) {
    let arrival = arrivals.moment(of: line.offset, in: identity) ?? fallback
    let found = scanner.facts(of: line.bytes, arrival: arrival)
    let entry = LogEntry(
      timestamp: found.timestamp ?? arrival,
      stream: stream,
      line: line.bytes,
      facts: found.facts
    )
    return (entry, found.timestamp)
  }
}

/// Entries from an offset on, each with the time of the line before it where it has none.
struct LogEntriesForward: Sendable {
  let stamps: LogFileStamps
  private var known: (offset: Int, time: Timestamp)?

  /// Makes a maker; `known` is the nearest line with a time before the first one.
  init(_ stamps: LogFileStamps, after known: (offset: Int, time: Timestamp)? = nil) {
    self.stamps = stamps
    self.known = known
  }

  /// The entry of the next line.
  mutating func entry(_ line: LogLine) -> LogEntry {
    var (entry, own) = stamps.entry(line)
    if let own {
      known = (line.offset, own)
    } else if let known, line.offset - known.offset <= LogFileStamps.reach {
      entry.timestamp = known.time
    }
    return entry
  }
}

/// Entries of a file from its end, or another offset, back to its start.
struct LogEntriesBackward: Sendable {
  /// An entry and where it stands.
  struct Placed: Sendable {
    var offset: Int
    var entry: LogEntry
    /// The line's own time; `nil` where it has none.
    var own: Timestamp?
    /// Where it ends: a reader that goes on later begins here.
    var end: Int
  }

  private let stamps: LogFileStamps
  private var lines: LogLinesBackward
  /// Lines whose time is not known yet, the newest first.
  private var untimed: [Placed] = []
  /// Lines whose time is known, the newest last.
  private var ready: [Placed] = []

  /// Makes a reader.
  init(_ stamps: LogFileStamps, _ lines: LogLinesBackward) {
    self.stamps = stamps
    self.lines = lines
  }

  /// The entry before those handed out; `nil` at the start of the file.
  mutating func next() -> Placed? {
    while ready.isEmpty {
      let end = lines.offset
      guard let line = lines.next() else {
        settle(nil)
        break
      }
      let (entry, own) = stamps.entry(line)
      let placed = Placed(offset: line.offset, entry: entry, own: own, end: end)
      if own != nil {
        settle(placed)
      } else {
        untimed.append(placed)
        if let newest = untimed.first, newest.offset - line.offset > LogFileStamps.reach {
          ready = [newest]
          untimed.removeFirst()
        }
      }
    }
    return ready.popLast()
  }

  /// Gives the lines after one with a time that time.
  private mutating func settle(_ timed: Placed?) {
    if let timed { ready.append(timed) }
    for var placed in untimed.reversed() {
      if let timed, let own = timed.own, placed.offset - timed.offset <= LogFileStamps.reach {
        placed.entry.timestamp = own
      }
      ready.append(placed)
    }
    untimed = []
  }
}
