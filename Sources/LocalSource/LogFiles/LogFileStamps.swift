import Logs
import Telemetry

/// Turns the lines of all files of a source into entries.
struct LogFileReaders: Sendable {
  let scanner: LineScanner
  /// When parts of files were seen first.
  let arrivals: LogFileArrivals
  /// Which clocks write their times.
  let zones: LogFileZones

  /// Turns the lines of one file into entries.
  func stamps(_ file: LogFile) -> LogFileStamps { LogFileStamps(file, self) }
}

/// Turns the lines of one file into entries.
///
/// A line without a time has that of the nearest one before it that has one, as the lines of a
/// stack trace need it, else the moment at which it was written as far as that is known.
struct LogFileStamps: Sendable {
  /// How far before a line its time may stand.
  static let reach = 64 << 10

  let identity: LogFileIdentity
  let stream: LabelSet
  private let path: String
  private(set) var scanner: LineScanner
  let arrivals: LogFileArrivals
  private let zones: LogFileZones
  private let fallback: Timestamp

  /// - Parameters:
  ///   - file: The file; what it holds now is as old as its last change where nothing is known.
  ///   - readers: What is known of all files.
  init(_ file: LogFile, _ readers: LogFileReaders) {
    identity = file.identity
    scanner = readers.scanner
    arrivals = readers.arrivals
    zones = readers.zones
    scanner.zone = zones.zone(of: file, scanner)
    stream = Self.stream(file.path)
    path = file.path.description
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
    let seen = arrivals.moment(of: line.offset, in: identity)
    let arrival = seen ?? fallback
    var found = scanner.facts(of: line.bytes, headCount: line.headCount, arrival: arrival)
    if found.timestamp == nil, !arrivals.isSeen(line.offset, in: identity) {
      found.facts.time = .unknown
    }
    let entry = LogEntry(
      timestamp: found.timestamp ?? arrival,
      stream: stream,
      line: line.bytes,
      facts: found.facts
    )
    return (entry, found.timestamp)
  }

  /// Learns from lines that came just now which clock writes them.
  mutating func learn(from lines: [LogLine], now: Timestamp) {
    guard let zone = zones.learn(from: lines, of: (identity, path), scanner, now: now) else {
      return
    }
    scanner.zone = zone
  }
}

/// Entries from an offset on, each with the time of the line before it where it has none.
struct LogEntriesForward: Sendable {
  private(set) var stamps: LogFileStamps
  private var known: (offset: Int, time: Timestamp)?

  /// `known` is the nearest line with a time before the first one.
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
      entry.facts.time = .lineBefore
    }
    return entry
  }

  /// Learns from lines that came just now which clock writes them.
  mutating func learn(from lines: [LogLine], now: Timestamp) {
    stamps.learn(from: lines, now: now)
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
    /// The end offset: a later reader begins here.
    var end: Int
  }

  private let stamps: LogFileStamps
  private var lines: LogRecordsBackward
  /// Lines whose time is not known yet, the newest first.
  private var untimed: [Placed] = []
  /// Lines whose time is known, the newest last.
  private var ready: [Placed] = []

  init(_ stamps: LogFileStamps, _ lines: LogLinesBackward) {
    self.stamps = stamps
    self.lines = LogRecordsBackward(lines)
  }

  /// The entry before those handed out; `nil` at the start of the file.
  mutating func next() -> Placed? {
    while ready.isEmpty {
      guard let line = lines.next() else {
        settle(nil)
        break
      }
      let (entry, own) = stamps.entry(line)
      let placed = Placed(offset: line.offset, entry: entry, own: own, end: line.end)
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
        placed.entry.facts.time = .lineBefore
      }
      ready.append(placed)
    }
    untimed = []
  }
}
