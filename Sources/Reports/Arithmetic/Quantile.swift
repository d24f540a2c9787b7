import Telemetry

/// Quantiles of plain numbers.
package enum Quantile {
  /// A quantile, with what lies between two values in proportion, as PromQL's `quantile_over_time` has it.
  ///
  /// - Parameters:
  ///   - values: In any order; what is not finite is left out.
  ///   - share: 0…1.
  /// - Returns: `nil` where there are no values.
  package static func of(_ values: some Sequence<Double>, _ share: Double) -> Double? {
    sorted(values.filter(\.isFinite).sorted(), share)
  }

  /// The same of values that are finite and ascending.
  package static func sorted(_ values: [Double], _ share: Double) -> Double? {
    guard let first = values.first, let last = values.last else { return nil }
    let rank = max(0, min(1, share)) * Double(values.count - 1)
    let lower = Int(saturating: rank.rounded(.down))
    guard lower + 1 < values.count else { return last }
    guard lower >= 0 else { return first }
    let weight = rank - Double(lower)
    return values[lower] * (1 - weight) + values[lower + 1] * weight
  }
}
