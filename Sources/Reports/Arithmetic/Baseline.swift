/// What is usual for a value: what it was at the same hours of earlier weeks.
package struct Baseline: Hashable, Sendable {
  /// The median of the weeks.
  package let median: Double
  /// The median distance from it, times 1.4826: for noise that is normal, its standard deviation.
  package let spread: Double
  /// How many weeks there were.
  package let weeks: Int

  /// The fewest weeks that say what is usual.
  package static let fewest = 2

  /// Judges what was; `nil` where there is too little of it.
  package init?(_ values: [Double]) {
    let values = values.filter(\.isFinite)
    guard values.count >= Self.fewest, let median = Quantile.of(values, 0.5) else { return nil }
    self.median = median
    spread = 1.4826 * (Quantile.of(values.map { ($0 - median).magnitude }, 0.5) ?? 0)
    weeks = values.count
  }

  /// How far from the median a value may be and yet be usual: three spreads, and at least a quarter of
  /// the median and what is too little to matter.
  package func tolerance(floor: Double) -> Double {
    max(3 * spread, 0.25 * median.magnitude, floor)
  }

  /// Whether a value is unusual.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - floor: A distance that is too little to matter.
  /// - Returns: `false` for what is not finite.
  package func isUnusual(_ value: Double, floor: Double) -> Bool {
    value.isFinite && (value - median).magnitude > tolerance(floor: floor)
  }
}
