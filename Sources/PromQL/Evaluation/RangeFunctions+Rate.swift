/// The functions that reduce the samples of a window to one value.
///
/// Each gets a window that is not empty; `StepVectors.absent` means that there is no value.
///
/// - Source: `promql/functions.go` of prometheus/prometheus, version 3.
enum RangeFunctions {
  /// Differences of `rate`, `increase` and `delta`.
  struct Slope {
    /// Whether falling values are counter resets.
    var isCounter: Bool
    /// Whether the result is per second.
    var isPerSecond: Bool

    static let rate = Slope(isCounter: true, isPerSecond: true)
    static let increase = Slope(isCounter: true, isPerSecond: false)
    static let delta = Slope(isCounter: false, isPerSecond: false)
  }

  /// The change between the last two samples; per second and with resets for `irate`.
  static func instantaneous(_ window: SampleWindow, isRate: Bool) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    let last = window.last
    let before = window.values[window.high - 2]
    let distance = window.timestamps[window.high - 1] - window.timestamps[window.high - 2]
    let change = isRate && last < before ? last : last - before
    return isRate ? change / (Double(distance) / 1000) : change
  }

  /// How often a value is lower than the one before.
  static func resets(_ window: SampleWindow) -> Double {
    var count = 0
    for index in window.low + 1..<window.high
    where window.values[index] < window.values[index - 1] {
      count += 1
    }
    return Double(count)
  }

  /// How often a value differs from the one before; NaN equals NaN.
  static func changes(_ window: SampleWindow) -> Double {
    var count = 0
    for index in window.low + 1..<window.high {
      let (before, after) = (window.values[index - 1], window.values[index])
      if before != after, !(before.isNaN && after.isNaN) { count += 1 }
    }
    return Double(count)
  }
}
