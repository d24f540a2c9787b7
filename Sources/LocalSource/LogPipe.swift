import Glibc
import Logs
import Telemetry

/// A pipe, such as standard input: what was read once does not come again.
struct LogPipe: Sendable {
  private static let block = 64 << 10
  private static let most = 4 << 20

  private let descriptor: Int32
  private let stream: LabelSet
  private let scanner: LineScanner
  /// Keeps a pipe open that has a name.
  private let file: LogFile?
  private var cutter = LogLineCutter()
  private var known: (offset: Int, time: Timestamp)?
  /// Whether its last writer has closed it.
  private(set) var isEnded = false

  /// Reads standard input, wherever a program has put it.
  init(standardInput descriptor: Int32, _ scanner: LineScanner) {
    self.descriptor = descriptor
    stream = LabelSet(["filename": "-", "job": "stdin"])
    file = nil
    self.scanner = scanner
  }

  /// Reads a pipe that has a name.
  init(_ file: LogFile, _ scanner: LineScanner) {
    descriptor = file.descriptor
    stream = LogFileStamps.stream(file.path)
    self.file = file
    self.scanner = scanner
  }

  /// Takes what has come, without waiting for more.
  mutating func take(now: Timestamp) -> [LogEntry] {
    var lines: [LogLine] = []
    var taken = 0
    while !isEnded, taken < Self.most, isReadable {
      var buffer = [UInt8](repeating: 0, count: Self.block)
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      guard count > 0 else {
        isEnded = true
        cutter.finish { lines.append($0) }
        break
      }
      taken += count
      buffer.removeLast(buffer.count - count)
      cutter.feed(buffer) { lines.append($0) }
    }
    let isBeginning = known == nil
    var made = lines.map { entry($0, now) }
    // Lines before the first one with a time belong before it.
    if isBeginning, let index = made.firstIndex(where: { $0.hasTime }) {
      for earlier in 0..<index { made[earlier].entry.timestamp = made[index].entry.timestamp }
    }
    return made.map { $0.entry }
  }

  /// Whether a read would not wait: there are bytes, or there is an end.
  private var isReadable: Bool {
    var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&question, 1, 0) > 0
  }

  private mutating func entry(
    _ line: LogLine,
    _ now: Timestamp
  ) -> (entry: LogEntry, hasTime: Bool) {
    let (facts, own) = scanner.facts(of: line.bytes, arrival: now)
    var time = own ?? now
    if own != nil {
      known = (line.offset, time)
    } else if let known, line.offset - known.offset <= LogFileStamps.reach {
      time = known.time
    }
    let entry = LogEntry(timestamp: time, stream: stream, line: line.bytes, facts: facts)
    return (entry, own != nil)
  }
}
