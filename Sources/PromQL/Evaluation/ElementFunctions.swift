#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The functions from one number to another.
enum ElementFunctions {
  /// The function of a name; `nil` for functions of another kind.
  static func function(_ name: FunctionName) -> ((Double) -> Double)? {
    switch name {
    case .abs: { Swift.abs($0) }
    case .ceil: { $0.rounded(.up) }
    case .floor: { $0.rounded(.down) }
    case .exp: { exp($0) }
    case .sqrt: { $0.squareRoot() }
    case .ln: { log($0) }
    case .log2: { log2($0) }
    case .log10: { log10($0) }
    case .rad: { $0 * .pi / 180 }
    case .deg: { $0 * 180 / .pi }
    case .sgn: { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 }
    default: trigonometry(name) ?? CalendarFunctions.function(name)
    }
  }

  private static func trigonometry(_ name: FunctionName) -> ((Double) -> Double)? {
    switch name {
    case .sin: { sin($0) }
    case .cos: { cos($0) }
    case .tan: { tan($0) }
    case .asin: { asin($0) }
    case .acos: { acos($0) }
    case .atan: { atan($0) }
    case .sinh: { sinh($0) }
    case .cosh: { cosh($0) }
    case .tanh: { tanh($0) }
    case .asinh: { asinh($0) }
    case .acosh: { acosh($0) }
    case .atanh: { atanh($0) }
    default: nil
    }
  }

  /// The nearest multiple of a number; ties go up.
  static func round(_ value: Double, toNearest nearest: Double) -> Double {
    let inverse = 1 / nearest
    return (value * inverse + 0.5).rounded(.down) / inverse
  }

  /// A value between two bounds; NaN stays NaN unless a bound is infinite on the wrong side.
  ///
  /// - Source: `math.Max` and `math.Min` of Go, which let an infinity win over NaN.
  static func clamp(_ value: Double, _ lower: Double, _ upper: Double) -> Double {
    higher(lower, lesser(upper, value))
  }

  private static func lesser(_ one: Double, _ other: Double) -> Double {
    if one == -.infinity || other == -.infinity { return -.infinity }
    if one.isNaN || other.isNaN { return .nan }
    return Swift.min(one, other)
  }

  private static func higher(_ one: Double, _ other: Double) -> Double {
    if one == .infinity || other == .infinity { return .infinity }
    if one.isNaN || other.isNaN { return .nan }
    return Swift.max(one, other)
  }
}
