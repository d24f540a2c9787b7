import CLZ4

/// Bytes packed by LZ4, which unpacks some gigabytes a second.
struct PackedBytes: Hashable, Sendable {
  /// How many bytes there are.
  let rawCount: Int
  // The bytes as they are where packing does not make them fewer.
  private let bytes: [UInt8]
  private let isPacked: Bool

  init(_ raw: [UInt8]) {
    rawCount = raw.count
    let packed = Int32(exactly: raw.count).flatMap { Self.packed(raw, $0) }
    isPacked = packed != nil
    bytes = packed ?? raw
  }

  /// How many bytes it takes to hold them.
  var count: Int { bytes.count }

  /// Hands out the bytes.
  func withBytes<Result>(_ body: (LineBytes) -> Result) -> Result {
    guard isPacked else { return bytes.withUnsafeBufferPointer(body) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rawCount) { text in
      let count = bytes.withUnsafeBufferPointer { packed in
        lz_unpack(packed.baseAddress, Int32(packed.count), text.baseAddress, Int32(text.count))
      }
      // What was packed here and stayed in memory is what it was.
      precondition(Int(count) == rawCount, "packed lines are damaged")
      return body(LineBytes(text))
    }
  }

  /// Hands out the ranges of the bytes in which every three neighbours stand that occur; elsewhere is
  /// what was there before.
  ///
  /// - Source: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>.
  func forEachNovelty(_ body: (Range<Int>) -> Void) {
    guard isPacked else {
      body(0..<rawCount)
      return
    }
    bytes.withUnsafeBufferPointer { bytes in
      var next = 0
      var place = 0
      while next < bytes.count {
        let token = bytes[next]
        next += 1
        let literals = Self.length(token >> 4, bytes, &next)
        // With what stands right before and behind them.
        body(max(0, place - 2)..<min(rawCount, place + literals + 2))
        (next, place) = (next + literals, place + literals)
        // The last ones are no copy's neighbours.
        guard next < bytes.count else { return }
        next += 2
        place += Self.length(token & 15, bytes, &next) + 4
      }
    }
  }

  /// A length that begins with four bits of a token and goes on in the bytes.
  private static func length(_ start: UInt8, _ bytes: LineBytes, _ next: inout Int) -> Int {
    var length = Int(start)
    guard start == 15 else { return length }
    while true {
      let more = bytes[next]
      next += 1
      length += Int(more)
      guard more == 255 else { return length }
    }
  }

  /// `nil` where nothing is gained.
  private static func packed(_ raw: [UInt8], _ count: Int32) -> [UInt8]? {
    let capacity = lz_bound(count)
    guard capacity > 0 else { return nil }
    let packed = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(capacity)) { room in
      let count = raw.withUnsafeBufferPointer {
        lz_pack($0.baseAddress, count, room.baseAddress, capacity)
      }
      return Array(LineBytes(rebasing: room[..<Int(max(0, count))]))
    }
    return packed.isEmpty || packed.count >= raw.count ? nil : packed
  }
}
