/// A moment as whole nanoseconds since 1970-01-01T00:00:00Z.
///
/// A `Double` of seconds steps by about 200 ns today, which would corrupt a log cursor.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch; negative before it.
  package var nanoseconds: Int64

  /// Nanoseconds since the epoch.
  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Milliseconds since the epoch, as in Prometheus; saturates.
  package init(milliseconds: Int64) {
    let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    nanoseconds = overflow ? (milliseconds < 0 ? .min : .max) : product
  }

  /// Seconds since the epoch, rounded to milliseconds as in Prometheus.
  ///
  /// Not-a-number becomes the epoch, and what is out of range saturates.
  package init(seconds: Double) {
    let milliseconds = (seconds * 1000).rounded()
    guard !milliseconds.isNaN else {
      self.init(nanoseconds: 0)
      return
    }
    self.init(milliseconds: Int64(saturating: max(-9.2e12, min(9.2e12, milliseconds))))
  }

  /// Seconds since the epoch, for arithmetic that tolerates rounding.
  package var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Milliseconds since the epoch, rounded down.
  package var milliseconds: Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  package static func + (moment: Timestamp, span: Duration) -> Timestamp {
    Timestamp(nanoseconds: moment.nanoseconds.addingSaturating(span.nanoseconds))
  }

  package static func - (moment: Timestamp, span: Duration) -> Timestamp {
    Timestamp(nanoseconds: moment.nanoseconds.subtractingSaturating(span.nanoseconds))
  }

  package static func - (left: Timestamp, right: Timestamp) -> Duration {
    .nanoseconds(left.nanoseconds.subtractingSaturating(right.nanoseconds))
  }

  /// The last multiple of `step` since the epoch that is not after this moment.
  ///
  /// Range queries start and end on such multiples, so that a refresh asks for the same points
  /// again and a server's cache can answer.
  package func floored(to step: Duration) -> Timestamp {
    let width = step.nanoseconds
    guard width > 0 else { return self }
    let remainder = nanoseconds % width
    let excess = remainder < 0 ? remainder + width : remainder
    return Timestamp(nanoseconds: nanoseconds.subtractingSaturating(excess))
  }
}

extension Duration {
  /// Whole nanoseconds, saturating at about 292 years.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min + 1 : .max }
    return product.addingSaturating(attoseconds / 1_000_000_000)
  }

  /// Seconds as a floating-point number.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
