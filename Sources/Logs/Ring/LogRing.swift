package import Telemetry

/// The lines that are held: ordered by time, bounded by count and bytes, no line twice.
///
/// Taking a line costs the same however many are held; one that comes late moves a few hundred
/// others at most. What falls off for want of room is counted.
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
  /// About how many bytes are held.
  package private(set) var bytes = 0
  /// Lines dropped at the old end since the ring was made or emptied.
  package private(set) var fallen = 0
  /// Those of them that are older than all that is held, and were not read again.
  package private(set) var fallenBehind = 0
  /// Lines at the new end that were given up for older ones.
  package private(set) var fallenAhead = 0

  private var chunks = LogChunks()
  private var keys: Set<UInt64> = []
  private var streams = StreamHashes()
  private var nextSequence = 0
  private var firstSequence = 0

  package init(
    maxCount: Int = 50_000,
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

  /// The oldest item.
  package var first: LogItem? { chunks.first }

  /// The newest item.
  package var last: LogItem? { chunks.last }

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
    guard position < count else { return nil }
    let item = chunks[position]
    return item.id == id ? item : nil
  }

  /// Hands out items from a position on, ascending, until `body` returns false.
  package func forEach(from position: Int = 0, _ body: (LogItem) -> Bool) {
    chunks.forEach(from: position, body)
  }

  /// Hands out identities and level numbers from a position on until `body` returns false.
  func forEachLevel(from position: Int, _ body: (LogItem.ID, UInt8) -> Bool) {
    chunks.forEachLevel(from: position, body)
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
      let isOlder = first.map { id < $0.id } ?? true
      if isOlder, older.last.map({ $0.id < id }) ?? true {
        older.append(item)
      } else {
        hold(item)
      }
    }
    bytes += older.reduce(0) { $0 + $1.cost }
    chunks.prepend(older)
    // What fell off first is read again last.
    fallenBehind = max(0, fallenBehind - older.count)
    change.fallen = fromBelow ? trimBack() : trimFront()
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
    (bytes, fallen, fallenBehind, fallenAhead) = (0, 0, 0, 0)
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
    bytes += item.cost - held.cost
    chunks.replace(item)
    change.grown.append(item.id)
  }

  private mutating func hold(_ item: LogItem) {
    bytes += item.cost
    chunks.insert(item)
  }

  private mutating func trimFront() -> Int {
    var fallen = 0
    while isOverfull {
      let item = chunks.removeFirst()
      if letGo(of: item) { fallen += 1 }
    }
    self.fallen += fallen
    fallenBehind += fallen
    return fallen
  }

  private mutating func trimBack() -> Int {
    var fallen = 0
    while isOverfull {
      let item = chunks.removeLast()
      if letGo(of: item) { fallen += 1 }
    }
    fallenAhead += fallen
    return fallen
  }

  /// One item stays, however large.
  private var isOverfull: Bool { count > maxCount || bytes > maxBytes && count > 1 }

  /// Whether the item was a line.
  private mutating func letGo(of item: LogItem) -> Bool {
    bytes -= item.cost
    guard case .entry = item.content else { return false }
    if dropsRepeats { keys.remove(item.digest) }
    return true
  }

  private func leaveOutFallen(_ change: inout Change) {
    guard change.fallen > 0, let first, let last else { return }
    change.inserted.removeAll { $0 < first.id || last.id < $0 }
    change.grown.removeAll { $0 < first.id || last.id < $0 }
  }
}
