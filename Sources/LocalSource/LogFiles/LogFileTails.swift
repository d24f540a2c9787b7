import Logs
import Telemetry

/// All files of some names as they grow, come, go and are rotated.
struct LogFileTails {
  /// A file that has lost its name may be written to a little longer.
  private static let patience = Duration.seconds(10)

  private let names: LogFileNames
  private let readers: LogFileReaders
  private let start: LogFileStart
  private var tails: [LogFileIdentity: LogFileTail] = [:]
  /// The order in which files were found, by which lines of equal time are ordered.
  private var order: [LogFileIdentity] = []
  /// The file that each name has, or had when it was last seen.
  private var owners: [FileName: LogFileIdentity] = [:]
  /// Since when names are known of which the files seem to be copies that are being written.
  private var copies: [FileName: Timestamp] = [:]
  private let pipes: LogPipes
  /// The number of the next line of a pipe.
  private var nextOfPipes = 0
  private var isFirst = true
  /// The files that had a name at the last look.
  private var present: Set<LogFileIdentity> = []
  private var problem: SourceError?
  private var lastStatus: LogFeedStatus?

  /// `-` is standard input.
  init(
    _ names: LogFileNames,
    _ readers: LogFileReaders,
    _ pipes: LogPipes,
    _ start: LogFileStart
  ) {
    self.names = names
    self.readers = readers
    self.pipes = pipes
    self.start = start
    if names.patterns.contains("-") {
      pipes.add("-") { LogPipe(standardInput: names.standardInput, readers) }
    }
  }

  /// Whether nothing can come any more: there were pipes alone, and all have ended.
  var isEnded: Bool {
    !pipes.isEmpty && pipes.isEnded && tails.isEmpty
      && names.patterns.allSatisfy { pipes.has($0) }
  }

  /// Looks at everything once and gives what is new.
  mutating func look(now: Timestamp) -> [LogNews] {
    var news: [LogNews] = []
    var entries: [LogEntry] = []
    var marks: [LogMark] = []
    findFiles(now: now, &entries, &marks)
    readPipes(now: now, &entries, &marks)
    for identity in order {
      guard var tail = tails[identity] else { continue }
      switch tail.grow(now: now) {
      case .lines(let lines): entries += lines
      case .restarted(let lines):
        marks.append(mark(tail.file.path, "was truncated", lines.first?.timestamp ?? now))
        entries += lines
      }
      tails[identity] = tail
      if let note = readers.zones.takeNote(identity) {
        marks.append(LogMark(at: now, .changed, reason: note))
      }
    }
    entries += dropOrphans(now: now)
    for mark in marks { news.append(.mark(mark)) }
    if !entries.isEmpty { news.append(.entries(entries.sortedByTime())) }
    if let status = status(now: now) { news.insert(.status(status), at: 0) }
    isFirst = false
    return news
  }

  private mutating func readPipes(
    now: Timestamp,
    _ entries: inout [LogEntry],
    _ marks: inout [LogMark]
  ) {
    guard !pipes.isEmpty else { return }
    let held = pipes.end
    let (lines, next, lost) = pipes.read(from: nextOfPipes, now: now)
    // What was read before this follower came is past, and may be known; all else is new whatever
    // its time is.
    let past = isFirst ? lines.dropLast(min(lines.count, next - held)) : []
    entries += start.unknown(past.filter { $0.timestamp >= start.start })
    entries += lines.dropFirst(past.count)
    if lost > 0, !isFirst {
      marks.append(
        LogMark(at: now, .lost(atLeast: lost), reason: "more arrived than the buffer holds")
      )
    }
    nextOfPipes = next
    for note in pipes.takeNotes() { marks.append(LogMark(at: now, .changed, reason: note)) }
  }

  private mutating func findFiles(
    now: Timestamp,
    _ entries: inout [LogEntry],
    _ marks: inout [LogMark]
  ) {
    problem = nil
    present = []
    for path in names.paths() where path != "-" {
      guard let status = LogFile.status(of: path) else {
        problem = LogFile.problem(path, 2)
        continue
      }
      present.insert(status.identity)
      guard !pipes.has(path) else { continue }
      // A file that was renamed keeps its place. One that was forgotten is new again: file systems
      // give the number of a deleted file to the next one.
      if tails[status.identity] != nil {
        owners[path] = status.identity
        continue
      }
      do throws(SourceError) {
        try open(path, status, now: now, &entries, &marks)
      } catch {
        problem = error
      }
    }
    if order.isEmpty, pipes.isEmpty, problem == nil {
      problem = names.packed().first ?? LogFileSource.nothing(names)
    }
  }

  private mutating func open(
    _ path: FileName,
    _ status: LogFile.Status,
    now: Timestamp,
    _ entries: inout [LogEntry],
    _ marks: inout [LogMark]
  ) throws(SourceError) {
    if let objection = status.objection { throw LogFile.problem(path, objection) }
    let file = try LogFile(path: path)
    guard status.isRegular else {
      pipes.add(path) { LogPipe(file, readers) }
      return
    }
    let stamps = readers.stamps(file)
    var offset = 0
    if isFirst {
      (offset, entries) = start.join(file, stamps, entries)
    } else {
      switch copied(file, path, size: status.size) {
      case .none: break
      case .copy(let next): offset = next
      case .unfinished:
        // One that never becomes as long is read as any other: twice is better than never.
        let since = copies[path] ?? now
        copies[path] = since
        if now - since < Self.patience { return }
      }
      copies[path] = nil
    }
    tails[file.identity] = LogFileTail(file, stamps, from: offset, now: now)
    order.append(file.identity)
    if owners[path] != nil { marks.append(mark(path, "was replaced by a new file", now)) }
    owners[path] = file.identity
  }

  /// Whether a file is a copy of one that has been read.
  private func copied(_ file: LogFile, _ path: FileName, size: Int) -> LogFileReading.Match {
    var isUnfinished = false
    for tail in tails.values where LogFileReading.isRelated(path, to: tail.file.path) {
      for reading in tail.readings {
        switch reading.match(file, size: size) {
        case .none: continue
        case .unfinished: isUnfinished = true
        case .copy(let next): return .copy(next: next)
        }
      }
    }
    return isUnfinished ? .unfinished : .none
  }

  /// Forgets files that have no name any more, once nothing has been added for a while.
  private mutating func dropOrphans(now: Timestamp) -> [LogEntry] {
    var entries: [LogEntry] = []
    for identity in order where !present.contains(identity) {
      guard var tail = tails[identity], now - tail.lastGrowth > Self.patience else { continue }
      entries += tail.finish()
      tails[identity] = nil
      readers.arrivals.forget(identity)
      order.removeAll { $0 == identity }
    }
    return entries
  }

  /// The status where it has changed.
  private mutating func status(now: Timestamp) -> LogFeedStatus? {
    let isBroken = tails.isEmpty && pipes.isEmpty
    let status: LogFeedStatus =
      if isBroken, let problem {
        .broken(problem, retryAt: now + LogFileSource.rhythm)
      } else {
        .live(.file)
      }
    if case .broken(let old, _) = lastStatus, case .broken(let new, _) = status, old == new {
      return nil
    }
    guard status != lastStatus else { return nil }
    lastStatus = status
    return status
  }

  private func mark(_ path: FileName, _ what: String, _ moment: Timestamp) -> LogMark {
    LogMark(at: moment, .restarted, reason: "'\(path)' \(what)")
  }
}

/// Where following begins in files that have lines already.
struct LogFileStart {
  let start: Timestamp
  /// How often each line was delivered already.
  private let known: [LogKey: Int]

  /// The start after lines that were already delivered.
  init(_ start: Timestamp, known: [LogKey]) {
    self.start = start
    self.known = known.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// Adds the lines of a file since the start that are not known, and gives the offset behind them.
  func join(
    _ file: LogFile,
    _ stamps: LogFileStamps,
    _ entries: [LogEntry]
  ) -> (offset: Int, entries: [LogEntry]) {
    let size = file.status?.size ?? 0
    let lines = LogLinesBackward(file, before: size, includesUnfinished: false)
    let offset = lines.offset
    var reader = LogEntriesBackward(stamps, lines)
    var found: [LogEntry] = []
    while let placed = reader.next(), placed.entry.timestamp >= start {
      found.append(placed.entry)
    }
    return (offset, entries + unknown(found.reversed()))
  }

  /// The lines that were not delivered; of lines that are equal in time and text the first ones
  /// were.
  func unknown(_ entries: [LogEntry]) -> [LogEntry] {
    guard !known.isEmpty else { return entries }
    var left = known
    return entries.filter { entry in
      let key = LogKey(entry)
      guard let count = left[key], count > 0 else { return true }
      left[key] = count - 1
      return false
    }
  }
}
