/// Numbers as Go writes them, where they end up in labels and messages.
package enum GoNumber {
  /// The shortest digits that give the number back, without an exponent: `strconv.FormatFloat` with
  /// `'f'` and -1.
  package static func plain(_ value: Double) -> String {
    if let text = special(value) { return text }
    let (digits, point) = digits(value)
    let sign = value.sign == .minus ? "-" : ""
    if point <= 0 {
      return sign + (digits == "0" ? "0" : "0." + String(repeating: "0", count: -point) + digits)
    }
    if point >= digits.utf8.count {
      return sign + digits + String(repeating: "0", count: point - digits.utf8.count)
    }
    let split = digits.index(digits.startIndex, offsetBy: point)
    return sign + digits[..<split] + "." + digits[split...]
  }

  /// The shortest digits, with an exponent from 1e6 on and below 1e-4: the verbs `%v` and `%g` of
  /// `fmt`.
  package static func text(_ value: Double) -> String {
    if let text = special(value) { return text }
    let (digits, point) = digits(value)
    let exponent = point - 1
    guard value != 0, exponent < -4 || exponent >= 6 else { return plain(value) }
    let size = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
    let rest = digits.dropFirst()
    let sign = value.sign == .minus ? "-" : ""
    return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
      + "e" + (exponent < 0 ? "-" : "+") + size
  }

  /// Six digits after the point: the verb `%f` of `fmt`.
  static func fixed(_ value: Double) -> String {
    if let text = special(value) { return text }
    guard abs(value) < 1e12 else { return plain(value) + ".000000" }
    let millionths = Int64((abs(value) * 1e6).rounded(.toNearestOrEven))
    let rest = String(millionths % 1_000_000)
    return (value.sign == .minus ? "-" : "") + "\(millionths / 1_000_000)."
      + String(repeating: "0", count: 6 - rest.utf8.count) + rest
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    return value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : nil
  }

  /// The digits without zeros at the ends, and the place of the point before or behind them.
  private static func digits(_ value: Double) -> (digits: String, point: Int) {
    guard value != 0 else { return ("0", 1) }
    let parts = abs(value).description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let whole = String(mantissa[0])
    var digits = whole + (mantissa.count > 1 ? mantissa[1] : "")
    var point = whole.utf8.count + exponent
    while digits.hasPrefix("0"), digits.utf8.count > 1 {
      digits.removeFirst()
      point -= 1
    }
    while digits.hasSuffix("0"), digits.utf8.count > 1 { digits.removeLast() }
    return (digits, point)
  }
}
