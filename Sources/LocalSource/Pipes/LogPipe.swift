import Glibc
import Logs
import Telemetry

/// A pipe, such as standard input: what was read once does not come again.
struct LogPipe: Sendable {
  private static let block = 64 << 10
  private static let most = 4 << 20

  private let descriptor: Int32
  private let stream: LabelSet
  private var scanner: LineScanner
  private let zones: LogFileZones
  private let name: String
  private let identity: LogFileIdentity
  /// Keeps a pipe open that has a name.
  private let file: LogFile?
  private var cutter = LogLineCutter()
  private var records = LogRecords()
  private var known: (offset: Int, time: Timestamp)?
  /// Whether its last writer has closed it.
  private(set) var isEnded = false

  /// Reads standard input, wherever a program has put it.
  init(standardInput descriptor: Int32, _ readers: LogFileReaders) {
    self.descriptor = descriptor
    name = "-"
    identity = LogFileIdentity(descriptor: descriptor)
    stream = LabelSet(["filename": "-", "job": "stdin"])
    file = nil
    scanner = readers.scanner
    zones = readers.zones
    scanner.zone = zones.zone(ofPipe: name)
  }

  /// Reads a pipe that has a name.
  init(_ file: LogFile, _ readers: LogFileReaders) {
    descriptor = file.descriptor
    name = file.path.description
    identity = file.identity
    stream = LogFileStamps.stream(file.path)
    self.file = file
    scanner = readers.scanner
    zones = readers.zones
    scanner.zone = zones.zone(ofPipe: name)
  }

  /// Takes what has come, without waiting for more.
  mutating func take(now: Timestamp) -> [LogEntry] {
    var lines: [LogLine] = []
    func take(_ line: LogLine?) { if let line { lines.append(line) } }
    var taken = 0
    while !isEnded, taken < Self.most, isReadable {
      var buffer = [UInt8](repeating: 0, count: Self.block)
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      guard count > 0 else {
        isEnded = true
        cutter.finish { take(records.take($0)) }
        take(records.finish())
        break
      }
      taken += count
      buffer.removeLast(buffer.count - count)
      cutter.feed(buffer) { take(records.take($0)) }
    }
    // Nothing follows the last line.
    if taken == 0 { take(records.finish()) }
    if let zone = zones.learn(from: lines, of: (identity, name), scanner, now: now) {
      scanner.zone = zone
    }
    let isBeginning = known == nil
    var made = lines.map { entry($0, now) }
    // Lines before the first one with a time belong before it.
    if isBeginning, let index = made.firstIndex(where: { $0.hasTime }) {
      for earlier in 0..<index {
        made[earlier].entry.timestamp = made[index].entry.timestamp
        made[earlier].entry.facts.time = .lineBefore
      }
    }
    return made.map { $0.entry }
  }

  /// The note on its time zone that is not yet reported.
  func takeNote() -> String? { zones.takeNote(identity) }

  /// Whether a read would not wait: there are bytes, or there is an end.
  private var isReadable: Bool {
    var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&question, 1, 0) > 0
  }

  private mutating func entry(
    _ line: LogLine,
    _ now: Timestamp
  ) -> (entry: LogEntry, hasTime: Bool) {
    var (facts, own) = scanner.facts(of: line.bytes, headCount: line.headCount, arrival: now)
    var time = own ?? now
    if own != nil {
      known = (line.offset, time)
    } else if let known, line.offset - known.offset <= LogFileStamps.reach {
      time = known.time
      facts.time = .lineBefore
    }
    let entry = LogEntry(timestamp: time, stream: stream, line: line.bytes, facts: facts)
    return (entry, own != nil)
  }
}
