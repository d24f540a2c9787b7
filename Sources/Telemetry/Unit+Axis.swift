extension Unit {
  /// The label of an axis: `2s`, `500ms`, `5%`, `1.5k`, with as many digits as the step between
  /// labels needs, and no blank before the unit.
  package func axisLabel(_ value: Double, step: Double) -> String {
    guard value.isFinite else { return format(value).text }
    let isZero = value.magnitude < step.magnitude * 1e-6
    switch self {
    case .none, .count, .tokens, .perSecond:
      return isZero ? "0" : Self.scaled(value, step, Self.decimalScales)
    case .seconds:
      return isZero ? "0" : Self.timeLabel(value, step)
    case .ratio:
      return Self.digits(value * 100, step * 100) + "%"
    case .bytes, .bytesPerSecond:
      return isZero ? "0" : Self.scaled(value, step, Self.byteScales)
    case .money(let currency), .moneyPerHour(let currency):
      let sign = value < 0 && !isZero ? "-" : ""
      let digits = isZero ? "0" : Self.scaled(value.magnitude, step, Self.decimalScales)
      return sign + Self.symbol(of: currency) + digits
    }
  }

  private typealias Scale = (size: Double, suffix: String)

  private static let decimalScales: [Scale] = [
    (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""),
  ]

  private static let byteScales: [Scale] = byteUnits.enumerated().reversed().map { power, unit in
    (Double(sign: .plus, exponent: power * 10, significand: 1), unit)
  }

  private static func scaled(_ value: Double, _ step: Double, _ scales: [Scale]) -> String {
    let scale =
      scales.first { value.magnitude >= $0.size * (1 - 1e-9) } ?? scales.last ?? (1, "")
    return digits(value / scale.size, step / scale.size) + scale.suffix
  }

  private static func timeLabel(_ value: Double, _ step: Double) -> String {
    let size = value.magnitude
    let sign = value < 0 ? "-" : ""
    guard size < 59.999 else {
      return size < 8.6e15 ? sign + longLabel(Int64(saturating: size.rounded())) : format(size)
    }
    for (unit, suffix) in [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    where size >= unit * (1 - 1e-9) {
      return sign + digits(size / unit, step / unit) + suffix
    }
    return sign + digits(size * 1e9, step * 1e9) + "ns"
  }

  private static func format(_ size: Double) -> String {
    UnitNumber.compact(size) + "s"
  }

  /// At most two units, without those that are zero: `1m30s`, `2h`.
  private static func longLabel(_ seconds: Int64) -> String {
    let parts: [(count: Int64, unit: String)] = [
      (seconds / 86_400, "d"), (seconds % 86_400 / 3600, "h"), (seconds % 3600 / 60, "m"),
      (seconds % 60, "s"),
    ]
    let first = parts.firstIndex { $0.count > 0 } ?? 3
    return parts[first..<min(4, first + 2)].filter { $0.count > 0 }
      .map { "\($0.count)\($0.unit)" }.joined()
  }

  /// A number with the decimals that its step has, without zeros at their end.
  private static func digits(_ value: Double, _ step: Double) -> String {
    var decimals = 0
    var shifted = step.magnitude
    while decimals < 6, shifted > 0, shifted.isFinite,
      (shifted - shifted.rounded()).magnitude > shifted * 1e-6
    {
      shifted *= 10
      decimals += 1
    }
    return UnitNumber.trimmed(UnitNumber.fixed(value, decimals: decimals))
  }
}
