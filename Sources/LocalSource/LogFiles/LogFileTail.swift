import Logs
import Telemetry

/// One file as it grows.
struct LogFileTail: Sendable {
  /// The change of a file.
  enum Growth: Hashable, Sendable {
    /// These lines were added, perhaps none.
    case lines([LogEntry])
    /// It was truncated or rewritten in place, and begins with these lines.
    case restarted([LogEntry])
  }

  private static let block = 256 << 10
  /// Number of bytes before the offset that identify a rewritten file.
  private static let fingerprint = 32
  /// So many bytes are taken from one file before others have their turn.
  private static let most = 8 << 20

  let file: LogFile
  private let stamps: LogFileStamps
  private var maker: LogEntriesForward
  private var cutter: LogLineCutter
  private var records = LogRecords()
  /// The last bytes that were read.
  private var lastBytes: [UInt8] = []
  private var lastModified: Timestamp?
  /// The first bytes of the file.
  private var head: [UInt8]
  /// Bytes read of the file before it was truncated.
  private var former: LogFileReading?
  /// When it grew last, by the caller's clock.
  private(set) var lastGrowth: Timestamp

  /// Follows a file from an offset on, which is the start of a line.
  init(_ file: LogFile, _ stamps: LogFileStamps, from offset: Int, now: Timestamp) {
    self.file = file
    self.stamps = stamps
    maker = LogEntriesForward(
      stamps,
      after: LogEntriesForward.known(before: offset, file, stamps)
    )
    cutter = LogLineCutter(offset: offset)
    let count = min(offset, Self.fingerprint)
    lastBytes = file.read(at: offset - count, count: count)
    head = file.read(at: 0, count: min(offset, LogFileReading.headCount))
    lastGrowth = now
  }

  /// Bytes read, now and before a truncation: a copy may be seen later than that.
  var readings: [LogFileReading] { [reading] + (former.map { [$0] } ?? []) }

  private var reading: LogFileReading {
    LogFileReading(
      head: head,
      next: records.pending?.offset ?? cutter.offset,
      end: cutter.end,
      lastBytes: lastBytes
    )
  }

  /// Reads what was added since the last call; a line without an end yet waits for it.
  mutating func grow(now: Timestamp) -> Growth {
    guard let status = file.status else { return .lines([]) }
    var isRestarted = false
    var held: [LogEntry] = []
    // A file that was written anew may have the size that it had.
    let isTouched = status.size > cutter.end || status.modified != lastModified
    lastModified = status.modified
    if status.size < cutter.end || (isTouched && !isAsItWas) {
      isRestarted = true
      // What might have gone on is complete now.
      held = entries(of: records.finish().map { [$0] } ?? [], now: now)
      former = reading
      head = []
      cutter = LogLineCutter()
      maker = LogEntriesForward(stamps)
      lastBytes = []
      stamps.arrivals.forget(file.identity)
    }
    guard status.size > cutter.end else {
      if isRestarted { return .restarted(held) }
      // Nothing follows the last line.
      return .lines(entries(of: records.finish().map { [$0] } ?? [], now: now))
    }
    lastGrowth = now
    stamps.arrivals.note(file.identity, size: status.size, at: now, isSeen: true)
    let entries = readOn(to: status.size, now: now)
    return isRestarted ? .restarted(held + entries) : .lines(entries)
  }

  /// The line that has no end, as a file that is gone leaves it.
  mutating func finish() -> [LogEntry] {
    var lines: [LogLine] = []
    cutter.finish { line in if let complete = records.take(line) { lines.append(complete) } }
    if let last = records.finish() { lines.append(last) }
    return lines.map { maker.entry($0) }
  }

  private var isAsItWas: Bool {
    file.read(at: cutter.end - lastBytes.count, count: lastBytes.count) == lastBytes
  }

  private mutating func readOn(to size: Int, now: Timestamp) -> [LogEntry] {
    var lines: [LogLine] = []
    let end = min(size, cutter.end + Self.most)
    while cutter.end < end {
      let bytes = file.read(at: cutter.end, count: min(Self.block, end - cutter.end))
      guard !bytes.isEmpty else { break }
      if cutter.end == head.count {
        head += bytes.prefix(LogFileReading.headCount - head.count)
      }
      cutter.feed(bytes) { line in if let complete = records.take(line) { lines.append(complete) } }
      lastBytes = Array((lastBytes + bytes.suffix(Self.fingerprint)).suffix(Self.fingerprint))
    }
    return entries(of: lines, now: now)
  }

  private mutating func entries(of lines: [LogLine], now: Timestamp) -> [LogEntry] {
    maker.learn(from: lines, now: now)
    return lines.map { maker.entry($0) }
  }
}
