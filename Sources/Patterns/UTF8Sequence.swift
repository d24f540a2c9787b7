/// A row of byte ranges whose products are the encodings of a range of scalars.
struct UTF8Sequence: Hashable, Sendable {
  var bytes: [ClosedRange<UInt8>]

  /// Splits a range so that each part has its bytes vary independently.
  static func sequences(of range: ClosedRange<UInt32>) -> [UTF8Sequence] {
    var found: [UTF8Sequence] = []
    // Surrogates are no scalars, and the length of encodings changes at these values.
    let parts: [ClosedRange<UInt32>] = [
      0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
    ]
    for part in parts where part.overlaps(range) {
      let clamped = range.clamped(to: part)
      split(clamped.lowerBound, clamped.upperBound, into: &found)
    }
    return found
  }

  private static func split(_ low: UInt32, _ high: UInt32, into found: inout [UTF8Sequence]) {
    // Where the ends differ above their last n continuation bytes, those must run over all values.
    for shift in stride(from: UInt32(6), through: 18, by: 6) {
      let mask = (UInt32(1) << shift) - 1
      guard low & ~mask != high & ~mask else { continue }
      if low & mask != 0 {
        split(low, low | mask, into: &found)
        split((low | mask) + 1, high, into: &found)
        return
      }
      if high & mask != mask {
        split(low, (high & ~mask) - 1, into: &found)
        split(high & ~mask, high, into: &found)
        return
      }
    }
    found.append(UTF8Sequence(bytes: zip(encoded(low), encoded(high)).map { $0...$1 }))
  }

  private static func encoded(_ value: UInt32) -> [UInt8] {
    guard value >= 0x80 else { return [UInt8(value)] }
    var bytes: [UInt8] = []
    var rest = value
    let count = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
    for _ in 1..<count {
      bytes.insert(UInt8(0x80 | rest & 0x3F), at: 0)
      rest >>= 6
    }
    let lead: UInt32 = count == 2 ? 0xC0 : count == 3 ? 0xE0 : 0xF0
    return [UInt8(lead | rest)] + bytes
  }
}
