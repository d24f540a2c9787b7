/// Reads decimal numbers as Prometheus writes them, correctly rounded, without making a `String`.
enum DecimalNumber {
  /// The value of a text such as `12.5`, `1e+06`, `NaN` or `-Inf`; `nil` for any other.
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var at = 0
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { at = 1 }
    guard at < text.count else { return nil }
    if text[at] > UInt8(ascii: "9") { return named(text, from: at, isNegative) }
    var parts = Parts()
    guard parts.read(text, &at), at == text.count else { return nil }
    guard let magnitude = parts.magnitude else {
      // Rare: more digits than a word holds, or an exponent far from zero.
      return Double(String(decoding: text, as: UTF8.self))
    }
    return isNegative ? -magnitude : magnitude
  }

  private static func named(
    _ text: UnsafeBufferPointer<UInt8>,
    from start: Int,
    _ isNegative: Bool
  ) -> Double? {
    let name = UnsafeBufferPointer(rebasing: text[start...])
    if name.elementsEqual("NaN".utf8) { return .nan }
    if name.elementsEqual("Inf".utf8) { return isNegative ? -.infinity : .infinity }
    return nil
  }

  /// Digits and exponent of a number: `digits · 10^exponent`.
  private struct Parts {
    var digits: UInt64 = 0
    var exponent = 0
    /// Digits after the nineteenth, which a word cannot hold, were not all zero.
    var isCut = false
    private var count = 0

    /// Reads as far as the number goes; `false` where there is no digit.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
      let start = at
      takeDigits(text, &at, scale: 0)
      var seen = at - start
      if at < text.count, text[at] == UInt8(ascii: ".") {
        at += 1
        let point = at
        takeDigits(text, &at, scale: -1)
        seen += at - point
      }
      guard seen > 0 else { return false }
      guard at < text.count, text[at] | 0x20 == UInt8(ascii: "e") else { return true }
      at += 1
      return takeExponent(text, &at)
    }

    private mutating func takeDigits(
      _ text: UnsafeBufferPointer<UInt8>,
      _ at: inout Int,
      scale: Int
    ) {
      while at < text.count {
        let digit = text[at] &- UInt8(ascii: "0")
        guard digit < 10 else { return }
        at += 1
        if count < 19 {
          digits = digits &* 10 &+ UInt64(digit)
          if digits != 0 { count += 1 }
          exponent += scale
        } else {
          if digit != 0 { isCut = true }
          exponent += scale + 1
        }
      }
    }

    private mutating func takeExponent(
      _ text: UnsafeBufferPointer<UInt8>,
      _ at: inout Int
    ) -> Bool {
      var sign = 1
      if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
        sign = text[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
      }
      var value = 0
      let start = at
      while at < text.count, text[at] &- UInt8(ascii: "0") < 10 {
        // Beyond this the result is zero or infinite anyway, and the sum must not overflow.
        value = min(value * 10 + Int(text[at] - UInt8(ascii: "0")), 100_000)
        at += 1
      }
      exponent += sign * value
      return at > start
    }

    /// The value without its sign; `nil` where the quick ways below do not reach.
    var magnitude: Double? {
      guard digits != 0 else { return isCut ? nil : 0 }
      guard !isCut else { return nil }
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
}
