/// How bad a value is; ordered.
package enum Severity: Int, Hashable, Comparable, Sendable, CaseIterable {
  /// Within all thresholds.
  case ok
  /// Past the warning threshold.
  case warning
  /// Past the critical threshold.
  case critical

  package static func < (left: Severity, right: Severity) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Where a value starts to be bad; a missing bound is never passed.
package struct Threshold: Hashable, Sendable {
  /// Which side is bad.
  package enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Larger values are worse: error rate, latency.
    case above
    /// Smaller values are worse: cache hit rate.
    case below
  }

  /// The bound of `warning`, in the unit of the value; ratios are 0…1.
  package var warning: Double?
  /// The bound of `critical`.
  package var critical: Double?
  /// Which side of a bound is bad; the bound itself counts as good.
  package var direction: Direction

  package init(warning: Double? = nil, critical: Double? = nil, direction: Direction = .above) {
    self.warning = warning
    self.critical = critical
    self.direction = direction
  }

  /// Judges a value; `nil` for NaN, which is neither good nor bad.
  package func judge(_ value: Double) -> Severity? {
    guard !value.isNaN else { return nil }
    if let critical, passes(value, critical) { return .critical }
    if let warning, passes(value, warning) { return .warning }
    return .ok
  }

  private func passes(_ value: Double, _ bound: Double) -> Bool {
    direction == .above ? value > bound : value < bound
  }
}
