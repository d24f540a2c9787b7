/// Writes numbers of few bits behind one another.
struct BitWriter: Sendable {
  /// Full words, the first bit highest.
  private(set) var words: [UInt64] = []
  /// The bits after them, from the highest down.
  private(set) var tail: UInt64 = 0
  private var used: UInt64 = 0

  /// How many bits were put.
  var position: Int { words.count &* 64 &+ Int(truncatingIfNeeded: used) }

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
  /// How many bits were taken.
  var position = 0

  init(_ words: UnsafeBufferPointer<UInt64>, tail: UInt64) {
    self.words = words
    self.tail = tail
  }

  /// The next 64 bits, from the highest down, which stay where they are.
  @inline(__always) var window: UInt64 {
    let index = position &>> 6
    let shift = UInt64(truncatingIfNeeded: position & 63)
    guard index &+ 1 < words.count else {
      return word(index) &<< shift | (word(index &+ 1) &>> 1) &>> (63 &- shift)
    }
    return words[index] &<< shift | (words[index &+ 1] &>> 1) &>> (63 &- shift)
  }

  private func word(_ index: Int) -> UInt64 {
    index < words.count ? words[index] : index == words.count ? tail : 0
  }

  /// Takes a number of 1…64 bits.
  @inline(__always)
  mutating func take(_ count: Int) -> UInt64 {
    let bits = window &>> UInt64(truncatingIfNeeded: 64 &- count)
    position &+= count
    return bits
  }

  /// Takes ones up to and with the zero behind them, or as many as the limit, below 64.
  ///
  /// - Returns: How many ones.
  @inline(__always)
  mutating func takeOnes(limit: Int) -> Int {
    let ones = (~window).leadingZeroBitCount
    guard ones < limit else {
      position &+= limit
      return limit
    }
    position &+= ones &+ 1
    return ones
  }
}
