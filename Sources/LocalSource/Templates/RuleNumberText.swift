import PromQL
import Telemetry

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Numbers as Prometheus' templates make them readable.
///
/// - Source: `template/template.go` of prometheus/prometheus.
enum RuleNumberText {
  /// A number by a conversion of C's `printf` that Go has too.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - conversion: `f`, `e`, `g` or their capitals.
  ///   - decimals: The precision.
  /// - Returns: The text, with a point whatever the locale.
  static func formatted(_ value: Double, _ conversion: Character, decimals: Int) -> String {
    guard value.isFinite else { return GoNumber.text(value) }
    var buffer = [CChar](repeating: 0, count: 512)
    let format = "%.\(min(decimals, 100))\(conversion)"
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }
    // The decimal separator is that of the locale, which the terminal may have set.
    return String(
      decoding: bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 },
      as: UTF8.self
    )
  }

  /// Four significant digits.
  static func significant(_ value: Double) -> String { formatted(value, "g", decimals: 4) }

  /// With metric prefixes.
  static func humanized(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return significant(value) }
    var value = value
    var prefix = ""
    if value.magnitude >= 1 {
      for next in ["k", "M", "G", "T", "P", "E", "Z", "Y"] where value.magnitude >= 1000 {
        (prefix, value) = (next, value / 1000)
      }
    } else {
      (value, prefix) = small(value)
    }
    return significant(value) + prefix
  }

  /// With binary prefixes.
  static func humanized1024(_ value: Double) -> String {
    guard value.magnitude > 1, value.isFinite else { return significant(value) }
    var value = value
    var prefix = ""
    for next in ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"] where value.magnitude >= 1024 {
      (prefix, value) = (next, value / 1024)
    }
    return significant(value) + prefix
  }

  /// Seconds in days, hours, minutes and seconds.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return significant(seconds) }
    guard seconds.magnitude >= 1 else {
      let (value, prefix) = seconds == 0 ? (0, "") : small(seconds)
      return significant(value) + prefix + "s"
    }
    let sign = seconds < 0 ? "-" : ""
    guard seconds.magnitude < 9e18 else { return significant(seconds) + "s" }
    let whole = Int64(seconds.magnitude)
    let (day, hour, minute) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60)
    if day > 0 { return "\(sign)\(day)d \(hour)h \(minute)m \(whole % 60)s" }
    if hour > 0 { return "\(sign)\(hour)h \(minute)m \(whole % 60)s" }
    if minute > 0 { return "\(sign)\(minute)m \(whole % 60)s" }
    return sign + significant(seconds.magnitude) + "s"
  }

  /// A time as Go prints it in UTC.
  static func moment(milliseconds: Int64) -> String {
    let time = CivilTime(Timestamp(milliseconds: milliseconds))
    var fraction = ""
    if time.millisecond > 0 {
      fraction = "." + String(String(1000 + time.millisecond).dropFirst())
      while fraction.hasSuffix("0") { fraction.removeLast() }
    }
    return "\(time.rfc3339.prefix(10)) \(time.clock)\(fraction) +0000 UTC"
  }

  private static func small(_ value: Double) -> (Double, String) {
    var value = value
    var prefix = ""
    for next in ["m", "u", "n", "p", "f", "a", "z", "y"] where value.magnitude < 1 {
      (prefix, value) = (next, value * 1000)
    }
    return (value, prefix)
  }
}
