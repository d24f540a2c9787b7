/// Numbers as text without a locale: a point for decimals, no grouping.
package enum UnitNumber {
  /// A value rounded to a number of decimals, halves away from zero; never `-0`.
  ///
  /// NaN becomes a dash, an infinity `∞`; beyond 2^53 the digits are those of the nearest whole
  /// numbers or an exponent.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "-∞" : "∞" }
    let places = max(0, min(9, decimals))
    let factor = powersOfTen[places]
    // The nearest double of 1.005 lies below it; what prints as a tie is meant as one.
    let scaled = value.magnitude * factor
    let rounded = (scaled + scaled.ulp).rounded()
    guard rounded < 9e15 else {
      return value.magnitude < 9e15 ? "\(Int64(saturating: value.rounded()))" : "\(value)"
    }
    let (whole, rest) = Int64(saturating: rounded).quotientAndRemainder(
      dividingBy: Int64(saturating: factor)
    )
    var text = value < 0 && rounded > 0 ? "-" : ""
    text += String(whole)
    guard places > 0 else { return text }
    let fraction = String(rest)
    text += "."
    for _ in fraction.utf8.count..<places { text += "0" }
    return text + fraction
  }

  /// Three significant digits for values of at least 1, as in `1.24`, `48.3`, `512`.
  package static func threeDigits(_ value: Double) -> String {
    let size = value.magnitude
    return fixed(value, decimals: size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
  }

  /// A whole number with `k`, `M`, `G`, `T` from ten thousand on: `9999`, `12.4k`, `1.2M`.
  package static func compact(_ value: Double) -> String {
    var size = value.magnitude
    guard size.isFinite else { return fixed(value, decimals: 0) }
    let sign = value < 0 ? "-" : ""
    guard size >= 9999.5 else { return fixed(value, decimals: 0) }
    for suffix in ["k", "M", "G", "T"] {
      size /= 1000
      if size < 99.95 { return sign + trimmed(fixed(size, decimals: 1)) + suffix }
      if size < 999.5 { return sign + fixed(size, decimals: 0) + suffix }
    }
    return sign + exponential(value.magnitude)
  }

  /// A whole number with `k`, `M`, `G`, `T` from ten thousand on.
  package static func compact(_ value: Int) -> String {
    compact(Double(value))
  }

  /// Something counted: whole above ten, with one decimal below where it is an estimate.
  static func count(_ value: Double) -> String {
    let size = value.magnitude
    guard size < 9.95, size != size.rounded() else { return compact(value) }
    if size < 0.05 { return "<0.1" }
    return fixed(value, decimals: 1)
  }

  /// Events a second: two decimals below one, one below ten.
  static func rate(_ value: Double) -> String {
    let size = value.magnitude
    if size == 0 { return "0" }
    if size < 0.005 { return "<0.01" }
    if size < 0.995 { return fixed(value, decimals: 2) }
    if size < 9.95 { return fixed(value, decimals: 1) }
    return compact(value)
  }

  /// About three significant digits, of a number that may be anything.
  static func short(_ value: Double) -> String {
    let size = value.magnitude
    if size == 0 { return "0" }
    if size < 0.000_995 { return (value < 0 ? "-" : "") + exponential(size) }
    if size < 0.995 {
      let decimals = size < 0.009_95 ? 5 : size < 0.0995 ? 4 : 3
      return trimmed(fixed(value, decimals: decimals))
    }
    return size < 999.5 ? trimmed(threeDigits(value)) : compact(value)
  }

  /// Without the zeros at the end of its decimals.
  static func trimmed(_ digits: String) -> String {
    guard digits.contains(".") else { return digits }
    var text = Substring(digits)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return String(text)
  }

  /// Two significant digits and a power of ten, of a positive number: `3.2e-7`.
  private static func exponential(_ value: Double) -> String {
    let text = "\(value)"
    // The standard library writes an exponent for numbers this small or large, or plain digits.
    let parts = text.split(separator: "e")
    if parts.count == 2, let mantissa = Double(parts[0]), let exponent = Int(parts[1]) {
      let digits = fixed(mantissa, decimals: 1)
      return digits == "10.0" ? "1e\(exponent + 1)" : "\(trimmed(digits))e\(exponent)"
    }
    var scaled = value
    var exponent = 0
    while scaled >= 9.95, exponent < 400 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 0.995, exponent > -400 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    return "\(trimmed(fixed(scaled, decimals: 1)))e\(exponent)"
  }

  private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}
