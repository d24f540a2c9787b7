import Logs
import Telemetry

/// One file as it grows.
struct LogFileTail: Sendable {
  /// What has become of a file.
  enum Growth: Hashable, Sendable {
    /// These lines were added, perhaps none.
    case lines([LogEntry])
    /// It was cut off or written anew in place, and begins with these lines.
    case restarted([LogEntry])
  }

  private static let block = 256 << 10
  /// So many bytes before its place tell a file that was written anew.
  private static let fingerprint = 32
  /// So many bytes are taken from one file before others have their turn.
  private static let most = 8 << 20

  let file: LogFile
  private let stamps: LogFileStamps
  private var maker: LogEntriesForward
  private var cutter: LogLineCutter
  /// The last bytes that were read.
  private var lastBytes: [UInt8] = []
  private var lastModified: Timestamp?
  /// The first bytes of the file.
  private var head: [UInt8]
  /// What was read of the file before it was cut off.
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

  /// What was read, now and before the file was cut off: a copy may be seen later than that.
  var readings: [LogFileReading] { [reading] + (former.map { [$0] } ?? []) }

  private var reading: LogFileReading {
    LogFileReading(head: head, next: cutter.offset, end: cutter.end, lastBytes: lastBytes)
  }

  /// Reads what was added since the last call; a line without an end yet waits for it.
  mutating func grow(now: Timestamp) -> Growth {
    guard let status = file.status else { return .lines([]) }
    var isRestarted = false
    // A file that was written anew may have the size that it had.
    let isTouched = status.size > cutter.end || status.modified != lastModified
    lastModified = status.modified
    if status.size < cutter.end || (isTouched && !isAsItWas) {
      isRestarted = true
      former = reading
      head = []
      cutter = LogLineCutter()
      maker = LogEntriesForward(stamps)
      lastBytes = []
      stamps.arrivals.forget(file.identity)
    }
    guard status.size > cutter.end else { return isRestarted ? .restarted([]) : .lines([]) }
    lastGrowth = now
    stamps.arrivals.note(file.identity, size: status.size, at: now)
    let entries = readOn(to: status.size)
    return isRestarted ? .restarted(entries) : .lines(entries)
  }

  /// The line that has no end, as a file that is gone leaves it.
  mutating func finish() -> [LogEntry] {
    var entries: [LogEntry] = []
    cutter.finish { entries.append(maker.entry($0)) }
    return entries
  }

  private var isAsItWas: Bool {
    file.read(at: cutter.end - lastBytes.count, count: lastBytes.count) == lastBytes
  }

  private mutating func readOn(to size: Int) -> [LogEntry] {
    var entries: [LogEntry] = []
    let end = min(size, cutter.end + Self.most)
    while cutter.end < end {
      let bytes = file.read(at: cutter.end, count: min(Self.block, end - cutter.end))
      guard !bytes.isEmpty else { break }
      if cutter.end == head.count {
        head += bytes.prefix(LogFileReading.headCount - head.count)
      }
      cutter.feed(bytes) { entries.append(maker.entry($0)) }
      lastBytes = Array((lastBytes + bytes.suffix(Self.fingerprint)).suffix(Self.fingerprint))
    }
    return entries
  }
}
