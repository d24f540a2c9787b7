/// Items in ascending order of identity, in chunks: taking one in the middle moves few others, and
/// a copy of the whole shares all chunks that neither side changes.
///
/// Chunks are packed, but for the newest and a few that were changed last.
struct LogChunks: Hashable, Sendable {
  /// Where an item stands.
  struct Place: Hashable {
    var chunk: Int
    var offset: Int
  }

  /// What is left of an item that was removed.
  struct Removed {
    let digest: UInt64
    let isMark: Bool
  }

  private static let capacity = 512
  /// A chunk whose items take more takes no more: all of it is unpacked for one line.
  private static let fullCost = 512 << 10
  /// The newest chunks, where lines arrive, stay as they are.
  private static let unpackedAtEnd = 2
  /// How many others are left as they are, for more late lines.
  private static let mostUnpacked = 3
  /// What takes less is not worth it.
  private static let leastPacked = 32 << 10

  private var chunks: [LogChunk] = []
  // Items of the first chunk that have fallen off and are removed with it.
  private var dropped = 0
  private(set) var count = 0
  /// About how many bytes of memory the items take.
  private(set) var bytes = 0
  private let unpacked = UnpackedChunks()

  var isEmpty: Bool { count == 0 }

  var firstID: LogItem.ID? { isEmpty ? nil : chunks[0].id(at: dropped) }

  var lastID: LogItem.ID? {
    guard !isEmpty, let last = chunks.last else { return nil }
    return last.id(at: last.count - 1)
  }

  /// The item at a position from the oldest on.
  subscript(position: Int) -> LogItem {
    let place = place(of: position)
    return items(of: place.chunk)[place.offset]
  }

  /// The identity at a position from the oldest on.
  func id(at position: Int) -> LogItem.ID {
    let place = place(of: position)
    return chunks[place.chunk].id(at: place.offset)
  }

  /// Hands out items from a position on until `body` returns false.
  func forEach(from position: Int, _ body: (LogItem) -> Bool) {
    guard position < count else { return }
    var place = place(of: max(0, position))
    while place.chunk < chunks.count {
      let goesOn = items(of: place.chunk).withUnsafeBufferPointer { chunk in
        for offset in place.offset..<chunk.count {
          guard body(chunk[offset]) else { return false }
        }
        return true
      }
      guard goesOn else { return }
      place = Place(chunk: place.chunk + 1, offset: 0)
    }
  }

  /// Hands out identities and level numbers from a position on until `body` returns false; the
  /// lines themselves are not touched, of which every copy would be counted.
  func forEachLevel(from position: Int, _ body: (LogItem.ID, UInt8) -> Bool) {
    guard position < count else { return }
    var place = place(of: max(0, position))
    while place.chunk < chunks.count {
      let chunk = chunks[place.chunk]
      for offset in place.offset..<chunk.count {
        guard body(chunk.id(at: offset), chunk.level(at: offset)) else { return }
      }
      place = Place(chunk: place.chunk + 1, offset: 0)
    }
  }

  /// Hands out items before a position, the newest first, until `body` returns false.
  func forEachBackward(before position: Int, _ body: (LogItem) -> Bool) {
    guard position > 0, count > 0 else { return }
    var place = place(of: min(position, count) - 1)
    while true {
      let first = place.chunk == 0 ? dropped : 0
      let goesOn = items(of: place.chunk).withUnsafeBufferPointer { chunk in
        for offset in stride(from: place.offset, through: first, by: -1) {
          guard body(chunk[offset]) else { return false }
        }
        return true
      }
      guard goesOn, place.chunk > 0 else { return }
      place = Place(chunk: place.chunk - 1, offset: chunks[place.chunk - 1].count - 1)
    }
  }

  /// The identities before a position of those that meet a filter, the newest first.
  ///
  /// - Parameters:
  ///   - position: Where to begin.
  ///   - limit: The most items to examine.
  ///   - matcher: The filter.
  ///   - marks: Whether marks meet it.
  ///   - found: Takes the identities.
  /// - Returns: How many items were examined.
  func search(
    before position: Int,
    atMost limit: Int,
    _ matcher: LogMatcher,
    marks: Bool,
    _ found: (LogItem.ID) -> Void
  ) -> Int {
    let end = min(position, count)
    guard end > 0, limit > 0 else { return 0 }
    var place = place(of: end - 1)
    var examined = 0
    while true {
      let first = max(place.chunk == 0 ? dropped : 0, place.offset + 1 - (limit - examined))
      let range = first..<place.offset + 1
      let chunk = chunks[place.chunk]
      for offset in chunk.offsets(meeting: matcher, marks: marks, in: range).reversed() {
        found(chunk.id(at: offset))
      }
      examined += range.count
      guard examined < limit, place.chunk > 0 else { return examined }
      place = Place(chunk: place.chunk - 1, offset: chunks[place.chunk - 1].count - 1)
    }
  }

  /// How many items come before an identity.
  func position(of id: LogItem.ID) -> Int {
    guard !isEmpty else { return 0 }
    let chunk = chunk(for: id)
    let before = chunks[..<chunk].reduce(0) { $0 + $1.count }
    return max(0, before + chunks[chunk].offset(for: id) - dropped)
  }

  private func items(of chunk: Int) -> [LogItem] {
    chunks[chunk].packed.map { unpacked.items(of: $0) } ?? chunks[chunk].items
  }

  private func place(of position: Int) -> Place {
    var rest = position + dropped
    var chunk = 0
    while chunk < chunks.count - 1, rest >= chunks[chunk].count {
      rest -= chunks[chunk].count
      chunk += 1
    }
    return Place(chunk: chunk, offset: rest)
  }

  /// The last chunk that begins before an identity, else the first.
  private func chunk(for id: LogItem.ID) -> Int {
    var low = 0
    var high = chunks.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if chunks[middle].id(at: 0) < id { low = middle } else { high = middle }
    }
    return low
  }
}

extension LogChunks {
  /// Puts an item at its place.
  mutating func insert(_ item: LogItem) {
    count += 1
    guard let lastID, item.id < lastID else {
      append(item)
      return
    }
    if let firstID, item.id < firstID, dropped == 0, isFull(0) {
      chunks.insert(LogChunk([item]), at: 0)
      bytes += item.cost
      return
    }
    let place = changeable(at: item.id)
    change(place.chunk) { $0.insert(item, at: place.offset) }
    if chunks[place.chunk].count >= 2 * Self.capacity { split(place.chunk) }
  }

  /// Puts an item in the place of the one with its identity, which is there.
  mutating func replace(_ item: LogItem) {
    let place = changeable(at: item.id)
    change(place.chunk) { $0.replace(item, at: place.offset) }
  }

  /// Puts items that come before all others, ascending, at the front.
  mutating func prepend(_ items: [LogItem]) {
    guard !items.isEmpty else { return }
    unpackFirst()
    var parts: [LogChunk] = []
    var start = 0
    while start < items.count {
      let end = min(items.count, start + Self.capacity)
      parts.append(LogChunk(Array(items[start..<end])))
      start = end
    }
    chunks.insert(contentsOf: parts, at: 0)
    bytes += parts.reduce(0) { $0 + $1.cost }
    count += items.count
  }

  mutating func removeFirst() -> Removed {
    let chunk = chunks[0]
    let removed = Removed(
      digest: chunk.digest(at: dropped),
      isMark: chunk.level(at: dropped) == LogItem.noLine
    )
    bytes -= chunk.cost(at: dropped)
    // The chunk may stay for long, but not the line with it.
    if !chunk.isPacked { chunks[0].replace(LogItem(emptied: chunk.id(at: dropped)), at: dropped) }
    dropped += 1
    count -= 1
    if dropped == chunk.count {
      chunks.removeFirst()
      dropped = 0
    }
    return removed
  }

  mutating func removeLast() -> Removed {
    let last = chunks.count - 1
    if chunks[last].isPacked {
      if last == 0 {
        unpackFirst()
      } else {
        change(last) { [unpacked] in $0.unpack(from: 0, by: unpacked) }
      }
    }
    let item = chunks[last].removeLast()
    bytes -= item.cost
    count -= 1
    let rest = chunks[last].count
    if rest == 0 || (last == 0 && rest == dropped) {
      chunks.removeLast()
      if chunks.isEmpty { dropped = 0 }
    }
    return Removed(digest: item.digest, isMark: item.levelNumber == LogItem.noLine)
  }

  /// Packs what is not needed as it is, once there is some of it.
  mutating func settle() {
    let older = chunks.indices.dropLast(Self.unpackedAtEnd).filter { chunk in
      !chunks[chunk].isPacked && chunks[chunk].cost >= Self.leastPacked
        && (chunk > 0 || dropped == 0)
    }
    guard older.count > Self.mostUnpacked else { return }
    for chunk in older { change(chunk) { $0.pack() } }
  }

  /// Changes a chunk and keeps count of its bytes.
  private mutating func change(_ chunk: Int, _ body: (inout LogChunk) -> Void) {
    bytes -= chunks[chunk].cost
    body(&chunks[chunk])
    bytes += chunks[chunk].cost
  }

  /// The place of an identity in a chunk that is not packed.
  private mutating func changeable(at id: LogItem.ID) -> Place {
    let chunk = chunk(for: id)
    if chunks[chunk].isPacked {
      if chunk == 0 {
        unpackFirst()
      } else {
        change(chunk) { [unpacked] in $0.unpack(from: 0, by: unpacked) }
      }
    }
    let offset = chunks[chunk].offset(for: id)
    return Place(chunk: chunk, offset: max(offset, chunk == 0 ? dropped : 0))
  }

  /// Leaves only what is held in the first chunk, not packed.
  private mutating func unpackFirst() {
    guard !isEmpty, dropped > 0 || chunks[0].isPacked else { return }
    let fallen = (0..<dropped).reduce(0) { $0 + chunks[0].cost(at: $1) }
    bytes += fallen
    change(0) { [unpacked, dropped] in $0.unpack(from: dropped, by: unpacked) }
    dropped = 0
  }

  private mutating func append(_ item: LogItem) {
    bytes += item.cost
    if !chunks.isEmpty, !isFull(chunks.count - 1) {
      chunks[chunks.count - 1].append(item)
    } else {
      chunks.append(LogChunk([item]))
    }
  }

  private func isFull(_ chunk: Int) -> Bool {
    chunks[chunk].isPacked || chunks[chunk].count >= Self.capacity
      || chunks[chunk].cost >= Self.fullCost
  }

  private mutating func split(_ chunk: Int) {
    let middle = chunks[chunk].count / 2
    let tail = chunks[chunk].split(at: middle)
    chunks.insert(tail, at: chunk + 1)
    // What has fallen off lies in the first half, or is all of it.
    guard chunk == 0, dropped >= middle else { return }
    chunks.removeFirst()
    dropped -= middle
  }
}
