// Arithmetic that has a result for every number that a server may send.
//
// Swift's own conversions and ranges end the process where a number does not fit or where the ends of a
// range are exchanged, which is right for our own mistakes and wrong for somebody else's.

extension FixedWidthInteger {
  /// The whole part of a number that may be anything: the nearest bound for what is out of range, and
  /// zero for not-a-number.
  package init(saturating value: Double) {
    if let whole = Self(exactly: value.rounded(.towardZero)) {
      self = whole
    } else {
      self = value.isNaN ? 0 : value < 0 ? .min : .max
    }
  }

  /// The sum, or the nearest bound where it is out of range.
  package func addingSaturating(_ other: Self) -> Self {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest bound where it is out of range.
  package func subtractingSaturating(_ other: Self) -> Self {
    let (difference, isOver) = subtractingReportingOverflow(other)
    return isOver ? (other < 0 ? .max : .min) : difference
  }
}

extension ClosedRange {
  /// The range between two bounds; the first one alone where the second one is before it.
  package init(from lower: Bound, through upper: Bound) {
    self = lower...Swift.max(lower, upper)
  }
}

extension Range {
  /// The range between two bounds; empty where the second one is not after the first.
  package init(from lower: Bound, upTo upper: Bound) {
    self = lower..<Swift.max(lower, upper)
  }
}
