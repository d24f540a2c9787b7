/// Items in ascending order of identity, in chunks: taking one in the middle moves few others, and
/// a copy of the whole shares all chunks that neither side changes.
struct LogChunks: Hashable, Sendable {
  /// Where an item stands.
  struct Place: Hashable {
    var chunk: Int
    var offset: Int
  }

  private static let capacity = 512

  private var chunks: [[LogItem]] = []
  // Items of the first chunk that have fallen off and are removed with it.
  private var dropped = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  var first: LogItem? { isEmpty ? nil : chunks[0][dropped] }

  var last: LogItem? { isEmpty ? nil : chunks[chunks.count - 1].last }

  /// The item at a position from the oldest on.
  subscript(position: Int) -> LogItem {
    let place = place(of: position)
    return chunks[place.chunk][place.offset]
  }

  /// Hands out items from a position on until `body` returns false.
  func forEach(from position: Int, _ body: (LogItem) -> Bool) {
    guard position < count else { return }
    var place = place(of: max(0, position))
    while place.chunk < chunks.count {
      let goesOn = chunks[place.chunk].withUnsafeBufferPointer { chunk in
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
      let goesOn = chunks[place.chunk].withUnsafeBufferPointer { chunk in
        for offset in place.offset..<chunk.count {
          guard body(chunk[offset].id, chunk[offset].levelNumber) else { return false }
        }
        return true
      }
      guard goesOn else { return }
      place = Place(chunk: place.chunk + 1, offset: 0)
    }
  }

  /// Hands out items before a position, the newest first, until `body` returns false.
  func forEachBackward(before position: Int, _ body: (LogItem) -> Bool) {
    guard position > 0, count > 0 else { return }
    var place = place(of: min(position, count) - 1)
    while true {
      let first = place.chunk == 0 ? dropped : 0
      let goesOn = chunks[place.chunk].withUnsafeBufferPointer { chunk in
        for offset in stride(from: place.offset, through: first, by: -1) {
          guard body(chunk[offset]) else { return false }
        }
        return true
      }
      guard goesOn, place.chunk > 0 else { return }
      place = Place(chunk: place.chunk - 1, offset: chunks[place.chunk - 1].count - 1)
    }
  }

  /// How many items come before an identity.
  func position(of id: LogItem.ID) -> Int {
    guard !isEmpty else { return 0 }
    let chunk = chunk(for: id)
    let offset = offset(for: id, in: chunk)
    let before = chunks[..<chunk].reduce(0) { $0 + $1.count }
    return max(0, before + offset - dropped)
  }

  /// Puts an item at its place.
  mutating func insert(_ item: LogItem) {
    count += 1
    guard let last = chunks.last?.last, item.id < last.id else {
      append(item)
      return
    }
    if let first, item.id < first.id, dropped == 0, chunks[0].count >= Self.capacity {
      chunks.insert([item], at: 0)
      return
    }
    let chunk = chunk(for: item.id)
    let offset = max(offset(for: item.id, in: chunk), chunk == 0 ? dropped : 0)
    chunks[chunk].insert(item, at: offset)
    if chunks[chunk].count >= 2 * Self.capacity { split(chunk) }
  }

  /// Puts an item in the place of the one with its identity, which is there.
  mutating func replace(_ item: LogItem) {
    let chunk = chunk(for: item.id)
    chunks[chunk][offset(for: item.id, in: chunk)] = item
  }

  /// Puts items that come before all others, ascending, at the front.
  mutating func prepend(_ items: [LogItem]) {
    guard !items.isEmpty else { return }
    if dropped > 0 {
      chunks[0].removeFirst(dropped)
      dropped = 0
      if chunks[0].isEmpty { chunks.removeFirst() }
    }
    var parts: [[LogItem]] = []
    var start = 0
    while start < items.count {
      let end = min(items.count, start + Self.capacity)
      parts.append(Array(items[start..<end]))
      start = end
    }
    chunks.insert(contentsOf: parts, at: 0)
    count += items.count
  }

  mutating func removeFirst() -> LogItem {
    let item = chunks[0][dropped]
    // The chunk may stay for long, but not the line with it.
    chunks[0][dropped] = LogItem(emptied: item.id)
    dropped += 1
    count -= 1
    if dropped == chunks[0].count {
      chunks.removeFirst()
      dropped = 0
    }
    return item
  }

  mutating func removeLast() -> LogItem {
    let item = chunks[chunks.count - 1].removeLast()
    count -= 1
    let rest = chunks[chunks.count - 1].count
    if rest == 0 || (chunks.count == 1 && rest == dropped) {
      chunks.removeLast()
      if chunks.isEmpty { dropped = 0 }
    }
    return item
  }

  private mutating func append(_ item: LogItem) {
    if let last = chunks.last, last.count < Self.capacity {
      chunks[chunks.count - 1].append(item)
    } else {
      var chunk: [LogItem] = []
      chunk.reserveCapacity(Self.capacity)
      chunk.append(item)
      chunks.append(chunk)
    }
  }

  private mutating func split(_ chunk: Int) {
    let middle = chunks[chunk].count / 2
    let tail = Array(chunks[chunk][middle...])
    chunks[chunk].removeLast(tail.count)
    chunks.insert(tail, at: chunk + 1)
    // What has fallen off lies in the first half, or is all of it.
    guard chunk == 0, dropped >= middle else { return }
    chunks.removeFirst()
    dropped -= middle
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
      if chunks[middle][0].id < id { low = middle } else { high = middle }
    }
    return low
  }

  /// How many items of a chunk come before an identity.
  private func offset(for id: LogItem.ID, in chunk: Int) -> Int {
    var low = 0
    var high = chunks[chunk].count
    while low < high {
      let middle = (low + high) / 2
      if chunks[chunk][middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
