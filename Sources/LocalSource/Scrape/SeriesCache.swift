import Telemetry

/// Knows the series of one target by the bytes that expose them.
///
/// A target exposes the same series in the same order again and again, so that most are found by
/// comparing bytes with those of the series that followed last time, and need no labels read.
struct SeriesCache {
  /// A place in the cache, valid until `removeUnseen`.
  typealias Place = Int

  struct Entry {
    /// Where the bytes lie in `names`.
    var start: Int
    var count: Int
    var hash: UInt64
    /// Line feeds inside label values.
    var lineFeeds: Int
    /// The place that followed in the last scrape.
    var follower: Int
    /// The series of the store; `nil` before its first sample was stored.
    var id: SeriesID?
    /// The scrape that last had it.
    var seen: Int
    /// Whether the last sample had no timestamp of its own, so that its end is marked.
    var isTracked: Bool
  }

  private(set) var entries: [Entry] = []
  private var names: [UInt8] = []
  /// Places by hash, -1 where empty; a power of two, at most half full.
  private var table = [Int32](repeating: -1, count: 64)
  private var previous = -1
  private var expected = 0
  /// The number of the current scrape.
  private(set) var scrape = 0

  /// Begins a scrape.
  mutating func begin() {
    scrape += 1
    previous = -1
    expected = 0
  }

  /// Makes room for the first series.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - bytes: How many bytes expose them, at most.
  mutating func reserve(_ count: Int, bytes: Int) {
    entries.reserveCapacity(count)
    names.reserveCapacity(bytes)
    var slots = table.count
    while slots < count * 2 { slots *= 2 }
    rebuild(slots: slots)
  }

  /// The place whose bytes stand at the reader's position, if it is the one that is expected there.
  ///
  /// The reader is moved behind the series.
  mutating func follow(_ reader: inout ExpositionReader) -> Place? {
    guard expected < entries.count else { return nil }
    let place = expected
    let (start, count) = (entries[place].start, entries[place].count)
    let end = reader.position + count
    guard end < reader.bytes.count else { return nil }
    // A name may go on where the known one ends.
    let isEnded =
      reader.bytes[end - 1] == Byte.closeBrace || reader.bytes[end] == Byte.space
    guard isEnded, isEqual(start, count, reader.bytes, reader.position) else { return nil }
    reader.position = end
    reader.line += entries[place].lineFeeds
    step(to: place)
    return place
  }

  /// The bytes of a series that may be in the cache.
  struct Key {
    let range: Range<Int>
    fileprivate let hash: UInt64

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
      self.range = range
      hash = SeriesCache.hash(bytes, range)
    }
  }

  /// The place of a series by its bytes.
  mutating func find(_ key: Key, in bytes: UnsafeBufferPointer<UInt8>) -> Place? {
    var slot = Int(truncatingIfNeeded: key.hash) & (table.count - 1)
    while table[slot] >= 0 {
      let place = Int(table[slot])
      let entry = entries[place]
      if entry.hash == key.hash, entry.count == key.range.count,
        isEqual(entry.start, entry.count, bytes, key.range.lowerBound)
      {
        step(to: place)
        return place
      }
      slot = (slot + 1) & (table.count - 1)
    }
    return nil
  }

  /// Adds a series that is not there yet.
  ///
  /// - Parameters:
  ///   - key: Where its bytes are.
  ///   - bytes: The exposition.
  ///   - lineFeeds: Line feeds inside label values.
  /// - Returns: Its place.
  mutating func add(
    _ key: Key,
    of bytes: UnsafeBufferPointer<UInt8>,
    lineFeeds: Int
  ) -> Place {
    let place = entries.count
    entries.append(
      Entry(
        start: names.count,
        count: key.range.count,
        hash: key.hash,
        lineFeeds: lineFeeds,
        follower: expected == place ? place + 1 : expected,
        id: nil,
        seen: 0,
        isTracked: false
      )
    )
    names.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[key.range]))
    if entries.count * 2 > table.count {
      rebuild(slots: table.count * 2)
    } else {
      insert(place)
    }
    step(to: place)
    return place
  }

  /// Notes a sample of a series.
  ///
  /// - Returns: Whether it is the first one in this scrape.
  mutating func mark(_ place: Place, tracked: Bool) -> Bool {
    let isFirst = entries[place].seen != scrape
    entries[place].seen = scrape
    entries[place].isTracked = tracked
    return isFirst
  }

  /// Sets the store's series.
  mutating func identify(_ place: Place, _ id: SeriesID?) {
    entries[place].id = id
  }

  /// Removes what the current scrape did not have, and returns the series whose end is to be marked.
  mutating func removeUnseen() -> [SeriesID] {
    var ended: [SeriesID] = []
    guard entries.contains(where: { $0.seen != scrape }) else { return [] }
    var kept: [Entry] = []
    var keptNames: [UInt8] = []
    for entry in entries {
      guard entry.seen == scrape else {
        if entry.isTracked, let id = entry.id { ended.append(id) }
        continue
      }
      var moved = entry
      moved.start = keptNames.count
      moved.follower = kept.count + 1
      keptNames.append(contentsOf: names[entry.start..<entry.start + entry.count])
      kept.append(moved)
    }
    (entries, names) = (kept, keptNames)
    rebuild(slots: max(64, table.count))
    return ended
  }

  private mutating func step(to place: Place) {
    if previous >= 0 { entries[previous].follower = place }
    previous = place
    expected = entries[place].follower
  }

  private mutating func rebuild(slots: Int) {
    table = [Int32](repeating: -1, count: slots)
    for place in entries.indices { insert(place) }
  }

  private mutating func insert(_ place: Place) {
    var slot = Int(truncatingIfNeeded: entries[place].hash) & (table.count - 1)
    while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
    table[slot] = Int32(place)
  }

  private func isEqual(
    _ start: Int,
    _ count: Int,
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ place: Int
  ) -> Bool {
    names.withUnsafeBytes { known in
      let other = UnsafeRawBufferPointer(bytes)
      var offset = 0
      while offset + 8 <= count {
        let left = known.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
        guard left == other.loadUnaligned(fromByteOffset: place + offset, as: UInt64.self) else {
          return false
        }
        offset += 8
      }
      while offset < count {
        guard known[start + offset] == other[place + offset] else { return false }
        offset += 1
      }
      return true
    }
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = UInt64(range.count) &* 0x9e37_79b9_7f4a_7c15
    var place = range.lowerBound
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
      hash = product.high ^ product.low
    }
    while place + 8 <= range.upperBound {
      mix(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < range.upperBound {
      rest = rest << 8 | UInt64(raw[place])
      place += 1
    }
    mix(rest)
    return hash ^ hash >> 32
  }
}
