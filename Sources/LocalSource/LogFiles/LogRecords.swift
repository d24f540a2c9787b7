import Logs

/// Puts lines together that are one entry: the parts of a long line that a container's runtime has
/// split, and a stack trace with the line before it.
struct LogRecords: Sendable {
  /// No entry has more lines or bytes than these; what follows is an entry of its own.
  private static let mostLines = 2000
  private static let mostBytes = 256 << 10

  private var follower = TraceFollower()
  /// The entry that may go on.
  private(set) var pending: LogLine?
  private var stream: String?
  private var lines = 0
  private var isPart = false

  /// Takes the next line; the entry before it where that is complete.
  mutating func take(_ line: LogLine) -> LogLine? {
    let carried = CarriedLine(line.bytes)
    if isPart, let carried, carried.stream == stream, append(carried, line) { return nil }
    let text = carried?.text ?? line.bytes
    // Another program's line between them does not belong to either.
    if carried?.stream != stream { follower = TraceFollower() }
    let follows = follower.follows(text)
    if follows, lines < Self.mostLines, let count = pending?.bytes.count, count < Self.mostBytes {
      pending?.bytes.append(UInt8(ascii: "\n"))
      pending?.bytes += text
      pending?.end = line.end
      // JSON over several lines is read as a whole.
      if let count = pending?.bytes.count, pending?.headCount == 1, text == [UInt8(ascii: "}")] {
        pending?.headCount = count
      }
      lines += 1
      return nil
    }
    let complete = pending
    pending = line
    stream = carried?.stream
    lines = 1
    isPart = carried?.isPart ?? false
    return complete
  }

  /// The entry that may go on, which does not.
  mutating func finish() -> LogLine? {
    defer { self = LogRecords() }
    return pending
  }

  /// Adds a part to the entry; whether there was room.
  private mutating func append(_ part: CarriedLine, _ line: LogLine) -> Bool {
    guard var whole = pending, whole.bytes.count < LogLine.limit,
      let text = CarriedLine(whole.bytes)?.range
    else { return false }
    whole.bytes.insert(contentsOf: line.bytes[part.range], at: text.upperBound)
    whole.headCount = whole.bytes.count
    whole.end = line.end
    pending = whole
    isPart = part.isPart
    return true
  }
}

/// The entries of a file from an offset back to its start.
struct LogRecordsBackward: Sendable {
  /// Lines are read back so far for one that begins an entry.
  private static let reach = 64 << 10

  private var lines: LogLinesBackward
  /// Entries that were put together, the newest last.
  private var ready: [LogLine] = []

  init(_ lines: LogLinesBackward) {
    self.lines = lines
  }

  /// The end of what has not been handed out.
  var offset: Int { ready.last?.end ?? lines.offset }

  /// The entry before those handed out; `nil` at the start of the file.
  mutating func next() -> LogLine? {
    if ready.isEmpty { fill() }
    return ready.popLast()
  }

  /// Whether an entry begins with a line, whatever is before it.
  private func isFirst(_ line: LogLine) -> Bool {
    guard let carried = CarriedLine(line.bytes) else {
      return !TraceFollower.mayFollow(line.bytes)
    }
    guard !TraceFollower.mayFollow(carried.text) else { return false }
    // The line before may be the first part of this one.
    var before = lines
    return before.next().flatMap { CarriedLine($0.bytes) }?.isPart != true
  }

  private mutating func fill() {
    var found: [LogLine] = []
    var bytes = 0
    while bytes < Self.reach {
      let end = lines.offset
      guard var line = lines.next() else { break }
      line.end = end
      bytes += line.bytes.count
      found.append(line)
      if isFirst(line) { break }
    }
    var records = LogRecords()
    for line in found.reversed() {
      if let complete = records.take(line) { ready.append(complete) }
    }
    if let last = records.finish() { ready.append(last) }
  }
}
