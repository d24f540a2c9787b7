/// The unit of a number, which decides its format.
package enum Unit: Hashable, Sendable {
  /// A bare number.
  case none
  /// A span of time in seconds.
  case seconds
  /// A share, 1 for all of it; written as percent.
  case ratio
  /// Whole things.
  case count
  /// Tokens of a language model.
  case tokens
  /// Events a second; the text names them and may be empty.
  case perSecond(of: String)
  /// Bytes, in powers of 1024.
  case bytes
  /// Bytes a second.
  case bytesPerSecond
  /// An amount in whole units of a currency, by its ISO 4217 code.
  case money(currency: String)
  /// An amount an hour.
  case moneyPerHour(currency: String)

  /// A value in the shortest form that still tells what matters: about three digits, at most eight
  /// columns with the unit for values that occur.
  ///
  /// NaN becomes a dash and infinities `∞`. What is not nothing never reads as zero, and a share
  /// below one never as 100 %.
  package func format(_ value: Double) -> UnitText {
    guard value.isFinite else {
      guard !value.isNaN else { return UnitText("–") }
      return unitOfInfinity.map { UnitText(value < 0 ? "-∞" : "∞", $0.unit, spaced: $0.spaced) }
        ?? UnitText(value < 0 ? "-∞" : "∞")
    }
    switch self {
    case .none: return UnitText(UnitNumber.short(value))
    case .seconds: return Self.time(value)
    case .ratio: return UnitText(Self.percent(value * 100), "%", spaced: true)
    case .count: return UnitText(UnitNumber.count(value))
    case .tokens: return UnitText(UnitNumber.count(value), "tok", spaced: true)
    case .perSecond(let events):
      return UnitText(UnitNumber.rate(value), "\(events)/s", spaced: !events.isEmpty)
    case .bytes: return Self.bytes(value, "")
    case .bytesPerSecond: return Self.bytes(value, "/s")
    case .money(let currency): return Self.money(value, currency, "")
    case .moneyPerHour(let currency): return Self.money(value, currency, "/h")
    }
  }

  private var unitOfInfinity: (unit: String, spaced: Bool)? {
    switch self {
    case .seconds: ("s", true)
    case .ratio: ("%", true)
    case .perSecond(let events): ("\(events)/s", !events.isEmpty)
    default: nil
    }
  }

  /// Percent with two digits below 0.1, else one.
  private static func percent(_ value: Double) -> String {
    let size = value.magnitude
    let sign = value < 0 ? "-" : ""
    if size == 0 { return "0" }
    if size < 0.01 { return "<0.01" }
    if size < 0.0995 { return sign + UnitNumber.fixed(size, decimals: 2) }
    if size < 100 { return sign + UnitNumber.fixed(min(size, 99.9), decimals: 1) }
    return UnitNumber.compact(value.rounded())
  }

  private static func time(_ value: Double) -> UnitText {
    let size = value.magnitude
    let sign = value < 0 ? "-" : ""
    func text(_ scaled: Double, _ unit: String) -> UnitText {
      UnitText(sign + UnitNumber.fixed(scaled, decimals: scaled < 9.95 ? 1 : 0), unit, spaced: true)
    }
    if size == 0 { return UnitText("0", "s", spaced: true) }
    if size < 0.05e-9 { return UnitText("<0.1", "ns", spaced: true) }
    if size < 999.5e-9 { return text(size * 1e9, "ns") }
    if size < 999.5e-6 { return text(size * 1e6, "µs") }
    if size < 0.9995 { return text(size * 1e3, "ms") }
    if size < 59.95 {
      let decimals = size < 9.995 ? 2 : 1
      return UnitText(sign + UnitNumber.fixed(size, decimals: decimals), "s", spaced: true)
    }
    guard size < 8.6e15 else { return UnitText(sign + UnitNumber.compact(size), "s", spaced: true) }
    return UnitText(sign + longTime(Int64(saturating: size.rounded())))
  }

  /// Two neighbouring units, the smaller one padded so that the text keeps its width.
  private static func longTime(_ seconds: Int64) -> String {
    func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
      "\(large)\(largeUnit)\(small < 10 ? "0" : "")\(small)\(smallUnit)"
    }
    if seconds < 3600 { return pair(seconds / 60, "m", seconds % 60, "s") }
    if seconds < 86_400 { return pair(seconds / 3600, "h", seconds % 3600 / 60, "m") }
    let days = seconds / 86_400
    return days < 100
      ? pair(days, "d", seconds % 86_400 / 3600, "h") : UnitNumber.compact(Double(days)) + "d"
  }

  private static func bytes(_ value: Double, _ suffix: String) -> UnitText {
    var scaled = value.magnitude
    var power = 0
    let last = byteUnits.count - 1
    while scaled >= (power == 0 ? 1023.5 : 999.5), power < last {
      scaled /= 1024
      power += 1
    }
    let digits =
      power == 0
      ? UnitNumber.count(scaled)
      : scaled < 9999.5 ? UnitNumber.threeDigits(scaled) : UnitNumber.compact(scaled)
    return UnitText(
      (value < 0 ? "-" : "") + digits,
      byteUnits[power] + suffix,
      spaced: true
    )
  }

  /// Each 1024 times the one before.
  static let byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

  private static func money(_ value: Double, _ currency: String, _ suffix: String) -> UnitText {
    let size = value.magnitude
    let digits: String
    if size > 0, size < 0.0001 {
      digits = "<0.0001"
    } else if size > 0, size < 0.00995 {
      digits = UnitNumber.fixed(size, decimals: 4)
    } else if size < 9999.995 {
      digits = UnitNumber.fixed(size, decimals: 2)
    } else {
      digits = UnitNumber.compact(size)
    }
    return UnitText(
      digits,
      suffix,
      spaced: false,
      prefix: (value < 0 ? "-" : "") + Self.symbol(of: currency)
    )
  }

  /// Prefix of an amount: a sign, or the code and a space if none is known.
  static func symbol(of currency: String) -> String {
    switch currency {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "JPY": "¥"
    case "": ""
    default: currency + " "
    }
  }
}
