#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The result of a binary operator.
///
/// - Source: `scalarBinop` and `vectorElemBinop` in `promql/engine.go` of prometheus/prometheus.
enum BinaryArithmetic {
  /// Computes an arithmetic operator, or a comparison as 0 and 1; a set operator gives NaN.
  static func value(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .modulo: fmod(left, right)
    case .power: pow(left, right)
    case .atan2: Self.atan2(left, right)
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual:
      holds(operation, left, right) ? 1 : 0
    case .and, .or, .unless: .nan
    }
  }

  /// Whether a comparison holds; `false` for other operators.
  static func holds(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Bool {
    switch operation {
    case .equal: left == right
    case .notEqual: left != right
    case .greater: left > right
    case .less: left < right
    case .greaterOrEqual: left >= right
    case .lessOrEqual: left <= right
    default: false
    }
  }

  /// The result for a vector element; absent if a comparison filters it out.
  ///
  /// - Parameters:
  ///   - operation: Not a set operator.
  ///   - left: The left number.
  ///   - right: The right number.
  ///   - returnsBool: Whether a comparison gives 0 and 1.
  ///   - kept: What a comparison lets through.
  /// - Returns: The element's value.
  @inline(__always) static func element(
    _ operation: BinaryOperator,
    _ left: Double,
    _ right: Double,
    returnsBool: Bool,
    kept: Double
  ) -> Double {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide: return left / right
    default:
      if !operation.isComparison || returnsBool { return value(operation, left, right) }
      return holds(operation, left, right) ? kept : StepVectors.absent
    }
  }

  private static func atan2(_ left: Double, _ right: Double) -> Double {
    #if canImport(Glibc)
    Glibc.atan2(left, right)
    #else
    Musl.atan2(left, right)
    #endif
  }
}
