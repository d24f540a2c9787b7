/// An adaptive code for whole numbers that are mostly small: about one bit more than their size.
///
/// A number is split by the running mean of the sizes seen so far: the upper part is written as so
/// many ones and a zero, the lower part in plain bits. A number far above the mean is written with
/// its length instead.
struct RiceCode: Sendable {
  /// Sixteen times the running mean.
  private var mean: UInt64 = 0

  private static let escape = 12

  /// How many bits the lower part has.
  @inline(__always)
  private var lowBits: UInt64 {
    // Two thirds of the mean is where the code of a geometric distribution is shortest.
    let share = (mean &* 11) >> 8
    return UInt64(truncatingIfNeeded: 64 &- share.leadingZeroBitCount)
  }

  @inline(__always)
  private mutating func learn(_ number: UInt64) {
    // One outlier must not make the next hundred numbers long.
    let size = min(number, mean &* 2 &+ 64)
    mean = mean &- (mean >> 4) &+ size
  }

  /// Writes a signed number.
  @inline(__always)
  mutating func put(_ signed: Int64, _ bits: inout BitWriter) {
    let number = UInt64(bitPattern: (signed << 1) ^ (signed >> 63))
    let low = lowBits
    let high = number >> low
    if high < UInt64(Self.escape) {
      bits.put((1 &<< (high &+ 1)) &- 2, high &+ 1)
      if low > 0 { bits.put(number & ((1 &<< low) &- 1), low) }
    } else {
      let length = UInt64(64 &- number.leadingZeroBitCount)
      bits.put((1 << 12) - 1, UInt64(Self.escape))
      bits.put(length &- 1, 6)
      bits.put(number, length)
    }
    learn(number)
  }

  /// Reads a signed number that lies whole in a window of bits.
  ///
  /// - Parameters:
  ///   - window: The next bits of the reader.
  ///   - before: How many of them stand before the number.
  ///   - bits: The reader, which is moved behind the number.
  /// - Returns: `nil` where the number is long; nothing has been taken then.
  @inline(__always)
  mutating func take(_ window: UInt64, after before: UInt64, _ bits: inout BitReader) -> Int64? {
    let low = lowBits
    let code = window &<< before
    let ones = UInt64(truncatingIfNeeded: (~code).leadingZeroBitCount)
    let size = before &+ ones &+ 1 &+ low
    guard ones < UInt64(Self.escape), size <= 64 else { return nil }
    let rest = code &<< (ones &+ 1)
    let number = ones &<< low | (rest &>> 1) &>> (63 &- low)
    bits.position &+= Int(truncatingIfNeeded: size)
    learn(number)
    return Int64(bitPattern: number &>> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// Reads a signed number.
  @inline(__always)
  mutating func take(_ bits: inout BitReader) -> Int64 {
    let low = Int(lowBits)
    let ones = bits.takeOnes(limit: Self.escape)
    let number: UInt64
    if ones < Self.escape {
      number = UInt64(ones) &<< UInt64(low) | (low > 0 ? bits.take(low) : 0)
    } else {
      let length = Int(bits.take(6)) &+ 1
      number = bits.take(length)
    }
    learn(number)
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }
}
