#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The few functions that the C library has and the standard library lacks.
enum Mathematics {
  static func exp(_ value: Double) -> Double {
    #if canImport(Musl)
    Musl.exp(value)
    #else
    Glibc.exp(value)
    #endif
  }

  static func log(_ value: Double) -> Double {
    #if canImport(Musl)
    Musl.log(value)
    #else
    Glibc.log(value)
    #endif
  }

  static func cos(_ value: Double) -> Double {
    #if canImport(Musl)
    Musl.cos(value)
    #else
    Glibc.cos(value)
    #endif
  }

  /// The standard normal distribution's quantile, good to three digits, which is more than a
  /// simulation needs.
  ///
  /// - Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
  static func normalQuantile(_ share: Double) -> Double {
    guard share > 0.5 else { return share == 0.5 ? 0 : -normalQuantile(1 - share) }
    let t = (-2 * log(1 - share)).squareRoot()
    let over = 2.515517 + t * (0.802853 + t * 0.010328)
    let under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return t - over / under
  }
}
