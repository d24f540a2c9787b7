import Telemetry

/// Items that will hardly change any more, packed: what orders and counts them is at hand, their lines
/// are unpacked when they are drawn or searched.
final class PackedChunk: Sendable {
  /// The identities, ascending.
  let ids: [LogItem.ID]
  /// The level numbers.
  let levels: [UInt8]
  /// About how many bytes of memory it takes.
  let cost: Int
  // The digests; empty where repeats are kept.
  private let digests: [UInt64]
  private let streams: [LabelSet]
  private let marks: [Int: LogMark]
  private let factsCount: Int
  private let bytes: PackedBytes
  // `nil` where lines are drawn otherwise than they are written too often.
  private let triples: ByteTriples?

  /// How many lines that are drawn otherwise than written are decoded to know their triples.
  private static let mostDecoded = 64

  init(_ items: [LogItem]) {
    ids = items.map { $0.id }
    levels = items.map { $0.levelNumber }
    digests = items.contains { $0.digest != 0 } ? items.map { $0.digest } : []
    var writer = EntryWriter()
    var marks: [Int: LogMark] = [:]
    for (offset, item) in items.enumerated() {
      switch item.content {
      case .entry(let entry): writer.add(entry)
      case .mark(let mark): marks[offset] = mark
      }
    }
    streams = writer.streams
    self.marks = marks
    factsCount = writer.facts.count
    let raw = writer.facts + writer.lines
    bytes = PackedBytes(raw)
    triples = Self.triples(of: items, raw, bytes)
    cost =
      bytes.count + items.count * (MemoryLayout<LogItem.ID>.stride + 1) + digests.count * 8
      + marks.count * LogItem.overhead + (triples == nil ? 0 : ByteTriples.cost) + 400
  }

  /// How many items it has.
  var count: Int { ids.count }

  /// How many bytes it takes to unpack it.
  var rawCount: Int { bytes.rawCount }

  func digest(at offset: Int) -> UInt64 { digests.isEmpty ? 0 : digests[offset] }

  /// The items as they were before.
  func items() -> [LogItem] {
    var items: [LogItem] = []
    items.reserveCapacity(count)
    forEach { offset, entry, line in
      if var entry {
        entry.line = Array(line)
        items.append(LogItem(id: ids[offset], content: .entry(entry), digest: digest(at: offset)))
      } else if let mark = marks[offset] {
        items.append(LogItem(id: ids[offset], content: .mark(mark), digest: digest(at: offset)))
      }
    }
    return items
  }

  /// The offsets of the items of a range that meet a filter, ascending; lines are unpacked only where
  /// levels, streams and triples do not tell.
  func offsets(meeting matcher: LogMatcher, marks: Bool, in range: Range<Int>) -> [Int] {
    switch matcher.verdict(on: levels, streams, triples) {
    case .none:
      return marks ? range.filter { levels[$0] == LogItem.noLine } : []
    case .levels(let admitted):
      return range.filter { levels[$0] == LogItem.noLine ? marks : admitted >> levels[$0] & 1 == 1 }
    case .lines:
      var offsets: [Int] = []
      forEach { offset, entry, line in
        guard range.contains(offset) else { return }
        if entry.map({ matcher.matches($0, line) }) ?? marks { offsets.append(offset) }
      }
      return offsets
    }
  }

  /// Hands out all items in order: entries beside their lines, `nil` for marks.
  private func forEach(_ body: (Int, LogEntry?, LineBytes) -> Void) {
    bytes.withBytes { bytes in
      var reader = EntryReader(bytes, factsCount: factsCount, streams: streams)
      for offset in ids.indices {
        guard levels[offset] != LogItem.noLine else {
          body(offset, nil, LineBytes(rebasing: bytes[..<0]))
          continue
        }
        let level = LogLevel(rawValue: levels[offset])
        let (entry, line) = reader.read(at: ids[offset].timestamp, level: level)
        body(offset, entry, line)
      }
    }
  }

  private static func triples(
    of items: [LogItem],
    _ raw: [UInt8],
    _ packed: PackedBytes
  ) -> ByteTriples? {
    var triples = ByteTriples.Collector()
    let hasEscape = raw.withUnsafeBufferPointer { raw in
      packed.forEachNovelty { triples.add(LineBytes(rebasing: raw[$0])) }
      return raw.hasEscape
    }
    guard hasEscape else { return ByteTriples(triples) }
    var decoded = 0
    for item in items {
      guard case .entry(let entry) = item.content else { continue }
      let hasRoom = entry.line.withUnsafeBufferPointer { line in
        guard line.hasEscape else { return true }
        decoded += 1
        guard decoded <= mostDecoded else { return false }
        _ = DecodedText.meets(line) { text in
          triples.add(text)
          return false
        }
        return true
      }
      guard hasRoom else { return nil }
    }
    return ByteTriples(triples)
  }
}

/// Compared by what it holds.
extension PackedChunk: Hashable {
  static func == (left: PackedChunk, right: PackedChunk) -> Bool {
    left === right
      || left.ids == right.ids && left.levels == right.levels && left.digests == right.digests
        && left.marks == right.marks && left.streams == right.streams && left.bytes == right.bytes
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ids)
  }
}
