/// Bytes of a line; what hands them out keeps them alive.
typealias LineBytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// Whether a text stands at a place.
  @inline(__always)
  func has(_ text: StaticString, at place: Int) -> Bool {
    guard count >= place + text.utf8CodeUnitCount else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where self[place + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// Whether a text begins within a range.
  func has(_ text: StaticString, within range: Range<Int>) -> Bool {
    range.contains { has(text, at: $0) }
  }

  /// Where a byte stands first from a place on; `nil` where it does not.
  func first(_ byte: UInt8, from place: Int, to end: Int) -> Int? {
    var next = place
    while next < end {
      if self[next] == byte { return next }
      next += 1
    }
    return nil
  }

  /// The first quote or backslash from a place on, eight bytes at a time; the end where there is none.
  @inline(__always)
  func textEnd(from place: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(self)
    var next = place
    while next + 8 <= count {
      let bytes = raw.loadUnaligned(fromByteOffset: next, as: UInt64.self)
      let quote = bytes ^ 0x2222_2222_2222_2222
      let backslash = bytes ^ 0x5C5C_5C5C_5C5C_5C5C
      let hits =
        ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & 0x8080_8080_8080_8080
      if hits != 0 { return next + hits.trailingZeroBitCount / 8 }
      next += 8
    }
    while next < count {
      if self[next] == UInt8(ascii: "\"") || self[next] == UInt8(ascii: "\\") { return next }
      next += 1
    }
    return Swift.max(next, place)
  }

  /// Whether a backslash or the byte ESC is in a line, eight bytes at a time.
  var hasEscape: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(self)
    var next = 0
    while next + 8 <= count {
      let bytes = raw.loadUnaligned(fromByteOffset: next, as: UInt64.self)
      let escape = bytes ^ 0x1B1B_1B1B_1B1B_1B1B
      let backslash = bytes ^ 0x5C5C_5C5C_5C5C_5C5C
      let hits =
        ((escape &- ones) & ~escape | (backslash &- ones) & ~backslash) & 0x8080_8080_8080_8080
      if hits != 0 { return true }
      next += 8
    }
    while next < count {
      if self[next] == 0x1B || self[next] == UInt8(ascii: "\\") { return true }
      next += 1
    }
    return false
  }

  /// Whether a byte stands at a place or behind it, eight bytes at a time.
  func contains(_ byte: UInt8, from place: Int) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let wanted = UInt64(byte) &* ones
    let raw = UnsafeRawBufferPointer(self)
    var next = place
    while next + 8 <= count {
      let misses = raw.loadUnaligned(fromByteOffset: next, as: UInt64.self) ^ wanted
      if (misses &- ones) & ~misses & 0x8080_8080_8080_8080 != 0 { return true }
      next += 8
    }
    while next < count {
      if self[next] == byte { return true }
      next += 1
    }
    return false
  }
}
