import Telemetry

extension DateReader {
  /// A moment as a number since the epoch, in seconds, milli-, micro- or nanoseconds by its size,
  /// perhaps with a fraction and an exponent.
  ///
  /// - Returns: `nil` for what is no number, and for numbers of other sizes.
  static func epoch(_ line: LineBytes, _ range: Range<Int>) -> Timestamp? {
    guard let number = EpochDigits(line, range) else { return nil }
    let scale: Int
    switch number.size {
    case 9...11: scale = 9
    case 12...14: scale = 6
    case 15...17: scale = 3
    case 18...19: scale = 0
    default: return nil
    }
    return number.scaled(by: scale).map(Timestamp.init(nanoseconds:))
  }

  /// The end of the number that a line begins with.
  func epochEnd(from start: Int) -> Int {
    var next = start
    while next < end, next - start < 32, isNumberPart(line[next], next) { next += 1 }
    return next
  }

  private func isNumberPart(_ byte: UInt8, _ place: Int) -> Bool {
    if byte &- 48 < 10 || byte == UInt8(ascii: ".") { return true }
    if byte | 32 == UInt8(ascii: "e") { return place + 1 < end }
    return byte == UInt8(ascii: "+") && line[max(0, place - 1)] | 32 == UInt8(ascii: "e")
  }
}

/// A positive decimal number as its digits.
private struct EpochDigits {
  private var digits: Int64 = 0
  /// The power of ten by which the digits are multiplied.
  private var exponent = 0
  /// How many digits its whole part has.
  private(set) var size = 0

  init?(_ line: LineBytes, _ range: Range<Int>) {
    var position = range.lowerBound
    var hasPoint = false
    var count = 0
    while position < range.upperBound {
      let byte = line[position]
      if byte == UInt8(ascii: "."), !hasPoint, size > 0 {
        hasPoint = true
      } else if byte &- 48 < 10 {
        if !hasPoint { size += 1 }
        // More than these say nothing: they are less than a nanosecond.
        if count < 18 {
          digits = digits * 10 + Int64(byte - 48)
          count += digits == 0 ? 0 : 1
          if hasPoint { exponent -= 1 }
        } else if !hasPoint {
          guard count < 19, digits < 922_337_203_685_477_580 else { return nil }
          digits = digits * 10 + Int64(byte - 48)
          count += 1
        }
      } else {
        break
      }
      position += 1
    }
    guard size > 0 else { return nil }
    guard position < range.upperBound else { return }
    guard line[position] | 32 == UInt8(ascii: "e"),
      let power = Self.power(line, position + 1..<range.upperBound)
    else { return nil }
    exponent += power
    size += power
  }

  private static func power(_ line: LineBytes, _ range: Range<Int>) -> Int? {
    var range = range
    if range.first.map({ line[$0] }) == UInt8(ascii: "+") { range.removeFirst() }
    guard (1...2).contains(range.count), range.allSatisfy({ line[$0] &- 48 < 10 }) else {
      return nil
    }
    return range.reduce(0) { $0 * 10 + Int(line[$1] - 48) }
  }

  /// The number times a power of ten, without what is behind the point; `nil` where it is too large.
  func scaled(by power: Int) -> Int64? {
    var value = digits
    var left = exponent + power
    while left > 0 {
      let (product, isOver) = value.multipliedReportingOverflow(by: 10)
      guard !isOver else { return nil }
      (value, left) = (product, left - 1)
    }
    while left < 0, value != 0 { (value, left) = (value / 10, left + 1) }
    return value
  }
}
