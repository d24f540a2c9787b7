/// Items next to each other: as they are, or packed.
struct LogChunk: Hashable, Sendable {
  /// The items; empty where they are packed.
  private(set) var items: [LogItem]
  /// Packed items; `nil` where they are as they are.
  private(set) var packed: PackedChunk?
  /// About how many bytes of memory the items take.
  private(set) var cost: Int

  init(_ items: [LogItem]) {
    self.items = items
    cost = items.reduce(0) { $0 + $1.cost }
  }

  var count: Int { packed?.count ?? items.count }

  var isPacked: Bool { packed != nil }

  func id(at offset: Int) -> LogItem.ID { packed?.ids[offset] ?? items[offset].id }

  /// The number of the level, `LogItem.noLine` for a mark.
  func level(at offset: Int) -> UInt8 { packed?.levels[offset] ?? items[offset].levelNumber }

  func digest(at offset: Int) -> UInt64 { packed?.digest(at: offset) ?? items[offset].digest }

  /// How many bytes become free when the items up to an offset are gone and this one goes.
  func cost(at offset: Int) -> Int {
    guard let packed else { return items[offset].cost }
    return packed.cost * (offset + 1) / packed.count - packed.cost * offset / packed.count
  }

  /// The offsets of the items of a range that meet a filter, ascending.
  func offsets(meeting matcher: LogMatcher, marks: Bool, in range: Range<Int>) -> [Int] {
    if let packed { return packed.offsets(meeting: matcher, marks: marks, in: range) }
    return range.filter { offset in
      switch items[offset].content {
      case .entry(let entry): matcher.matches(entry)
      case .mark: marks
      }
    }
  }

  /// How many items come before an identity.
  func offset(for id: LogItem.ID) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.id(at: middle) < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Packs the items.
  mutating func pack() {
    let packed = PackedChunk(items)
    self.packed = packed
    items = []
    cost = packed.cost
  }

  /// Unpacks the items from an offset on, and lets go of those before.
  mutating func unpack(from offset: Int, by unpacked: UnpackedChunks) {
    guard let packed else {
      removeFirst(offset)
      return
    }
    self = LogChunk(Array(unpacked.items(of: packed)[offset...]))
  }

  mutating func append(_ item: LogItem) { insert(item, at: items.count) }

  mutating func insert(_ item: LogItem, at offset: Int) {
    cost += item.cost
    items.insert(item, at: offset)
  }

  mutating func replace(_ item: LogItem, at offset: Int) {
    cost += item.cost - items[offset].cost
    items[offset] = item
  }

  mutating func removeFirst(_ count: Int) {
    cost -= items[..<count].reduce(0) { $0 + $1.cost }
    items.removeFirst(count)
  }

  mutating func removeLast() -> LogItem {
    let item = items.removeLast()
    cost -= item.cost
    return item
  }

  /// Cuts off the items from an offset on and returns them.
  mutating func split(at offset: Int) -> LogChunk {
    let tail = LogChunk(Array(items[offset...]))
    items.removeLast(tail.items.count)
    cost -= tail.cost
    return tail
  }
}
