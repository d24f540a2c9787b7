/// The change of one series over windows that move forward, extrapolated to their bounds: `rate`,
/// `increase` and `delta`.
///
/// Samples rarely lie on the bounds of a window. Where one lies nearer to a bound than 1.1 times the
/// mean distance of samples, the slope is taken to go on to the bound, else for half that distance;
/// but a counter is never taken to have been below zero.
///
/// - Source: `extrapolatedRate` in `promql/functions.go` of prometheus/prometheus, version 3.
struct Extrapolation {
  private let slope: RangeFunctions.Slope
  /// The indices of the samples that are lower than the one before.
  private let resets: [Int]
  private var nextReset = 0
  /// What the window before had between its first and last sample, since most have the same.
  private var spacing = Spacing(milliseconds: -1, gaps: 1)

  /// The distances of the samples of a window, in seconds.
  private struct Spacing {
    let milliseconds: Int64
    let gaps: Int
    let whole: Double
    let half: Double
    let threshold: Double

    init(milliseconds: Int64, gaps: Int) {
      self.milliseconds = milliseconds
      self.gaps = gaps
      whole = Double(milliseconds) / 1000
      let mean = whole / Double(gaps)
      half = mean / 2
      threshold = mean * 1.1
    }
  }

  /// Makes the change of a series, of which all values are known.
  init(_ values: UnsafeBufferPointer<Double>, _ slope: RangeFunctions.Slope) {
    self.slope = slope
    var resets: [Int] = []
    if slope.isCounter {
      for index in 1..<max(1, values.count) where values[index] < values[index - 1] {
        resets.append(index)
      }
    }
    self.resets = resets
  }

  /// The change over a window that is not before the last one; absent for fewer than two samples.
  @inline(__always) mutating func value(_ window: SampleWindow) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    let first = window.first
    var change = window.last - first
    if !resets.isEmpty { correct(&change, window) }
    let firstTime = window.timestamps[window.low]
    let lastTime = window.timestamps[window.high - 1]
    if spacing.milliseconds != lastTime - firstTime || spacing.gaps != window.count - 1 {
      spacing = Spacing(milliseconds: lastTime - firstTime, gaps: window.count - 1)
    }
    var toStart = Double(firstTime - window.start) / 1000
    var toEnd = Double(window.end - lastTime) / 1000
    if toStart >= spacing.threshold { toStart = spacing.half }
    // From a value of twice the change, zero is farther away than any start.
    if slope.isCounter, change > 0, first >= 0, first < change * 2 {
      toStart = min(toStart, spacing.whole * (first / change))
    }
    if toEnd >= spacing.threshold { toEnd = spacing.half }
    var factor = (spacing.whole + toStart + toEnd) / spacing.whole
    if slope.isPerSecond { factor /= Double(window.end - window.start) / 1000 }
    return change * factor
  }

  /// Adds what was lost by the resets inside the window.
  private mutating func correct(_ change: inout Double, _ window: SampleWindow) {
    while nextReset < resets.count, resets[nextReset] <= window.low { nextReset += 1 }
    var index = nextReset
    while index < resets.count, resets[index] < window.high {
      change += window.values[resets[index] - 1]
      index += 1
    }
  }
}
