/// Reads the numbers of an exposition as Prometheus does.
///
/// These are Go's decimal floats, infinities and NaN in any case. Hexadecimal floats and underscores
/// are refused, as Prometheus keeps to the formats before Go 1.13.
///
/// - Source: `parseFloat` in <https://github.com/prometheus/prometheus/blob/main/model/textparse/promparse.go>.
enum ExpositionNumber {
  /// The NaN that Prometheus stores for every NaN that is exposed.
  ///
  /// - Source: `NormalNaN` in `model/value/value.go` of prometheus/prometheus.
  static let notANumber = Double(bitPattern: 0x7ff8_0000_0000_0001)

  /// Digits as far as they fit, and where they end.
  private struct Digits {
    var mantissa: UInt64 = 0
    var exponent = 0
    var count = 0
    /// Whether the mantissa holds all digits.
    var isExact = true
    var end: Int

    @inline(__always)
    init(_ token: UnsafeBufferPointer<UInt8>, from start: Int) {
      end = start
      var sawPoint = false
      while end < token.count {
        let byte = token[end]
        let digit = byte &- 0x30
        if digit < 10 {
          count &+= 1
          // Nineteen digits always fit; what follows is left to the slow path.
          if mantissa < 999_999_999_999_999_999 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            if sawPoint { exponent &-= 1 }
          } else {
            isExact = false
          }
        } else if byte == UInt8(ascii: "."), !sawPoint {
          sawPoint = true
        } else {
          return
        }
        end &+= 1
      }
    }
  }

  /// The value of a whole token; `nil` where it is none, or beyond the largest finite number.
  static func double(_ token: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = token.first == UInt8(ascii: "-")
    let hasSign = isNegative || token.first == UInt8(ascii: "+")
    let digits = Digits(token, from: hasSign ? 1 : 0)
    guard digits.count > 0 else { return special(token) }
    var exponent = digits.exponent
    if digits.end < token.count {
      guard let power = exponentPart(token, digits.end) else { return nil }
      exponent += power
    }
    guard digits.isExact, digits.mantissa <= 1 << 53, exponent.magnitude <= 22 else {
      return slow(token)
    }
    // Both factors are exact, so that one rounding gives the nearest number.
    let whole = Double(digits.mantissa)
    let size = exponent < 0 ? whole / powersOfTen[-exponent] : whole * powersOfTen[exponent]
    return isNegative ? -size : size
  }

  /// An integer of digits alone, as a timestamp of the text format has it.
  static func integer(_ token: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard !token.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in token {
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, overSum) = product.addingReportingOverflow(Int64(digit))
      guard !over, !overSum else { return nil }
      value = sum
    }
    return value
  }

  /// The power of ten behind an `e`, which must reach to the end; saturates.
  private static func exponentPart(_ token: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard token[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var position = start + 1
    guard position < token.count else { return nil }
    let isNegative = token[position] == UInt8(ascii: "-")
    if isNegative || token[position] == UInt8(ascii: "+") { position += 1 }
    guard position < token.count else { return nil }
    var power = 0
    while position < token.count {
      let digit = token[position] &- 0x30
      guard digit < 10 else { return nil }
      power = min(power * 10 + Int(digit), 100_000)
      position += 1
    }
    return isNegative ? -power : power
  }

  /// Infinities and NaN; only the former may have a sign.
  private static func special(_ token: UnsafeBufferPointer<UInt8>) -> Double? {
    let lower = token.map { $0 | 0x20 }
    if lower.elementsEqual("nan".utf8) { return notANumber }
    let sign = token.first == UInt8(ascii: "-") || token.first == UInt8(ascii: "+")
    let name = lower.dropFirst(sign ? 1 : 0)
    guard name.elementsEqual("inf".utf8) || name.elementsEqual("infinity".utf8) else { return nil }
    return token.first == UInt8(ascii: "-") ? -.infinity : .infinity
  }

  /// Correct rounding for what the fast path cannot do; the token is well-formed already.
  private static func slow(_ token: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let value = Double(String(decoding: token, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
