/// Reads decimal numbers as Prometheus writes them, correctly rounded, without making a `String`.
enum DecimalNumber {
  /// The value of a text such as `12.5`, `1e+06`, `NaN` or `-Inf`; `nil` for any other.
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if let (value, end) = prefix(of: text, from: 0), end == text.count { return value }
    if let value = named(text) { return value }
    // Rare: more digits than a word holds, or an exponent far from zero.
    guard isDecimal(text) else { return nil }
    return Double(String(decoding: text, as: UTF8.self))
  }

  /// The number that a text has at a place, and where it ends.
  ///
  /// - Returns: `nil` for no number, and for one that the quick ways here do not reach.
  static func prefix(
    of text: UnsafeBufferPointer<UInt8>,
    from start: Int
  ) -> (value: Double, end: Int)? {
    var at = start
    guard at < text.count else { return nil }
    let isNegative = text[at] == UInt8(ascii: "-")
    if isNegative || text[at] == UInt8(ascii: "+") { at += 1 }
    var digits: UInt64 = 0
    var first = at
    skipZeros(text, &at)
    // Zeros at the front hold no place of the nineteen that a word has.
    var significant = at
    takeDigits(text, &at, &digits)
    var seen = at - first
    var count = at - significant
    var exponent = 0
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      first = at
      if count == 0 { skipZeros(text, &at) }
      significant = at
      takeDigits(text, &at, &digits)
      seen += at - first
      count += at - significant
      exponent = first - at
    }
    guard seen > 0, count <= 19 else { return nil }
    if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
      guard let (power, end) = power(text, at + 1) else { return nil }
      exponent += power
      at = end
    }
    guard let magnitude = scaled(digits, exponent) else { return nil }
    return (isNegative ? -magnitude : magnitude, at)
  }

  private static func skipZeros(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
    while at < text.count, text[at] == UInt8(ascii: "0") { at += 1 }
  }

  /// Appends digits to a number; beyond nineteen it is nonsense, which the caller counts.
  @inline(__always)
  static func takeDigits(
    _ text: UnsafeBufferPointer<UInt8>,
    _ at: inout Int,
    _ digits: inout UInt64
  ) {
    var place = at
    var value = digits
    while place + 8 <= text.count, let eight = eightDigits(text, place) {
      value = value &* 100_000_000 &+ eight
      place += 8
    }
    while place < text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      place += 1
    }
    at = place
    digits = value
  }

  /// The value of eight bytes if all are digits, found by arithmetic on all at once.
  @inline(__always)
  private static func eightDigits(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt64? {
    let bytes = UInt64(
      littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(
        fromByteOffset: place,
        as: UInt64.self
      )
    )
    let high: UInt64 = 0xf0f0_f0f0_f0f0_f0f0
    // A digit has 3 in its upper half, and still has it when six is added.
    let isDigits =
      bytes & high | (bytes &+ 0x0606_0606_0606_0606) & high >> 4 == 0x3333_3333_3333_3333
    guard isDigits else { return nil }
    // Neighbours are joined to pairs, pairs to fours, and fours to the whole.
    let pairs = (bytes & 0x0f0f_0f0f_0f0f_0f0f) &* 2561 >> 8
    let fours = (pairs & 0x00ff_00ff_00ff_00ff) &* 6_553_601 >> 16
    return (fours & 0x0000_ffff_0000_ffff) &* 42_949_672_960_001 >> 32
  }

  /// Reads what follows the `e` of a number.
  private static func power(
    _ text: UnsafeBufferPointer<UInt8>,
    _ start: Int
  ) -> (power: Int, end: Int)? {
    var at = start
    guard at < text.count else { return nil }
    let isNegative = text[at] == UInt8(ascii: "-")
    if isNegative || text[at] == UInt8(ascii: "+") { at += 1 }
    let first = at
    var power: UInt64 = 0
    takeDigits(text, &at, &power)
    guard at > first, at - first <= 4 else { return nil }
    return (isNegative ? -Int(power) : Int(power), at)
  }

  /// `digits · 10^exponent`, correctly rounded; `nil` where the quick ways do not reach.
  private static func scaled(_ digits: UInt64, _ exponent: Int) -> Double? {
    guard digits != 0 else { return 0 }
    switch exponent {
    case 0:
      return Double(digits)
    case 1...19:
      let (product, overflow) = digits.multipliedReportingOverflow(by: powers[exponent])
      return overflow ? nil : Double(product)
    case -19...(-1):
      let divisor = powers[-exponent]
      // Both are exact in a Double up to 2^53, and one division rounds once.
      if digits <= 1 << 53, divisor <= 1 << 53 { return Double(digits) / Double(divisor) }
      return quotient(digits, divisor)
    default:
      return nil
    }
  }

  /// `dividend / divisor`, both positive, rounded to nearest, ties to even.
  ///
  /// The division is done in 128 bits by 64, which gives 64 leading bits of the quotient and says by
  /// its remainder whether more follow, so that it rounds exactly once.
  private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
    let shiftUp = dividend.leadingZeroBitCount
    let shiftDown = divisor.leadingZeroBitCount
    let top = dividend << UInt64(shiftUp)
    let bottom = divisor << UInt64(shiftDown)
    let halve = top >= bottom
    let (bits, rest) = bottom.dividingFullWidth(
      halve ? (top >> 1, (top & 1) << 63) : (top, 0)
    )
    var significand = bits >> 11
    let below = bits & 0x7ff
    if below > 0x400 || below == 0x400 && (rest != 0 || significand & 1 == 1) { significand += 1 }
    let exponent = 11 - 64 + (halve ? 1 : 0) + shiftDown - shiftUp
    return Double(significand) * Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// Powers of ten that fit into a word.
  private static let powers: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static func named(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if text.elementsEqual("NaN".utf8) { return .nan }
    if text.elementsEqual("+Inf".utf8) || text.elementsEqual("Inf".utf8) { return .infinity }
    return text.elementsEqual("-Inf".utf8) ? -.infinity : nil
  }

  /// Whether a text has the form of a decimal number, and none of the others that `Double` reads.
  private static func isDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = text[...]
    func skip(_ characters: StaticString) {
      characters.withUTF8Buffer { set in
        if let byte = rest.first, set.contains(byte) { rest = rest.dropFirst() }
      }
    }
    func digits() -> Int {
      let count = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }.count
      rest = rest.dropFirst(count)
      return count
    }
    skip("+-")
    var count = digits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      count += digits()
    }
    guard count > 0 else { return false }
    guard let byte = rest.first else { return true }
    guard byte | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    skip("+-")
    return digits() > 0 && rest.isEmpty
  }
}
