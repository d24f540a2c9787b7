import Logs
import Telemetry

/// Reads one page of lines out of several files, in the order of their times.
///
/// The offsets of the next page are kept in its question: one key for each file, of which `stream` is
/// the file's number and `line` the offset.
struct LogFilePage {
  /// So many bytes are looked through for one page; what is left is for the next one.
  static let most = 128 << 20

  let query: LogPageQuery
  let matcher: LogMatcher
  let files: [(file: LogFile, stamps: LogFileStamps)]
  let pipes: LogPipes
  let includesUnfinished: Bool

  /// Reads the page.
  ///
  /// - Returns: The page.
  /// - Throws: `SourceError.cancelled`.
  func read() throws(SourceError) -> LogPage {
    let page = query.direction == .backward ? try backward() : try forward()
    let isFirst = query.handedOut.isEmpty
    guard !pipes.isEmpty, isFirst || place(Self.pipesNumber) != nil else { return page }
    let (entries, place) = pipes.page(query, from: place(Self.pipesNumber), matcher)
    var whole = LogPage(entries: (page.entries + entries).sortedByTime(), next: page.next)
    if let place {
      // Files that are read to their end are told from files that were not begun.
      whole.next = whole.next ?? question(files.map { ($0.file, restOfNone) })
      whole.next?.handedOut.append(
        LogKey(timestamp: query.start, stream: Self.pipesNumber, content: place)
      )
    }
    return whole
  }

  /// The pipes' number among those of files.
  private static let pipesNumber = -1

  /// The offset of a file of which nothing is left.
  private var restOfNone: Int { query.direction == .backward ? 0 : .max }

  private func place(_ number: Int) -> Int? {
    query.handedOut.first { $0.stream == number }?.content
  }

  private func place(of file: LogFile) -> Int? { place(Self.number(file)) }

  private func backward() throws(SourceError) -> LogPage {
    var readers = files.map { file, stamps in
      let known = place(of: file)
      let end = known ?? LogFileSeek.offset(behind: query.end, file, stamps)
      let isUnfinished = includesUnfinished || known != nil
      let lines = LogLinesBackward(file, before: end, includesUnfinished: isUnfinished)
      return LogFileHead(file, LogEntriesBackward(stamps, lines))
    }
    var entries: [LogEntry] = []
    var seen = 0
    while entries.count < query.limit, seen < Self.most {
      // Of equal times the last file's line is the newest, as it is when pages are in order.
      guard let index = readers.indices.reversed().max(by: { readers[$0] < readers[$1] }),
        let placed = readers[index].head
      else { break }
      if seen & 0xFFF == 0, Task.isCancelled { throw .cancelled }
      seen += placed.entry.line.count + 1
      readers[index].advance(until: query.start - LogFileSeek.disorder)
      let isInside = query.start <= placed.entry.timestamp && placed.entry.timestamp < query.end
      if isInside, matcher.matches(placed.entry) { entries.append(placed.entry) }
    }
    return page(entries.reversed(), readers.map { ($0.file, $0.head?.end ?? 0, $0.head != nil) })
  }

  private func forward() throws(SourceError) -> LogPage {
    var readers = files.map { file, stamps in
      let start = place(of: file) ?? LogFileSeek.offset(before: query.start, file, stamps)
      return LogFileFront(file, stamps, from: start, includesUnfinished: includesUnfinished)
    }
    var entries: [LogEntry] = []
    var seen = 0
    let end = query.end + LogFileSeek.disorder
    while entries.count < query.limit, seen < Self.most {
      guard let index = readers.indices.min(by: { readers[$0] < readers[$1] }),
        let (offset, entry) = readers[index].head, entry.timestamp < end
      else { break }
      if seen & 0xFFF == 0, Task.isCancelled { throw .cancelled }
      seen += entry.line.count + 1
      readers[index].advance(after: offset)
      let isInside = query.start <= entry.timestamp && entry.timestamp < query.end
      if isInside, matcher.matches(entry) { entries.append(entry) }
    }
    let rests = readers.map { reader in
      (
        reader.file, reader.head?.offset ?? .max,
        reader.head.map { $0.entry.timestamp < end } ?? false
      )
    }
    return page(entries, rests)
  }

  private func page(
    _ entries: [LogEntry],
    _ rests: [(file: LogFile, offset: Int, isMore: Bool)]
  ) -> LogPage {
    let ordered = entries.sortedByTime()
    guard rests.contains(where: \.isMore) else { return LogPage(entries: ordered) }
    return LogPage(entries: ordered, next: question(rests.map { ($0.file, $0.offset) }))
  }

  /// The query for the page at these offsets.
  private func question(_ places: [(file: LogFile, offset: Int)]) -> LogPageQuery {
    var next = query
    next.handedOut = places.map { place in
      LogKey(timestamp: query.start, stream: Self.number(place.file), content: place.offset)
    }
    return next
  }

  private static func number(_ file: LogFile) -> Int {
    Int(truncatingIfNeeded: file.identity.inode ^ (file.identity.device &* 0x9E37_79B9_7F4A_7C15))
  }
}

/// The newest line of a file that has not been taken yet.
private struct LogFileHead {
  let file: LogFile
  private var entries: LogEntriesBackward
  private(set) var head: LogEntriesBackward.Placed?

  init(_ file: LogFile, _ entries: LogEntriesBackward) {
    self.file = file
    self.entries = entries
    head = self.entries.next()
  }

  /// Goes on to the line before; there is none left where that is older than a moment.
  mutating func advance(until oldest: Timestamp) {
    head = entries.next()
    if let placed = head, placed.entry.timestamp < oldest { head = nil }
  }

  static func < (left: LogFileHead, right: LogFileHead) -> Bool {
    guard let other = right.head else { return false }
    guard let one = left.head else { return true }
    return one.entry.timestamp < other.entry.timestamp
  }
}

/// The oldest line of a file that has not been taken yet.
private struct LogFileFront {
  private static let block = 256 << 10

  let file: LogFile
  private let includesUnfinished: Bool
  private var maker: LogEntriesForward
  private var cutter: LogLineCutter
  private var records = LogRecords()
  /// Lines that were read, the next one last.
  private var waiting: [(offset: Int, entry: LogEntry)] = []
  private var isRead = false

  init(_ file: LogFile, _ stamps: LogFileStamps, from start: Int, includesUnfinished: Bool) {
    self.file = file
    self.includesUnfinished = includesUnfinished
    maker = LogEntriesForward(
      stamps,
      after: start == .max ? nil : LogEntriesForward.known(before: start, file, stamps)
    )
    cutter = LogLineCutter(offset: start)
    isRead = start == .max
    fill()
  }

  var head: (offset: Int, entry: LogEntry)? { waiting.last }

  mutating func advance(after offset: Int) {
    waiting.removeLast()
    if waiting.isEmpty { fill() }
  }

  private mutating func fill() {
    while waiting.isEmpty, !isRead {
      let bytes = file.read(at: cutter.end, count: Self.block)
      var lines: [LogLine] = []
      if bytes.isEmpty {
        isRead = true
        if includesUnfinished { cutter.finish { lines.append($0) } }
      } else {
        cutter.feed(bytes) { lines.append($0) }
      }
      for line in lines { take(records.take(line)) }
      if isRead { take(records.finish()) }
    }
    waiting.reverse()
  }

  private mutating func take(_ line: LogLine?) {
    if let line { waiting.append((line.offset, maker.entry(line))) }
  }

  static func < (left: LogFileFront, right: LogFileFront) -> Bool {
    guard let one = left.head else { return false }
    guard let other = right.head else { return true }
    return one.entry.timestamp < other.entry.timestamp
  }
}

extension LogEntriesForward {
  /// The nearest line with a time of its own that stands before an offset, not too far from it.
  static func known(
    before offset: Int,
    _ file: LogFile,
    _ stamps: LogFileStamps
  ) -> (offset: Int, time: Timestamp)? {
    var lines = LogLinesBackward(file, before: offset, includesUnfinished: true)
    while let line = lines.next(), offset - line.offset <= LogFileStamps.reach {
      if let time = stamps.entry(line).own { return (line.offset, time) }
    }
    return nil
  }
}

extension [LogEntry] {
  /// The entries by time; equal times keep their order.
  func sortedByTime() -> [LogEntry] {
    let isOrdered = zip(self, dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp }
    if isOrdered { return self }
    return enumerated().sorted {
      ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
    }.map(\.element)
  }
}
