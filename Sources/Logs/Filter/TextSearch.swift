/// Looks for a text in lines, eight bytes at a time.
struct TextSearch: Hashable, Sendable {
  private let needle: [UInt8]
  private let folds: Bool

  /// - Parameters:
  ///   - needle: What is looked for.
  ///   - folds: Whether ASCII letters match in either case; the needle's are in lower case then.
  init(_ needle: [UInt8], folds: Bool) {
    self.needle = needle
    self.folds = folds
  }

  /// Whether the text is somewhere in the line; an empty one is everywhere.
  func isFound(in line: LineBytes) -> Bool {
    needle.withUnsafeBufferPointer { Self.first($0, in: line, folds: folds) != nil }
  }

  /// Where the text begins first; `nil` where it is not.
  func first(in line: LineBytes) -> Int? {
    needle.withUnsafeBufferPointer { Self.first($0, in: line, folds: folds) }
  }

  /// How long the text is in bytes.
  var count: Int { needle.count }

  private static func first(_ needle: LineBytes, in line: LineBytes, folds: Bool) -> Int? {
    guard !needle.isEmpty else { return 0 }
    let end = line.count - needle.count
    guard end >= 0 else { return nil }
    let first = Lane(needle[0], folds)
    let last = Lane(needle[needle.count - 1], folds)
    let lastOffset = needle.count - 1
    let raw = UnsafeRawBufferPointer(line)
    var position = 0
    // A candidate is a place where first and last byte agree; mostly there is none in eight.
    while position + lastOffset + 8 <= line.count {
      var candidates =
        first.misses(raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        | last.misses(raw.loadUnaligned(fromByteOffset: position + lastOffset, as: UInt64.self))
      candidates = (candidates &- Lane.ones) & ~candidates & Lane.tops
      while candidates != 0 {
        let place = position + candidates.trailingZeroBitCount / 8
        if matches(needle, line, place, folds) { return place }
        candidates &= candidates - 1
      }
      position += 8
    }
    while position <= end {
      if matches(needle, line, position, folds) { return position }
      position += 1
    }
    return nil
  }

  @inline(__always)
  private static func matches(
    _ needle: LineBytes,
    _ line: LineBytes,
    _ start: Int,
    _ folds: Bool
  ) -> Bool {
    for offset in 0..<needle.count {
      var byte = line[start + offset]
      if folds, byte &- 65 < 26 { byte |= 32 }
      guard byte == needle[offset] else { return false }
    }
    return true
  }

  /// A byte that is compared with eight at once.
  private struct Lane {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let tops: UInt64 = 0x8080_8080_8080_8080

    let wanted: UInt64
    let fold: UInt64

    init(_ byte: UInt8, _ folds: Bool) {
      wanted = UInt64(byte) &* Self.ones
      fold = folds && byte &- 97 < 26 ? 0x2020_2020_2020_2020 : 0
    }

    /// Zero in the bytes that agree.
    @inline(__always)
    func misses(_ bytes: UInt64) -> UInt64 { (bytes | fold) ^ wanted }
  }
}
