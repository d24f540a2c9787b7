/// An adaptive code for whole numbers that are mostly small: about one bit more than their size.
///
/// A number is split by the running mean of the lengths seen so far: the upper part is written as so
/// many ones and a zero, the lower part in plain bits. A number far above the mean is written with
/// its length instead. A number's split does not depend on the one right before it, so that a
/// processor finds where the next one begins while it still works on this one.
struct RiceCode: Sendable {
  /// 256 times the running mean of the lengths in bits.
  private var mean: UInt16 = 0
  /// How many bits the lower part of the next number has.
  private var low: UInt8 = 0
  /// Whether the next number's length is taken as the mean.
  private var isLearning = false

  private static let escape = 12

  init() {}

  /// A code whose first number may be of any size, and tells that of the others.
  init(learning: Bool) {
    isLearning = learning
  }

  /// How many bits the lower part has.
  @inline(__always)
  private var lowBits: UInt64 { UInt64(truncatingIfNeeded: low) }

  @inline(__always)
  private mutating func learn(_ number: UInt64) {
    let length = UInt16(truncatingIfNeeded: 64 &- number.leadingZeroBitCount)
    if isLearning {
      isLearning = false
      mean = length &<< 8
    }
    // A little above the mean is where the code of a geometric distribution is shortest.
    low = UInt8(truncatingIfNeeded: (mean &+ 40) &>> 8)
    mean = mean &- mean &>> 3 &+ length &<< 5
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

  /// Reads a signed number that mostly lies whole in a window of bits.
  ///
  /// - Parameters:
  ///   - window: The next bits of the reader.
  ///   - before: How many of them stand before the number.
  ///   - bits: The reader, which is moved behind the number.
  /// - Returns: The number.
  @inline(__always)
  mutating func take(_ window: UInt64, after before: UInt64, _ bits: inout BitReader) -> Int64 {
    let low = lowBits
    let code = window &<< before
    let ones = UInt64(truncatingIfNeeded: (~code).leadingZeroBitCount)
    let size = before &+ ones &+ 1 &+ low
    guard ones < UInt64(Self.escape), size <= 64 else {
      // By copies: what has an address does not stay in registers.
      var (code, reader) = (self, bits)
      reader.position &+= Int(truncatingIfNeeded: before)
      let number = code.take(&reader)
      bits.position = reader.position
      self = code
      return number
    }
    let rest = code &<< (ones &+ 1)
    let number = ones &<< low | (rest &>> 1) &>> (63 &- low)
    bits.position &+= Int(truncatingIfNeeded: size)
    learn(number)
    return Int64(bitPattern: number &>> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// Reads a signed number.
  @inline(never)
  mutating func take(_ bits: inout BitReader) -> Int64 {
    let low = Int(self.low)
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
