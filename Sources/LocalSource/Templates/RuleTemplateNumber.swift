/// Reads Go's number literals.
///
/// - Source: <https://go.dev/ref/spec#Integer_literals> and the sections behind it.
enum RuleTemplateNumber {
  /// The number that a literal means, whole or not; `nil` for none and for complex ones.
  static func value(of text: String) -> RuleTemplateValue? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, first != UInt8(ascii: "_") else { return nil }
    let lower = digits.lowercased()
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where lower.hasPrefix(prefix) {
      let body = lower.dropFirst(2).filter { $0 != "_" }
      if let whole = Int((isNegative ? "-" : "") + body, radix: radix) { return .whole(whole) }
      guard radix == 16, body.contains("p") else { return nil }
      return Double("0x" + body).map { .number(isNegative ? -$0 : $0) }
    }
    let body = lower.filter { $0 != "_" }
    if body.allSatisfy(\.isNumber) {
      let radix = body.count > 1 && body.hasPrefix("0") ? 8 : 10
      return Int((isNegative ? "-" : "") + body, radix: radix).map { .whole($0) }
    }
    guard body.allSatisfy({ "0123456789.e+-".contains($0) }) else { return nil }
    // Swift wants digits on both sides of the point.
    let parts = body.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    var mantissa = parts[0].hasPrefix(".") ? "0" + parts[0] : String(parts[0])
    if mantissa.hasSuffix(".") { mantissa += "0" }
    let exponent = parts.count > 1 ? "e" + parts[1] : ""
    return Double(mantissa + exponent).map { .number(isNegative ? -$0 : $0) }
  }
}
