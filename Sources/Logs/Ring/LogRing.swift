package import Telemetry

/// The lines that are held: ordered by time, bounded by count and bytes, no line twice.
///
/// Taking a line costs the same however many are held; one that comes late moves a few hundred
/// others at most. Older lines are packed, to a quarter and less of what they take otherwise. What falls
/// off for want of room is counted.
package struct LogRing: Hashable, Sendable {
  /// Changes from taking lines.
  package struct Change: Hashable, Sendable {
    /// New items still held, unordered.
    package var inserted: [LogItem.ID] = []
    /// What was there and has more lines of its stack trace now.
    package var grown: [LogItem.ID] = []
    /// How many lines were there already.
    package var repeated = 0
    /// How many lines were dropped, new ones included.
    package var fallen = 0
  }

  /// The most items.
  package private(set) var maxCount: Int
  /// The most bytes, of lines and of what it takes to hold them.
  package private(set) var maxBytes: Int
  /// Whether a line whose key is held is dropped: it has come a second time.
  ///
  /// In a file both were written.
  package let dropsRepeats: Bool
  /// Lines dropped at the old end since the ring was made or emptied.
  package private(set) var fallen = 0
  /// Those of them that are older than all that is held, and were not read again.
  package private(set) var fallenBehind = 0
  /// How many marks are among the items.
  package private(set) var marks = 0
  /// Lines at the new end that were given up for older ones.
  package private(set) var fallenAhead = 0

  private var chunks = LogChunks()
  private var keys: Set<UInt64> = []
  private var streams = StreamHashes()
  private var nextSequence = 0
  private var firstSequence = 0

  package init(
    maxCount: Int = 200_000,
    maxBytes: Int = 32 << 20,
    dropsRepeats: Bool = true
  ) {
    self.maxCount = max(1, maxCount)
    self.maxBytes = maxBytes
    self.dropsRepeats = dropsRepeats
  }

  /// How many items it holds.
  package var count: Int { chunks.count }

  /// Whether it holds nothing.
  package var isEmpty: Bool { chunks.isEmpty }

  /// About how many bytes of memory the items take; older ones are packed.
  package var bytes: Int { chunks.bytes }

  /// The identity of the oldest item.
  package var firstID: LogItem.ID? { chunks.firstID }

  /// The identity of the newest item.
  package var lastID: LogItem.ID? { chunks.lastID }

  /// The item at a position from 0, the oldest, to `count - 1`.
  package subscript(position: Int) -> LogItem { chunks[position] }

  /// How many items are older than an identity, whether or not that one is held.
  package func position(of id: LogItem.ID) -> Int { chunks.position(of: id) }

  /// How many items are older than a moment.
  package func position(of moment: Timestamp) -> Int {
    chunks.position(of: LogItem.ID(timestamp: moment, sequence: .min))
  }

  /// The item of an identity; `nil` if it was dropped.
  package subscript(id: LogItem.ID) -> LogItem? {
    let position = position(of: id)
    guard position < count, chunks.id(at: position) == id else { return nil }
    return chunks[position]
  }

  /// Hands out items from a position on, ascending, until `body` returns false.
  package func forEach(from position: Int = 0, _ body: (LogItem) -> Bool) {
    chunks.forEach(from: position, body)
  }

  /// Hands out identities and level numbers from a position on until `body` returns false.
  func forEachLevel(from position: Int, _ body: (LogItem.ID, UInt8) -> Bool) {
    chunks.forEachLevel(from: position, body)
  }

  /// The identities before a position of those that meet a filter, the newest first.
  ///
  /// - Parameters:
  ///   - position: Where to begin.
  ///   - limit: The most items to examine.
  ///   - matcher: The filter.
  ///   - marks: Whether marks meet it.
  ///   - found: Takes the identities.
  /// - Returns: The identity of the last one examined where the limit was reached; `nil` where all were.
  func search(
    before position: Int,
    atMost limit: Int,
    _ matcher: LogMatcher,
    marks: Bool,
    _ found: (LogItem.ID) -> Void
  ) -> LogItem.ID? {
    let examined = chunks.search(before: position, atMost: limit, matcher, marks: marks, found)
    return examined < limit || examined == 0 ? nil : chunks.id(at: position - examined)
  }

  /// Hands out items before a position, descending, until `body` returns false.
  package func forEachBackward(before position: Int, _ body: (LogItem) -> Bool) {
    chunks.forEachBackward(before: position, body)
  }
}

extension LogRing {
  /// Takes lines, each at its place; the oldest are dropped if there is no room.
  package mutating func insert(_ entries: [LogEntry]) -> Change {
    var change = Change()
    change.inserted.reserveCapacity(entries.count)
    for entry in entries {
      guard let digest = newDigest(of: entry) else {
        grow(entry, &change)
        continue
      }
      let id = LogItem.ID(timestamp: entry.timestamp, sequence: nextSequence)
      nextSequence += 1
      hold(LogItem(id: id, content: .entry(entry), digest: digest))
      change.inserted.append(id)
    }
    change.fallen = trimFront()
    chunks.settle()
    leaveOutFallen(&change)
    return change
  }

  /// Takes a mark at its place.
  package mutating func insert(_ mark: LogMark) -> Change {
    var change = Change()
    let id = LogItem.ID(timestamp: mark.timestamp, sequence: nextSequence)
    nextSequence += 1
    hold(LogItem(id: id, content: .mark(mark), digest: 0))
    change.inserted = [id]
    change.fallen = trimFront()
    chunks.settle()
    leaveOutFallen(&change)
    return change
  }

  /// Takes a page of older lines; those of equal time come before the ones that are held.
  ///
  /// - Parameters:
  ///   - page: The lines, ascending.
  ///   - fromBelow: Whether the newest lines make room, as for reading back; else as many of the
  ///     page as there is room for are taken, its newest.
  /// - Returns: What has changed.
  package mutating func insertHistory(
    _ page: [LogEntry],
    makingRoomBelow fromBelow: Bool = false
  ) -> Change {
    var change = Change()
    var older: [LogItem] = []
    firstSequence -= page.count
    for (offset, entry) in page.enumerated() {
      guard let digest = newDigest(of: entry) else {
        grow(entry, &change)
        continue
      }
      let id = LogItem.ID(timestamp: entry.timestamp, sequence: firstSequence + offset)
      let item = LogItem(id: id, content: .entry(entry), digest: digest)
      change.inserted.append(id)
      let isOlder = firstID.map { id < $0 } ?? true
      if isOlder, older.last.map({ $0.id < id }) ?? true {
        older.append(item)
      } else {
        hold(item)
      }
    }
    chunks.prepend(older)
    // What fell off first is read again last.
    fallenBehind = max(0, fallenBehind - older.count)
    change.fallen = fromBelow ? trimBack() : trimFront()
    chunks.settle()
    leaveOutFallen(&change)
    return change
  }

  /// Holds more or less from now on; the oldest items make room.
  ///
  /// - Returns: How many lines were dropped for it.
  package mutating func setLimits(count: Int, bytes: Int) -> Change {
    (maxCount, maxBytes) = (max(1, count), bytes)
    var change = Change()
    change.fallen = trimFront()
    return change
  }

  /// Counts lines dropped at the old end before they were taken.
  package mutating func pass(_ lines: Int) {
    fallen += lines
  }

  /// Drops everything and resets the counts; identities are not reused.
  package mutating func removeAll() {
    chunks = LogChunks()
    keys = []
    (marks, fallen, fallenBehind, fallenAhead) = (0, 0, 0, 0)
  }

  /// The digest of an entry that is not held; `nil` where it is.
  private mutating func newDigest(of entry: LogEntry) -> UInt64? {
    guard dropsRepeats else { return 0 }
    let digest = LogKey(entry, stream: streams.hash(of: entry.stream)).digest
    return keys.insert(digest).inserted ? digest : nil
  }

  /// Takes a line that is held, perhaps with more of its stack trace.
  private mutating func grow(_ entry: LogEntry, _ change: inout Change) {
    let digest = LogKey(entry, stream: streams.hash(of: entry.stream)).digest
    var held: LogItem?
    if !entry.parts.isEmpty {
      forEach(from: position(of: entry.timestamp)) { item in
        if item.digest == digest { held = item }
        return held == nil && item.id.timestamp == entry.timestamp
      }
    }
    guard let held, let former = held.entry, former.parts.count < entry.parts.count else {
      change.repeated += 1
      return
    }
    let item = LogItem(id: held.id, content: .entry(entry), digest: digest)
    chunks.replace(item)
    change.grown.append(item.id)
  }

  private mutating func hold(_ item: LogItem) {
    if item.mark != nil { marks += 1 }
    chunks.insert(item)
  }

  private mutating func trimFront() -> Int {
    var fallen = 0
    while isOverfull {
      if letGo(of: chunks.removeFirst()) { fallen += 1 }
    }
    self.fallen += fallen
    fallenBehind += fallen
    return fallen
  }

  private mutating func trimBack() -> Int {
    var fallen = 0
    while isOverfull {
      if letGo(of: chunks.removeLast()) { fallen += 1 }
    }
    fallenAhead += fallen
    return fallen
  }

  /// One item stays, however large.
  private var isOverfull: Bool { count > maxCount || bytes > maxBytes && count > 1 }

  /// Whether the item was a line.
  private mutating func letGo(of item: LogChunks.Removed) -> Bool {
    guard !item.isMark else {
      marks -= 1
      return false
    }
    if dropsRepeats { keys.remove(item.digest) }
    return true
  }

  private func leaveOutFallen(_ change: inout Change) {
    guard change.fallen > 0, let firstID, let lastID else { return }
    change.inserted.removeAll { $0 < firstID || lastID < $0 }
    change.grown.removeAll { $0 < firstID || lastID < $0 }
  }
}
