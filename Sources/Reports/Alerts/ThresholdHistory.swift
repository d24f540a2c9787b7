package import PromQL
package import Telemetry

/// What an alert compares with a number, taken out of its rule.
package struct AlertThreshold: Hashable, Sendable {
  /// What is compared, as PromQL.
  package let measured: String
  /// How; never for equality.
  package let comparison: BinaryOperator
  /// With what.
  package let bound: Double

  /// Reads the expression of a rule; `nil` where it does not compare a vector with a number, or tests for
  /// equality, of which there is no more or less.
  package init?(rule expression: String) {
    guard let parsed = try? Expression.parse(expression),
      case .binary(let operation) = parsed.withoutParentheses, operation.left.type == .vector,
      [.greater, .greaterOrEqual, .less, .lessOrEqual].contains(operation.operation),
      case .number(let bound) = operation.right.withoutParentheses, bound.isFinite
    else { return nil }
    measured = operation.left.text
    comparison = operation.operation
    self.bound = bound
  }

  /// Whether more is worse.
  package var isUpper: Bool { comparison == .greater || comparison == .greaterOrEqual }

  /// Whether a value is past a bound of this kind.
  func isPassed(_ value: Double, _ bound: Double) -> Bool {
    switch comparison {
    case .greater: value > bound
    case .greaterOrEqual: value >= bound
    case .less: value < bound
    default: value <= bound
    }
  }
}

/// What an alert measures, over a window, and what other bounds would have made of it.
package struct ThresholdHistory: Hashable, Sendable {
  /// The rule's threshold.
  package let threshold: AlertThreshold
  /// How long it must be passed before the alert fires.
  private let holdFor: Duration
  private let series: [TimeSeries]
  private let step: Duration
  private let window: Stretch
  /// All values, ascending.
  private let values: [Double]

  /// Reads what was measured; `nil` where nothing was.
  package init?(
    _ threshold: AlertThreshold,
    holdFor: Duration,
    _ series: [TimeSeries],
    step: Duration,
    over window: Stretch
  ) {
    self.threshold = threshold
    self.holdFor = holdFor
    self.series = series
    self.step = step
    self.window = window
    values = series.flatMap { $0.samples.map(\.value) }.filter(\.isFinite).sorted()
    guard !values.isEmpty else { return nil }
  }

  /// A quantile towards the bad side: the value that such a share of all points is better than.
  package func quantile(_ share: Double) -> Double? {
    Quantile.sorted(values, threshold.isUpper ? share : 1 - share)
  }

  /// How often an alert with a bound would have fired.
  package func firings(at bound: Double) -> Int {
    series.reduce(0) { sum, series in
      let moments = series.samples.filter { threshold.isPassed($0.value, bound) }.map(\.timestamp)
      let episodes = Episode.list(at: moments, step: step, within: window)
      return sum + episodes.count { $0.length >= holdFor }
    }
  }

  /// The most firings in 30 days of an alert that people still look at: one a week.
  private static let welcome = 4
  private static let shares = [0.95, 0.99, 0.995, 0.999, 1]

  /// A bound that suits the history; `nil` where the present one does.
  ///
  /// For an alert that fires more often than once a week it is the tightest quantile that would have been
  /// passed no more than that. One that has never been near its bound gets the quantile that one point in
  /// a thousand is past.
  package func proposal() -> Double? {
    let now = firings(at: threshold.bound)
    if now > Self.welcome {
      let bounds = Self.shares.compactMap(quantile).map(rounded)
      return bounds.first { firings(at: $0) <= Self.welcome && differs($0) && canBePassed($0) }
    }
    guard now == 0, let worst = quantile(1), isFar(worst), let usual = quantile(0.999) else {
      return nil
    }
    let bound = rounded(usual)
    return differs(bound) && firings(at: bound) <= Self.welcome && canBePassed(bound) ? bound : nil
  }

  /// Whether it fires too often, and no bound would help that values can pass.
  package var isCapped: Bool {
    ceiling != nil && firings(at: threshold.bound) > Self.welcome && proposal() == nil
  }

  private func canBePassed(_ bound: Double) -> Bool {
    ceiling.map { threshold.isPassed($0, bound) } ?? true
  }

  /// The highest value that there can be, as far as the history tells.
  ///
  /// A quantile of a histogram is never above the bound of its last bucket, where it stays while it is
  /// above it; elsewhere two points hardly ever have the same value.
  private var ceiling: Double? {
    guard threshold.isUpper, threshold.measured.contains("histogram_quantile("),
      let worst = values.last, values.dropLast().last == worst
    else { return nil }
    return worst
  }

  /// Whether the worst value is not even half way to the bound.
  private func isFar(_ worst: Double) -> Bool {
    let bound = threshold.bound
    guard bound > 0, worst >= 0 else { return false }
    return threshold.isUpper ? worst < bound / 2 : worst > bound * 2
  }

  private func differs(_ bound: Double) -> Bool {
    (bound - threshold.bound).magnitude > 0.1 * threshold.bound.magnitude
  }

  /// Two significant digits, away from what is usual.
  private func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var scale = 1.0
    while value.magnitude * scale < 10, scale < 1e15 { scale *= 10 }
    while value.magnitude * scale >= 100, scale > 1e-15 { scale /= 10 }
    let scaled = value * scale
    return scaled.rounded(threshold.isUpper ? .up : .down) / scale
  }
}
