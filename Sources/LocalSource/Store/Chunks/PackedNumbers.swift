/// Whole numbers as differences of few bits, with one width for all differences of a block.
struct PackedNumbers {
  /// The first number.
  let first: Int64
  /// The least difference from one number to the next; what is written is how far others are above.
  let least: Int64
  /// The widths of the blocks, six bits each, the first block lowest.
  let widths: UInt64
  /// The bit at which the differences begin.
  var position: Int

  /// The differences of a block.
  private static let block = 32
  /// The bits of one width, and of those of eight blocks, which are as many as a chunk has.
  private static let widthSize: UInt64 = 6
  static let widthBits: UInt64 = 48
  /// The widest difference that lies in eight bytes wherever its first bit is.
  private static let widest = 57

  init(first: Int64, least: Int64, widths: UInt64, position: Int) {
    self.first = first
    self.least = least
    self.widths = widths
    self.position = position
  }

  /// The form that numbers take; `nil` for differences that are too large, or too many.
  init?(_ numbers: UnsafeMutableBufferPointer<Int64>) {
    guard numbers.count > 1, numbers.count <= 8 * Self.block + 1 else { return nil }
    var least = Int64.max
    for index in 1..<numbers.count {
      let (difference, isFar) = numbers[index].subtractingReportingOverflow(numbers[index - 1])
      guard !isFar else { return nil }
      least = min(least, difference)
    }
    var widths: UInt64 = 0
    for (block, start) in stride(from: 1, to: numbers.count, by: Self.block).enumerated() {
      var all: UInt64 = 0
      for index in start..<min(numbers.count, start + Self.block) {
        all |= UInt64(bitPattern: numbers[index] &- numbers[index - 1] &- least)
      }
      let width = 64 - all.leadingZeroBitCount
      guard width <= Self.widest else { return nil }
      widths |= UInt64(width) << (UInt64(block) * Self.widthSize)
    }
    self.init(first: numbers[0], least: least, widths: widths, position: 0)
  }

  private func width(_ block: Int) -> Int {
    Int(truncatingIfNeeded: widths &>> (UInt64(block) &* Self.widthSize) & 63)
  }

  /// How many bits the differences of so many numbers take.
  func bits(_ count: Int) -> Int {
    guard widths > 0 else { return 0 }
    return (0..<8).reduce(0) { bits, block in
      bits + width(block) * max(0, min(Self.block, count - 1 - block * Self.block))
    }
  }

  /// Writes the differences of the numbers from which this form was made.
  func write(_ numbers: UnsafeMutableBufferPointer<Int64>, to words: inout [UInt64]) {
    guard widths > 0 else { return }
    var position = position
    words.withUnsafeMutableBufferPointer { words in
      for (block, start) in stride(from: 1, to: numbers.count, by: Self.block).enumerated() {
        let width = width(block)
        guard width > 0 else { continue }
        for index in start..<min(numbers.count, start + Self.block) {
          let bits = UInt64(bitPattern: numbers[index] &- numbers[index - 1] &- least)
          let (word, shift) = (position &>> 6, UInt64(truncatingIfNeeded: position & 63))
          words[word] |= (bits &<< shift).littleEndian
          if Int(shift) + width > 64 { words[word + 1] |= (bits &>> (64 &- shift)).littleEndian }
          position += width
        }
      }
    }
  }

  /// Reads numbers.
  ///
  /// - Parameters:
  ///   - places: Which of them.
  ///   - words: The words into which they were written, with a word more behind them.
  ///   - body: Gets each place and its number.
  @inline(__always)
  func each(
    _ places: Range<Int>,
    _ words: UnsafeBufferPointer<UInt64>,
    _ body: (Int, Int64) -> Void
  ) {
    guard let base = UnsafeRawPointer(words.baseAddress), !places.isEmpty else { return }
    var number = first
    if places.lowerBound == 0 { body(0, number) }
    var position = position
    var place = 1
    var block = 0
    while place < places.upperBound {
      let width = width(block)
      let mask: UInt64 = (1 &<< UInt64(width)) &- 1
      let end = min(place &+ Self.block, places.upperBound)
      let unwanted = max(place, min(end, places.lowerBound))
      while place < unwanted {
        number &+= least &+ Self.difference(base, position, mask)
        position &+= width
        place &+= 1
      }
      while place < end {
        number &+= least &+ Self.difference(base, position, mask)
        position &+= width
        body(place, number)
        place &+= 1
      }
      block &+= 1
    }
  }

  @inline(__always)
  private static func difference(
    _ base: UnsafeRawPointer,
    _ position: Int,
    _ mask: UInt64
  ) -> Int64 {
    let bytes = base.loadUnaligned(fromByteOffset: position &>> 3, as: UInt64.self)
    let bits = UInt64(littleEndian: bytes) &>> UInt64(truncatingIfNeeded: position & 7)
    return Int64(bitPattern: bits & mask)
  }
}
