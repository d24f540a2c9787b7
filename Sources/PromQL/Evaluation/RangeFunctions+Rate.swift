/// The functions that reduce the samples of a window to one value.
///
/// Each gets a window that is not empty; `StepVectors.absent` means that there is no value.
///
/// - Source: `promql/functions.go` of prometheus/prometheus, version 3.
enum RangeFunctions {
  /// What `rate`, `increase` and `delta` differ in.
  struct Slope {
    /// Whether falling values mean that a counter began anew.
    var isCounter: Bool
    /// Whether the result is per second.
    var isPerSecond: Bool

    static let rate = Slope(isCounter: true, isPerSecond: true)
    static let increase = Slope(isCounter: true, isPerSecond: false)
    static let delta = Slope(isCounter: false, isPerSecond: false)
  }

  /// Where a series falls, read forward by windows that move forward.
  struct Resets {
    private let indices: [Int]
    private var next = 0

    /// The indices of the samples that are lower than the one before; of a gauge none count.
    init(_ values: [Double], _ slope: Slope) {
      guard slope.isCounter, values.count > 1 else {
        indices = []
        return
      }
      indices = (1..<values.count).filter { values[$0] < values[$0 - 1] }
    }

    /// Adds what was lost by the resets inside a window.
    @inline(__always) mutating func correct(_ change: inout Double, in window: SampleWindow) {
      while next < indices.count, indices[next] <= window.low { next += 1 }
      var index = next
      while index < indices.count, indices[index] < window.high {
        change += window.values[indices[index] - 1]
        index += 1
      }
    }
  }

  /// The change over the window, extrapolated to its bounds.
  ///
  /// The samples rarely lie on the bounds of the window. Where one lies nearer to a bound than 1.1
  /// times the mean distance of samples, the slope is taken to go on to the bound, else for half
  /// that distance; but a counter is never taken to have been below zero.
  ///
  /// - Parameters:
  ///   - window: The samples.
  ///   - resets: Where the whole series falls.
  ///   - slope: Which function.
  /// - Returns: The change, or the change per second; absent for fewer than two samples.
  static func extrapolated(
    _ window: SampleWindow,
    _ resets: inout Resets,
    _ slope: Slope
  ) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    var change = window.last - window.first
    resets.correct(&change, in: window)
    let (low, high) = (window.low, window.high - 1)
    let sampled = window.seconds(high, since: window.timestamps[low])
    let spacing = sampled / Double(window.count - 1)
    var toStart = window.seconds(low, since: window.start)
    var toEnd = Double(window.end - window.timestamps[high]) / 1000
    let threshold = spacing * 1.1
    if toStart >= threshold { toStart = spacing / 2 }
    if slope.isCounter, change > 0, window.first >= 0 {
      let toZero = sampled * (window.first / change)
      if toZero < toStart { toStart = toZero }
    }
    if toEnd >= threshold { toEnd = spacing / 2 }
    var factor = (sampled + toStart + toEnd) / sampled
    if slope.isPerSecond { factor /= Double(window.end - window.start) / 1000 }
    return change * factor
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
