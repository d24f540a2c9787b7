/// Writes numbers of few bits behind one another.
struct BitWriter: Sendable {
  /// Full words, the first bit highest.
  private(set) var words: [UInt64] = []
  /// The bits after them, from the highest down.
  private(set) var tail: UInt64 = 0
  private var used: UInt64 = 0

  /// Appends the lowest bits of a number, whose other bits are zero.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - count: 1…64.
  @inline(__always)
  mutating func put(_ value: UInt64, _ count: UInt64) {
    let free = 64 &- used
    if count < free {
      tail |= value &<< (free &- count)
      used &+= count
    } else {
      let rest = count &- free
      words.append(tail | value &>> rest)
      tail = rest == 0 ? 0 : value &<< (64 &- rest)
      used = rest
    }
  }

  /// The words with the last one that is begun.
  func finished() -> [UInt64] {
    guard used > 0 else { return words }
    var all: [UInt64] = []
    all.reserveCapacity(words.count + 1)
    all += words
    all.append(tail)
    return all
  }

  /// Forgets all bits and keeps the room.
  mutating func reset() {
    words.removeAll(keepingCapacity: true)
    tail = 0
    used = 0
  }
}

/// Reads what a `BitWriter` wrote; zeros behind the end.
struct BitReader {
  private let words: UnsafeBufferPointer<UInt64>
  private let tail: UInt64
  private var index = 0
  /// The bits that come next, from the highest down.
  private var window: UInt64 = 0
  /// How many of them there are.
  private var valid = 0

  init(_ words: UnsafeBufferPointer<UInt64>, tail: UInt64) {
    self.words = words
    self.tail = tail
  }

  /// Takes a number of 1…64 bits.
  @inline(__always)
  mutating func take(_ count: Int) -> UInt64 {
    guard count < valid else { return takeAcross(count) }
    let bits = window &>> UInt64(truncatingIfNeeded: 64 &- count)
    window = window &<< UInt64(truncatingIfNeeded: count)
    valid &-= count
    return bits
  }

  /// Takes ones up to and with the zero behind them, or as many as the limit.
  ///
  /// - Returns: How many ones.
  @inline(__always)
  mutating func takeOnes(limit: Int) -> Int {
    let ones = (~window).leadingZeroBitCount
    guard ones < limit, ones &+ 1 < valid else { return takeOnesSlowly(limit) }
    window = window &<< UInt64(truncatingIfNeeded: ones &+ 1)
    valid &-= ones &+ 1
    return ones
  }

  private mutating func takeOnesSlowly(_ limit: Int) -> Int {
    var ones = 0
    while ones < limit, take(1) == 1 { ones &+= 1 }
    return ones
  }

  private mutating func takeAcross(_ count: Int) -> UInt64 {
    let high = valid == 0 ? 0 : window &>> UInt64(64 &- valid)
    let rest = UInt64(count &- valid)
    let next = index < words.count ? words[index] : index == words.count ? tail : 0
    index &+= 1
    guard rest < 64 else {
      (window, valid) = (0, 0)
      return next
    }
    valid = 64 &- Int(rest)
    window = next &<< rest
    return rest == 0 ? high : high &<< rest | next &>> (64 &- rest)
  }
}
