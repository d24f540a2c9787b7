/// Round numbers for an axis.
package enum AxisTicks: Hashable, Sendable {
  /// 1, 2, 2.5 and 5 times powers of ten.
  case decimal
  /// For seconds: decimal below one second, then the parts of minutes, hours and days that clocks
  /// have.
  case sixty
  /// Powers of two from one upwards, for bytes.
  case binary

  /// The smallest round step that divides a span into at most `count` parts.
  ///
  /// Returns 1 for a span that is not positive and finite.
  package func step(span: Double, atMost count: Int) -> Double {
    let raw = span / Double(max(1, count))
    guard raw > 0, raw.isFinite else { return 1 }
    switch self {
    case .decimal:
      return Self.decimalStep(atLeast: raw)
    case .sixty:
      guard raw > 0.5 else { return Self.decimalStep(atLeast: raw) }
      if let step = Self.clockSteps.first(where: { $0 >= raw }) { return step }
      return 86_400 * max(1, Self.decimalStep(atLeast: raw / 86_400))
    case .binary:
      guard raw > 0.5 else { return Self.decimalStep(atLeast: raw) }
      let power = Double(sign: .plus, exponent: raw.exponent, significand: 1)
      return max(1, power < raw ? power * 2 : power)
    }
  }

  /// The multiples of a step from `low` through `high`, ascending; none where the numbers are too
  /// large for the step to tell them apart, or where there would be more than a hundred.
  package static func multiples(of step: Double, from low: Double, through high: Double) -> [Double]
  {
    // A hair of tolerance, since 0.3 / 0.1 is less than 3.
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard first.magnitude < 1e15, last.magnitude < 1e15, last - first < 100, last >= first else {
      return []
    }
    return (Int(first)...Int(last)).map { Double($0) * step }
  }

  private static let clockSteps: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]

  private static func decimalStep(atLeast raw: Double) -> Double {
    // log10 is not in the standard library; the binary exponent tells the decimal one but for one.
    var exponent = Int((Double(raw.exponent) * 0.301_029_995_663_981_2).rounded(.down)) - 1
    while powerOfTen(exponent + 1) <= raw, exponent < 307 { exponent += 1 }
    let power = powerOfTen(exponent)
    for factor in [1, 2, 2.5, 5] where factor * power >= raw * (1 - 1e-12) {
      return factor * power
    }
    return powerOfTen(exponent + 1)
  }

  /// Read from text, since products of 0.1 drift.
  private static func powerOfTen(_ exponent: Int) -> Double {
    Double("1e\(exponent)") ?? 1
  }
}
